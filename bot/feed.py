"""Reads the iCalendar feeds of the opening hours, files and addresses, at start and every hour."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.app import App
from bot.composer import alarm_write
from chat.ports import Outside, Unreachable
from support.business import SECURE, CalendarSettings
from support.recount import FIRST
from support.service import Support
from worktime.calendar import Closure
from worktime.feed import BadFeed, read_feed

EVERY = 3600.0
"""Seconds between two readings."""
LARGEST = 2_000_000
"""Bytes of a feed."""
BACK, AHEAD = timedelta(days=120), timedelta(days=500)
"""Around the present moment closures are known; no clock runs longer."""

log = structlog.get_logger()


async def text_of(feed: str, base: Path, outside: Outside) -> str:
    """The feed as it stands, from a file or from the public internet. Raises OSError, UnicodeError or Unreachable."""
    if not feed.startswith(SECURE):
        return await asyncio.to_thread((base / feed).read_text, "utf-8")
    reply = await outside.fetch(feed, limit=LARGEST)
    if reply.status != 200:
        raise Unreachable(str(reply.status))
    return reply.body.decode("utf-8")


def closures_of(text: str, now: datetime, zone: ZoneInfo) -> tuple[Closure, ...]:
    """The closures of a feed. Raises BadFeed."""
    return read_feed(text, (now - BACK).date(), (now + AHEAD).date(), zone)


class Feeds:
    """What the feeds said last: one that cannot be read changes nothing."""

    def __init__(self, app: App, base: Path) -> None:
        self._app = app
        self._base = base
        self._known: dict[str, tuple[str, tuple[Closure, ...]]] = {}
        self._in_force: object = None

    async def refresh(self) -> bool:
        """Put all feeds in force, and have open tickets reckoned anew by other hours or policies (always at the
        start); False when one could not be read, which the log tells.
        """
        settings = self._app.settings.support
        calendars = {"": settings.calendar, **{one.name: one for one in settings.calendars}}
        read = [await self._read(name, calendar) for name, calendar in calendars.items()]
        kept = {
            name: closures
            for name, (feed, closures) in self._known.items()
            if name in calendars and calendars[name].feed.get_secret_value() == feed
        }
        support = self._app.services[Support]
        assert isinstance(support, Support)
        support.desk.close_for(kept)
        in_force = (settings.calendar, settings.calendars, settings.policies, kept)
        if in_force != self._in_force:
            self._in_force = in_force
            await self._recount()
        return all(read)

    async def _recount(self) -> None:
        app = self._app
        await app.begin()
        write = alarm_write(FIRST, app.system.clock.now())
        await app.committer.commit([write])
        await app.alarms.committed([write])

    async def _read(self, name: str, calendar: CalendarSettings) -> bool:
        feed = calendar.feed.get_secret_value()
        if not feed:
            return True
        zone = ZoneInfo(calendar.timezone) if calendar.timezone else self._app.community.zone
        try:
            text = await text_of(feed, self._base, self._app.system.outside)
            found = await asyncio.to_thread(closures_of, text, self._app.system.clock.now(), zone)
        except (OSError, UnicodeError, Unreachable, BadFeed) as trouble:
            log.error("calendar.feed_unreadable", calendar=name, why=str(trouble))
            return False
        self._known[name] = (feed, found)
        return True

    async def keep_fresh(self) -> None:
        """Read them again and again until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.refresh()
