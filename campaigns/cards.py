"""Cards of giveaways that carry buttons: the preview of a draft, the staff's card of winners; where they hang."""

from __future__ import annotations

from campaigns.giveaway_posts import ROOM
from campaigns.giveaways import Giveaway, space_of
from chat.actions import About, Action, Edit
from chat.decision import Value, Write
from chat.messages import MessageRef
from chat.ports import Reader
from chat.text import Text


class Cards:
    """Which messages they are, so that what no longer holds can lose its buttons."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def shown(self, giveaway: Giveaway, ref: MessageRef) -> Write:
        """The platform told which message the card is."""
        values: dict[str, Value] = {
            "giveaway": giveaway.id,
            "platform": ref.space.platform,
            "space": ref.space.id,
            "thread": ref.space.thread,
            "space_kind": ref.space.kind.value,
            "message": ref.id,
        }
        return Write("campaigns.card_add", values)

    async def at(self, giveaway: Giveaway, pressed: MessageRef | None = None) -> tuple[MessageRef, ...]:
        """All cards of a giveaway, with the one whose button was pressed."""
        rows = await self._reader.rows("campaigns.cards", key=giveaway.id)
        known = tuple(MessageRef(space_of(row), row["message"]) for row in rows)
        return known if pressed is None or pressed in known else (*known, pressed)

    def forgotten(self, giveaway: Giveaway) -> Write:
        """They carry no buttons any more."""
        return Write("campaigns.cards_forget", {"key": giveaway.id})


def settled(giveaway: Giveaway, ref: MessageRef, body: Text) -> Action:
    """A card that says how things ended, without its buttons."""
    return Edit(to=ref.space, message=ref, body=body, about=About(ROOM, f"settled:{giveaway.number}"))
