"""After the end: the member says how it was, the manager sees how the desk does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.stories.tickets import audited, desk, ticket
from tests.world import Person, Town


async def rating(town: Town) -> Mapping[str, Any]:
    rows = await town.rows("support.rating", key=(await ticket(town))["id"])
    return rows[0] if rows else {}


async def helped(town: Town, ann: Person, rae: Person) -> None:
    """A ticket that was answered and closed."""
    await ann.commands("human", "x1")
    here = await desk(town)
    await rae.commands("r", "hello", place=here)
    await rae.commands("close", "ok", place=here)


async def test_the_member_is_asked_once_reminded_once_and_may_change_their_mind(town: Town) -> None:
    ann, bob, rae = await town.member("Ann"), await town.member("Bob"), await town.representative("Rae")
    await helped(town, ann, rae)
    await ann.private.not_heard("support.rating.ask")
    await town.passes(minutes=6)
    asked = await ann.private.heard("support.rating.ask", number="#1")
    assert [button.kind for button in asked.buttons] == ["support.rate"] * 5
    await town.passes(hours=25)
    reminded = await ann.private.heard("support.rating.remind")
    await town.passes(days=2)
    assert (await rating(town))["score"] is None
    await ann.presses("support.rate", on=reminded)
    await ann.private.heard("support.rating.again", number="#1")
    await ann.private.not_heard("support.news.reopened")
    assert (await rating(town))["score"] == 1
    assert (await ticket(town))["state"] == "open", "the lowest rating begins it again"
    five = asked.buttons[4]
    async with town.act():
        await town.driver.press(ann.native, asked.space, asked.id, five.payload)
    await ann.private.heard("support.rating.thanks")
    assert (await rating(town))["score"] == 5
    await ann.presses("support.rating_more")
    await ann.fills("support.rating", text="quick and kind")
    assert (await rating(town))["comment"] == "quick and kind"
    await (await desk(town)).heard("support.rating.comment", text="quick and kind")
    assert (await audited(town)).count("ticket.rated") == 2
    async with town.act():
        await town.driver.press(bob.native, asked.space, asked.id, five.payload)
    assert (await rating(town))["person"] == ann.person


async def test_nobody_is_asked_about_what_nobody_answered_or_after_it_expired(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await rae.commands("close", "no", place=await desk(town))
    await town.passes(minutes=10)
    await ann.private.not_heard("support.rating.ask")
    bob = await town.member("Bob")
    await bob.commands("human", "x2")
    there = await desk(town, 2)
    await rae.commands("r", "hello", place=there)
    await rae.commands("close", "ok", place=there)
    await town.passes(days=8)
    asked = await bob.private.heard("support.rating.ask")
    await bob.presses("support.rate", on=asked)
    assert (await town.rows("support.rating", key=(await ticket(town, 2))["id"]))[0]["score"] is None


async def test_the_manager_sees_how_the_desk_does_and_people_in_private_only(town: Town) -> None:
    ann, rae, mia = await town.member("Ann"), await town.representative("Rae"), await town.manager("Mia")
    await helped(town, ann, rae)
    await town.passes(minutes=6)
    await ann.presses("support.rate", on=await ann.private.heard("support.rating.ask"))
    await mia.commands("desk_report", place=town.staff)
    few = town.pick(zh="1/1", en="1 of 1")
    await mia.told("support.figures.whole", met=few)
    await town.staff.not_heard("support.figures.part")
    await mia.commands("desk_report", "30d", place=mia.private)
    await mia.told("support.figures.whole", person="Rae")
    await mia.commands("desk_report")
    await mia.told("support.no.public_report")
    await rae.commands("desk_report", place=rae.private)
    await town.garden.not_heard("support.figures.whole")
