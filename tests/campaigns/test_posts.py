"""What is said fits every platform, at its longest, in both languages, and shows no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.texts import Texts, load_texts
from campaigns import answer_posts, giveaway_posts, question_posts, winner_posts
from campaigns.giveaways import Giveaway, GiveawayState, Terms, WinnerState
from campaigns.question_posts import ANSWER, INTRO, QUESTION, TITLE
from campaigns.questions import EventState, QaEvent, Question, QuestionState
from chat.actions import Action, Edit, Post
from chat.people import Language, PersonId
from chat.text import Text
from tests.campaigns.village import OFFICE, SQUARE

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LIMIT = 2000
"""Characters of a Discord message, the shortest of all."""

TOAST = 200
"""Characters of what a pressed button may answer on Telegram."""

BUTTON, MODAL_LABEL = 80, 45
TEXTS = Texts(load_texts(("campaigns",)), ZoneInfo("Asia/Shanghai"))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
WIDE = "汉字"
NAME = "N" * 32


def wide(length: int) -> str:
    return (WIDE * length)[:length]


GIVEAWAY = Giveaway(
    id="g",
    number=12345,
    state=GiveawayState.OPEN,
    editor=PersonId("edda"),
    space=SQUARE,
    revision=1,
    form={},
    terms=Terms(
        number=12345,
        organiser=wide(60),
        prize=wide(giveaway_posts.PRIZE),
        places=1000,
        ends=NOON.isoformat(),
        conditions=wide(giveaway_posts.CONDITIONS),
        claim=wide(giveaway_posts.CLAIM),
        staff_excluded=True,
    ),
    rules_hash="a" * 64,
    secret_hash="b" * 64,
    message="77",
    shown=123456,
    shown_at=None,
    changes=0,
)
EVENT = QaEvent(
    id="e",
    number=12345,
    state=EventState.OPEN,
    opener=PersonId("edda"),
    space=SQUARE,
    form={},
    title=wide(TITLE),
    intro=wide(INTRO),
    moderated=True,
    per_person=100,
    message="78",
    shown_at=None,
    ends_at=NOON,
)


def question(number: int, state: QuestionState) -> Question:
    return Question(
        id=str(number),
        event="e",
        number=number,
        state=state,
        person=PersonId(f"asker{number}"),
        text=wide(QUESTION),
        votes=100_000 + number,
        posed="79",
        answer=wide(ANSWER),
        answered_by=PersonId("rae"),
    )


def queue(state: QuestionState, count: int) -> list[Question]:
    return [question(number, state) for number in range(1000, 1000 + count)]


def spoken() -> Iterator[Action]:
    """Everything public or private that can become long."""
    problem = Text("campaigns.moment.unreadable", {"text": wide(40), **_limits()})
    yield giveaway_posts.draft_post(GIVEAWAY, None, OFFICE, NOON)
    yield giveaway_posts.draft_post(GIVEAWAY, problem, OFFICE, NOON)
    yield giveaway_posts.announcement(GIVEAWAY)
    yield from giveaway_posts.counted(GIVEAWAY, 123456)
    yield from giveaway_posts.ended(GIVEAWAY, "drawn")
    yield from giveaway_posts.ended(GIVEAWAY, "cancelled")
    yield giveaway_posts.cancelled(GIVEAWAY, wide(200))
    won = [(f"CODE{number:04d}", (PersonId(str(number)), NAME)) for number in range(100)]
    yield from winner_posts.announced(GIVEAWAY, won, entrants=123456, entrants_hash="c" * 64, secret="d" * 64)
    yield winner_posts.nobody(GIVEAWAY)
    yield winner_posts.redrawn(GIVEAWAY, "CODE0001", "CODE0002", (PersonId("ann"), NAME), wide(200))
    yield winner_posts.told(GIVEAWAY, PersonId("ann"), "CODE0001")
    for state in WinnerState:
        places = [(code, named, state) for code, named in won]
        yield winner_posts.staff_card(GIVEAWAY, OFFICE, places, 123456)
    approved, ann = queue(QuestionState.APPROVED, 40), (PersonId("ann"), NAME)
    yield from question_posts.opened(EVENT, pinned=False)
    yield from question_posts.listed(EVENT, approved)
    yield from question_posts.closed(EVENT)
    yield question_posts.card(EVENT, approved[0], ann, OFFICE)
    yield question_posts.rejected(EVENT, approved[0])
    yield answer_posts.posed(EVENT, approved[0], ann)
    yield from answer_posts.answered(EVENT, approved[0], ann, (PersonId("rae"), NAME))
    everything = [*queue(QuestionState.ANSWERED, 7), *queue(QuestionState.POSED, 50)]
    names = {one.person: NAME for one in everything} | {PersonId("rae"): NAME}
    yield from answer_posts.digest(EVENT, everything, names, 100_000)


def _limits() -> dict[str, timedelta]:
    return {"shortest": timedelta(minutes=1), "longest": timedelta(days=90)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_posts_fit(language: Language) -> None:
    count = 0
    for action in spoken():
        if isinstance(action, Post | Edit):
            count += 1
            words = TEXTS.render(action.body, language).plain
            assert len(words) <= LIMIT, f"{action.about}: {len(words)}"
            assert len(action.buttons) <= 5
            for button in (button for row in action.buttons for button in row):
                assert len(TEXTS.words(button.label, language)) <= BUTTON
                assert len(f"{button.kind}:{button.id}:") + 13 <= 64
            assert all(len(row) <= 5 for row in action.buttons)
    assert count > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_markup_is_seen(language: Language) -> None:
    for key in TEXTS._templates:
        shown = TEXTS.render(Text(key, _Anything()), language)
        assert "**" not in shown.plain, key
        assert "`" not in shown.plain, key
        assert not shown.plain.startswith(("- ", "> ")), key


class _Anything(dict[str, str]):
    """An argument for every placeholder."""

    def __missing__(self, key: str) -> str:
        return "x"


TOASTS: Sequence[str] = (
    "not_allowed",
    "giveaway.entered",
    "giveaway.in_already",
    "giveaway.left",
    "giveaway.not_in",
    "giveaway.over",
    "giveaway.not_for_staff",
    "giveaway.published",
    "giveaway.discarded",
    "giveaway.see_preview",
    "giveaway.no_draft",
    "giveaway.stale",
    "giveaway.problem.ended",
    "giveaway.claim_done",
    "giveaway.already_claimed",
    "giveaway.already_replaced",
    "giveaway.no_winner",
    "giveaway.not_drawn",
    "qa.voted",
    "qa.vote_back",
    "qa.no_vote_now",
    "qa.no_answer_now",
    "qa.over",
    "qa.decided_already",
    "qa.done_approved",
    "qa.done_rejected",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_press_answers_fits_into_a_toast(language: Language) -> None:
    class Long(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "1234567890"

    for key in TOASTS:
        assert len(TEXTS.words(Text(f"campaigns.{key}", Long()), language)) <= TOAST, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_fit_into_a_dialogue_box(language: Language) -> None:
    approved = question(1000, QuestionState.APPROVED)
    for form in (
        giveaway_posts.form(GIVEAWAY),
        question_posts.event_form(EVENT),
        question_posts.ask_form(EVENT),
        question_posts.answer_form(EVENT, approved),
    ):
        assert len(TEXTS.words(form.title, language)) <= MODAL_LABEL
        assert 1 <= len(form.fields) <= 5
        for field in form.fields:
            assert len(TEXTS.words(field.label, language)) <= MODAL_LABEL


def test_a_digest_tells_every_question_once() -> None:
    answered, left = (
        queue(QuestionState.ANSWERED, 9),
        [question(number, QuestionState.APPROVED) for number in range(2000, 2040)],
    )
    hidden = [question(3000, QuestionState.REJECTED), question(3001, QuestionState.PENDING)]
    posts = answer_posts.digest(EVENT, [*answered, *left, *hidden], {}, 3)
    whole = "\n".join(TEXTS.render(post.body, "en").plain for post in posts)
    for one in (*answered, *left):
        assert whole.count(str(one.number)) >= 1
    assert "3000" not in whole
    assert "3001" not in whole


def test_an_empty_digest_says_so() -> None:
    (post,) = answer_posts.digest(EVENT, [], {}, 0)
    assert TEXTS.words(Text("campaigns.qa.none_shown"), "zh") in TEXTS.render(post.body, "zh").plain


def test_a_form_keeps_what_was_typed_and_then_asks_for_nothing() -> None:
    typed = {"prize": "Mug", "places": "3", "ends": "2h", "conditions": "", "claim": ""}
    fields = giveaway_posts.form(replace(GIVEAWAY, form=typed)).fields
    assert {field.name: field.initial for field in fields} == typed
    assert not any(field.required for field in fields)
    assert [field.required for field in giveaway_posts.form(GIVEAWAY).fields] == [
        True,
        True,
        True,
        False,
        False,
    ]
