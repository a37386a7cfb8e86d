"""Words and patterns that are not welcome: shipped packs, the community's own lists, administrators' patterns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from pydantic import Field, field_validator

from chat.errors import Unfit
from chat.text import Text
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.matcher import Hit, WordList
from moderation.packs import PACKS, pack_lists
from moderation.patterns import occurrences, usable
from moderation.recent import Recent
from moderation.retold import Retold
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance

_MOST_EVIDENCE = 20
_OWN = frozenset({"forbidden", "watched"})
"""The community's own lists."""


class WordsSettings(RuleSettings):
    """Words and patterns that are not welcome."""

    packs: tuple[str, ...] = Field(
        default=PACKS,
        description="Shipped word lists in use; each knows which of its terms only ask for review.",
    )
    forbidden: tuple[str, ...] = Field(
        default=(), description="The community's own words; Chinese words need no spaces around them."
    )
    watched: tuple[str, ...] = Field(
        default=(), description="Words that only call a moderator to look, whatever the mode."
    )
    allowed: tuple[str, ...] = Field(
        default=(),
        description="Longer words inside which a listed word does not count, such as a product's name.",
    )
    patterns: tuple[str, ...] = Field(
        default=(),
        description="RE2 patterns, matched on the folded text (lower case, simplified, half width).",
    )

    @field_validator("packs")
    @classmethod
    def _are_shipped(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in PACKS:
                raise Unfit("moderation.unfit.pack", name=name, known=", ".join(PACKS))
        return value

    @field_validator("patterns")
    @classmethod
    def _are_patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(usable, value))


class Words(Rule[WordsSettings]):
    """Finds listed words in the folded text, as words of their own."""

    name: ClassVar[str] = "words"
    title: ClassVar[Text] = Text("moderation.rule.words.title")
    Settings: ClassVar[type[RuleSettings]] = WordsSettings

    @property
    def lists(self) -> tuple[WordList, ...]:
        """The community's own words and the shipped packs."""
        chosen, own = self.settings, self.name
        return (
            WordList(name="forbidden", owner=own, terms=chosen.forbidden, unless=chosen.allowed),
            WordList(name="watched", owner=own, terms=chosen.watched, unless=chosen.allowed, cap=Mode.REVIEW),
            *pack_lists(own, chosen.packs, chosen.allowed),
        )

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Any listed word or pattern is a breach; the surest and gravest finding decides."""
        hits = self.hits(said)
        if not hits and not self.settings.patterns:
            return None
        evidence = [
            self._evidence(said, hit.start, hit.end, hit.term) for hit in islice(hits, _MOST_EVIDENCE)
        ]
        retold = Retold(said.folded) if any(map(_may_be_retold, hits)) else None
        ranks = [(_cap(hit, retold), hit.words.severity or self.settings.severity) for hit in hits]
        for pattern, start, end in islice(self._patterned(said), _MOST_EVIDENCE):
            evidence.append(self._evidence(said, start, end, pattern))
            ranks.append((Mode.ENFORCE, self.settings.severity))
        if not evidence:
            return None
        cap, severity = max(ranks, key=lambda rank: (rank[0].reach, rank[1].gravity))
        return self.breach(*evidence, cap=cap, severity=severity)

    def _patterned(self, said: Utterance) -> Iterator[tuple[str, int, int]]:
        for pattern in self.settings.patterns:
            for start, end in occurrences(pattern, said.folded):
                yield pattern, start, end

    def _evidence(self, said: Utterance, start: int, end: int, term: str) -> Evidence:
        if said.briefly:
            return said.whole(self.name, View.FOLDED)
        first, last = said.span(start, end)
        return Evidence(rule=self.name, start=first, end=last, view=View.FOLDED, term=term)

    def explain(self) -> Text:
        """How many words and patterns there are."""
        chosen = self.settings
        return Text(
            "moderation.rule.words.explain",
            {
                "packs": len(chosen.packs),
                "words": len(chosen.forbidden) + len(chosen.watched),
                "patterns": len(chosen.patterns),
            },
        )

    def reason(self) -> Text:
        """The word itself is not repeated."""
        return Text("moderation.rule.words.reason")


def _may_be_retold(hit: Hit) -> bool:
    """Whether a hit acts and is none of the community's own words: those mean what they say."""
    return hit.words.cap is Mode.ENFORCE and hit.words.name not in _OWN


def _cap(hit: Hit, retold: Retold | None) -> Mode:
    """Who quotes a phrase of a shipped pack, warns of it or asks about it is at most looked at."""
    if retold and _may_be_retold(hit) and (retold.doubted or retold.is_quoted(hit.start, hit.end)):
        return Mode.REVIEW
    return hit.words.cap
