"""What `steward check` prints: each finding in the community's language, marked as an error or as advice."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doctor import BAD, examine
from bot.texts import Texts, load_texts
from chat.people import Language
from chat.text import Text

MORE_THAN_ANY = 1 << 62
"""Bytes that no disk has."""


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


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_disk_without_room_is_an_error(tmp_path: Path, language: Language) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[community]\nlanguage = "{language}"\n[platforms.local]\nenabled = true\n', "utf-8")
    texts, said = Texts(load_texts(), ZoneInfo("UTC")), list[str]()
    full = texts.words(Text("bot.doctor.disk_full", {"folder": str(tmp_path / "data")}), language)
    assert await examine(config, said.append, room=MORE_THAN_ANY) == BAD
    assert f"✗ {full}" in said
    said.clear()
    await examine(config, said.append, room=0)
    assert f"✗ {full}" not in said


async def test_the_terminal_tells_the_language_where_the_file_tells_none(tmp_path: Path) -> None:
    config, said = tmp_path / "config.toml", list[str]()
    config.write_text("[platforms.local]\nenabled = true\n", "utf-8")
    await examine(config, said.append, room=MORE_THAN_ANY, environment={"LANG": "zh_CN.UTF-8"})
    texts = Texts(load_texts(), ZoneInfo("UTC"))
    assert f"✗ {texts.words(Text('bot.doctor.disk_full', {'folder': str(tmp_path / 'data')}), 'zh')}" in said
    said.clear()
    config.write_text("[platforms.local]\nenabled = false\n", "utf-8")
    assert await examine(config, said.append, environment={"LANG": "zh_CN.UTF-8"}) == BAD
    assert said == [texts.words(Text("bot.config.no_platform"), "zh")]


async def test_that_only_the_rehearsal_would_run_is_said(tmp_path: Path) -> None:
    config, said = tmp_path / "config.toml", list[str]()
    config.write_text('[community]\nlanguage = "zh"\n', "utf-8")
    advice = f"! {Texts(load_texts(), ZoneInfo('UTC')).words(Text('bot.doctor.only_rehearsal'), 'zh')}"
    await examine(config, said.append)
    assert advice in said
    config.write_text('[community]\nlanguage = "zh"\n[platforms.local]\nenabled = true\n', "utf-8")
    said.clear()
    await examine(config, said.append)
    assert advice not in said, "it was asked for"
