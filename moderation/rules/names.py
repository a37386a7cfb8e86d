"""Names: of those who join or ask to, judged by the words, links and titles in them."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from chat.text import Text
from moderation.addresses import invitations
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.matcher import WordList
from moderation.packs import PACKS, pack_lists
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance

_TITLES = ("admin", "administrator", "moderator", "support team", "官方", "客服", "管理员", "群主", "版主")


class NamesSettings(RuleSettings):
    """Names and, where they can be read, descriptions of people who join or ask to."""

    mode: Mode = Field(
        default=Mode.REVIEW,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    titles: tuple[str, ...] = Field(
        default=_TITLES, description="Titles that only the staff may carry in their names."
    )
    forbidden: tuple[str, ...] = Field(
        default=(), description="The community's own words that no name may contain."
    )


class Names(Rule[NamesSettings]):
    """A name is judged when somebody comes, never with each of their messages."""

    name: ClassVar[str] = "names"
    hears: ClassVar[bool] = False
    title: ClassVar[Text] = Text("moderation.rule.names.title")
    Settings: ClassVar[type[RuleSettings]] = NamesSettings

    @property
    def lists(self) -> tuple[WordList, ...]:
        """The community's own words, titles of the staff, and what is sure in the shipped packs."""
        return (
            WordList(name="forbidden", owner=self.name, terms=self.settings.forbidden),
            WordList(name="titles", owner=self.name, terms=self.settings.titles),
            *(one for one in pack_lists(self.name, PACKS) if one.cap is Mode.ENFORCE),
        )

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Messages are not names."""
        return None

    def judge_name(self, said: Utterance) -> Breach | None:
        """Unwelcome words, titles of the staff, invitations."""
        found = [self._evidence(said, hit.start, hit.end, hit.term) for hit in self.hits(said)]
        found += [
            self._evidence(said, one.start, one.end, said.folded[one.start : one.end])
            for one in invitations(said.folded)
        ]
        return self.breach(*found[:20]) if found else None

    def _evidence(self, said: Utterance, start: int, end: int, term: str) -> Evidence:
        first, last = said.span(start, end)
        return Evidence(rule=self.name, start=first, end=last, view=View.NAME, term=term)

    def explain(self) -> Text:
        """How many titles and words."""
        counts = {"titles": len(self.settings.titles), "words": len(self.settings.forbidden)}
        return Text("moderation.rule.names.explain", counts)

    def reason(self) -> Text:
        """The name, not the person."""
        return Text("moderation.rule.names.reason")
