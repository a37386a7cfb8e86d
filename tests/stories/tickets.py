"""Tickets as the stories look at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.people import Space, SpaceKind
from tests.world import Place, Town


async def ticket(town: Town, number: int = 1) -> Mapping[str, Any]:
    """A ticket's row."""
    rows = await town.rows("support.numbered", wanted=number)
    assert rows, f"there is no ticket {number}"
    return rows[0]


async def desk(town: Town, number: int = 1) -> Place:
    """The thread of a ticket in the staff space (the space itself where there are no threads)."""
    row = await ticket(town, number)
    return Place(town, Space(row["card_platform"], row["card_space"], row["card_thread"], SpaceKind.STAFF))


async def audited(town: Town, number: int = 1) -> list[str]:
    """The codes of everything that was recorded about a ticket."""
    row = await ticket(town, number)
    return [one["code"] for one in await town.rows("audit.subject", s=row["id"])]


def trouble(town: Town) -> str:
    return town.pick(
        zh="付款三天了还没到账，问谁都没人回",
        en="I paid three days ago, nothing arrived and nobody answers me",
    )


def within(place: Place, heard: Any) -> Any:
    """The same message, replied to from inside its thread."""
    return type(heard)(
        **{name: getattr(heard, name) for name in ("key", "text", "id", "buttons")}, space=place.space
    )
