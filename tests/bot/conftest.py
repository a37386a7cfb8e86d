"""A town on the local platform alone, for tests of the runtime that need its people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.towns.local import LocalDriver
from tests.world import Town


@pytest.fixture(autouse=True)
def terminal_without_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operator is told is English here, whatever the terminal of who runs the tests speaks."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A fresh English town."""
    values = {"community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"}}
    town = Town(LocalDriver(), "en", tmp_path, Settings.model_validate(values))
    await town.open()
    yield town
    await town.close()
