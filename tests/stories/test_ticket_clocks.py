"""Promises are kept in business time: who is called when, who gets a ticket, what the member may expect."""

from __future__ import annotations

import pytest

from tests.stories.tickets import audited, desk, ticket
from tests.world import Person, Place, Town

OFFICE = {"support": {"calendar": {"hours": "Mon-Fri 09:00-18:00", "country": "CN"}}}
FAIR = {"support": {"assignment": {"mode": "least_load", "capacity": 1}}}


async def test_calls_go_from_the_staff_to_the_managers_until_somebody_answers(town: Town) -> None:
    ann, rae, mia = await town.member("Ann"), await town.representative("Rae"), await town.manager("Mia")
    await ann.commands("human", "x1")
    await town.passes(hours=1, minutes=55)
    await town.staff.not_heard("support.call.nobody")
    await town.passes(minutes=6)
    left = town.pick(zh="还有 2 小时", en="2 hours left")
    await town.staff.heard("support.call.nobody", number="#1", people="Rae", left=left)
    await town.passes(hours=1, minutes=15)
    await town.staff.not_heard("support.call.second")
    await town.passes(minutes=10)
    await town.staff.heard("support.call.second", people="Rae")
    await mia.private.not_heard("support.call.in_private")
    await town.passes(minutes=10)
    await town.staff.heard("support.call.manager", people="Mia")
    await mia.private.heard("support.call.in_private", number="#1")
    await rae.presses("support.heard", on=await town.staff.heard("support.call.second"))
    await rae.told("support.call.acknowledged", name="Rae")
    await (await place(town)).heard("support.call.acknowledged", name="Rae")
    await town.passes(minutes=30)
    codes = await audited(town)
    assert codes.count("ticket.clock_missed") == 1
    await town.passes(hours=24)
    assert (await audited(town)).count("ticket.clock_missed") == 1


async def place(town: Town, number: int = 1) -> Place:
    return await desk(town, number)


