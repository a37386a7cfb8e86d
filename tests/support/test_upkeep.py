"""A ticket is never stranded: lost threads and cards, no threads at all, no staff space, many at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.adapters.local.town import STAFF
from bot.places import Place
from chat.actions import Button, Delete
from chat.decision import Decision
from chat.people import PersonId, SpaceKind
from support.service import Support
from support.tickets import Card
from tests.conftest import count
from tests.postgres import cluster, fresh_database
from tests.support.office import OfficeDriver, a_ticket, desk, inside, office
from tests.world import Person, Town


async def _states(town: Town) -> list[str]:
    rows = await town.rows("support.numbered", wanted=1)
    return [row["state"] for row in rows]


def the_desk(town: Town) -> Support:
    """The service that the town's handlers ask."""
    found = town.app.services[Support]
    assert isinstance(found, Support)
    return found


async def test_alarms_that_are_no_longer_due_do_nothing(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        upkeep, now = the_desk(town).upkeep, town.clock.now()
        rae = PersonId("rae")
        calling, keeper = the_desk(town).calling, the_desk(town).desk.timekeeper
        long_ago = keeper.begun(a_ticket(opened_at=now - timedelta(days=2)))
        assert (await calling.ring(long_ago)).writes
        for ticket in (long_ago.replied(rae, now), long_ago.closed(rae, "", now)):
            stopped = keeper.stepped(long_ago, ticket, now).ticket
            assert (await calling.ring(stopped)).reason == "support.clock.early"
            assert keeper.rings_at(stopped.clocks) is None
        on_its_way = a_ticket(card=Card(space=STAFF, asked=True))
        assert await upkeep.look_after(on_its_way) == Decision(reason="support.upkeep.nothing")
        missing = replace(on_its_way, card=Card(space=STAFF))
        assert (await upkeep.look_after(missing)).actions
        assert not (await upkeep.look_after(missing.closed(rae, "", now))).actions


async def test_without_threads_the_card_is_a_message_and_replies_are_the_thread(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver(threads=False)) as town:
        ann, rae = await town.member("Ann"), await town.representative("Rae")
        await ann.commands("human", "my order is late")
        card = await town.staff.heard("support.card.body")
        copy = await town.staff.heard("support.line.member")
        await rae.says("what do you think?", place=town.staff)
        await rae.says("VIP", reply_to=card)
        await ann.private.silent()
        await rae.says("looking", reply_to=copy)
        await ann.private.heard("support.reply.body", text="looking")
        row = (await town.rows("support.numbered", wanted=1))[0]
        kinds = [line["kind"] for line in await town.rows("support.lines", of=row["id"])]
        assert kinds.count("note") == 1
        assert kinds.count("reply") == 1
        await rae.commands("close", "done", reply_to=card)
        assert await _states(town) == ["resolved"]


async def test_without_a_staff_space_the_managers_are_told_and_the_card_comes_later(tmp_path: Path) -> None:
    driver = OfficeDriver(staffed=False)
    async with office(tmp_path, driver) as town:
        ann, mia = await town.member("Ann"), await town.manager("Mia")
        await ann.commands("human", "my order is late")
        await ann.told("support.opened.group", number="#1")
        await mia.private.heard("support.alert.homeless", number="#1")
        driver.staffed = True
        driver.configure()
        await town.passes(hours=2)
        await town.staff.heard("support.card.body", name="Ann")
        await town.staff.heard("support.line.member", text="my order is late")


async def test_a_public_space_never_holds_a_card(tmp_path: Path) -> None:
    driver = OfficeDriver()
    async with office(tmp_path, driver) as town:
        support = the_desk(town)
        assert support.desk.home("local") == STAFF
        town.app.places.configure([Place(space=replace(STAFF, kind=SpaceKind.GROUP))])
        assert support.desk.home("local") is None


async def test_words_said_before_the_card_is_up_are_put_beside_it(tmp_path: Path) -> None:
    driver = OfficeDriver()
    async with office(tmp_path, driver) as town:
        ann = await town.member("Ann")
        async with town.act():
            for words in ("I want to talk to a human", "my order is late", "it was order 17"):
                await driver.say(ann.native, ann.private.space, words, None)
        await town.passes(seconds=10)
        for words in ("my order is late", "it was order 17"):
            await town.staff.heard("support.line.member", text=words)
        row = (await town.rows("support.numbered", wanted=1))[0]
        lines = await town.rows("support.lines", of=row["id"])
        assert [line["way"] for line in lines if line["kind"] == "member"] == ["arrived"] * 3


async def test_a_reply_that_was_taken_back_too_soon_is_deleted_when_it_arrives(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        ann, rae = await town.member("Ann"), await town.representative("Rae")
        await ann.whispers("I want to talk to a human")
        here = await desk(town)
        async with town.act():
            await town.driver.command(rae.native, here.space, "r", "oops", None)
            await town.driver.command(rae.native, here.space, "delete", "", None)
        await ann.private.not_heard("support.reply.body")
        deletes = [row for row in await town.rows("outbox.all") if row["verb"] == Delete.__name__]
        assert len(deletes) == 1
        assert deletes[0]["space"] == ann.native


async def test_pressing_a_human_under_an_answer_takes_the_last_words_along(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        ann, bob = await town.member("Ann"), await town.member("Bob")
        await bob.commands("human", "x1")
        shown = await town.garden.heard("support.opened.group")
        await ann.says("does the blue one fit?")
        await _press(town, ann, shown.id, Button(label="", kind="support.human", id="sizes"))
        await ann.told("support.opened.group", number="#2")
        row = (await town.rows("support.numbered", wanted=2))[0]
        assert (row["topic"], row["why"], row["question"]) == ("sizes", "button", "does the blue one fit?")
        await _press(town, ann, shown.id, Button(label="", kind="support.human", id="sizes"))
        await ann.told("support.again.open_group", number="#2")
        await _press(town, ann, shown.id, Button(label="", kind="support.human", id="general"))
        assert len(await town.rows("support.open_of", p=ann.person)) == 2


async def _press(town: Town, who: Person, message: str, button: Button) -> None:
    async with town.act():
        payload = town.app.seal.payload(button, town.garden.space)
        await town.driver.press(who.native, town.garden.space, message, payload)


async def test_many_members_and_representatives_at_once(tmp_path: Path) -> None:
    members, representatives = count(50, 200), 5
    async with office(tmp_path, OfficeDriver()) as town:
        people = [await town.member(f"M{index}") for index in range(members)]
        reps = [await town.representative(f"R{index}") for index in range(representatives)]
        async with town.act():
            said = [
                town.driver.say(one.native, one.private.space, "I want to talk to a human", None)
                for one in people
                for _ in range(2)
            ]
            await asyncio.gather(*said)
        opened = await town.rows("support.open")
        assert len(opened) == members
        assert len({row["person"] for row in opened}) == members
        assert not await town.rows("parked.open")
        cards = [one for one in await town.messages(STAFF) if one.key == "support.card.body"]
        assert len(cards) == members
        claims = [
            town.driver.press(rep.native, STAFF, card.id, _claim(card.buttons))
            for card in cards[:10]
            for rep in reps
        ]
        async with town.act():
            await asyncio.gather(*claims)
        claimed = [row for row in await town.rows("support.open") if row["assignee_person"]]
        assert len(claimed) == 10
        records = [row for row in await town.rows("audit.all") if row["code"] == "ticket.claimed"]
        assert len(records) == 10
        assert not await town.rows("parked.open")


def _claim(buttons: tuple[Button, ...]) -> str:
    return next(one.payload for one in buttons if one.kind == "support.claim")


async def test_a_group_that_moves_takes_its_tickets_along(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        ann = await town.member("Ann")
        await ann.commands("human", "x1")
        support = the_desk(town)
        new = replace(STAFF, id="staff-2")
        await town.app.committer.commit(support.move(STAFF, new))
        row = (await town.rows("support.numbered", wanted=1))[0]
        assert row["card_space"] == "staff-2"
        assert row["origin_space"] == town.garden.space.id
        lines = await town.rows("support.lines", of=row["id"])
        assert {line["copy_space"] for line in lines if line["kind"] == "member"} == {"staff-2"}


async def test_a_ticket_goes_its_way_on_postgresql(tmp_path: Path) -> None:
    with cluster() as address:
        url = await fresh_database(address, "desk")
        async with office(tmp_path, OfficeDriver(), url) as town:
            ann, rae = await town.member("Ann"), await town.representative("Rae")
            await ann.whispers("I want to talk to a human")
            here = await desk(town)
            await rae.says("VIP", place=here)
            copy = inside(here, await town.staff.heard("support.line.member"))
            said = await rae.says("looking", place=here, reply_to=copy)
            await rae.edits(said, "looking into it")
            await ann.private.heard("support.reply.body", text="looking into it")
            await ann.whispers("thank you")
            await rae.commands("close", "done", place=here)
            await ann.presses("support.reopen", on=await ann.private.heard("support.news.closed"))
            await town.crash()
            await ann.closes_private()
            await rae.commands("r", "still there?", place=here)
            await town.staff.heard("support.delivered.refused")
            await ann.opens_private()
            await ann.whispers("yes")
            await ann.private.heard("support.reply.body", text="still there?")
            assert await _states(town) == ["open"]
            assert not await town.rows("parked.open")
