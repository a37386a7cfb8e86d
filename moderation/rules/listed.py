"""Listed words: terms of imported and shared lists, without those that are quarantined."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from chat.text import Text
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.matcher import WordList
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance

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
        self.terms: tuple[str, ...] = ()
        """The terms in force."""

    @property
    def lists(self) -> tuple[WordList, ...]:
        """All of them are one list."""
        return (WordList(name="listed", owner=self.name, terms=self.terms),) if self.terms else ()

    @property
    def is_idle(self) -> bool:
        """Without lists."""
        return not self.terms

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Any term is a breach."""
        found = []
        for hit in self.hits(said)[:_MOST_EVIDENCE]:
            first, last = said.span(hit.start, hit.end)
            found.append(Evidence(rule=self.name, start=first, end=last, view=View.FOLDED, term=hit.term))
        return self.breach(*found) if found else None

    def explain(self) -> Text:
        """How many terms."""
        return Text("moderation.rule.listed.explain", {"count": len(self.terms)})

    def reason(self) -> Text:
        """The word itself is not repeated."""
        return Text("moderation.rule.listed.reason")
