"""Every button of the desk, pressed by the wrong people and at the wrong time: always answered, never taken twice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.support.buttons import SCENES, SETTINGS, kinds
from tests.support.office import OfficeDriver
from tests.support.presses import CHECKS, Check
from tests.towns.memory import MemoryDatabase
from tests.world import Town, empty_town


@cache
def _memory() -> MemoryDatabase:
    return MemoryDatabase("buttons")


def test_every_kind_of_button_is_pressed_here() -> None:
    assert kinds() == set(SCENES), (
        "a button without a scene in tests/support/buttons.py, or the other way round"
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("kind", sorted(SCENES))
async def test_whoever_presses(kind: str, check: Check, tmp_path: Path) -> None:
    community = {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"}
    town = Town(OfficeDriver(), "en", tmp_path, Settings.model_validate({"community": community, **SETTINGS}))
    town.database = _memory()
    _memory().become(await empty_town())
    await town.open()
    try:
        await check(kind, town)
    finally:
        await town.close()
