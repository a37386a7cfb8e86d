"""What moderators teach is learned exactly, bounded, and unlearned without a trace."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251  the same draws each time

import pytest

from chat.decision import Decision
from chat.messages import MessageRef
from moderation.breaches import Mode
from moderation.lab import evaluate
from moderation.labels import Label, teach, unteach
from moderation.learning import MOST_COPIES, Bayes, Lesson, counted, traits
from moderation.refit import learn
from moderation.refitter import Refitter
from tests.moderation.desk import ANN, BO, GARDEN, MO, START, Desk

SPAM = [
    f"buy {what} at our secret shop number {n}"
    for n, what in enumerate(["hats", "socks", "gloves", "scarves"])
]
HAM = [
    f"{who} is coming to the meeting on day {n}"
    for n, who in enumerate(["ann", "bo", "cy", "di", "ed", "flo"])
]


def test_one_lesson_of_each_kind_is_enough_to_begin() -> None:
    bayes = Bayes([(traits(SPAM[0]), True), (traits(HAM[0]), False)])
    assert bayes.odds(traits(SPAM[1])) > 0 > bayes.odds(traits(HAM[1]))
    assert Bayes([(traits(SPAM[0]), True)]).odds(traits(SPAM[0])) == 0


def test_what_is_unlearned_leaves_no_trace() -> None:
    lessons = [(traits(text), True) for text in SPAM] + [(traits(text), False) for text in HAM]
    bayes, never = Bayes(lessons), Bayes(lessons[1:])
    bayes.unlearn(lessons[0][0], spam=True)
    for text in (*SPAM, *HAM, "something else"):
        assert bayes.odds(traits(text)) == never.odds(traits(text))


def test_copies_and_one_loud_moderator_do_not_outweigh_the_others() -> None:
    copies = [Lesson(text="the very same advertisement!!", spam=True, by="mo")] * 50
    assert len(counted(copies)) == MOST_COPIES
    loud = [
        Lesson(text=f"{n} is a number that nobody wants {n * 7919}", spam=True, by="mo") for n in range(300)
    ]
    others = [Lesson(text=f"{who} says a quite different thing", spam=False, by=who) for who in ("li", "wu")]
    kept = counted([*loud, *others])
    assert sum(one.by == "mo" for one in kept) <= 20
    assert sum(one.by != "mo" for one in kept) == 2


def test_lessons_change_the_verdict() -> None:
    train = [{"text": text, "label": "spam"} for text in SPAM * 3] + [
        {"text": t, "label": "ham"} for t in HAM * 3
    ]
    asked = [{"text": "buy belts at our secret shop number 9", "label": "spam"}]
    assert evaluate(asked).decisions[0].verdict == "ham"
    assert evaluate(asked, train=train).decisions[0].verdict == "review"
    assert learn([]).verdict("anything") is Mode.OFF


def sms(shared: Callable[[str], Path], part: str) -> list[dict[str, str]]:
    lines = shared(f"data/moderation/sms_en/{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_published_set_is_learned(shared: Callable[[str], Path]) -> None:
    train = sms(shared, "train")
    few = [row for row in train if row["label"] == "spam"][:20] + [r for r in train if r["label"] == "ham"][
        :200
    ]
    figures = evaluate(sms(shared, "dev")[:300], train=few).figures
    assert float(figures["f1"] or 0) >= 0.7
    assert float(figures["false_positive_rate"] or 0) <= 0.03


@pytest.mark.full
def test_the_whole_published_set_is_learned(shared: Callable[[str], Path]) -> None:
    figures = evaluate(sms(shared, "dev"), train=sms(shared, "train")).figures
    assert float(figures["f1"] or 0) >= 0.97
    assert float(figures["false_positive_rate"] or 0) <= 0.003


@pytest.mark.full
@pytest.mark.parametrize("good", [20, 60, 140])
def test_twenty_labelled_spam_teach_no_less_than_naive_bayes_over_characters(
    shared: Callable[[str], Path], good: int
) -> None:
    """On the training part alone; means of four draws."""
    ours, theirs = 0.0, 0.0
    for seed in range(4):
        rows = sms(shared, "train")
        Random(seed).shuffle(rows)
        sides = [[row for row in rows if row["label"] == label] for label in ("spam", "ham")]
        train = sides[0][:20] + sides[1][:good]
        asked = (sides[0][20:] + sides[1][good:])[:]
        Random(seed).shuffle(asked)
        asked = asked[:1200]
        ours += float(evaluate(asked, train=train).figures["f1"] or 0)
        theirs += naive_bayes_over_characters(train, asked)
    assert ours >= theirs


def naive_bayes_over_characters(train: list[dict[str, str]], asked: list[dict[str, str]]) -> float:
    """F1 of scikit-learn's multinomial naive Bayes over one to four characters within words."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.metrics import f1_score
    from sklearn.naive_bayes import MultinomialNB

    counts = CountVectorizer(analyzer="char_wb", ngram_range=(1, 4))
    table = counts.fit_transform([row["text"] for row in train])
    model = MultinomialNB(alpha=0.1).fit(table, [row["label"] for row in train])
    said = model.predict(counts.transform([row["text"] for row in asked]))
    return float(f1_score([row["label"] for row in asked], said, pos_label="spam"))


