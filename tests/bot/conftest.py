"""What tests of the runtime need: a town on the local platform alone, a terminal and logs as they were."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

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


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """What a command does to the logs ends with it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
