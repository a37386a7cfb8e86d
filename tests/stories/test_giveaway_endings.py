"""After the draw, or in its place: drawn again, handed over, cancelled, proved."""

from __future__ import annotations

from campaigns.draw import Reproduced, verify
from tests.stories.giveaways import code_of, proof_of, publish
from tests.world import Town


async def test_a_place_is_drawn_again_without_earlier_winners(town: Town) -> None:
    editor = await town.editor("Edda")
    people = [await town.member(name) for name in ("Ann", "Ben")]
    await publish(town, editor)
    for person in people:
        await person.presses("campaigns.enter")
    await town.passes(hours=3)
    (first,) = (await proof_of(town))["winners"]
    for order in ("reroll 1", "claimed 1"):
        await editor.commands("giveaway", order)
        await editor.told("campaigns.giveaway.which_winner", codes=first)
    await editor.commands("giveaway", f"reroll 1 {first}")
    await editor.told("campaigns.giveaway.reason_needed")
    reason = town.pick(zh="联系不上", en="did not answer")
    await editor.commands("giveaway", f"reroll 1 {first.lower()} {reason}")
    await editor.told("campaigns.giveaway.reroll_done")
    proof = await proof_of(town)
    (again,) = proof["redraws"]
    assert again["replaces"] == first
    assert again["code"] != first
    assert again["reason"] == reason
    assert isinstance(verify(proof), Reproduced)
    loser = next([one for one in people if await code_of(town, one) == first].__iter__())
    await loser.private.heard("campaigns.giveaway.lost", code=first, reason=reason)
    await town.garden.heard("campaigns.giveaway.redrawn", replaced=first, code=again["code"], reason=reason)
    card = await town.staff.heard("campaigns.giveaway.card", code=again["code"])
    assert [one.id for one in card.buttons] == [f"1.{again['code']}"]
    winner = next([one for one in people if await code_of(town, one) == again["code"]].__iter__())
    await winner.private.heard("campaigns.giveaway.won")
    await editor.commands("giveaway", f"reroll 1 {first} {reason}")
    await editor.told("campaigns.giveaway.already_replaced")
    await editor.commands("giveaway", f"reroll 1 {again['code']} {reason}")
    await editor.told("campaigns.giveaway.nobody_left")


async def test_a_prize_that_was_handed_over_stays(town: Town) -> None:
    editor, mod = await town.editor("Edda"), await town.moderator("Mo")
    ann, ben = await town.member("Ann"), await town.member("Ben")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    await ben.presses("campaigns.enter")
    await town.passes(hours=3)
    (code,) = (await proof_of(town))["winners"]
    card = await town.staff.heard("campaigns.giveaway.card", code=code)
    await mod.presses("campaigns.claimed")
    await mod.told("campaigns.not_allowed")
    await editor.presses("campaigns.claimed")
    await editor.told("campaigns.giveaway.claim_done", code=code)
    assert not (await town.staff.heard("campaigns.giveaway.card_done", code=code)).buttons
    await editor.presses("campaigns.claimed", on=card)
    await editor.told("campaigns.giveaway.already_claimed")
    await editor.commands("giveaway", f"reroll 1 {code} too late")
    await editor.told("campaigns.giveaway.already_claimed")


async def test_cancelling_is_said_with_its_reason(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    await editor.commands("giveaway", "cancel 1")
    await editor.told("campaigns.giveaway.reason_needed")
    reason = town.pick(zh="奖品缺货", en="out of stock today")
    await editor.commands("giveaway", f"cancel 1 {reason}")
    await town.garden.heard("campaigns.giveaway.cancelled", reason=reason)
    assert not (await town.garden.heard("campaigns.giveaway.post_cancelled")).buttons
    await town.passes(hours=3)
    await town.garden.not_heard("campaigns.giveaway.winners")
    await ann.private.not_heard("campaigns.giveaway.won")


async def test_anybody_gets_the_proof_but_not_before_the_draw(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    await ann.commands("proof", "1")
    await ann.told("campaigns.giveaway.not_drawn")
    await town.passes(hours=3)
    await ann.commands("proof", "1")
    await town.garden.heard("campaigns.giveaway.proof")
    await ann.commands("proof", "7")
    await ann.told("campaigns.giveaway.unknown")


async def test_a_winner_who_cannot_be_told_is_reported(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    await ann.closes_private()
    await town.passes(hours=3)
    await town.garden.heard("campaigns.giveaway.winners", name="Ann")
    await editor.private.heard("campaigns.giveaway.trouble.told", code=await code_of(town, ann))


async def test_the_staff_hears_it_when_the_editor_cannot(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    await ann.closes_private()
    await editor.closes_private()
    await town.passes(hours=3)
    await town.staff.heard("campaigns.giveaway.trouble.told", code=await code_of(town, ann))


async def test_lists_and_details(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await editor.commands("giveaway", "list")
    await editor.told("campaigns.giveaway.none")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    await editor.commands("giveaway", town.pick(zh="列表", en="list"))
    await editor.told("campaigns.giveaway.list", prize=town.pick(zh="T 恤", en="T-shirt"))
    await town.passes(hours=3)
    await editor.commands("giveaway", "show 1")
    await editor.told("campaigns.giveaway.shown", winner="Ann")
    await editor.commands("giveaway", "dance")
    await editor.told("campaigns.giveaway.usage")


async def test_the_secret_stays_secret_until_the_draw(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    (row,) = await town.rows("campaigns.giveaways", states=["open"])
    kept = await town.rows("campaigns.secret", key=row["id"])
    secret = bytes(kept[0]["secret"]).hex()
    seen = [dict(one) for shape in ("outbox.all", "audit.all") for one in await town.rows(shape)]
    assert seen
    assert secret not in repr(seen)
    await town.passes(hours=3)
    assert (await proof_of(town))["secret"] == secret
    assert not await town.rows("campaigns.secret", key=row["id"])