async def test_a_human_reply_stops_the_clock_and_nothing_else_does(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await town.manager("Mia")
    await ann.commands("human", "x1")
    here = await place(town)
    await rae.presses("support.claim")
    await rae.says("note", place=here)
    await town.passes(hours=2, minutes=1)
    await rae.private.heard("support.call.yours", number="#1")
    await rae.commands("r", "hello", place=here)
    await town.passes(hours=6)
    await town.staff.not_heard("support.call.second")
    assert [one["kind"] for one in await measured(town)] == ["first"]


async def measured(town: Town) -> list[dict[str, object]]:
    now = town.clock.now()
    return [dict(one) for one in await town.rows("support.measured", since=now.replace(year=2000), until=now)]


async def test_a_clock_that_rang_while_steward_was_away_rings_once(town: Town) -> None:
    ann = await town.member("Ann")
    await town.manager("Mia")
    await ann.commands("human", "x1")
    await town.crash()
    await town.passes(hours=4, minutes=1)
    await town.staff.heard("support.call.second")
    assert (await audited(town)).count("ticket.clock_missed") == 1


async def test_many_late_tickets_are_one_message(town: Town) -> None:
    rae, mia = await town.representative("Rae"), await town.manager("Mia")
    for name in ("Ann", "Bob", "Cat", "Dan"):
        await (await town.member(name)).commands("human", "x1")
    await town.passes(hours=2, minutes=1)
    await town.staff.heard("support.call.digest", number="#1", last="#4")
    await town.staff.not_heard("support.call.nobody")
    await rae.presses("support.heard_all")
    await rae.told("support.call.all")
    await town.passes(hours=6)
    digests = [one for one in await town.messages(mia.private.space) if one.key == "support.call.digest"]
    assert len(digests) == 3, "80 % and 100 % were not answered and went up, 150 % came"


@pytest.mark.settings(OFFICE)
async def test_outside_the_hours_the_member_hears_when_to_expect_an_answer(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工，订单有问题", en="I want to talk to a human about my order"))
    await ann.private.heard("support.opened.private", due=town.pick(zh="14:00 之前", en="by 23 Nov 14:00"))
    await rae.commands("close", "ok", place=await place(town))
    await town.passes(hours=9)
    await ann.whispers(town.pick(zh="转人工，又有问题", en="I want to talk to a human again"))
    closed = town.pick(zh="11月24日 09:00 上班", en="back at 24 Nov 09:00")
    await ann.private.heard("support.opened.private", closed=closed, due="13:00")
    await town.passes(hours=12)
    await town.staff.not_heard("support.call.nobody")


@pytest.mark.settings(FAIR)
async def test_a_ticket_finds_somebody_who_can_and_goes_back_when_they_leave(town: Town) -> None:
    ann, bob, cat = [await town.member(name) for name in ("Ann", "Bob", "Cat")]
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    other = "en" if town.language == "zh" else "zh"
    await ray.commands("duty", f"Mon-Fri 09:00-18:00 {other} #refund x8", place=town.staff)
    await ray.told("support.duty.told")
    await ann.commands("human", town.pick(zh="订单有问题", en="my order looks wrong"))
    await town.passes(seconds=2)
    assert (await ticket(town))["assignee_person"] == rae.person, "Ray does not speak the language"
    await rae.private.heard("support.rota.assigned", number="#1")
    assert "ticket.assigned" in await audited(town)
    await bob.commands("human", town.pick(zh="还没到账", en="nothing arrived yet"))
    await town.passes(seconds=2)
    assert (await ticket(town, 2))["assignee_person"] is None, "Rae has her hands full"
    await ray.commands("duty", "Mon-Fri 09:00-18:00 zh en x8", place=town.staff)
    await town.passes(minutes=6)
    assert (await ticket(town, 2))["assignee_person"] == ray.person
    await rae.commands("away", "2h", place=town.staff)
    await rae.told("support.duty.away_until")
    assert (await ticket(town))["state"] == "new"
    await town.passes(seconds=2)
    assert (await ticket(town))["assignee_person"] == ray.person
    await ray.commands("rota", place=town.staff)
    await ray.told("support.rota.row", load="2/8" if town.language == "zh" else "has 2 of 8")
    await town.passes(hours=8)
    assert {(await ticket(town, number))["assignee_person"] for number in (1, 2)} <= {None, rae.person}
    await cat.commands("rota")
    await rae.commands("back", place=town.staff)
    await rae.told("support.duty.back")


async def test_a_manager_tells_the_duty_of_somebody_else(town: Town) -> None:
    mia, ann = await town.manager("Mia"), await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    await mia.commands("duty", "@Ray　Mon-Fri 09:00-18:00 zh #refund x8", place=town.staff)
    await mia.told("support.duty.told_of", name="Ray")
    await rae.commands("rota", place=town.staff)
    await rae.told("support.rota.row", name="Ray", skills="#refund")
    assert [row["person"] for row in await town.rows("support.agents")] == [ray.person]
    await rae.commands("duty", "@Ray Mon-Fri 09:00-10:00", place=town.staff)
    await rae.told("support.duty.own_only")
    await mia.commands("duty", f"@{ann.name} Mon-Fri 09:00-10:00", place=town.staff)
    await mia.told("support.duty.nobody")
    (kept,) = await town.rows("support.agents")
    assert (kept["hours"], kept["capacity"]) == ("Mon-Fri 09:00-18:00", 8)


async def test_hours_that_nobody_understands_are_refused(town: Town) -> None:
    rae: Person = await town.representative("Rae")
    await rae.commands("duty", "whenever", place=town.staff)
    await rae.told("support.duty.unclear", quoted=town.pick(zh="「whenever」", en="“whenever”"))


async def test_whoever_lost_the_duty_is_not_called_and_the_ticket_returns(town: Town) -> None:
    ann, rae, mia = await town.member("Ann"), await town.representative("Rae"), await town.manager("Mia")
    rob = await town.representative("Rob")
    await ann.commands("human", "x1")
    await rae.presses("support.claim")
    await mia.commands("role", "@Rae -representative", place=town.staff)
    await town.passes(hours=2, minutes=5)
    await (await desk(town)).heard("support.rota.lost", name="Rae")
    await town.staff.heard("support.call.nobody", number="#1", people="Rob")
    await rae.private.not_heard("support.call.yours")
    await rob.presses("support.claim")
    await rob.told("support.done.claimed")
