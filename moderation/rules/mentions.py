"""Mentions: many people, or everybody, called at once."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import Field

from chat.messages import EntityKind
from chat.text import Text
from moderation.breaches import Breach, Evidence, Severity, View
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance

_EVERYBODY = re.compile(r"(?<![a-z0-9])@(?:(?:everyone|here|all)(?![a-z0-9_.-])|所有人|全体成员)")


class MentionsSettings(RuleSettings):
    """Many people, or everybody, called at once."""

    severity: Severity = Field(
        default=Severity.MINOR,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    most: int = Field(default=5, ge=1, le=100, description="Different people that one message may mention.")
    everybody: bool = Field(
        default=True, description="Whether members may not call everybody (@everyone, @所有人)."
    )


class Mentions(Rule[MentionsSettings]):
    """Counts different people, not the number of times that one is named."""

    name: ClassVar[str] = "mentions"
    title: ClassVar[Text] = Text("moderation.rule.mentions.title")
    Settings: ClassVar[type[RuleSettings]] = MentionsSettings

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Too many people, or everybody."""
        text = said.message.text
        if "@" not in text and not said.message.entities and "@" not in said.folded:
            return None
        named: dict[str, Evidence] = {}
        for entity in said.message.entities:
            if entity.kind is EntityKind.MENTION:
                shown = text[entity.start : entity.end]
                named.setdefault(entity.target or shown, self._evidence(entity.start, entity.end, shown))
        evidence = [*named.values()] if len(named) > self.settings.most else []
        if self.settings.everybody:
            for call in _EVERYBODY.finditer(said.folded):
                start, end = said.span(*call.span())
                evidence.append(self._evidence(start, end, call[0]))
        return self.breach(*evidence[:20]) if evidence else None

    def _evidence(self, start: int, end: int, shown: str) -> Evidence:
        return Evidence(rule=self.name, start=start, end=end, view=View.ENTITY, term=shown[:100])

    def explain(self) -> Text:
        """The limit."""
        if self.settings.everybody:
            return Text("moderation.rule.mentions.explain_everybody", {"most": self.settings.most})
        return Text("moderation.rule.mentions.explain", {"most": self.settings.most})

    def reason(self) -> Text:
        """With the limit."""
        return Text("moderation.rule.mentions.reason", {"most": self.settings.most})
