"""The town in which these tests happen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.server import DiscordServer


@pytest.fixture
async def town() -> AsyncIterator[DiscordServer]:
    """A town that ends without a violation of Discord's own description, where that is there."""
    async with DiscordServer(HandClock()) as town:
        yield town
        assert [str(one) for one in town.violations] == []
