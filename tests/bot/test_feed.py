"""The iCalendar file of the opening hours is read, and a bad one changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.feed import Feeds
from bot.settings import Settings
from support.clocks import Clocks, Kind, load
from tests.stories.tickets import ticket
from tests.support.office import OfficeDriver
from tests.support.office import desk as office_desk
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
        desk, now, feeds = the_desk(town).desk, town.clock.now(), Feeds(town.app, tmp_path)
        assert not await feeds.refresh(), "there is no such file"
        assert desk.timekeeper.calendar.is_open(now)
        (tmp_path / "closed.ics").write_text(FEED, "utf-8", newline="")
        assert await feeds.refresh()
        assert not desk.timekeeper.calendar.is_open(now)
        assert desk.timekeeper.calendar.is_open(now + timedelta(days=2))
        (tmp_path / "closed.ics").write_text("no calendar", "utf-8")
        assert not await feeds.refresh()
        assert not desk.timekeeper.calendar.is_open(now), "what was known stays"
        ann = await town.member("Ann")
        await ann.whispers("I want to talk to a human")
        await ann.private.heard("support.opened.private", closed="back at 25 Nov 00:00")
    finally:
        await town.close()


ADDRESS = "https://garden.example/closed.ics"


def settings(feed: str) -> Settings:
    calendars = [{"name": "europe", "timezone": "Europe/Berlin", "feed": feed}]
    support = {"calendars": calendars, "policies": ["zh: 1h / 2h / 3h", "*: 1h / 2h / 3h on europe"]}
    return Settings.model_validate({"community": {"name": "Garden", "language": "en"}, "support": support})


async def test_what_was_promised_moves_at_once_when_the_feed_changes(tmp_path: Path) -> None:
    support = {"calendar": {"feed": "closed.ics"}, "policies": ["*: 4h / 4h / 2bd"]}
    values = {
        "community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"},
        "support": support,
    }
    town = Town(OfficeDriver(), "en", tmp_path, Settings.model_validate(values))
    await town.open()
    try:
        feed, feeds = tmp_path / "closed.ics", Feeds(town.app, tmp_path)
        feed.write_text(FEED.replace("20261123", "20261225"), "utf-8", newline="")
        assert await feeds.refresh()
        ann, bob = await town.member("Ann"), await town.member("Bob")
        rae = await town.representative("Rae")
        await ann.whispers("I want to talk to a human")
        await bob.whispers("I want to talk to a human")
        await town.staff.heard("support.card.body", due="23 Nov 14:00")
        await rae.commands("snooze", "6h", place=await office_desk(town, 2))
        asleep = dict(await ticket(town, 2))
        feed.write_text(FEED, "utf-8", newline="")
        await town.passes(minutes=30)
        assert await feeds.refresh()
        await town.passes(seconds=1)
        await town.staff.heard("support.card.body", number="#1", due="25 Nov 04:00")
        row = await ticket(town)
        assert row["due_at"] == datetime(2026, 11, 24, 20, tzinfo=UTC), "four hours of Wednesday"
        alarm = await town.rows("alarm.one", k="support.clock", s=row["id"])
        assert alarm[0]["at"] == datetime(2026, 11, 24, 18, tzinfo=UTC), "half of them"
        ends = [one.due_at for one in load(row["clocks"]).runs if one.kind is Kind.RESOLUTION]
        assert ends == [datetime(2026, 11, 26, 16, tzinfo=UTC)], (
            "two business days after the first that is one"
        )
        assert dict(await ticket(town, 2)) == asleep, "what stands still is due at no moment"
        before = row["revision"]
        assert await feeds.refresh()
        await town.passes(seconds=1)
        assert (await ticket(town))["revision"] == before, "nothing changed"
    finally:
        await town.close()


async def test_a_calendar_of_its_own_may_have_its_feed_in_the_internet(tmp_path: Path) -> None:
    town = Town(OfficeDriver(), "en", tmp_path, settings(ADDRESS))
    await town.open()
    try:
        desk, feeds = the_desk(town).desk, Feeds(town.app, tmp_path)
        assert not await feeds.refresh(), "nobody answers there"
        town.internet.pages[ADDRESS] = FEED
        assert await feeds.refresh()
        closed = desk.timekeeper.calendar_of(Clocks(policy="*: 1h / 2h / 3h on europe"))
        assert not closed.is_open(town.clock.now())
        assert desk.timekeeper.calendar.is_open(town.clock.now())
        ann = await town.member("Ann")
        await ann.commands("human", "my order looks wrong")
        assert (await ticket(town))["due_at"] == datetime(2026, 11, 25, 0, tzinfo=UTC), "midnight in Berlin"
        del town.internet.pages[ADDRESS]
        assert not await feeds.refresh()
        assert desk.timekeeper.calendar_of(Clocks(policy="*: 1h / 2h / 3h on europe")) == closed
        town.app.apply(settings(""))
        assert await feeds.refresh()
        free = desk.timekeeper.calendar_of(Clocks(policy="*: 1h / 2h / 3h on europe"))
        assert free.is_open(town.clock.now()), "a feed that is no longer named closes nothing"
    finally:
        await town.close()
