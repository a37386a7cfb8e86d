"""Listed words: terms of imported and shared lists, without those that are quarantined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.matcher import Matcher, WordList
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings, Utterance

_MOST_EVIDENCE = 20


class ListedSettings(RuleSettings):
    """Terms of imported and shared lists."""

    mode: Mode = Field(
        default=Mode.REVIEW,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )


class Listed(Rule[ListedSettings]):
    """Its terms come from the store; without lists it finds nothing and costs nothing."""

    name: ClassVar[str] = "listed"
    title: ClassVar[Text] = Text("moderation.rule.listed.title")
    Settings: ClassVar[type[RuleSettings]] = ListedSettings

    def __init__(self, settings: ListedSettings) -> None:
        super().__init__(settings)
        self._matcher: Matcher | None = None
        self._count = 0

    def take(self, matcher: Matcher | None, count: int) -> None:
        """The terms in force, compiled."""
        self._matcher, self._count = matcher, count

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Any term is a breach."""
        if self._matcher is None:
            return None
        found = []
        for hit in islice(self._matcher.find(said.folded.text), _MOST_EVIDENCE):
            first, last = said.span(hit.start, hit.end)
            found.append(Evidence(rule=self.name, start=first, end=last, view=View.FOLDED, term=hit.term))
        return self.breach(*found) if found else None

    def explain(self) -> Text:
        """How many terms."""
        return Text("moderation.rule.listed.explain", {"count": self._count})

    def reason(self) -> Text:
        """The word itself is not repeated."""
        return Text("moderation.rule.listed.reason")


def compiled_terms(terms: Sequence[str]) -> Matcher | None:
    """One automaton over all terms, None when there are none."""
    return Matcher([WordList(name="listed", terms=tuple(terms))]) if terms else None
