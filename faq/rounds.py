"""What the FAQ does by the clock: at night it learns, in the morning it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chat.decision import Alarm, Decision, Value, Write, silent
from chat.ports import Clock, Reader, Row
from faq.settings import WEEKDAYS, FaqSettings

NIGHT, MORNING = "faq.night", "faq.morning"
SUBJECT = "daily"
_ARM_EVERY = timedelta(hours=1)
_NO_ENTRY = ""
"""The mark of a round stands where reminders of entries stand, under no entry."""


class Rounds:
    """Keeps the two daily alarms set: each from its last ringing on, so that one missed while down rings at once."""

    def __init__(
        self, *, reader: Reader, clock: Clock, zone: ZoneInfo, settings: Callable[[], FaqSettings]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._zone = zone
        self._settings = settings
        self._armed_at: datetime | None = None
        self._armed_for: FaqSettings | None = None

    async def arm(self, ringing: str = "") -> Decision:
        """Set both alarms, once an hour and whenever the settings changed; the one that rings now sets itself again."""
        now, settings = self._clock.now(), self._settings()
        if self._armed_for is settings and self._armed_at and now - self._armed_at < _ARM_EVERY:
            return silent("faq.rounds_armed")
        self._armed_at, self._armed_for = now, settings
        marks: Mapping[str, Row] = {
            row["kind"]: row for row in await self._reader.rows("faq.notices") if row["entry"] == _NO_ENTRY
        }
        alarms, writes = [], []
        for kind, name, at in ((NIGHT, "night", settings.learn_at), (MORNING, "morning", settings.tell_at)):
            if kind == ringing:
                continue
            last: datetime = marks[name]["at"] if name in marks else now
            if name not in marks:
                writes.append(mark(_NO_ENTRY, name, now))
            alarms.append(Alarm(kind=kind, subject=SUBJECT, at=_next(last, at, self._zone)))
        return Decision(reason="faq.rounds_armed", writes=tuple(writes), alarms=tuple(alarms))

    def again(self, kind: str) -> Decision:
        """A round was made: the mark, and the alarm of the next one."""
        now, settings = self._clock.now(), self._settings()
        name, at = ("night", settings.learn_at) if kind == NIGHT else ("morning", settings.tell_at)
        ring = Alarm(kind=kind, subject=SUBJECT, at=_next(now, at, self._zone))
        return Decision(reason="faq.round", writes=(mark(_NO_ENTRY, name, now),), alarms=(ring,))

    def tells_gaps(self) -> bool:
        """Whether today is the day on which the gaps are told."""
        day = self._settings().gaps_day
        return day != "off" and WEEKDAYS[self._clock.now().astimezone(self._zone).weekday()] == day


def mark(entry: str, kind: str, now: datetime) -> Write:
    """When something was last done about an entry."""
    values: dict[str, Value] = {"entry": entry, "kind": kind, "at": now}
    return Write("faq.notice", values)


def _next(after: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The first moment later than `after` at which it is that time in the zone."""
    day = after.astimezone(zone).date()
    for days in range(3):
        moment = datetime.combine(day + timedelta(days=days), at, zone).astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("within three days every time of day comes")
