"""What nobody could answer: missed questions that ask the same thing, gathered (pure)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.people import Language, PersonId
from faq.misses import Why
from faq.wordings import essence, features
from language.lanes import language_of

ALIKE = 0.36
"""Cosine of the weighted features from which two questions ask the same thing."""

ALIKE_NEAR = 0.28
"""The same for two questions to which the same entry came nearest."""

SHOWN = 5
"""Wordings of a gap that are shown, and that become questions of an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One missed question."""

    id: str
    person: PersonId
    text: str
    language: Language
    why: Why
    near: str | None
    at: datetime
    gap: str | None = None
    reply: str = ""
    accepted: bool = False

    @property
    def spoken(self) -> Language:
        """The language of the reply: somebody may have answered in another one than was asked in."""
        return language_of(self.reply) or self.language


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Missed questions that ask the same thing, the oldest first; `id` is "" for one that was just found."""

    id: str
    misses: tuple[Miss, ...]

    @property
    def people(self) -> int:
        """How many different people asked."""
        return len({one.person for one in self.misses})

    @property
    def near(self) -> str | None:
        """The entry that is meant most likely: what askers chose counts before what the matcher guessed."""
        chosen = Counter(one.near for one in self.misses if one.near and one.why is Why.CHOSEN)
        guessed = Counter(one.near for one in self.misses if one.near and one.why is Why.UNSURE)
        best = (chosen or guessed).most_common(1)
        return best[0][0] if best else None

    @property
    def disliked(self) -> str | None:
        """The entry that was given most often and did not help."""
        given = Counter(one.near for one in self.misses if one.near and one.why is Why.DISLIKED)
        return given.most_common(1)[0][0] if given else None

    @property
    def wordings(self) -> tuple[Miss, ...]:
        """Different wordings, the newest first."""
        found: dict[str, Miss] = {}
        for one in reversed(self.misses):
            if key := essence(one.text):
                found.setdefault(key, one)
        return tuple(found.values())[:SHOWN]

    def reply(self, language: Language) -> str:
        """What a human answered in that language: an accepted answer before the newest, "" when nobody did."""
        said = [one for one in self.misses if one.reply and one.spoken == language]
        accepted = [one for one in said if one.accepted]
        return (accepted or said)[-1].reply if said else ""


class _Likeness:
    """Compares questions by the weight of what they share; a feature that most have counts less."""

    def __init__(self, misses: Sequence[Miss]) -> None:
        made_of = {one.id: features(one.text) for one in misses}
        holders = Counter(part for parts in made_of.values() for part in parts)
        total = len(made_of)
        self._weights: dict[str, dict[str, float]] = {}
        for name, parts in made_of.items():
            weighed = {
                part: weight * (1 + math.log(total / holders[part]) / math.log(total + 1))
                for part, weight in parts.items()
            }
            length = math.sqrt(sum(one * one for one in weighed.values())) or 1.0
            self._weights[name] = {part: weight / length for part, weight in weighed.items()}

    def parts(self, miss: Miss) -> Mapping[str, float]:
        """The features of a question, of length one together."""
        return self._weights[miss.id]


def gathered(fresh: Sequence[Miss], gaps: Sequence[Gap]) -> Sequence[Gap]:
    """The gaps that the fresh misses belong to, new ones among them, each whole; gaps without news are left out.

    A miss joins the gap that holds the question most like its own, when one is alike enough; else it opens a gap.
    """
    known = [miss for gap in gaps for miss in gap.misses]
    likeness = _Likeness([*known, *fresh])
    clusters: list[list[Miss]] = [list(gap.misses) for gap in gaps]
    where: dict[str, int] = {miss.id: index for index, gap in enumerate(gaps) for miss in gap.misses}
    holders: dict[str, list[Miss]] = defaultdict(list)
    for miss in known:
        for part in likeness.parts(miss):
            holders[part].append(miss)
    grown: set[int] = set()
    for miss in sorted(fresh, key=lambda one: (one.at, one.id)):
        index = _place(miss, likeness, holders, where)
        if index is None:
            index = len(clusters)
            clusters.append([])
        clusters[index].append(miss)
        where[miss.id] = index
        grown.add(index)
        for part in likeness.parts(miss):
            holders[part].append(miss)
    names = [gap.id for gap in gaps]
    return [
        Gap(id=names[index] if index < len(names) else "", misses=tuple(clusters[index]))
        for index in sorted(grown)
    ]


def _place(
    miss: Miss, likeness: _Likeness, holders: Mapping[str, Sequence[Miss]], where: Mapping[str, int]
) -> int | None:
    """The cluster of the question that is most like this one; None when none is alike enough."""
    shared: dict[str, float] = defaultdict(float)
    others: dict[str, Miss] = {}
    for part, weight in likeness.parts(miss).items():
        for other in holders.get(part, ()):
            shared[other.id] += weight * likeness.parts(other)[part]
            others[other.id] = other
    alike = [
        (score, name)
        for name, score in shared.items()
        if score >= (ALIKE_NEAR if miss.near and others[name].near == miss.near else ALIKE)
    ]
    return where[max(alike)[1]] if alike else None
