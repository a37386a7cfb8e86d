"""A place that things only go to: nothing comes in from there, and nobody lives or works there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.adapters.within import Within
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space, Speaker
from chat.ports import Limit


class Outward(Within):
    """What such a platform answers to everything but `capabilities`, `perform` and `recover`."""

    limits: Sequence[Limit] = ()
    private_link = ""

    def message_link(self, message: MessageRef) -> str:
        """Nobody reads there."""
        return ""

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """No file comes from there."""
        return None

    async def speaker(self, identity: Identity) -> Speaker | None:
        """Nobody lives there."""
        return None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """Whoever is there is a member."""
        return frozenset()

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """Nobody works there."""
        return {}
