"""A rule of the community's own, compiled: signals with weights under conditions, for messages, names and reactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chat.people import Rank
from chat.text import Text
from language.lanes import language_of
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.custom.settings import CustomSettings, SignalSettings
from moderation.matcher import WordList
from moderation.naming import occasions
from moderation.patterns import occurrences
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.shapes import shapes_of
from moderation.utterance import Utterance, When

_MOST_OF_ONE = 5
_MOST_EVIDENCE = 20
_SPOKEN = (When.NEW, When.EDITED, When.FORWARDED)
_RANKS = {"member": Rank.MEMBER, "staff": Rank.STAFF}


class Custom(Rule[CustomSettings]):
    """Adds up the weights of the signals that it finds. What needs a read of the store is asked last."""

    Settings: ClassVar[type[RuleSettings]] = CustomSettings

    def __init__(self, name: str, settings: CustomSettings) -> None:
        super().__init__(settings)
        self.name = name  # type: ignore[misc]  # of the shipped rules there is one each, of these there are many
        self.title = Text("moderation.rule.custom.title", {"name": name})  # type: ignore[misc]
        self._when = frozenset(settings.when)
        self.hears = not self._when.isdisjoint(_SPOKEN)  # type: ignore[misc]
        self._ranks = frozenset(_RANKS[one] for one in settings.only.ranks)
        self._media = frozenset(str(one) for one in settings.only.media)

    @property
    def lists(self) -> tuple[WordList, ...]:
        """The words of each signal."""
        return tuple(
            WordList(name=str(number), owner=self.name, terms=one.words)
            for number, one in enumerate(self.settings.signals)
            if one.words
        )

    @property
    def judges_staff(self) -> bool:
        """Whether it looks at what the staff say, too."""
        return Rank.STAFF in self._ranks

    @property
    def depends_on_facts(self) -> bool:
        """Whether it matters how long somebody has been here, or how much they have said."""
        return self.settings.only.younger_than is not None or self.settings.only.fewer_messages is not None

    def wants_to_know(self, said: Utterance) -> bool:
        """Whether all but the facts about the author speaks for a hit."""
        return self.depends_on_facts and self._concerns(said) and self._score(said)[0] >= self.settings.least

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """A breach from the lower limit on; above the upper one it may be acted on. Of staff it is only told."""
        if not self._concerns(said):
            return None
        score, evidence = self._score(said)
        if score < self.settings.least or not self._is_new_enough(said):
            return None
        sure = score >= self.settings.act and said.rank is Rank.MEMBER
        return self.breach(*evidence[:_MOST_EVIDENCE], cap=Mode.ENFORCE if sure else Mode.REVIEW, score=score)

    def _concerns(self, said: Utterance) -> bool:
        only = self.settings.only
        if self._when.isdisjoint(said.occasions):
            return False
        if said.rank not in self._ranks or only.trusted not in (None, said.is_trusted):
            return False
        if only.chats and said.message.space.lane not in only.chats:
            return False
        if self._media and self._media.isdisjoint(_media_of(said)):
            return False
        return not only.languages or language_of(said.shown) in only.languages

    def _is_new_enough(self, said: Utterance) -> bool:
        only, facts = self.settings.only, said.facts
        if only.younger_than is not None and (facts is None or facts.age >= only.younger_than):
            return False
        return only.fewer_messages is None or (facts is not None and facts.messages < only.fewer_messages)

    def _score(self, said: Utterance) -> tuple[float, list[Evidence]]:
        score, evidence = 0.0, []
        for number, one in enumerate(self.settings.signals):
            found = [*self._found(said, number, one)][:_MOST_OF_ONE]
            if found:
                score += one.weight
                evidence += found
        return round(score, 4), evidence

    def _found(self, said: Utterance, number: int, signal: SignalSettings) -> Iterator[Evidence]:
        folded = said.folded
        if signal.words:
            for hit in self.hits(said):
                if hit.words.name == str(number):
                    yield self._evidence(said, hit.start, hit.end, View.FOLDED, hit.term, signal)
        elif signal.pattern:
            for start, end in occurrences(signal.pattern, folded):
                yield self._evidence(said, start, end, View.FOLDED, folded[start:end], signal)
        elif signal.trace is not None:
            for one in said.traces:
                if one.signal == signal.trace:
                    yield self._evidence(said, one.start, one.end, one.view, one.term, signal)
        elif signal.shape in tuple(shapes_of(said.message)):
            end = len(said.message.text)
            yield Evidence(
                rule=self.name,
                start=0,
                end=end,
                view=View.SHAPE,
                term=str(signal.shape),
                weight=signal.weight,
            )

    def _evidence(
        self, said: Utterance, start: int, end: int, view: View, term: str, signal: SignalSettings
    ) -> Evidence:
        first, last = said.span(start, end)
        return Evidence(rule=self.name, start=first, end=last, view=view, term=term, weight=signal.weight)

    def explain(self) -> Text:
        """When, how many signals, the limits."""
        chosen = self.settings
        return Text(
            "moderation.rule.custom.explain",
            {
                "when": occasions(chosen.when),
                "signals": len(chosen.signals),
                "act": f"{chosen.act:g}",
                "review": f"{chosen.least:g}",
            },
        )

    def reason(self) -> Text:
        """Its name, as the community chose it."""
        return Text("moderation.rule.custom.reason", {"name": self.name})


def _media_of(said: Utterance) -> set[str]:
    return {str(one.media) for one in said.message.attachments} or {"none"}
