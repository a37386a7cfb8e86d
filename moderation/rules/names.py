"""Names: of those who join or ask to, judged by the words, links, titles and offers in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from moderation.addresses import invitations
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.matcher import Matcher, WordList
from moderation.packs import PACKS, pack_lists
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.rules.solicitation import Solicitation, SolicitationSettings
from moderation.scoring import WORDING
from moderation.utterance import Utterance

_MOST_EVIDENCE = 20
_NOTHING = Recent(size=1)
_TITLES = (
    *("admin", "administrator", "moderator", "support team", "tech support", "customer support"),
    *("customer service", "help desk", "helpdesk"),
    *("官方", "客服", "管理员", "群主", "版主", "技术支持", "工作人员"),
)
_LOOSER = "_.-|·•/"
"""What stands between the words of a name as a space does."""
_SPELT = tuple(
    str.maketrans({**dict.fromkeys(_LOOSER, " "), **dict(zip("034578@$!1", letters, strict=True))})
    for letters in ("oeastbasii", "oeastbasil")
)
"""Two ways to read figures and signs in a name as the letters that they resemble."""


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

    def __init__(self, settings: NamesSettings) -> None:
        super().__init__(settings)
        self._offers: Solicitation | None = Solicitation(SolicitationSettings())
        self._titles = Matcher([self._titled])

    def read_by(self, settings: SolicitationSettings) -> None:
        """Offers are told by the community's own rule, not at all where it is off; what moderators taught is about
        messages.
        """
        self._offers = None if settings.mode is Mode.OFF else Solicitation(settings)

    @property
    def _titled(self) -> WordList:
        return WordList(name="titles", owner=self.name, terms=self.settings.titles)

    @property
    def lists(self) -> tuple[WordList, ...]:
        """The community's own words, titles of the staff, and what is sure in the shipped packs."""
        return (
            WordList(name="forbidden", owner=self.name, terms=self.settings.forbidden),
            self._titled,
            *(one for one in pack_lists(self.name, PACKS) if one.cap is Mode.ENFORCE),
        )

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Messages are not names."""
        return None

    def judge_name(self, said: Utterance) -> Breach | None:
        """Unwelcome words, titles of the staff, invitations; and lines that alone would be advertising."""
        found = [self._evidence(said, hit.start, hit.end, hit.term) for hit in self.hits(said)]
        found += [
            self._evidence(said, one.start, one.end, said.folded[one.start : one.end])
            for one in invitations(said.folded)
        ]
        found += self._disguised(said)
        offered = self._offered(said)
        cap = Mode.ENFORCE if found else max((one.mode for one in offered), key=_reach, default=Mode.OFF)
        found += chain.from_iterable(one.evidence for one in offered)
        return self.breach(*found[:_MOST_EVIDENCE], cap=cap) if found else None

    def _disguised(self, said: Utterance) -> Iterator[Evidence]:
        """Titles spelt with figures for letters or strokes for spaces, and Chinese ones with something in between."""
        plainly = {(one.start, one.end) for one in self.hits(said)}
        for table in _SPELT:
            for hit in self._titles.find(said.folded.translate(table)):
                if (hit.start, hit.end) not in plainly:
                    plainly.add((hit.start, hit.end))
                    yield self._evidence(said, hit.start, hit.end, hit.term, View.LEET)
        letters = said.glance.said
        for hit in self._titles.find(said.plain):
            start, end = letters.starts[hit.start], letters.ends[hit.end - 1]
            is_parted = end - start > len(hit.term) and _is_parted(said.folded, start, end)
            if is_parted and not hit.term.isascii():
                yield self._evidence(said, start, end, hit.term, View.JOINED)

    def _offered(self, said: Utterance) -> list[Breach]:
        """What each line offers that says more than how it is worded: a name is too short to be told by that alone."""
        found: list[Breach] = []
        start = 0
        offers = self._offers
        for line in said.message.text.split("\n") if offers else ():
            alone = Utterance(replace(said.message, text=line), said.by, said.at)
            breach = offers.judge(alone, _NOTHING) if offers else None
            if breach is not None and any(one.signal != WORDING for one in breach.evidence):
                moved = tuple(self._moved(one, start) for one in breach.evidence)
                found.append(replace(breach, evidence=moved))
            start += len(line) + 1
        return found

    def _moved(self, one: Evidence, by: int) -> Evidence:
        return replace(one, rule=self.name, start=one.start + by, end=one.end + by)

    def _evidence(self, said: Utterance, start: int, end: int, term: str, view: View = View.NAME) -> Evidence:
        first, last = said.span(start, end)
        return Evidence(rule=self.name, start=first, end=last, view=view, term=term)

    def explain(self) -> Text:
        """How many titles and words."""
        counts = {"titles": len(self.settings.titles), "words": len(self.settings.forbidden)}
        return Text("moderation.rule.names.explain", counts)

    def reason(self) -> Text:
        """The name, not the person."""
        return Text("moderation.rule.names.reason")


def _reach(mode: Mode) -> int:
    return mode.reach


def _is_parted(folded: str, start: int, end: int) -> bool:
    """Whether somebody took a word apart: with more than spaces, or with nothing beside it that goes with a part."""
    shown = folded[start:end]
    if "\n" in shown:
        return False
    beside = folded[max(0, start - 1) : start] + folded[end : end + 1]
    return not shown.replace(" ", "").isalnum() or not any(map(str.isalnum, beside))
