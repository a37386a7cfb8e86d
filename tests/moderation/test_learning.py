"""What moderators teach is learned exactly, bounded, and unlearned without a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from chat.decision import Decision
from chat.messages import MessageRef
from moderation.breaches import Mode
from moderation.lab import evaluate
from moderation.labels import Label, teach, unteach
from moderation.learning import MOST_COPIES, Bayes, Lesson, counted, traits
from moderation.refit import learn
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


def test_the_published_set_is_learned(shared: Callable[[str], Path]) -> None:
    def rows(part: str) -> list[dict[str, str]]:
        lines = shared(f"data/moderation/sms_en/{part}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    train = rows("train")
    few = [row for row in train if row["label"] == "spam"][:20] + [r for r in train if r["label"] == "ham"][
        :200
    ]
    figures = evaluate(rows("dev")[:300], train=few).figures
    assert float(figures["f1"] or 0) >= 0.7
    assert float(figures["false_positive_rate"] or 0) <= 0.03


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
