"""The desk that tests of moderation use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from moderation.settings import ModerationSettings
from tests.moderation.desk import Desk, open_desk


@pytest.fixture
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    """A moderation on a fresh database; `@pytest.mark.settings({...})` changes the `[moderation]` section."""
    marker = request.node.get_closest_marker("settings")
    settings = ModerationSettings.model_validate(marker.args[0] if marker else {})
    async with open_desk(tmp_path, settings) as opened:
        yield opened
