"""Of those who may work on a ticket, one has it."""

from __future__ import annotations

from tests.stories.tickets import desk, ticket, within
from tests.world import Town


async def test_one_of_two_has_the_ticket_and_the_member_hears_it(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await rae.presses("support.claim", on=await town.staff.heard("support.card.body"))
    await rae.told("support.done.claimed")
    await ann.private.heard("support.news.claimed", name="Rae")
    card = await town.staff.heard("support.card.body", assignee="Rae")
    assert "support.claim" not in {button.kind for button in card.buttons}
    assert (await ticket(town))["assignee_person"] == rae.person
    await ray.presses("support.release")
    await ray.told("support.no.not_holder")
    await rae.presses("support.release")
    await rae.told("support.done.released")
    await ray.presses("support.claim")
    await ray.told("support.done.claimed")
    assert (await ticket(town))["assignee_person"] == ray.person


async def test_a_claim_pressed_on_an_old_card_is_refused(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    await ann.commands("human", "x1")
    card = await town.staff.heard("support.card.body")
    await rae.presses("support.claim", on=card)
    await ray.presses("support.claim", on=card)
    await ray.told("support.no.claimed", name="Rae")
    await rae.presses("support.claim", on=card)
    await rae.told("support.no.yours")
    assert (await ticket(town))["assignee_person"] == rae.person


async def test_only_representatives_work_on_tickets(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.commands("human", "x1")
    for kind in ("support.claim", "support.reply", "support.close"):
        await mo.presses(kind)
        await mo.told("support.no.duty")
    copy = await town.staff.heard("support.line.member")
    here = await desk(town)
    await mo.says("psst", place=here, reply_to=within(here, copy))
    await mo.told("support.no.duty")
    await mo.says(town.pick(zh="我认识这个人", en="I know them"), place=here)
    await town.staff.not_heard("support.help.noted")
    await ann.private.not_heard("support.reply.body")
    assert (await ticket(town))["state"] == "new"


async def test_a_right_that_was_lost_is_lost_at_once(town: Town) -> None:
    ann, rae, mia = await town.member("Ann"), await town.representative("Rae"), await town.manager("Mia")
    await ann.commands("human", "x1")
    await mia.commands("role", "@Rae -representative")
    await rae.presses("support.claim")
    await rae.told("support.no.duty")


async def test_the_queue_and_a_ticket_are_shown_to_representatives_only(town: Town) -> None:
    ann, rae, mo = await town.member("Ann"), await town.representative("Rae"), await town.moderator("Mo")
    await rae.commands("tickets", place=town.staff)
    await rae.told("support.queue.empty")
    await ann.commands("human", "x1")
    await rae.commands("tickets", place=town.staff)
    await rae.told("support.queue.row", number="#1", name="Ann")
    await rae.says("VIP", place=await desk(town))
    await rae.commands("ticket", "1", place=town.staff)
    await rae.told("support.story.whole", name="Ann", note="VIP")
    await rae.commands("ticket", "9", place=town.staff)
    await rae.told("support.no.ticket")
    await mo.commands("tickets", place=town.staff)
    await mo.told("bot.command.not_allowed")
    await rae.commands("tickets")
    await rae.told("bot.command.staff_only")
