"""What the staff must know of Steward itself: stored as an event like any other, and so never lost."""

from __future__ import annotations

from bot.committer import Committer
from bot.inbox import COMMUNITY, Inbox
from chat.events import TroubleArose
from chat.ports import Clock, Ids


class Alerts:
    """Raises troubles; the handlers of TroubleArose say them where the staff reads."""

    def __init__(self, *, inbox: Inbox, committer: Committer, clock: Clock, ids: Ids) -> None:
        self._inbox = inbox
        self._committer = committer
        self._clock = clock
        self._ids = ids

    async def say(self, code: str, detail: str) -> None:
        """Let the staff know: `code` names the trouble, `detail` says where or why. Durable when this returns."""
        event = TroubleArose(
            key=f"steward:trouble:{self._ids.new()}",
            at=self._clock.now(),
            space=COMMUNITY,
            code=code,
            detail=detail,
        )
        write = self._inbox.event_write(event)
        await self._committer.commit([write])
        self._inbox.feed_writes([write])
