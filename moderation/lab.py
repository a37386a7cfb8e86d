"""Rules measured on labelled messages, and how stored messages are read again."""

from __future__ import annotations

import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from chat.messages import Entity, EntityKind, Message
from chat.people import PersonId, Rank, Space
from moderation.breaches import Evidence, Judgement, Mode
from moderation.learning import Lesson
from moderation.recent import Recent
from moderation.refit import learn
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.utterance import Facts, Utterance

_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_NOWHERE = Space("lab", "1")

Row = Mapping[str, Any]


def read_rules(source: str) -> ModerationSettings:
    """The settings of a rules file: TOML with the keys of `[moderation]`. Raises ValidationError, TOMLDecodeError."""
    table = tomllib.loads(source)
    return ModerationSettings.model_validate(table.get("moderation", table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The verdict on one labelled message: spam (acted on), review (flagged for a person) or ham."""

    row: Row
    verdict: str
    judgement: Judgement

    @property
    def score(self) -> float:
        """The highest score of a rule that has one, else how far the rules would go, 0 to 1."""
        scores = [breach.score for breach in self.judgement.breaches if breach.score is not None]
        return max(scores, default=self.judgement.mode.reach / Mode.ENFORCE.reach)

    def as_json(self) -> dict[str, Any]:
        """One line of `--decisions`: the row with verdict, score and evidence."""
        evidence = [_evidence(one) for one in self.judgement.evidence]
        return {**self.row, "verdict": self.verdict, "score": round(self.score, 4), "evidence": evidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `steward moderation evaluate` prints, and every decision behind it."""

    figures: Mapping[str, float | int | None]
    decisions: Sequence[Decided]


def evaluate(
    messages: Iterable[Row],
    rules: ModerationSettings | None = None,
    train: Iterable[Row] | None = None,
    *,
    timer: Callable[[], float] = time.perf_counter,
) -> Report:
    """Judge labelled messages, each as the first words of a stranger, by the real rules (None = the shipped ones).

    Labels are read after all verdicts stand. The rules learn from `train` as from moderators.
    """
    began = timer()
    lessons = [Lesson(text=str(row["text"]), spam=row["label"] == "spam") for row in train or ()]
    classifier = learn(lessons) if lessons else None
    book = Rulebook((rules or ModerationSettings()).rule_settings(), classifier)
    trained = timer()
    rows = list(messages)
    decisions = [_decide(book, row, index) for index, row in enumerate(rows)]
    seconds = timer() - trained
    figures = {
        **_figures(decisions),
        "messages_per_second": round(len(rows) / seconds, 1) if seconds > 0 else 0.0,
        "train_seconds": round(trained - began, 3) if train is not None else 0.0,
        "peak_rss_mb": _peak_megabytes(),
    }
    return Report(figures=figures, decisions=decisions)


def _decide(book: Rulebook, row: Row, index: int) -> Decided:
    said = Utterance(
        Message(id=str(index), space=_NOWHERE, text=str(row["text"])), PersonId(str(index)), _SOME_TIME
    )
    judgement = book.judge(said, Recent(size=1))
    return Decided(row=row, verdict=_VERDICTS[judgement.mode], judgement=judgement)


_VERDICTS = {Mode.ENFORCE: "spam", Mode.REVIEW: "review", Mode.SHADOW: "ham", Mode.OFF: "ham"}


def _figures(decisions: Sequence[Decided]) -> dict[str, float | int | None]:
    counts = Counter((one.row["label"] == "spam", one.verdict) for one in decisions)
    spam = sum(count for (is_spam, _), count in counts.items() if is_spam)
    ham = len(decisions) - spam
    hit, wrong = counts[True, "spam"], counts[False, "spam"]
    flagged, flagged_wrong = hit + counts[True, "review"], wrong + counts[False, "review"]
    return {
        "messages": len(decisions),
        "precision": _share(hit, hit + wrong),
        "recall": _share(hit, spam),
        "f1": _share(2 * hit, 2 * hit + wrong + (spam - hit)),
        "false_positive_rate": _share(wrong, ham),
        "flagged_recall": _share(flagged, spam),
        "flagged_false_positive_rate": _share(flagged_wrong, ham),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _evidence(one: Evidence) -> dict[str, str | int | float]:
    return {
        "rule": one.rule,
        "start": one.start,
        "end": one.end,
        "view": one.view.value,
        "weight": one.weight,
    }


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


class Past:
    """Stored messages, oldest first, as they were said, with what the store tells of their authors by then; of what is
    said of them the verdict counts.
    """

    def __init__(self) -> None:
        self._first: dict[str, datetime] = {}
        self._said: dict[str, int] = {}

    def utterance(self, row: Row) -> Utterance:
        """The next of them."""
        said, person = utterance_of(row), row["person"]
        first = self._first.setdefault(person, said.at)
        self._said[person] = count = self._said.get(person, -1) + 1
        said.facts = Facts(said.at - first, count)
        said.rank = _RANKS[row["rank"]]
        said.briefly = True
        return said


_RANKS = {one.value: one for one in Rank}


def utterance_of(row: Row) -> Utterance:
    """A stored message; its links and mentions are those that its text shows."""
    text = row["text"]
    space = _space(row["platform"], row["space"], row["thread"])
    entities = _entities(text) if "@" in text or "." in text or "://" in text else ()
    message = Message(id=row["message"], space=space, text=text, entities=entities, album=row["album"])
    return Utterance(message, row["person"], row["at"])


@lru_cache(maxsize=4096)
def _space(platform: str, space: str, thread: str | None) -> Space:
    return Space(platform, space, thread)


def _entities(text: str) -> tuple[Entity, ...]:
    if "://" not in text and "@" not in text and "www." not in text:
        return ()
    found = []
    start = 0
    for word in text.split():
        start = text.index(word, start)
        if "://" in word or word.startswith("www."):
            found.append(Entity(kind=EntityKind.LINK, start=start, end=start + len(word), target=word))
        elif word.startswith("@") and len(word) > 1:
            found.append(Entity(kind=EntityKind.MENTION, start=start, end=start + len(word)))
        start += len(word)
    return tuple(found)