async def test_a_label_is_in_force_with_the_next_message_and_gone_when_it_is_taken_back(desk: Desk) -> None:
    def ref(n: int) -> MessageRef:
        return MessageRef(GARDEN, f"taught-{n}")

    lessons = [(Label.SPAM, text) for text in SPAM] + [(Label.HAM, text) for text in HAM]
    writes = [teach(label, BO, ref(n), text, MO, START, None) for n, (label, text) in enumerate(lessons)]
    assert (await desk.says(ANN, "buy belts at our secret shop number 9")).reason == "moderation.clean"
    await desk.commits(Decision(reason="taught", writes=tuple(writes)))
    assert (
        await desk.says(ANN, "buy boots at our secret shop number 7")
    ).reason == "moderation.review.solicitation"
    await desk.commits(
        Decision(reason="untaught", writes=tuple(unteach(ref(n)) for n in range(len(lessons))))
    )
    assert (await desk.says(ANN, "buy shirts at our secret shop number 6")).reason == "moderation.clean"


LONG = [
    (f"{opening} {what} in our {place}, message {who} now", True)
    for opening in ("cheap", "secret", "fresh")
    for what, who in (("hats", "li"), ("socks", "wu"), ("gloves", "ma"))
    for place in ("shop", "store", "market")
] + [
    (f"{who} is coming to the {what} on {day}", False)
    for who in ("ann", "bo", "cy")
    for what in ("meeting", "dinner", "walk")
    for day in ("monday", "friday", "sunday")
]


async def taught(desk: Desk, lessons: list[tuple[str, bool]], since: int = 0) -> None:
    """Label texts, as moderators do."""
    writes = [
        teach(Label.SPAM if spam else Label.HAM, BO, MessageRef(GARDEN, f"l{n}"), text, MO, START, None)
        for n, (text, spam) in enumerate(lessons, since)
    ]
    assert await desk.commits(Decision(reason="taught", writes=tuple(writes)))


def fitter(tmp_path: Path, *, wins: bool) -> Refitter:
    """Ends at once with a model that has won, or has not."""
    weights = {"~secret": 9.0} if wins else None
    script = tmp_path / "fitter.py"
    found = {"act": 1.0, "review": 0.5, "bias": 0.0, "weights": weights}
    script.write_text(f"import sys, json; sys.stdin.read(); print(json.dumps({found!r}))", encoding="utf-8")
    return Refitter((sys.executable, str(script)))


async def fitted(desk: Desk) -> Decision:
    """What the first message says after a fit has ended."""
    await desk.says(ANN, "good morning")
    assert desk.moderation._desk.school.refitter.is_busy
    await desk.moderation._desk.school.refitter.settled()
    return await desk.says(ANN, "good evening")


async def test_a_stronger_model_takes_over_when_it_has_won_and_the_staff_are_told_once(
    desk: Desk, tmp_path: Path
) -> None:
    school = desk.moderation._desk.school
    school.refitter = fitter(tmp_path, wins=True)
    await desk.says(ANN, "hello")
    await taught(desk, LONG)
    decision = await fitted(desk)
    assert school.classifier is not None
    assert school.classifier.is_strong
    assert [one.code for one in decision.audit] == ["rule.promoted"]
    assert (await desk.says(ANN, "good night")).audit == ()
    await taught(desk, [("one more message about hats", True)], since=100)
    await desk.says(ANN, "good night again")
    assert school.classifier.is_strong
    assert not school.refitter.is_busy


async def test_it_rests_as_soon_as_one_of_its_lessons_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    school = desk.moderation._desk.school
    school.refitter = fitter(tmp_path, wins=True)
    await taught(desk, LONG)
    await fitted(desk)
    assert await desk.commits(Decision(reason="", writes=(unteach(MessageRef(GARDEN, "l0")),)))
    await desk.says(ANN, "good night")
    assert school.classifier is not None
    assert not school.classifier.is_strong
    assert school.refitter.is_busy


async def test_what_has_not_won_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    school = desk.moderation._desk.school
    school.refitter = fitter(tmp_path, wins=False)
    await taught(desk, LONG)
    assert (await fitted(desk)).audit == ()
    assert school.classifier is not None
    assert not school.classifier.is_strong


async def test_few_lessons_are_not_fitted_and_a_fit_that_fails_is_survived(desk: Desk) -> None:
    school = desk.moderation._desk.school
    school.refitter = Refitter((sys.executable, "-c", "import sys; sys.exit('no memory')"))
    await taught(desk, LONG[:12] + LONG[-12:])
    await desk.says(ANN, "good morning")
    assert not school.refitter.is_busy
    await taught(desk, LONG, since=100)
    await fitted(desk)
    assert school.classifier is not None
    assert not school.classifier.is_strong


async def test_the_process_fits_what_it_is_given() -> None:
    refitter = Refitter()
    refitter.begin([Lesson(text=text, spam=spam) for text, spam in LONG])
    await refitter.settled()
    found = refitter.taken()
    assert found is not None
    assert found[0].act > found[0].review - 1
    assert len(found[1]) == len(LONG)
