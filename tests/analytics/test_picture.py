"""The picture is drawn in a process of its own, in Chinese where the system has a font for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analytics.painter import NoPicture, Painter
from analytics.picture import Sketch, cjk_font, drawn_language
from chat.people import Language
from tests.conftest import ROOT, system_package

PNG = b"\x89PNG\r\n\x1a\n"


def sketch(language: Language = "en", messages: int = 3) -> Sketch:
    days = tuple(f"2026-11-{10 + number}" for number in range(14))
    some = tuple(range(14))
    return Sketch(
        language=language,
        community="Garden",
        days=days,
        marked=7,
        messages=tuple(messages * number for number in range(14)),
        active=some,
        joins=some,
        leaves=some,
        answered=some,
        unanswered=some,
        tickets=some,
        cases=some,
    )


def size(picture: bytes) -> tuple[int, int]:
    """Width and height, from the header of a PNG."""
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


async def test_a_sketch_is_drawn_and_the_last_picture_remembered() -> None:
    painter = Painter()
    picture = await painter.paint(sketch())
    assert picture.startswith(PNG)
    assert size(picture) == (1100, 726)
    assert await painter.paint(sketch()) is picture


async def test_chinese_looks_different_from_english() -> None:
    if cjk_font() is None:
        system_package("fonts-wqy-microhei", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
    painter = Painter()
    assert await painter.paint(sketch("zh")) != await painter.paint(sketch("en"))


async def test_a_process_that_fails_is_told_and_the_next_may_work(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\ncat >/dev/null\necho 'no paint left' >&2\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(NoPicture, match="no paint left"):
        await Painter(str(broken)).paint(sketch())


async def test_a_process_that_hangs_is_ended(tmp_path: Path) -> None:
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 600\n")
    slow.chmod(0o755)
    with pytest.raises(NoPicture, match="timeout"):
        await Painter(str(slow), patience=0.2).paint(sketch())


def test_the_serving_process_never_loads_matplotlib() -> None:
    program = (
        "import sys, bot.app, analytics.service, handlers.report_commands, handlers.weekly_report\n"
        "from analytics.picture import cjk_font\n"
        "cjk_font()\n"
        "print('matplotlib' in sys.modules, 'numpy' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False False"


def test_a_font_is_found_by_its_file(tmp_path: Path) -> None:
    assert cjk_font([str(tmp_path)]) is None
    font = tmp_path / "truetype" / "wqy" / "wqy-microhei.ttc"
    font.parent.mkdir(parents=True)
    font.touch()
    assert cjk_font([str(tmp_path / "absent"), str(tmp_path)]) == font


def test_without_a_font_chinese_is_labelled_in_english(tmp_path: Path) -> None:
    assert drawn_language("zh", None) == "en"
    assert drawn_language("zh", tmp_path) == "zh"
    assert drawn_language("en", None) == "en"
