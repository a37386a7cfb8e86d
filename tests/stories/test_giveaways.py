"""Giveaways: drafted, published, entered, drawn by themselves, and checked by anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.codec import decode
from campaigns.draw import Reproduced, verify
from chat.actions import Post
from chat.decision import Write
from tests.world import Heard, Person, Town


async def fill_in(town: Town, editor: Person, **changed: str) -> None:
    """Order a giveaway and fill in its form."""
    form = {
        "prize": town.pick(zh="一件 T 恤", en="A T-shirt"),
        "places": "1",
        "ends": "2h",
        "conditions": town.pick(zh="友善待人", en="Be kind"),
        "claim": town.pick(zh="一周内私信小编", en="Write to us within a week"),
    }
    await editor.commands("giveaway")
    await editor.fills("campaigns.giveaway", **(form | changed))


async def publish(town: Town, editor: Person, **changed: str) -> Heard:
    """A published giveaway's post."""
    await fill_in(town, editor, **changed)
    await editor.presses("campaigns.publish")
    return await town.garden.heard("campaigns.giveaway.announcement")


async def code_of(town: Town, person: Person) -> str:
    """The entry code of a person in the newest giveaway."""
    rows = await town.rows("campaigns.entries_of", who=person.person)
    return str(rows[-1]["code"])


async def proof_of(town: Town) -> Mapping[str, Any]:
    """The proof file that was posted last, as people get it."""
    for row in reversed(await town.rows("outbox.all")):
        if row["said"] == "campaigns.giveaway.proof" and row["payload"]:
            post = decode(row["payload"])
            assert isinstance(post, Post)
            assert post.document is not None
            assert post.document.name == "giveaway-1-proof.json"
            found: Mapping[str, Any] = json.loads(post.document.data)
            return found
    raise AssertionError("no proof was posted")


async def test_a_draft_is_for_its_editor_alone_and_then_for_everybody(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor)
    await town.garden.not_heard("campaigns.giveaway.announcement")
    await editor.private.heard("campaigns.giveaway.preview", prize=town.pick(zh="T 恤", en="T-shirt"))
    await editor.presses("campaigns.publish")
    await editor.told("campaigns.giveaway.published")
    post = await town.garden.heard("campaigns.giveaway.announcement")
    (row,) = await town.rows("campaigns.giveaways", states=["open"])
    assert row["rules_hash"] in post.text
    assert row["secret_hash"] in post.text
    assert [button.kind for button in post.buttons] == ["campaigns.enter", "campaigns.leave"]


async def test_wrong_answers_lead_back_to_the_form(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor, ends=town.pick(zh="改天", en="some day"))
    await editor.private.heard("campaigns.moment.unreadable")
    await editor.presses("campaigns.change")
    await editor.fills("campaigns.giveaway", prize="Mug", places="0", ends="2h", conditions="", claim="")
    await editor.private.heard("campaigns.giveaway.problem.places")
    await editor.presses("campaigns.change")
    await editor.fills("campaigns.giveaway", prize="Mug", places="2", ends="2h", conditions="", claim="")
    await editor.presses("campaigns.publish")
    await town.garden.heard("campaigns.giveaway.announcement", prize="Mug")


async def test_only_the_newest_preview_is_published_and_once(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor, prize="Mug")
    old = await editor.private.heard("campaigns.giveaway.preview")
    await editor.presses("campaigns.change")
    await editor.fills("campaigns.giveaway", prize="Hat", places="1", ends="2h", conditions="", claim="")
    new = await editor.private.heard("campaigns.giveaway.preview", prize="Hat")
    settled = await editor.private.heard("campaigns.giveaway.stale")
    assert settled.id == old.id
    assert not settled.buttons
    await editor.presses("campaigns.publish", on=old)
    await editor.told("campaigns.giveaway.stale")
    await editor.presses("campaigns.publish", on=new)
    assert not (await editor.private.heard("campaigns.giveaway.published")).buttons
    await editor.presses("campaigns.publish", on=old)
    await editor.told("campaigns.giveaway.no_draft")
    assert [row["number"] for row in await town.rows("campaigns.giveaways", states=["open"])] == [1]


