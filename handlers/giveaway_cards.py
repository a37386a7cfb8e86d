"""The staff's card of winners, brought up to date when a prize is handed over or a place is drawn again."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns import winner_posts
from campaigns.giveaways import Giveaway, WinnerState
from campaigns.service import Giveaways
from chat.actions import Action
from chat.messages import MessageRef
from chat.ports import Directory


async def refreshed(
    giveaway: Giveaway,
    turned: Mapping[str, WinnerState],
    *,
    giveaways: Giveaways,
    directory: Directory,
    drawn: tuple[winner_posts.Place, ...] = (),
    pressed: MessageRef | None = None,
) -> tuple[Action, ...]:
    """The card with those places `turned` and those `drawn` anew, wherever it hangs."""
    refs = await giveaways.cards.at(giveaway, pressed)
    if not refs:
        return ()
    places = [
        (one.code, (one.person, await directory.name(one.person)), turned.get(one.code, one.state))
        for one in await giveaways.draws.winners(giveaway)
    ]
    entrants = await giveaways.entries.count(giveaway)
    return tuple(winner_posts.staff_card_changed(giveaway, ref, [*places, *drawn], entrants) for ref in refs)
