"""The iCalendar file of the opening hours is read, and a bad one changes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.feed import refresh
from bot.settings import Settings
from tests.support.office import OfficeDriver
from tests.support.test_upkeep import the_desk
from tests.world import Town

FEED = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//garden//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20261123\r
RRULE:FREQ=DAILY;COUNT=2\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def test_nobody_is_there_during_the_events_of_the_feed(tmp_path: Path) -> None:
    values = {
        "community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"},
        "support": {"calendar": {"feed": "closed.ics"}},
    }
    town = Town(OfficeDriver(), "en", tmp_path, Settings.model_validate(values))
    await town.open()
    try:
        desk, now = the_desk(town).desk, town.clock.now()
        assert not await refresh(town.app, tmp_path), "there is no such file"
        assert desk.timekeeper.calendar.is_open(now)
        (tmp_path / "closed.ics").write_text(FEED, "utf-8", newline="")
        assert await refresh(town.app, tmp_path)
        assert not desk.timekeeper.calendar.is_open(now)
        assert desk.timekeeper.calendar.is_open(now + timedelta(days=2))
        (tmp_path / "closed.ics").write_text("no calendar", "utf-8")
        assert not await refresh(town.app, tmp_path)
        assert not desk.timekeeper.calendar.is_open(now), "what was known stays"
        ann = await town.member("Ann")
        await ann.whispers("I want to talk to a human")
        await ann.private.heard("support.opened.private", closed="back at 25 Nov 2026 00:00")
    finally:
        await town.close()
