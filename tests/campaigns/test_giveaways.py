"""Giveaways over a real store: terms, entries under races, draws, and what is refused."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from campaigns.draw import Reproduced, rules_hash, verify
from campaigns.giveaways import GiveawayState, Ineligible, WinnerState
from campaigns.settings import CampaignsSettings
from chat.actions import Capability
from chat.errors import SaidNo
from chat.people import PersonId, Rank, Space, SpaceKind, Standing, Voice
from tests.campaigns.village import EDITOR, MARKET, OFFICE, SQUARE, Village, on_both


async def test_terms_are_what_was_typed_and_hashed(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    number = await village.running(editor, prize="  A\tMug ", places="3 个", conditions="Be\nkind")
    giveaway = await village.giveaways.entries.find(number)
    assert giveaway.promised.prize == "A Mug"
    assert giveaway.promised.places == 3
    assert giveaway.promised.conditions == "Be\nkind"
    assert giveaway.rules_hash == rules_hash(giveaway.promised.plain())
    assert giveaway.promised.ends_at == village.clock.now().replace(hour=14)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"prize": " \n "}, "campaigns.giveaway.problem.prize"),
        ({"places": "0"}, "campaigns.giveaway.problem.places"),
        ({"places": "101"}, "campaigns.giveaway.problem.places"),
        ({"places": "many"}, "campaigns.giveaway.problem.places"),
        ({"ends": "soon"}, "campaigns.moment.unreadable"),
        ({"ends": "2026-02-30 10:00"}, "campaigns.moment.no_such_time"),
        ({"ends": "5s"}, "campaigns.moment.too_soon"),
        ({"ends": "2y"}, "campaigns.moment.too_far"),
    ],
)
async def test_what_cannot_be_promised_is_named(
    village: Village, typed: dict[str, str], problem: str
) -> None:
    ordered = await village.giveaways.drafts.order(PersonId("edda"), SQUARE)
    await village.commit(ordered.writes)
    form = {"prize": "Mug", "places": "1", "ends": "2h"} | typed
    filled, said = await village.giveaways.drafts.fill(ordered.giveaway, form)
    assert said is not None
    assert said.key == problem
    assert filled.giveaway.terms is None
    await village.commit(filled.writes)
    kept = await village.giveaways.drafts.mine(ordered.giveaway.number, PersonId("edda"))
    assert kept.form["places"] == form["places"], "what was typed waits in the form"


async def test_an_unfinished_draft_is_used_again_and_an_old_preview_is_not(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    first = await village.giveaways.drafts.order(editor.person, SQUARE)
    await village.commit(first.writes)
    draft = await village.giveaways.drafts.mine(first.giveaway.number, editor.person)
    filled, _ = await village.giveaways.drafts.fill(draft, {"prize": "Mug", "places": "1", "ends": "2h"})
    await village.commit(filled.writes)
    again = await village.giveaways.drafts.order(editor.person, MARKET)
    await village.commit(again.writes)
    assert again.giveaway.number == first.giveaway.number
    with pytest.raises(SaidNo) as refused:
        await village.giveaways.drafts.publish(first.giveaway.number, filled.giveaway.revision, editor)
    assert refused.value.text.key == "campaigns.giveaway.stale"
    kept = await village.giveaways.drafts.mine(first.giveaway.number, editor.person)
    assert (kept.space, kept.terms) == (MARKET, None)


@on_both
async def test_two_editors_at_once_get_two_numbers(village: Village) -> None:
    one, two = await asyncio.gather(
        village.giveaways.drafts.order(PersonId("edda"), SQUARE),
        village.giveaways.drafts.order(PersonId("emil"), SQUARE),
    )
    assert one.giveaway.number == two.giveaway.number, "both read the same last number"
    clashes = await village.write(one.writes, two.writes)
    assert sum(clash is not None for clash in clashes) == 1


async def test_where_a_giveaway_appears(village: Village) -> None:
    drafts = village.giveaways.drafts
    private = Space("local", "edda", kind=SpaceKind.PRIVATE)
    topic = replace(SQUARE, thread="7")
    assert (await drafts.order(PersonId("edda"), topic)).giveaway.space.thread == "7"
    assert (await drafts.order(PersonId("edda"), private)).giveaway.space == SQUARE
    village.neighbours.public = [SQUARE, MARKET]
    with pytest.raises(SaidNo) as refused:
        await drafts.order(PersonId("edda"), OFFICE)
    assert refused.value.text.key == "campaigns.which_space"
    village.neighbours.public = [SQUARE, Space("elsewhere", "plaza")]
    assert (await drafts.order(PersonId("edda"), OFFICE)).giveaway.space == SQUARE
    village.abilities.missing = {Capability.POST}
    with pytest.raises(SaidNo) as silenced:
        await drafts.order(PersonId("edda"), SQUARE)
    assert silenced.value.text.key == "campaigns.cannot_post"


async def test_an_anonymous_editor_publishes_nothing(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    ordered = await village.giveaways.drafts.order(editor.person, SQUARE)
    await village.commit(ordered.writes)
    filled, _ = await village.giveaways.drafts.fill(
        ordered.giveaway, {"prize": "Mug", "places": "1", "ends": "2h"}
    )
    await village.commit(filled.writes)
    nobody = replace(editor, voice=Voice.ANONYMOUS_ADMIN)
    with pytest.raises(SaidNo) as refused:
        await village.giveaways.drafts.publish(ordered.giveaway.number, filled.giveaway.revision, nobody)
    assert refused.value.text.key == "campaigns.not_allowed"


async def test_a_preview_whose_end_has_passed_is_not_published(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    ordered = await village.giveaways.drafts.order(editor.person, SQUARE)
    await village.commit(ordered.writes)
    filled, _ = await village.giveaways.drafts.fill(
        ordered.giveaway, {"prize": "Mug", "places": "1", "ends": "2h"}
    )
    await village.commit(filled.writes)
    village.clock.passes(hours=2)
    with pytest.raises(SaidNo) as refused:
        await village.giveaways.drafts.publish(ordered.giveaway.number, filled.giveaway.revision, editor)
    assert refused.value.text.key == "campaigns.giveaway.problem.ended"


async def test_the_shortest_giveaway_is_published_though_reading_its_preview_took_time(
    village: Village,
) -> None:
    editor = village.person("edda", EDITOR)
    ordered = await village.giveaways.drafts.order(editor.person, SQUARE)
    await village.commit(ordered.writes)
    typed = {"prize": "Mug", "places": "1", "ends": "1m"}
    filled, _ = await village.giveaways.drafts.fill(ordered.giveaway, typed)
    await village.commit(filled.writes)
    village.clock.passes(seconds=20)
    drafts = village.giveaways.drafts
    opened = await drafts.publish(ordered.giveaway.number, filled.giveaway.revision, editor)
    assert opened.giveaway.promised.ends_at > village.clock.now()


@on_both
async def test_a_double_press_that_races_is_one_entry(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    twice = [await village.joined(number, "ann") for _ in range(2)]
    clashes = await village.write(*(entered.writes for entered in twice))
    assert sum(clash is not None for clash in clashes) == 1
    again = await village.joined(number, "ann")
    assert not again.fresh
    assert again.entrants == 1
    assert again.writes == ()


@on_both
async def test_many_enter_in_one_group_of_commits(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    names = [f"member{index}" for index in range(40)]
    entered = [await village.joined(number, name) for name in names]
    assert await village.write(*(one.writes for one in entered)) == [None] * 40
    giveaway = await village.giveaways.entries.find(number)
    assert await village.giveaways.entries.count(giveaway) == 40
    assert giveaway.changes == 40
    assert len({one.code for one in entered}) == 40


@on_both
async def test_an_entry_between_reading_and_drawing_makes_the_draw_anew(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    await village.enters(number, "ann")
    late = await village.joined(number, "ben")
    village.clock.passes(hours=2)
    drawn = await village.giveaways.draws.draw(number)
    assert drawn is not None
    await village.commit(late.writes)
    (clash,) = await village.write(drawn.writes)
    assert clash is not None
    anew = await village.giveaways.draws.draw(number)
    assert anew is not None
    await village.commit(anew.writes)
    assert len(anew.proof.entrants) == 2
    stragglers = await village.write(late.writes)
    assert stragglers[0] is not None, "nobody enters what is drawn"


@on_both
async def test_a_draw_happens_once_and_its_proof_is_kept(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    await village.enters(number, "ann", "ben", "cat", "dan")
    assert await village.giveaways.draws.draw(number) is None, "not before its end"
    village.clock.passes(hours=2)
    twice = [await village.giveaways.draws.draw(number) for _ in range(2)]
    units = [drawn.writes for drawn in twice if drawn is not None]
    clashes = await village.write(*units)
    assert [clash is None for clash in clashes] == [True, False]
    assert await village.giveaways.draws.draw(number) is None
    giveaway = await village.giveaways.entries.find(number)
    assert giveaway.state is GiveawayState.DRAWN
    proof = await village.giveaways.draws.proof(giveaway)
    assert isinstance(verify(proof), Reproduced)
    winners = await village.giveaways.draws.winners(giveaway)
    assert [winner.code for winner in winners] == proof["winners"]
    assert await village.store.row("campaigns.secret", key=giveaway.id) is None


async def test_cancelling_forgets_the_secret_and_nothing_is_drawn(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    giveaway = await village.giveaways.entries.find(number)
    await village.commit((await village.giveaways.entries.cancel(number, village.person("edda"))).writes)
    assert await village.store.row("campaigns.secret", key=giveaway.id) is None
    village.clock.passes(hours=3)
    assert await village.giveaways.draws.draw(number) is None


@on_both
async def test_redraws_go_on_in_the_stream_until_nobody_is_left(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    number = await village.running(editor, places="1")
    await village.enters(number, "ann", "ben", "cat")
    village.clock.passes(hours=2)
    drawn = await village.giveaways.draws.draw(number)
    assert drawn is not None
    await village.commit(drawn.writes)
    holder, seen = drawn.proof.winners[0], [drawn.proof.winners[0]]
    for _ in range(2):
        again = await village.giveaways.draws.redraw(number, holder, "no answer", editor)
        race = await village.giveaways.draws.redraw(number, holder, "no answer", editor)
        clashes = await village.write(again.writes, race.writes)
        assert [clash is None for clash in clashes] == [True, False]
        holder = again.code
        seen.append(holder)
    assert len(set(seen)) == 3
    with pytest.raises(SaidNo) as refused:
        await village.giveaways.draws.redraw(number, holder, "no answer", editor)
    assert refused.value.text.key == "campaigns.giveaway.nobody_left"
    giveaway = await village.giveaways.entries.find(number)
    assert isinstance(verify(await village.giveaways.draws.proof(giveaway)), Reproduced)
    states = [winner.state for winner in await village.giveaways.draws.winners(giveaway)]
    assert states == [WinnerState.REPLACED, WinnerState.REPLACED, WinnerState.WON]


@on_both
async def test_who_left_and_who_is_staff_is_not_drawn(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR), places="9")
    await village.enters(number, "ann", "ben", "cat", "dan")
    entries = village.giveaways.entries
    await village.commit(await entries.moved(PersonId("ann"), SQUARE, Ineligible.LEFT))
    await village.commit(await entries.moved(PersonId("ben"), SQUARE, Ineligible.REMOVED))
    await village.commit(await entries.moved(PersonId("ben"), SQUARE, Ineligible.NO))
    assert await entries.moved(PersonId("dan"), MARKET, Ineligible.LEFT) == ()
    village.neighbours.ranks["cat"] = Standing(rank=Rank.MANAGER)
    village.clock.passes(hours=2)
    drawn = await village.giveaways.draws.draw(number)
    assert drawn is not None
    await village.commit(drawn.writes)
    assert sorted(named[0] for _, named in drawn.won) == ["ben", "dan"]
    rows = await village.store.rows("campaigns.entries", key=drawn.giveaway.id)
    why = {row["person"]: row["ineligible"] for row in rows}
    assert why == {"ann": "left", "ben": "", "cat": "staff", "dan": ""}


async def test_pressing_again_brings_back_who_was_thought_gone(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    await village.enters(number, "ann")
    await village.commit(await village.giveaways.entries.moved(PersonId("ann"), SQUARE, Ineligible.LEFT))
    back = await village.joined(number, "ann")
    assert back.fresh
    await village.commit(back.writes)
    assert await village.giveaways.entries.count(back.giveaway) == 1


async def test_ordinary_comings_and_goings_cost_no_write(village: Village) -> None:
    assert await village.giveaways.entries.moved(PersonId("ann"), SQUARE, Ineligible.LEFT) == ()


async def test_terms_stand_when_settings_change(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    number = await village.running(editor)
    village.giveaways.settings = CampaignsSettings(exclude_staff=False)
    with pytest.raises(SaidNo) as refused:
        await village.joined(number, "edda")
    assert refused.value.text.key == "campaigns.giveaway.not_for_staff"
    later = await village.running(editor)
    assert (await village.joined(later, "edda")).fresh


async def test_the_count_is_shown_only_when_it_changed(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    entries = village.giveaways.entries
    await village.enters(number, "ann")
    assert await entries.refreshed(number) is None, "the post is not known yet"
    await village.commit(entries.posted(await entries.find(number), "77").writes)
    found = await entries.refreshed(number)
    assert found is not None
    changed, entrants = found
    assert entrants == 1
    await village.commit(changed.writes)
    assert await entries.refreshed(number) is None


async def test_a_press_made_in_time_counts_although_it_is_handled_late(village: Village) -> None:
    number = await village.running(village.person("edda", EDITOR))
    pressed = village.clock.now()
    village.clock.passes(hours=2, minutes=1)
    entered = await village.giveaways.entries.enter(number, village.person("ann"), pressed)
    await village.commit(entered.writes)
    with pytest.raises(SaidNo) as refused:
        await village.joined(number, "ben")
    assert refused.value.text.key == "campaigns.giveaway.over"
    drawn = await village.giveaways.draws.draw(number)
    assert drawn is not None
    assert drawn.proof.winners == (entered.code,)
    await village.commit(drawn.writes)
    assert await village.giveaways.proof(number) == drawn.proof.plain()
