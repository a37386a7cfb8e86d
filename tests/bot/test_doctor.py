"""What `steward check` prints: each finding in the community's language, marked as an error or as advice."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doctor import BAD, examine
from bot.texts import Texts, load_texts
from chat.people import Language
from chat.text import Text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_findings_are_said_in_the_language_of_the_community(tmp_path: Path, language: Language) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f'[community]\nlanguage = "{language}"\n'
        f'[store]\nurl = "sqlite:///{tmp_path}/steward.db"\n'
        '[platforms.local]\nenabled = true\n[platforms.telegram]\ntoken = "1:a"\n'
        'base_url = "http://127.0.0.1:1/bot"\n'
    )
    texts, said = Texts(load_texts(), ZoneInfo("UTC")), list[str]()
    assert await examine(config, said.append) == BAD
    unreachable = Text("bot.doctor.telegram.unreachable", {"why": "ConnectError"})
    assert f"✗ {texts.words(unreachable, language)}" in said
    assert f"! {texts.words(Text('bot.doctor.rehearses_too'), language)}" in said
