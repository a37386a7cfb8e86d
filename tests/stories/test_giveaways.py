"""Giveaways: entered, drawn by themselves, and checked by anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.draw import Reproduced, verify
from chat.decision import Write
from tests.stories.giveaways import code_of, proof_of, publish
from tests.world import Town


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
