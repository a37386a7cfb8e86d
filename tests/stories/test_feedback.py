"""What members tell reaches a department, and they hear what came of it."""

from __future__ import annotations

from tests.world import Town


async def test_feedback_goes_to_a_department_and_comes_back(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    rae, mo = await town.representative("Rae"), await town.moderator("Mo")
    said = await ann.says(town.pick(zh="打开订单页面就闪退", en="The app crashes when I open my orders"))
    same = await bob.says(town.pick(zh="一打开订单页面就闪退了", en="app crashes when i open the orders"))
    other = await bob.says(town.pick(zh="希望能加一个深色模式", en="Please add a dark mode"))
    bug, high = town.pick(zh="缺陷", en="bug"), town.pick(zh="严重", en="high")
    await rae.commands("feedback", f"product {bug} {high}", reply_to=said)
    await rae.told("feedback.done.recorded", number="F1")
    await rae.commands("feedback", f"product {bug}", reply_to=same)
    await town.staff.heard("feedback.card", number="F2")
    await rae.commands("feedback", "product", reply_to=other)
    await rae.commands("departments", "product", place=town.staff)
    await rae.told("feedback.digest.whole", first="F1")
    items = await town.rows("feedback.open", department_="product")
    assert [one["person"] for one in items] == [ann.person, bob.person, bob.person]
    assert items[0]["cluster"] == items[1]["cluster"] != items[2]["cluster"]
    await town.passes(days=8)
    await town.staff.heard("feedback.digest.whole", people=town.pick(zh="2 人", en="2 people"))
    await rae.presses("feedback.shipped", on=await town.staff.heard("feedback.card", number="F1"))
    await rae.fills("feedback.shipped", reason="1.2")
    await ann.private.heard("feedback.told.shipped", reason="1.2")
    await bob.private.heard("feedback.told.shipped", reason="1.2")
    await mo.presses("feedback.accepted", on=await town.staff.heard("feedback.card", number="F1"))
    await mo.told("feedback.no.duty")
    assert {one["state"] for one in await town.rows("feedback.in_cluster", of=items[0]["cluster"])} == {
        "shipped"
    }


async def test_without_a_department_a_form_asks_and_nonsense_is_refused(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await rae.commands("feedback", place=town.staff)
    text = town.pick(zh="客服很耐心", en="the support is patient")
    await rae.fills("feedback.record", department="service", kind="praise", severity="low", text=text)
    await town.staff.heard("feedback.card", text=text)
    await rae.commands("feedback", "nowhere bug high x", place=town.staff)
    await rae.told("feedback.no.department")
    await rae.commands("feedback", "product thing high x", place=town.staff)
    await rae.told("feedback.no.kind")
    await rae.commands("feedback", "product bug very x", place=town.staff)
    await rae.told("feedback.no.severity")
    await ann.commands("feedback", "product bug high x")
    assert len(await town.rows("feedback.open", department_="product")) == 0
    assert len(await town.rows("feedback.open", department_="service")) == 1
