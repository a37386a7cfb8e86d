"""The stage as a platform: whatever is said to a scripted member arrives, who speaks through the inbox, by alarms."""

from __future__ import annotations

from bot.adapters.outward import Outward
from chat.actions import Capability, Done, Outcome
from chat.people import Space
from chat.ports import Errand
from support.drill import STAGE


class Stage(Outward):
    """Takes every action as done."""

    name = STAGE

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """Scripted members can be written to, that is all."""
        return frozenset({Capability.POST, Capability.EDIT, Capability.DELETE, Capability.PRIVATE})

    async def perform(self, errand: Errand) -> Outcome:
        """Heard."""
        return Done((errand.key,))

    async def recover(self, errand: Errand) -> Outcome | None:
        """Heard, once or twice."""
        return Done((errand.key,))