async def test_who_lost_the_duty_publishes_nothing(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor)
    await town.app.committer.commit([Write("role.take", {"p": editor.person, "r": "editor"})])
    await editor.presses("campaigns.publish")
    await editor.told("campaigns.not_allowed")
    await town.garden.not_heard("campaigns.giveaway.announcement")


async def test_a_draft_is_nobody_elses_business(town: Town) -> None:
    editor, ann = await town.editor("Edda"), await town.member("Ann")
    await fill_in(town, editor)
    await ann.commands("proof", "1")
    await ann.told("campaigns.giveaway.unknown", number=1)
    await ann.commands("proof", "2")
    await ann.told("campaigns.giveaway.unknown", number=2)
    await editor.presses("campaigns.publish")
    await ann.commands("proof", "1")
    await ann.told("campaigns.giveaway.not_drawn")


async def test_a_discarded_draft_is_gone(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor)
    await editor.presses("campaigns.discard")
    await editor.told("campaigns.giveaway.discarded")
    assert not (await editor.private.heard("campaigns.giveaway.discarded")).buttons
    await editor.private.not_heard("campaigns.giveaway.preview")


async def test_members_cannot_start_giveaways(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("giveaway")
    await ann.told("bot.command.not_allowed")
    assert not await town.rows("campaigns.giveaways", states=["draft", "open"])


async def test_everybody_enters_once_and_hears_their_chance(town: Town) -> None:
    editor = await town.editor("Edda")
    ann, ben = await town.member("Ann"), await town.member("Ben")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    code = await code_of(town, ann)
    await ann.told("campaigns.giveaway.entered", code=code, chance="100%")
    await ben.presses("campaigns.enter")
    await ben.told("campaigns.giveaway.entered", chance="50%")
    await ann.presses("campaigns.enter")
    await ann.told("campaigns.giveaway.in_already", code=code, chance="50%")
    (row,) = await town.rows("campaigns.giveaways", states=["open"])
    assert len(await town.rows("campaigns.entries", key=row["id"])) == 2


async def test_the_count_under_the_post_follows_without_a_flood_of_edits(town: Town) -> None:
    editor = await town.editor("Edda")
    people = [await town.member(name) for name in ("Ann", "Ben", "Cat", "Dan")]
    post = await publish(town, editor)
    await town.passes(seconds=5)
    before = len(await town.rows("outbox.all"))
    for person in people:
        await person.presses("campaigns.enter")
    await town.passes(seconds=5)
    edits = [row for row in (await town.rows("outbox.all"))[before:] if row["verb"] == "Edit"]
    assert 1 <= len(edits) <= 2
    shown = await town.garden.heard("campaigns.giveaway.announcement")
    assert shown.id == post.id
    assert "4" in str(shown.buttons[0].label)


async def test_who_leaves_the_giveaway_is_out_and_may_come_back(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.leave")
    await ann.told("campaigns.giveaway.not_in")
    await ann.presses("campaigns.enter")
    await ann.presses("campaigns.leave")
    await ann.told("campaigns.giveaway.left")
    assert not await town.rows("campaigns.entries_of", who=ann.person)
    await ann.presses("campaigns.enter")
    await ann.told("campaigns.giveaway.entered")


async def test_the_draw_comes_by_itself_and_anybody_can_repeat_it(town: Town) -> None:
    editor = await town.editor("Edda")
    people = [await town.member(name) for name in ("Ann", "Ben", "Cat")]
    post = await publish(town, editor, places="2")
    for person in people:
        await person.presses("campaigns.enter")
    await town.passes(hours=1)
    await town.garden.not_heard("campaigns.giveaway.winners")
    await town.passes(hours=1, minutes=1)
    said = await town.garden.heard("campaigns.giveaway.winners")
    order = [one.key for one in await town.messages(town.garden.space)]
    assert order.index("campaigns.giveaway.winners") < order.index("campaigns.giveaway.proof")
    proof = await proof_of(town)
    assert isinstance(verify(proof), Reproduced)
    assert len(proof["winners"]) == 2
    assert len(proof["entrants"]) == 3
    assert proof["secret"] in said.text
    assert proof["entrants_hash"] in said.text
    codes = {await code_of(town, person): person for person in people}
    for code in proof["winners"]:
        assert code in said.text
        assert codes[code].name in said.text
        await codes[code].private.heard("campaigns.giveaway.won", code=code)
    (loser,) = codes.keys() - set(proof["winners"])
    await codes[loser].private.not_heard("campaigns.giveaway.won")
    ended = await town.garden.heard("campaigns.giveaway.post_drawn")
    assert ended.id == post.id
    assert not ended.buttons
    await town.staff.heard("campaigns.giveaway.card")


async def test_entries_close_at_the_promised_moment(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    post = await publish(town, editor)
    town.clock.set(town.clock.now() + timedelta(hours=2))
    await ann.presses("campaigns.enter", on=post)
    await ann.told("campaigns.giveaway.over")


async def test_a_late_draw_is_made_after_a_crash(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await publish(town, editor)
    await ann.presses("campaigns.enter")
    town.clock.set(town.clock.now() + timedelta(days=3))
    await town.crash()
    await town.passes(seconds=1)
    await town.garden.heard("campaigns.giveaway.winners", name="Ann")


async def test_nobody_took_part(town: Town) -> None:
    editor = await town.editor("Edda")
    await publish(town, editor)
    await town.passes(hours=3)
    await town.garden.heard("campaigns.giveaway.nobody")
    await editor.commands("giveaway", "proof 1")
    assert (await proof_of(town))["winners"] == []


async def test_who_left_the_group_is_not_drawn(town: Town) -> None:
    editor = await town.editor("Edda")
    ann, ben, cat = [await town.member(name) for name in ("Ann", "Ben", "Cat")]
    await publish(town, editor, places="3")
    for person in (ann, ben, cat):
        await person.presses("campaigns.enter")
    await ann.leaves()
    await ben.leaves()
    await ben.joins()
    await town.passes(hours=3)
    assert [code for code, _ in (await proof_of(town))["entrants"]] == sorted(
        [await code_of(town, ben), await code_of(town, cat)]
    )
    (entry,) = await town.rows("campaigns.entries_of", who=ann.person)
    assert entry["ineligible"] == "left"


async def test_staff_take_no_part_by_default(town: Town) -> None:
    editor, mod = await town.editor("Edda"), await town.moderator("Mo")
    ann = await town.member("Ann")
    await publish(town, editor, places="2")
    await mod.presses("campaigns.enter")
    await mod.told("campaigns.giveaway.not_for_staff")
    await ann.presses("campaigns.enter")
    given = {"person": ann.person, "role": "moderator", "given_by_person": None, "at": town.clock.now()}
    await town.app.committer.commit([Write("role.give", given)])
    await town.passes(hours=3)
    await town.garden.heard("campaigns.giveaway.nobody")
    (entry,) = await town.rows("campaigns.entries_of", who=ann.person)
    assert entry["ineligible"] == "staff"


@pytest.mark.settings({"campaigns": {"exclude_staff": False}})
async def test_staff_take_part_where_the_terms_say_so(town: Town) -> None:
    editor, mod = await town.editor("Edda"), await town.moderator("Mo")
    await publish(town, editor)
    await mod.presses("campaigns.enter")
    await town.passes(hours=3)
    await town.garden.heard("campaigns.giveaway.winners", name="Mo")


async def test_a_place_is_drawn_again_without_earlier_winners(town: Town) -> None:
    editor = await town.editor("Edda")
    people = [await town.member(name) for name in ("Ann", "Ben")]
    await publish(town, editor)
    for person in people:
        await person.presses("campaigns.enter")
    await town.passes(hours=3)
    (first,) = (await proof_of(town))["winners"]
    await editor.commands("giveaway", "reroll 1")
    await editor.told("campaigns.giveaway.usage")
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
