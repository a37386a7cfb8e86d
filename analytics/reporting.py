"""Reports: figures read for a span, orders for their pictures, the weekly one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import takewhile

from analytics.facts import Fact
from analytics.figures import Figures, Lengths, Report, figures
from analytics.picture import Sketch
from analytics.settings import AnalyticsSettings
from analytics.spans import Length, Span, weekly_moments
from chat.decision import Alarm, Decision, Value, Write, silent
from chat.people import Language, PersonId, Space, SpaceKind
from chat.ports import Clock, Community, Ids, Reader, Row

PICTURE = "analytics.picture"
WEEKLY = "analytics.weekly"
COMMUNITY = "community"
STUDIO = Space("steward", "pictures")
"""The lane in which pictures are drawn, so that nobody waits for one."""

ARM_EVERY = timedelta(hours=1)


class Reporting:
    """Reads figures; orders pictures; knows when the weekly report is due."""

    def __init__(
        self, reader: Reader, clock: Clock, ids: Ids, community: Community, settings: AnalyticsSettings
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._community = community
        self.settings = settings
        self._armed_at: datetime | None = None
        self._armed_for: AnalyticsSettings | None = None

    def today(self) -> date:
        """The community's day."""
        return self._clock.now().astimezone(self._community.zone).date()

    async def report(self, length: Length, last: date) -> Report:
        """Everything about a span that ends with that day."""
        span = Span(length=length, last=last)
        days = span.trend
        whole = {"first": days[0].isoformat(), "last": days[-1].isoformat()}
        facts = await self._facts(whole)
        rows = {row["day"]: row for row in await self._reader.rows("analytics.by_day", **whole)}
        daily = {day: figures(rows.get(day.isoformat()), facts.get(day.isoformat(), {})) for day in days}
        return Report(
            span=span,
            so_far=last >= self.today(),
            now=await self._over(span, daily),
            before=await self._over(span.before, daily),
            replies=await self._replies(span),
            first_replies=await self._lengths(span, Fact.TICKET_FIRST_REPLY),
            trend=tuple(daily.items()),
        )

    async def _over(self, span: Span, daily: dict[date, Figures]) -> Figures:
        """The figures of a whole span, in which somebody active on two days is one."""
        row = await self._reader.row("analytics.over", **span.bounds)
        facts: dict[str, int] = {}
        for day, one in daily.items():
            if span.first <= day <= span.last:
                for name, count in one.facts.items():
                    facts[name] = facts.get(name, 0) + count
        return figures(row, facts)

    async def _facts(self, bounds: dict[str, str]) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for row in await self._reader.rows("analytics.facts", **bounds):
            found.setdefault(row["day"], {})[row["name"]] = row["count"]
        return found

    async def _replies(self, span: Span) -> Lengths:
        rows = await self._reader.rows("analytics.replies", **span.moments(self._community.zone))
        return Lengths.of([(row["replied_at"] - row["at"]).total_seconds() for row in rows])

    async def _lengths(self, span: Span, fact: Fact) -> Lengths:
        rows = await self._reader.rows("analytics.lengths", of=fact.value, **span.bounds)
        return Lengths.of([row["seconds"] for row in rows])

    def sketch(self, report: Report, language: Language) -> Sketch:
        """The report as it is drawn."""
        days = [day for day, _ in report.trend]
        each = [one for _, one in report.trend]
        return Sketch(
            language=language,
            community=self._community.name,
            days=tuple(day.isoformat() for day in days),
            marked=report.span.length.days,
            messages=tuple(one.messages for one in each),
            active=tuple(one.active for one in each),
            joins=tuple(one.joins for one in each),
            leaves=tuple(one.leaves for one in each),
            answered=tuple(one.count(Fact.FAQ_ANSWERED) for one in each),
            unanswered=tuple(one.count(Fact.FAQ_UNANSWERED) for one in each),
            tickets=tuple(one.count(Fact.TICKET_OPENED) for one in each),
            cases=tuple(one.count(Fact.CASE_OPENED) for one in each),
        )

    def order_picture(self, span: Span, to: Space, person: PersonId | None, language: Language) -> Decision:
        """Have the picture drawn and posted to a space (or the private chat of `person`) in a lane of its own."""
        if not self.settings.pictures:
            return silent("report.no_pictures")
        name, now = self._ids.new(), self._clock.now()
        order: dict[str, Value] = {
            "id": name,
            "person": person,
            "platform": to.platform,
            "space": to.id,
            "thread": to.thread,
            "space_kind": to.kind.value,
            "language": language,
            "span": span.length.value,
            "last": span.last.isoformat(),
            "at": now,
        }
        ring = Alarm(kind=PICTURE, subject=name, at=now, space=STUDIO)
        return Decision(
            reason="report.picture_ordered", writes=(Write("analytics.order_picture", order),), alarms=(ring,)
        )

    async def ordered(self, name: str) -> Row | None:
        """An order that waits; None when it was drawn, or taken back with its person."""
        return await self._reader.row("analytics.picture", key=name)

    async def arm(self) -> Decision:
        """Set the alarm of the weekly report, once an hour and whenever the settings changed.

        It is set from the last report on: one that came due while Steward was down rings at once.
        """
        now = self._clock.now()
        if self._armed_for is self.settings and self._armed_at and now - self._armed_at < ARM_EVERY:
            return silent("report.armed")
        self._armed_at, self._armed_for = now, self.settings
        if self.settings.weekly_day == "off":
            return Decision(reason="report.off", alarms=(Alarm(kind=WEEKLY, subject=COMMUNITY, at=None),))
        row = await self._reader.row("analytics.last_report")
        last: datetime | None = row["due"] if row else None
        begin = () if last else (Write("analytics.begin", {"due": now, "state": "begun"}),)
        return Decision(reason="report.armed", writes=begin, alarms=(self._next_weekly(last or now),))

    def _next_weekly(self, after: datetime) -> Alarm:
        moments = weekly_moments(
            after, self.settings.weekly_day, self.settings.weekly_time, self._community.zone
        )
        return Alarm(kind=WEEKLY, subject=COMMUNITY, at=next(moments))

    async def weekly(self, due: datetime) -> tuple[Span, Decision] | None:
        """The span of the weekly report that is due, with what keeps it from being made twice.

        After a long stop only the newest is made. None when it was made already, or the settings changed meanwhile.
        """
        row = await self._reader.row("analytics.last_report")
        last: datetime | None = row["due"] if row else None
        if self.settings.weekly_day == "off" or (last is not None and due <= last):
            return None
        now = self._clock.now()
        moments = weekly_moments(
            last or due - timedelta(seconds=1),
            self.settings.weekly_day,
            self.settings.weekly_time,
            self._community.zone,
        )
        come = list(takewhile(lambda moment: moment <= now, moments))
        if not come:
            return None
        newest = come[-1]
        span = Span(
            length=Length.WEEK, last=newest.astimezone(self._community.zone).date() - timedelta(days=1)
        )
        made = Write("analytics.reported", {"due": newest, "state": "made"}, expect=1)
        return span, Decision(reason="report.weekly", writes=(made,), alarms=(self._next_weekly(newest),))


def destination(order: Row) -> Space:
    """Where an ordered picture goes."""
    return Space(order["platform"], order["space"], order["thread"], SpaceKind(order["space_kind"]))
