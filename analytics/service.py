"""The door of the figures: counting, reports, alerts."""

from __future__ import annotations

from datetime import datetime

from analytics import privacy
from analytics.alerts import trouble
from analytics.counting import Counting
from analytics.facts import lane_of
from analytics.figures import Report
from analytics.painter import Painter
from analytics.reporting import Reporting
from analytics.settings import AnalyticsSettings
from analytics.wording import report_text
from chat.decision import Value, Write
from chat.events import ActionDone, ActionFailed
from chat.people import PersonId
from chat.ports import Clock, Community, Directory, Ids, Reader
from chat.text import Text


class Analytics:
    """Counts what happens and says how the community is doing. Nothing is written or sent here."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        community: Community,
        settings: AnalyticsSettings,
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._community = community
        self.counting = Counting(community, directory, settings)
        self.reporting = Reporting(reader, clock, ids, community, settings)
        self.painter = Painter()

    @property
    def settings(self) -> AnalyticsSettings:
        """The `[analytics]` section as it stands."""
        return self.reporting.settings

    @settings.setter
    def settings(self, settings: AnalyticsSettings) -> None:
        self.counting.settings = settings
        self.reporting.settings = settings

    def words(self, report: Report) -> Text:
        """A report as it is said."""
        return report_text(report, self._clock.now(), self._community.zone.key, self.settings.reply_within)

    async def alerting(self, event: ActionDone | ActionFailed) -> Write | None:
        """The row that keeps the staff from being told again; None while they were told of the same not long ago."""
        about = f"{lane_of(event.space)}|{event.verb}|{trouble(event)}"
        now = self._clock.now()
        known = await self._reader.row("analytics.alerted", about=about)
        if known and now - known["told_at"] < self.settings.alert_again:
            return None
        row: dict[str, Value] = {"key": about, "told_at": now, "times": 1}
        return Write("analytics.alert", row)

    async def export(self, person: PersonId) -> dict[str, list[dict[str, object]]]:
        """Everything stored about a person."""
        return await privacy.export(self._reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Take a person out; counts stay."""
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons are one from now on, and were so on all days."""
        return privacy.rejoin(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget what is older than it may be."""
        del tickets_before
        return privacy.expire(self._clock.now(), messages_before, audit_before)
