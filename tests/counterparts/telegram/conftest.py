"""A town with its clock in hand, and a bot of the real SDK in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.counterparts.telegram.clock import HandClock
from tests.counterparts.telegram.sdk import bot_of
from tests.counterparts.telegram.server import TelegramServer


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def town(clock: HandClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=clock) as town:
        yield town
        assert town.violations == []


@pytest.fixture
async def bot(town: TelegramServer) -> AsyncIterator[Any]:
    async with bot_of(town) as bot:
        yield bot
