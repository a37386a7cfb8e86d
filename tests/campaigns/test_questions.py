"""Q&A events over a real store: one at a time, limits and votes under races, what is refused."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from campaigns.questions import QuestionState
from campaigns.settings import CampaignsSettings
from chat.errors import SaidNo
from chat.people import Duty, Rank, Space, SpaceKind, Standing
from tests.campaigns.village import EDITOR, MARKET, OFFICE, SQUARE, Village, on_both

OPEN = CampaignsSettings(moderate_questions=False, questions_per_person=2)


@on_both
async def test_one_event_a_group_also_when_two_open_at_once(village: Village) -> None:
    edda, emil = village.person("edda", EDITOR), village.person("emil", EDITOR)
    opened = []
    for editor in (edda, emil):
        ordered = await village.questions.panels.order(editor, SQUARE)
        await village.commit(ordered.writes)
        draft = await village.questions.panels.draft(ordered.event.number, editor)
        opened.append(village.questions.panels.open(draft, {"title": editor.name})[0])
    clashes = await village.write(*(one.writes for one in opened))
    assert [clash is None for clash in clashes] == [True, False]
    with pytest.raises(SaidNo) as refused:
        await village.questions.panels.order(emil, SQUARE)
    assert refused.value.text.key == "campaigns.qa.one_at_a_time"
    assert (await village.questions.panels.order(emil, MARKET)).event.space == MARKET


async def test_which_event_is_meant(village: Village) -> None:
    edda, emil = village.person("edda", EDITOR), village.person("emil", EDITOR)
    here = village.questions.asking.here
    with pytest.raises(SaidNo) as nothing:
        await here(SQUARE)
    assert nothing.value.text.key == "campaigns.qa.none_open"
    first = await village.open_event(edda)
    private = Space("local", "ann", kind=SpaceKind.PRIVATE)
    for space in (SQUARE, replace(SQUARE, thread="7"), private, OFFICE):
        assert (await here(space)).number == first
    ordered = await village.questions.panels.order(emil, MARKET)
    await village.commit(ordered.writes)
    draft = await village.questions.panels.draft(ordered.event.number, emil)
    await village.commit(village.questions.panels.open(draft, {"title": "Market"})[0].writes)
    assert (await here(MARKET)).title == "Market"
    with pytest.raises(SaidNo) as several:
        await here(private)
    assert several.value.text.key == "campaigns.qa.which_event"


@on_both
async def test_the_limit_holds_when_one_person_asks_in_two_places_at_once(village: Village) -> None:
    village.questions.settings = OPEN
    number = await village.open_event(village.person("edda", EDITOR))
    await village.asks(number, "ann", "one?")
    event = await village.questions.asking.open_event(number)
    ann = village.person("ann")
    ask, now = village.questions.asking.ask, village.clock.now()
    two, three = await asyncio.gather(ask(event, ann, "two?", now), ask(event, ann, "three?", now))
    clashes = await village.write(two.writes, three.writes)
    assert sum(clash is not None for clash in clashes) == 1
    with pytest.raises(SaidNo) as refused:
        await ask(event, ann, "three?", now)
    assert refused.value.text.key == "campaigns.qa.limit"


async def test_a_rejected_question_does_not_use_up_the_share(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    village.questions.settings = CampaignsSettings(questions_per_person=1)
    number = await village.open_event(editor)
    asked = await village.asks(number, "ann", "one?")
    event = await village.questions.asking.open_event(number)
    with pytest.raises(SaidNo):
        await village.questions.asking.ask(event, village.person("ann"), "two?", village.clock.now())
    kept_out = await village.questions.asking.decide(event, asked, editor, QuestionState.REJECTED)
    await village.commit(kept_out.writes)
    assert await village.asks(number, "ann", "two?") == 2


@on_both
async def test_two_moderators_at_once_decide_once(village: Village) -> None:
    number = await village.open_event(village.person("edda", EDITOR))
    asked = await village.asks(number, "ann", "one?")
    event = await village.questions.asking.open_event(number)
    mod = village.person("mo", Standing(rank=Rank.STAFF, duties=frozenset({Duty.MODERATOR})))
    decide = village.questions.asking.decide
    yes = await decide(event, asked, mod, QuestionState.APPROVED)
    no = await decide(event, asked, village.person("edda"), QuestionState.REJECTED)
    clashes = await village.write(yes.writes, no.writes)
    assert [clash is None for clash in clashes] == [True, False]
    assert (await village.questions.asking.one(event, asked)).state is QuestionState.APPROVED


@on_both
async def test_a_double_vote_that_races_counts_once(village: Village) -> None:
    village.questions.settings = OPEN
    number = await village.open_event(village.person("edda", EDITOR))
    asked = await village.asks(number, "ann", "one?")
    event = await village.questions.asking.open_event(number)
    ben = village.person("ben")
    twice = [await village.questions.asking.vote(event, asked, ben) for _ in range(2)]
    clashes = await village.write(*(changed.writes for changed, _ in twice))
    assert sum(clash is not None for clash in clashes) == 1
    assert (await village.questions.asking.one(event, asked)).votes == 1
    back, counts = await village.questions.asking.vote(event, asked, ben)
    assert not counts
    await village.commit(back.writes)
    assert (await village.questions.asking.one(event, asked)).votes == 0


@on_both
async def test_two_answers_at_once_are_one(village: Village) -> None:
    village.questions.settings = OPEN
    editor = village.person("edda", EDITOR)
    number = await village.open_event(editor)
    asked = await village.asks(number, "ann", "one?")
    event = await village.questions.asking.open_event(number)
    answers = [await village.questions.panels.answer(event, asked, editor, text) for text in ("yes", "no")]
    clashes = await village.write(*(answer.writes for answer in answers))
    assert [clash is None for clash in clashes] == [True, False]
    assert (await village.questions.asking.one(event, asked)).answer == "yes"


async def test_nothing_is_asked_after_the_promised_end(village: Village) -> None:
    village.questions.settings = OPEN
    number = await village.open_event(village.person("edda", EDITOR), ends="2h")
    event = await village.questions.asking.open_event(number)
    village.clock.passes(hours=2)
    with pytest.raises(SaidNo) as refused:
        await village.questions.asking.ask(event, village.person("ann"), "late?", village.clock.now())
    assert refused.value.text.key == "campaigns.qa.over"


async def test_an_event_that_waits_for_review_stays_so_when_settings_change(village: Village) -> None:
    number = await village.open_event(village.person("edda", EDITOR))
    village.questions.settings = OPEN
    event = await village.questions.asking.open_event(number)
    asked = await village.questions.asking.ask(event, village.person("ann"), "one?", village.clock.now())
    assert asked.question.state is QuestionState.PENDING


@on_both
async def test_closing_races_are_one_digest(village: Village) -> None:
    village.questions.settings = OPEN
    number = await village.open_event(village.person("edda", EDITOR))
    await village.asks(number, "ann", "one?")
    event = await village.questions.asking.open_event(number)
    twice = [await village.questions.panels.close(event) for _ in range(2)]
    clashes = await village.write(*(closed.writes for closed in twice))
    assert [clash is None for clash in clashes] == [True, False]
