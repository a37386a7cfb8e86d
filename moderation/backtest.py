"""Rules rehearsed on stored messages: what they would hit, whom, how wrongly, and what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chat.people import Rank
from moderation.breaches import Mode
from moderation.lab import Past, Row
from moderation.recent import Recent
from moderation.rule import RuleSettings
from moderation.rulebook import Rulebook

_MOST_SAMPLES = 5

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the past: who has earned trust, and, by rule, whose hits a moderator took back."""

    trusted: Collection[str] = frozenset()
    overturned: Mapping[str, Collection[Key]] | None = None

    def was_overturned(self, rule: str, key: Key) -> bool:
        """Whether a moderator took back what that rule did about a message."""
        return self.overturned is not None and key in self.overturned.get(rule, ())


def backtest(
    rules: Mapping[str, RuleSettings],
    history: Iterable[Row],
    known: Known | None = None,
    *,
    before: Mapping[str, RuleSettings] | None = None,
    listed: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What rules would have done with stored messages, oldest first; `history` are rows of `moderation.history`.

    For each rule: hits by mode, samples, `concentration` (the share of the hits of the one person who has most of
    them), hits on members who have earned trust by now, hits that a moderator took back when they happened, and hits on
    staff. `before` = the rules in force: then also what would change.
    """
    known, past = known or Known(), Past()
    book, old = Rulebook(rules, listed=listed), Rulebook(before, listed=listed) if before else None
    recent = Recent(horizon=max(book.memory, old.memory) if old else book.memory)
    tallies = {name: _Tally() for name in book.rules}
    change = _Change()
    judged = 0
    for row in history:
        judged += 1
        said = past.utterance(row)
        judgement = book.judge(said, recent)
        if old is not None:
            change.add(old.judge(said, recent).mode, judgement.mode, row)
        recent.add(said.heard())
        for breach in judgement.breaches:
            tallies[breach.rule].add(breach.mode, row, known, breach.rule)
    figures: dict[str, Any] = {
        "messages": judged,
        "version": book.version,
        "rules": {name: tally.as_json() for name, tally in tallies.items() if tally.hits},
    }
    return figures if old is None else {**figures, "difference": {"version": old.version, **change.as_json()}}


class _Tally:
    """Counts the hits of one rule."""

    def __init__(self) -> None:
        self.hits = 0
        self._modes: Counter[str] = Counter()
        self._people: Counter[str] = Counter()
        self._staff = self._trusted = self._overturned = 0
        self._samples: list[dict[str, str]] = []

    def add(self, mode: Mode, row: Row, known: Known, rule: str) -> None:
        self.hits += 1
        self._modes[mode.value] += 1
        self._people[row["person"]] += 1
        self._staff += row["rank"] > Rank.MEMBER
        self._trusted += row["person"] in known.trusted
        self._overturned += known.was_overturned(rule, key_of_row(row))
        if len(self._samples) < _MOST_SAMPLES:
            self._samples.append(_sample(row))

    def as_json(self) -> dict[str, Any]:
        most = self._people.most_common(1)[0][1]
        return {
            "hits": self.hits,
            "by_mode": dict(self._modes),
            "people": len(self._people),
            "concentration": round(most / self.hits, 4),
            "on_trusted": self._trusted,
            "overturned": self._overturned,
            "on_staff": self._staff,
            "samples": self._samples,
        }


class _Change:
    """Counts messages that would fare otherwise than now."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[Row]] = {"harder": [], "milder": []}
        self._counts: Counter[str] = Counter()

    def add(self, before: Mode, after: Mode, row: Row) -> None:
        if before is after:
            return
        kind = "harder" if after.reach > before.reach else "milder"
        self._counts[kind] += 1
        if len(self._kinds[kind]) < _MOST_SAMPLES:
            self._kinds[kind].append({**_sample(row), "before": before.value, "after": after.value})

    def as_json(self) -> dict[str, Any]:
        return {
            kind: {"messages": self._counts[kind], "samples": samples}
            for kind, samples in self._kinds.items()
        }


def _sample(row: Row) -> dict[str, str]:
    return {"message": row["message"], "text": row["text"][:200]}


def key_of_row(row: Row) -> Key:
    """The name of a stored message."""
    return row["platform"], row["space"], row["message"]


def overturned_by_rule(rows: Sequence[Row]) -> dict[str, set[Key]]:
    """Rows of `moderation.all_overturned` by rule."""
    found: dict[str, set[Key]] = {}
    for row in rows:
        found.setdefault(row["rule"], set()).add(key_of_row(row))
    return found
