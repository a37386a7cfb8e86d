"""The moment of the last restore: what people did before it is never acted on by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.composer import alarm_write
from bot.inbox import Delivery
from bot.storage.backup import RESTORED_AT, parked_arrival
from bot.storage.store import Store
from chat.decision import Alarm, Audit, Decision, Write
from chat.events import Event, SpokenEvent
from chat.ports import Clock

COUNTED = "arrival.counted"
"""The audit code of what was only counted; its subject is the place, `at` in its data when it was done."""
UNSEEN = "told after the restore"
"""Why what was said in private is parked."""
TELL = "bot.counted"
"""The kind of the alarm on which the staff hears of it."""
SUBJECT = "all"
QUIET = timedelta(minutes=1)
"""The staff hears once nothing older has come for so long."""


class LastRestore:
    """Tells what to do with what people did before the restore and the platform tells only now.

    The Steward that ran until then most likely answered or punished it, and the backup does not know. What was said in
    a group can be read there by the staff: it is only observed. What was said in private nobody else can see: it waits
    for a manager.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.at: datetime | None = None

    async def open(self) -> None:
        """Read the moment; None where nothing was ever restored. A clock that was fast then has not the say: nothing
        that is still to come was before.
        """
        rows = [row for row in await self._store.rows("installation.all") if row["name"] == RESTORED_AT]
        moments = [datetime.fromisoformat(bytes(row["value"]).decode()) for row in rows]
        self.at = min(*moments, self._clock.now()) if moments else None

    def precedes(self, event: Event) -> bool:
        """Whether it is something that people did before the restore."""
        return self.at is not None and event.at < self.at and isinstance(event, SpokenEvent)

    def park(self, event: Event) -> tuple[Write, ...]:
        """What was said in private waits, and the staff hears of it."""
        delivery, now = Delivery.telling(event), self._clock.now()
        row = parked_arrival(delivery.key, delivery.source, delivery.lane, delivery.payload, now)
        return Write("parked.add", {**row, "trouble": UNSEEN}), alarm_write(self._tell(), now + QUIET)

    def counted(self, event: Event) -> Decision:
        """What is decided of anything else: the staff hears of it once all has come."""
        when = event.at.isoformat()
        return Decision(
            reason=COUNTED,
            alarms=(self._tell(),),
            audit=(Audit(code=COUNTED, subject=event.space.lane, data={"at": when}),),
            final=True,
        )

    def _tell(self) -> Alarm:
        return Alarm(kind=TELL, subject=SUBJECT, at=self._clock.now() + QUIET)
