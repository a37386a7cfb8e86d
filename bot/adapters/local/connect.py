"""The local platform as the runtime sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.adapters.local.capabilities import capabilities
from bot.adapters.local.perform import Hands
from bot.adapters.local.receive import Doorway
from bot.adapters.local.speakers import speaker
from bot.adapters.local.town import PLATFORM, Town
from bot.adapters.within import Within
from bot.inbox import Inbox
from chat.actions import Capability, Outcome
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space, Speaker
from chat.ports import Clock, Errand, Ids, Limit


class Local(Within):
    """A town in this process: its doorway receives, its hands perform."""

    name = PLATFORM
    limits: Sequence[Limit] = ()
    private_link = "/?place=private"

    def __init__(self, *, town: Town, inbox: Inbox, clock: Clock, ids: Ids) -> None:
        super().__init__()
        self.town = town
        self.doorway = Doorway(town, inbox, clock, ids)
        self._hands = Hands(town, clock, self.doorway.enters)

    def message_link(self, message: MessageRef) -> str:
        """There is one page for everything."""
        return ""

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """By the kind of place."""
        return capabilities(space)

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """The bytes of a file that a resident sent."""
        saying = self.town.sayings.get(int(attachment.ref)) if attachment.ref.isdigit() else None
        return saying.file.data if saying is not None and saying.file is not None else None

    async def perform(self, errand: Errand) -> Outcome:
        """Do it in the town."""
        return await self._hands.perform(errand)

    async def recover(self, errand: Errand) -> Outcome | None:
        """The town knows."""
        return await self._hands.recover(errand)

    async def speaker(self, identity: Identity) -> Speaker | None:
        """Every resident is known."""
        who = self.town.residents.get(identity.id)
        return speaker(who) if who else None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """The roles of a resident, the same everywhere in town."""
        who = self.town.residents.get(identity.id)
        return who.roles if who else frozenset()

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """Every resident with a role."""
        return {who.id: who.roles for who in self.town.residents.values() if who.roles}
