"""One rule tried on what was said lately: whom it would have hit, and how often wrongly."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chat.people import Rank
from chat.ports import Reader, Row
from moderation.breaches import Mode
from moderation.lab import Past
from moderation.recent import Recent
from moderation.rule import RuleSettings
from moderation.rulebook import Rulebook

LENGTH = timedelta(days=7)
MOST = 20_000
_AT_ONCE = 200
_MOST_SAMPLES = 3
_FEWEST = 5
"""Fewer hits than this are never too many."""

Key = tuple[str, str, str]


@dataclass(slots=True)
class Rehearsal:
    """What a rule would have done with the last messages of members. A hit is a message it would act upon or flag.

    `sure` of the hits would be acted upon; `trusted` hit trusted members; of the cases that this rule really had
    opened a moderator took `overturned` back; `fresh` hits were left alone at the time.
    """

    messages: int = 0
    hits: int = 0
    sure: int = 0
    trusted: int = 0
    overturned: int = 0
    fresh: int = 0
    people: Counter[str] = field(default_factory=Counter)
    samples: list[str] = field(default_factory=list)

    @property
    def concentration(self) -> float:
        """The share of the one author with most hits."""
        return self.people.most_common(1)[0][1] / self.hits if self.hits else 0.0

    def is_above(self, limit: float) -> bool:
        """Whether it would act upon more than that share of all messages."""
        return self.sure >= _FEWEST and self.sure > limit * self.messages


def alone(settings: dict[str, RuleSettings], rule: str) -> dict[str, RuleSettings]:
    """These settings with one rule enforced and all others off."""
    return {
        name: one.model_copy(update={"mode": Mode.ENFORCE if name == rule else Mode.OFF})
        for name, one in settings.items()
    }


async def rehearse(
    reader: Reader,
    settings: dict[str, RuleSettings],
    rule: str,
    now: datetime,
    *,
    trusted_days: int,
    listed: tuple[str, ...] = (),
) -> Rehearsal:
    """Judge the stored messages of members again, a few at a time, so that nobody has to wait for it."""
    since = now - LENGTH
    rows = await reader.rows("moderation.last_history", since=since, most=MOST)
    trusted = {row["person"] for row in await reader.rows("moderation.trusted", least=trusted_days)}
    overturned = _keys(await reader.rows("moderation.overturned", of=rule))
    known = _keys(await reader.rows("moderation.acted_on", of=rule, since=since))
    book, past = Rulebook(alone(settings, rule), listed=listed), Past()
    recent = Recent(horizon=book.memory)
    found = Rehearsal()
    for index, row in enumerate(reversed(rows)):
        if index % _AT_ONCE == 0:
            await asyncio.sleep(0)
        said = past.utterance(row)
        if row["rank"] > Rank.MEMBER:
            continue
        found.messages += 1
        judgement = book.judge(said, recent)
        recent.add(said.heard())
        if judgement.mode is Mode.OFF:
            continue
        key = (row["platform"], row["space"], row["message"])
        found.hits += 1
        found.sure += judgement.mode is Mode.ENFORCE
        found.trusted += row["person"] in trusted
        found.overturned += key in overturned
        found.fresh += key not in known
        found.people[row["person"]] += 1
        if len(found.samples) < _MOST_SAMPLES and row["text"].strip():
            found.samples.append(row["text"].strip()[:120])
    return found


def _keys(rows: Sequence[Row]) -> set[Key]:
    return {(row["platform"], row["space"], row["message"]) for row in rows}
