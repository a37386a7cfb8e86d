"""Reads the iCalendar file of the opening hours, at start and every hour."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.app import App
from support.service import Support
from worktime.calendar import Closure
from worktime.feed import BadFeed, read_feed

EVERY = 3600.0
"""Seconds between two readings."""
BACK, AHEAD = timedelta(days=120), timedelta(days=500)
"""Around the present moment closures are known; no clock runs longer."""

log = structlog.get_logger()


def read_closures(path: Path, now: datetime, zone: ZoneInfo) -> tuple[Closure, ...]:
    """The closures of a file. Raises OSError or BadFeed."""
    text = path.read_text("utf-8")
    return read_feed(text, (now - BACK).date(), (now + AHEAD).date(), zone)


async def refresh(app: App, base: Path) -> bool:
    """Put the file's closures in force; one that cannot be read changes nothing and is told in the log."""
    calendar = app.settings.support.calendar
    support = app.services[Support]
    assert isinstance(support, Support)
    if not calendar.feed:
        support.desk.close_for(())
        return True
    zone = ZoneInfo(calendar.timezone or app.settings.community.timezone)
    try:
        found = await asyncio.to_thread(read_closures, base / calendar.feed, app.system.clock.now(), zone)
    except (OSError, UnicodeDecodeError, BadFeed) as trouble:
        log.error("calendar.feed_unreadable", file=calendar.feed, why=str(trouble))
        return False
    support.desk.close_for(found)
    return True


async def keep_fresh(app: App, base: Path) -> None:
    """Read it again and again until cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        await refresh(app, base)
