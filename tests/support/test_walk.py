"""The walk through one ticket in the documentation is what a town tells today."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat.people import Language
from tests.support.walk import CLOSES, OPENS, PAGES, walk


@pytest.mark.parametrize("language", PAGES)
async def test_the_walk_in_the_documentation_is_true(tmp_path: Path, language: Language) -> None:
    written = PAGES[language].read_text("utf-8").partition(OPENS)[2].partition(CLOSES)[0]
    assert written == await walk(tmp_path, language), "write it anew: python -m tests.support.walk"
