"""First messages: what strangers rarely begin with, such as a forward, a contact, a program or nothing but a link."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from language.durations import Duration
from moderation.breaches import Breach, Evidence, Mode, Severity, View
from moderation.naming import shapes
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.shapes import Shape, shapes_of
from moderation.utterance import Utterance

_USUAL = (
    *(Shape.FORWARD, Shape.ELSEWHERE, Shape.BUTTONS, Shape.CONTACT, Shape.LINK_ONLY, Shape.PROGRAM),
    Shape.MEDIA_AT_ONCE,
)


class FirstMessagesSettings(RuleSettings):
    """What strangers rarely begin with: forwards, contacts, buttons, programs, nothing but a link."""

    mode: Mode = Field(
        default=Mode.REVIEW,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    severity: Severity = Field(
        default=Severity.MINOR,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    messages: int = Field(
        default=3, ge=1, le=50, description="Who has said fewer messages than this so far is a stranger."
    )
    shapes: tuple[Shape, ...] = Field(
        default=_USUAL,
        description="Any of forward, elsewhere (in another chat), buttons, contact, link_only, media_only, program, "
        "media_at_once.",
    )
    at_once: Duration = Field(
        default=timedelta(minutes=2),
        description="Nothing but media as somebody's very first message, so soon after joining, is media_at_once; a "
        "sticker is not.",
    )


class FirstMessages(Rule[FirstMessagesSettings]):
    """Judges the shape, whatever the words say."""

    name: ClassVar[str] = "first_messages"
    title: ClassVar[Text] = Text("moderation.rule.first_messages.title")
    Settings: ClassVar[type[RuleSettings]] = FirstMessagesSettings

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """A stranger begins with one of the shapes."""
        if not said.is_stranger:
            return None
        found = [one for one in shapes_of(said.message) if one in self.settings.shapes]
        if said.comes_in_with_media and Shape.MEDIA_ONLY not in found:
            found.append(Shape.MEDIA_AT_ONCE)
        if not found:
            return None
        end = len(said.message.text)
        return self.breach(
            *(Evidence(rule=self.name, start=0, end=end, view=View.SHAPE, term=one.value) for one in found)
        )

    def explain(self) -> Text:
        """Which shapes, and who is a stranger."""
        return Text(
            "moderation.rule.first_messages.explain",
            {"messages": self.settings.messages, "shapes": shapes(self.settings.shapes)},
        )

    def reason(self) -> Text:
        """Newcomers may not know."""
        return Text("moderation.rule.first_messages.reason")
