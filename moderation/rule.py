"""The shape of a rule: frozen settings, `judge`, and what it says about itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from chat.messages import Message, MessageRef
from chat.people import PersonId
from chat.text import Text
from language.disguise import squeezed_out
from language.excerpt import excerpt
from language.fold import Folded
from moderation.breaches import Breach, Evidence, Mode, Severity, View
from moderation.glance import Glance
from moderation.matcher import Hit, Matcher, WordList
from moderation.recent import Heard, Recent

_LONGEST_WORDING = 512


class RuleSettings(BaseModel):
    """What every rule lets a community choose; a rule gives its own defaults and adds what it needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode = Field(
        default=Mode.ENFORCE,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    severity: Severity = Field(
        default=Severity.MODERATE,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    precision: float = Field(
        default=0.9,
        ge=0,
        le=1,
        description="Below this share of right verdicts (of 10 and more) an enforced rule only asks; 0 = never.",
    )


class Utterance:
    """A message that is judged: its text, folded once, with the way back to the original.

    Of a text longer than 8,192 characters the first and last 4,096 are read. `edited` = this is a later wording.
    `is_stranger` is set where it matters: the author has hardly said anything before. `is_trusted`: they have earned
    trust, so nobody looks behind disguises. `plain`: the letters and digits of the folded text.
    """

    __slots__ = (
        "_found",
        "_glance",
        "_shown",
        "at",
        "by",
        "edited",
        "folded",
        "is_stranger",
        "is_trusted",
        "key",
        "message",
        "plain",
        "wording",
    )

    def __init__(self, message: Message, by: PersonId, at: datetime, *, edited: bool = False) -> None:
        self.message = message
        self.by = by
        self.at = at
        self.edited = edited
        self.is_stranger = self.is_trusted = False
        self.key = f"{message.space.platform}:{message.space.id}:{message.id}"
        self._shown = excerpt(message.text)
        self.folded = Folded(self._shown.text)
        self.plain = squeezed_out(self.folded.text)
        self.wording = self.plain[:_LONGEST_WORDING]
        self._glance: Glance | None = None
        self._found: tuple[Matcher, Mapping[str, Sequence[Hit]]] | None = None

    @property
    def glance(self) -> Glance:
        """A quick look at the whole text, taken once."""
        if self._glance is None:
            self._glance = Glance(self.folded.text, self._shown.text, self.plain)
        return self._glance

    def hits(self, matcher: Matcher, owner: str) -> Sequence[Hit]:
        """The listed words of one rule in it; all rules' lists are looked for at once, by the first who asks."""
        if self._found is None or self._found[0] is not matcher:
            by_owner: dict[str, list[Hit]] = {}
            for hit in matcher.find(self.folded.text):
                by_owner.setdefault(hit.words.owner, []).append(hit)
            self._found = matcher, by_owner
        return self._found[1].get(owner, ())

    @property
    def shown(self) -> str:
        """What of the text is read, as it was written."""
        return self._shown.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `folded.text[start:end]` stands in the message's text."""
        first, last = self.folded.span(start, end)
        if last <= first:
            return self._shown.position(first), self._shown.position(first)
        return self._shown.position(first), self._shown.position(last - 1) + 1

    def whole(self, rule: str, view: View) -> Evidence:
        """Evidence that is the message as a whole."""
        return Evidence(rule=rule, start=0, end=len(self.message.text), view=view)

    def heard(self) -> Heard:
        """How it is remembered."""
        message = self.message
        return Heard(self.key, message.ref, self.by, self.at, self.wording, message.album)


def wording_of(folded: str) -> str:
    """What a folded text says without spaces, marks and emoji."""
    return squeezed_out(folded)[:_LONGEST_WORDING]


NO_WORDS = Matcher(())

S = TypeVar("S", bound=RuleSettings)


class Rule(ABC, Generic[S]):
    """One rule, compiled from its settings. To add a rule, add a file with a subclass to `moderation/rules/`.

    `name` is its key in `[moderation.rules.<name>]`, `title` what people call it. A message older than `late` is not
    judged by it. `hears` False = it does not judge messages. `Settings` must have a default for every field.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    late: ClassVar[timedelta] = timedelta(hours=24)
    hears: ClassVar[bool] = True
    Settings: ClassVar[type[RuleSettings]]

    def __init__(self, settings: S) -> None:
        self.settings = settings
        self.matcher = NO_WORDS
        """The automaton over the lists of all rules; the rulebook sets it."""

    @property
    def lists(self) -> tuple[WordList, ...]:
        """The words that the rule looks for."""
        return ()

    def hits(self, said: Utterance) -> Sequence[Hit]:
        """The rule's words in a text."""
        return said.hits(self.matcher, self.name)

    @property
    def memory(self) -> timedelta:
        """How far back the rule looks at earlier messages."""
        return timedelta()

    @abstractmethod
    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Whether the message breaks the rule. `recent` holds earlier messages and, on a second look, this one too."""

    @abstractmethod
    def explain(self) -> Text:
        """What the rule looks for, with its present settings, for moderators."""

    @abstractmethod
    def reason(self) -> Text:
        """Why a message was taken down, for its author."""

    def breach(
        self,
        *evidence: Evidence,
        cap: Mode = Mode.ENFORCE,
        severity: Severity | None = None,
        also: tuple[MessageRef, ...] = (),
    ) -> Breach:
        """A breach of this rule as its settings weigh it; `cap` holds back a finding that is less sure."""
        return Breach(
            rule=self.name,
            severity=severity or self.settings.severity,
            mode=min(self.settings.mode, cap, key=lambda mode: mode.reach),
            evidence=evidence,
            reason=self.reason(),
            also=also,
        )
