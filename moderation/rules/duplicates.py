"""Duplicates: one person saying nearly the same again and again, or many saying nearly the same."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field
from rapidfuzz import fuzz, process

from chat.text import Text
from language.durations import Duration
from moderation.breaches import Breach, Evidence, Mode, Severity, View
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance


class DuplicatesSettings(RuleSettings):
    """The same again and again, by one person or by many."""

    severity: Severity = Field(
        default=Severity.MINOR,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    times: int = Field(
        default=3,
        ge=2,
        le=50,
        description="How often one person may not say nearly the same within that time.",
    )
    members: int = Field(
        default=5,
        ge=2,
        le=500,
        description="From how many members saying nearly the same a moderator is asked to look.",
    )
    within: Duration = Field(
        default=timedelta(minutes=10), description="The time in which copies are counted."
    )
    likeness: float = Field(
        default=0.9,
        gt=0.5,
        le=1,
        description="From which likeness (0 to 1) two texts of one person are the same.",
    )
    shortest: int = Field(
        default=10,
        ge=1,
        le=500,
        description="Texts shorter than this are not compared; in Chinese each character counts as two.",
    )


class Duplicates(Rule[DuplicatesSettings]):
    """Compares wordings (folded, without spaces and marks) over all spaces."""

    name: ClassVar[str] = "duplicates"
    title: ClassVar[Text] = Text("moderation.rule.duplicates.title")
    Settings: ClassVar[type[RuleSettings]] = DuplicatesSettings

    @property
    def memory(self) -> timedelta:
        """As long as it counts."""
        return self.settings.within

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """A person's first copy may stay, later ones go. Of a raid one card tells the moderators, when it begins."""
        wording = said.wording
        if len(wording) * (1 if wording.isascii() else 2) < self.settings.shortest:
            return None
        said_before, same = recent.of(said.by), recent.saying(wording)
        if len(said_before) + 1 >= self.settings.times:
            since = said.at - self.settings.within
            shortest, longest = self._lengths(len(wording))
            lately = [
                heard
                for heard in said_before
                if shortest <= len(heard.wording) <= longest and heard.at > since and heard.key != said.key
            ]
            mine = [lately[at] for at in self._like(wording, [heard.wording for heard in lately])]
            if len(mine) + 1 >= self.settings.times:
                also = tuple(heard.ref for heard in mine[1:])
                return self.breach(said.whole(self.name, View.LIKENESS), also=also)
        if len(same) + 1 >= self.settings.members:
            since = said.at - self.settings.within
            others = {heard.by for heard in same if heard.at > since and heard.by != said.by}
            if len(others) + 1 == self.settings.members:
                return self.breach(said.whole(self.name, View.LIKENESS), cap=Mode.REVIEW)
        return None

    def breach_of_many(self, length: int) -> Breach:
        """Many members said nearly what a text of that length says: a moderator is asked to look."""
        return self.breach(Evidence(rule=self.name, start=0, end=length, view=View.LIKENESS), cap=Mode.REVIEW)

    def _lengths(self, length: int) -> tuple[float, float]:
        """Between them lie the lengths of all texts that may be nearly the same as one of that length."""
        likeness = self.settings.likeness
        return length * likeness / (2 - likeness) - 1, length * (2 - likeness) / likeness + 1

    def _like(self, wording: str, others: list[str]) -> list[int]:
        """Which of them are nearly the same, in their order."""
        if len(others) + 1 < self.settings.times:
            return []
        least = 100 * self.settings.likeness
        found = process.extract(wording, others, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        return sorted(at for _, _, at in found)

    def explain(self) -> Text:
        """Both limits."""
        chosen = self.settings
        return Text(
            "moderation.rule.duplicates.explain",
            {"times": chosen.times, "members": chosen.members, "within": chosen.within},
        )

    def reason(self) -> Text:
        """What was repeated, the author knows."""
        return Text("moderation.rule.duplicates.reason", {"within": self.settings.within})
