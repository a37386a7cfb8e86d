"""Flood: too many messages of one person in a short time."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from language.durations import Duration
from moderation.breaches import Breach, Severity, View
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance


class FloodSettings(RuleSettings):
    """Too many messages of one person in a short time."""

    severity: Severity = Field(
        default=Severity.MINOR,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    messages: int = Field(
        default=8, ge=2, le=100, description="Messages of one person that are still welcome within that time."
    )
    within: Duration = Field(default=timedelta(seconds=10), description="The time in which they are counted.")


class Flood(Rule[FloodSettings]):
    """Counts by the moments at which messages were sent, an album as one; edits do not count."""

    name: ClassVar[str] = "flood"
    title: ClassVar[Text] = Text("moderation.rule.flood.title")
    late: ClassVar[timedelta] = timedelta()
    Settings: ClassVar[type[RuleSettings]] = FloodSettings

    @property
    def memory(self) -> timedelta:
        """As long as it counts."""
        return self.settings.within

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """The first message over the limit, and each after it, is a breach."""
        mine = recent.of(said.by)
        if said.edited or len(mine) < self.settings.messages:
            return None
        since, album = said.at - self.settings.within, said.message.album
        earlier = {
            heard.album or heard.key
            for heard in mine
            if heard.at > since and heard.key != said.key and (album is None or heard.album != album)
        }
        if len(earlier) < self.settings.messages:
            return None
        return self.breach(said.whole(self.name, View.PACE))

    def explain(self) -> Text:
        """The limit."""
        return Text(
            "moderation.rule.flood.explain",
            {"messages": self.settings.messages, "within": self.settings.within},
        )

    def reason(self) -> Text:
        """With the limit, so that the author knows what is welcome."""
        return Text(
            "moderation.rule.flood.reason",
            {"messages": self.settings.messages, "within": self.settings.within},
        )
