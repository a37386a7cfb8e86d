"""People press twice, press what is old, and press what they may no longer: each press has one effect and an answer."""

from __future__ import annotations

import pytest

from tests.stories.tickets import audited, desk
from tests.world import Heard, Person, Place, Town

DEPARTMENTS = {"support": {"departments": [{"name": "billing", "zh": "财务", "en": "Billing"}]}}


async def a_ticket(town: Town) -> tuple[Person, Person, Place]:
    """Ann asked for a human, Rae is there."""
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", town.pick(zh="我的订单有问题", en="my order looks wrong"))
    return ann, rae, await desk(town)


async def card(town: Town) -> Heard:
    return await town.staff.heard("support.card.body")


@pytest.mark.settings(DEPARTMENTS)
async def test_every_step_pressed_twice_is_taken_once(town: Town) -> None:
    _, rae, _ = await a_ticket(town)
    shown = await card(town)
    await rae.presses("support.claim", on=shown)
    await rae.presses("support.claim", on=shown)
    await rae.told("support.no.yours")
    offered = await card(town)
    await rae.presses("support.release", on=offered)
    await rae.presses("support.release", on=offered)
    await rae.told("support.no.unclaimed")
    await rae.presses("support.transfer", on=await card(town))
    chosen = await town.staff.heard("support.choose.department")
    await rae.presses("support.hand", on=chosen)
    await rae.presses("support.hand", on=chosen)
    await rae.told("support.no.there", number="#1")
    await rae.presses("support.snooze", on=await card(town))
    nap = await town.staff.heard("support.choose.nap")
    asked = [row["verb"] for row in await town.rows("outbox.all") if row["said"] == "support.choose.nap"]
    assert asked == ["Post"], "the question is asked once, beside the card"
    await rae.presses("support.nap", on=nap)
    asleep = await card(town)
    await rae.presses("support.resume", on=asleep)
    await rae.presses("support.resume", on=asleep)
    await rae.told("support.no.step", number="#1", state=town.pick(zh="新", en="new"))
    codes = await audited(town)
    steps = ("claimed", "released", "transferred", "snoozed", "taken_up")
    assert [codes.count(f"ticket.{step}") for step in steps] == [1, 1, 1, 1, 1]
    assert not await town.rows("parked.open")


async def test_what_reaches_the_member_reaches_them_once(town: Town) -> None:
    ann, rae, here = await a_ticket(town)
    await rae.commands("macro", "soon", place=town.staff)
    await rae.fills("support.macro_words", zh="马上就好", en="soon done", then="", tags="")
    await rae.presses("support.macros", on=await card(town))
    chosen = await town.staff.heard("support.choose.macro")
    await rae.presses("support.macro", on=chosen)
    await rae.presses("support.macro", on=chosen)
    await rae.told("support.no.just_said")
    replies = [one for one in await town.messages(ann.private.space) if one.key == "support.reply.body"]
    assert len(replies) == 1
    delivered, _ = await town.button("support.unsend", None, rae)
    await rae.presses("support.public", on=delivered)
    await rae.presses("support.public", on=delivered)
    await rae.told("support.no.published")
    said = [one for one in await town.messages(town.garden.space) if one.key == "support.reply.public"]
    assert len(said) == 1
    await rae.presses("support.unsend", on=delivered)
    await rae.presses("support.unsend", on=delivered)
    await rae.told("support.no.reply_gone")
    await rae.commands("close", "done", place=here)
    over = await ann.private.heard("support.news.closed")
    await ann.presses("support.reopen", on=over)
    await ann.presses("support.reopen", on=over)
    await ann.told("support.no.open", number="#1")
    codes = await audited(town)
    assert [codes.count(f"ticket.{one}") for one in ("macro_used", "published", "reopened")] == [1, 1, 1]
    assert not await town.rows("parked.open")
