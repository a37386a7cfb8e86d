"""The figures of a community: each event counted once, in its local days, said and drawn for managers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analytics.picture import cjk_font
from analytics.service import Analytics
from bot.codec import decode
from chat.actions import Picture, Post
from chat.events import ActionFailed, Event, PersonsJoined
from tests.world import MORNING, Person, Town


async def figures(town: Town, day: str = "2026-11-23") -> dict[str, int]:
    rows = await town.rows("analytics.by_day", first=day, last=day)
    return dict(rows[0]) if rows else {}


async def facts(town: Town, day: str = "2026-11-23") -> dict[str, int]:
    return {row["name"]: row["count"] for row in await town.rows("analytics.facts", first=day, last=day)}


async def happens(town: Town, event: Event) -> None:
    """Something that no person does."""
    write = town.app.inbox.event_write(event)
    await town.app.committer.commit([write])
    town.app.inbox.feed_writes([write])
    await town.settles()


async def report(town: Town, manager: Person, span: str = "") -> str:
    """The words of a report that was ordered among the staff."""
    await manager.commands("report", span, place=town.staff)
    return (await town.staff.heard("analytics.report.text")).text


async def picture(town: Town) -> Picture | None:
    """The picture that was posted last."""
    for row in reversed(await town.rows("outbox.all")):
        if row["state"] == "done" and row["said"].startswith("analytics.picture.caption"):
            post = decode(row["payload"])
            assert isinstance(post, Post)
            return post.picture
    return None


async def test_every_message_is_counted_once(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    rae = await town.representative("Rae")
    said = await ann.says(town.pick(zh="早上好", en="Good morning"))
    await ann.says(town.pick(zh="今天天气不错", en="Nice weather today"))
    await rae.says(town.pick(zh="大家好", en="Hello all"))
    await bob.reacts(said, "👍")
    await town.crash()
    today = await figures(town)
    assert (today["messages"], today["by_staff"], today["active"], today["talkers"]) == (3, 1, 3, 2)
    assert today["reactions"] == 1


async def test_private_and_staff_words_are_no_figures_of_the_community(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers("/help")
    await rae.says("Lunch?", place=town.staff)
    assert (await figures(town))["messages"] == 0
    kinds = {row["place"] for row in await town.rows("analytics.days_of", who=ann.person)}
    assert kinds <= {"private"}


async def test_who_comes_and_goes(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.leaves()
    await ann.joins()
    today = await figures(town)
    assert (today["joins"], today["leaves"], today["active"]) == (1, 1, 0)


async def test_a_day_ends_at_the_communitys_midnight(town: Town) -> None:
    ann = await town.member("Ann")
    await town.passes(hours=13, minutes=59)
    await ann.says("almost midnight")
    await town.passes(minutes=2)
    await ann.says("tomorrow is here")
    assert (await figures(town, "2026-11-23"))["messages"] == 1
    assert (await figures(town, "2026-11-24"))["messages"] == 1


async def test_the_first_reply_of_somebody_else_is_the_reply(town: Town) -> None:
    ann, bob, eve = await town.member("Ann"), await town.member("Bob"), await town.member("Eve")
    said = await ann.says("Anybody here")
    await town.passes(minutes=1)
    await ann.says("Hello hello", reply_to=said)
    await town.passes(minutes=2)
    await bob.says("Here I am", reply_to=said)
    await town.passes(minutes=30)
    await eve.says("Me too", reply_to=said)
    today = {"since": MORNING, "until": MORNING + timedelta(days=1)}
    (row,) = await town.rows("analytics.replies", **today)
    assert timedelta() <= row["replied_at"] - row["at"] - timedelta(minutes=3) < timedelta(milliseconds=1)


async def test_a_manager_reads_the_report_and_sees_the_picture(town: Town) -> None:
    ann, mia = await town.member("Ann"), await town.manager("Mia")
    for words in ("one fine day", "two fine days", "three fine days"):
        await ann.says(words)
    text = await report(town, mia)
    assert "3" in text
    assert "%" not in text.split(">")[0].split("10")[0], "nothing reaches ten"
    assert await picture(town) is None, "the words do not wait for the picture"
    await town.passes(seconds=1)
    drawn = await picture(town)
    assert drawn is not None
    assert drawn.data.startswith(b"\x89PNG")
    caption = "analytics.picture.caption_day" if _is_drawable(town) else "analytics.picture.caption_english"
    await town.staff.heard(caption)
    assert not await town.rows("analytics.pictures_of", who=mia.person), "the order is done"


def _is_drawable(town: Town) -> bool:
    return town.language == "en" or cjk_font() is not None


async def test_a_manager_reads_what_yesterday_was(town: Town) -> None:
    ann, mia = await town.member("Ann"), await town.manager("Mia")
    await ann.says("one fine day")
    await ann.says("two fine days")
    await town.passes(hours=24)
    await ann.says("a quiet day")
    text = await report(town, mia, town.pick(zh="昨天", en="yesterday"))
    title, messages = text.splitlines()[0], text.splitlines()[1]
    assert town.pick(zh="2026-11-23（全天）", en="2026-11-23 (the whole day)") in title
    assert town.pick(zh="消息：2（", en="Messages: 2 (") in messages
    await town.passes(seconds=1)
    assert await picture(town) is not None


async def test_a_report_ordered_in_public_comes_in_private(town: Town) -> None:
    mia = await town.manager("Mia")
    await mia.commands("report", "week")
    await mia.told("analytics.report.sent_private")
    await mia.private.heard("analytics.report.text")
    await town.garden.not_heard("analytics.report.text")
    assert len(await town.rows("analytics.pictures_of", who=mia.person)) == 1


async def test_members_and_staff_below_managers_get_no_report(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    for one in (ann, mo):
        await one.commands("report")
        await one.told("bot.command.not_allowed")


async def test_a_wrong_span_gets_the_usage(town: Town) -> None:
    mia = await town.manager("Mia")
    await mia.commands("report", "decade")
    await mia.told("analytics.report.usage")


async def test_the_chinese_command(town: Town) -> None:
    mia = await town.manager("Mia")
    await mia.says("/报告 周", place=town.staff)
    await town.staff.heard("analytics.report.text")
    await mia.says("/报告 月", place=town.staff)
    assert "2026-10-25" in (await town.staff.heard("analytics.report.text")).text


async def test_tickets_and_cases_are_counted_where_they_are_decided(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", town.pick(zh="订单没到", en="my order is lost"))
    assert (await facts(town)).get("ticket.opened") == 1
    await rae.presses("support.claim")
    await rae.presses("support.close")
    mo = await town.moderator("Mo")
    await mo.commands("warn", "@Ann spam")
    assert (await facts(town)).get("case.opened") == 1


@pytest.mark.settings({"analytics": {"pictures": False}})
async def test_the_week_is_reported_to_the_staff_on_its_day_once(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says("Good morning")
    await town.passes(days=6, hours=22)
    await town.staff.not_heard("analytics.report.weekly")
    await town.passes(hours=2)
    await town.staff.heard("analytics.report.weekly")
    text = (await town.staff.heard("analytics.report.text")).text
    assert "2026-11-23" in text
    assert "2026-11-29" in text
    heard = [one for one in await town.messages(town.staff.space) if one.key == "analytics.report.weekly"]
    await town.crash()
    await ann.says("Good morning again")
    await town.passes(days=1)
    again = [one for one in await town.messages(town.staff.space) if one.key == "analytics.report.weekly"]
    assert len(heard) == len(again) == 1


@pytest.mark.settings({"analytics": {"pictures": False}})
async def test_a_weekly_report_that_came_due_while_down_is_made_afterwards(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says("Good morning")
    town.clock.set(town.clock.now() + timedelta(days=16))
    await town.crash()
    await ann.says("I am back")
    await town.passes(seconds=2)
    text = (await town.staff.heard("analytics.report.text")).text
    assert "2026-11-30" in text, "the newest week"
    heard = [one for one in await town.messages(town.staff.space) if one.key == "analytics.report.weekly"]
    assert len(heard) == 1


@pytest.mark.settings({"analytics": {"weekly_day": "off"}})
async def test_no_weekly_report_when_it_is_off(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says("Good morning")
    await town.passes(days=8)
    await town.staff.not_heard("analytics.report.weekly")


async def test_two_accounts_of_one_person_are_one_active_member(town: Town) -> None:
    ann, other = await town.member("Ann"), await town.member("Annie")
    said = await ann.says("Hello from here")
    await other.says("And from there", reply_to=said)
    assert (await figures(town))["active"] == 2
    joined = PersonsJoined(
        key="test:joined", at=town.clock.now(), space=town.garden.space, kept=ann.person, dropped=other.person
    )
    await happens(town, joined)
    today = await figures(town)
    assert (today["active"], today["messages"]) == (1, 2)


async def test_an_erased_person_stays_a_number(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says("Hello")
    analytics = town.app.services[Analytics]
    assert isinstance(analytics, Analytics)
    assert (await analytics.export(ann.person))["analytics.days"]
    await town.app.committer.commit(analytics.erase(ann.person, "gone:1"))
    await ann.says("Back again")
    await town.app.committer.commit(analytics.erase(ann.person, "gone:1"))
    assert not any((await analytics.export(ann.person)).values())
    today = await figures(town)
    assert (today["active"], today["messages"]) == (1, 2)


async def test_a_failure_that_nobody_owns_is_told_once(town: Town) -> None:
    for number in range(3):
        failed = ActionFailed(
            key=f"test:{number}#refused",
            at=town.clock.now(),
            space=town.garden.space,
            action=f"test:{number}",
            verb="Pin",
            outcome="refused",
            why="right.missing",
        )
        await happens(town, failed)
    alerts = [one for one in await town.messages(town.staff.space) if one.key == "analytics.alert.failed"]
    assert len(alerts) == 1
    assert town.pick(zh="权限", en="lacks the right") in alerts[0].text
    assert (await facts(town))["delivery.failed"] == 3
