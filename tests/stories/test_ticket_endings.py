"""A ticket ends, and begins again."""

from __future__ import annotations

from tests.stories.tickets import audited, desk, ticket
from tests.world import Town


async def test_closed_and_reopened_by_the_member(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    card = await town.staff.heard("support.card.body")
    await rae.commands("close", town.pick(zh="处理好了", en="all done"), place=await desk(town))
    await ann.private.heard("support.news.closed", reason=town.pick(zh="处理好了", en="all done"))
    for kind in ("support.reply", "support.close", "support.claim"):
        await rae.presses(kind, on=card)
        await rae.told("support.no.closed")
    await ann.presses("support.reopen", on=await ann.private.heard("support.news.closed"))
    await ann.private.heard("support.news.reopened")
    await town.staff.heard("support.record.reopened", name="Ann")
    assert (await ticket(town))["state"] == "new"
    await ann.presses("support.reopen", on=await ann.private.heard("support.news.closed"))
    await ann.told("support.no.open")
    codes = await audited(town)
    assert codes.count("ticket.closed") == 1
    assert codes.count("ticket.reopened") == 1


async def test_reopening_ends_when_its_time_is_over(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await rae.commands("close", "ok", place=await desk(town))
    await town.passes(days=8)
    assert (await ticket(town))["state"] == "closed"
    await rae.commands("reopen", "1", place=town.staff)
    await ann.private.heard("support.news.follows", number="#2", earlier="#1")
    row = await ticket(town, 2)
    assert (row["state"], row["follows"]) == ("new", (await ticket(town))["id"])
    await rae.commands("reopen", "1", place=town.staff)
    await rae.told("support.no.too_late")


async def test_a_new_ticket_keeps_the_old_one_closed(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await rae.commands("close", "ok", place=await desk(town))
    await ann.commands("human", "x2")
    assert (await ticket(town, 2))["state"] == "new"
    await rae.commands("reopen", "1", place=town.staff)
    await rae.told("support.no.too_late")
    assert len(await town.rows("support.open")) == 1


async def test_what_vanishes_by_itself_is_no_trouble_in_a_closed_thread(town: Town) -> None:
    ann, rita = await town.member("Ann"), await town.representative("Rita")
    await ann.commands("human", town.pick(zh="我的订单没到", en="my order never came"))
    await rita.presses("support.claim")
    await rita.presses("support.reply")
    await rita.fills("support.reply", text="hello 您好")
    await rita.presses("support.close")
    await rita.fills("support.close", text="done")
    await town.passes(hours=5)
    await town.staff.not_heard("analytics.alert.failed")


async def test_still_not_there_means_the_ticket_that_was_just_closed(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    still = town.pick(zh="还是没到！", en="Still not there!")
    await ann.commands("human", town.pick(zh="我的订单没到", en="my order never came"))
    await rae.commands("close", "ok", place=await desk(town))
    await ann.whispers(town.pick(zh="谢谢", en="thanks"))
    assert (await ticket(town))["state"] == "resolved"
    await ann.whispers(still)
    await ann.private.heard("support.news.reopened", number="#1")
    assert (await ticket(town))["state"] == "new"
    await town.passes(seconds=5)
    await (await desk(town)).heard("support.line.member", text=still)
    assert len(await town.rows("support.open")) == 1
    await rae.commands("close", "ok", place=await desk(town))
    await town.passes(days=8)
    await ann.whispers(still)
    assert (await ticket(town))["state"] == "closed"
