"""What people call the codes of rules: what a message is beside its words, and on what a rule judges."""

from __future__ import annotations

from collections.abc import Sequence

from chat.text import Text
from moderation.breaches import Evidence, View
from moderation.utterance import When


def occasions(when: Sequence[When]) -> Text:
    """On what a rule judges."""
    return beside([Text(f"moderation.occasion.{one.value}") for one in when])


def shapes(values: Sequence[str]) -> Text | str:
    """What messages are beside their words."""
    return beside([shape(one) for one in values]) if values else "—"


def shape(value: str) -> Text:
    """The same of one (`moderation.shapes.Shape`)."""
    return Text(f"moderation.shape.{value}")


def found(one: Evidence) -> Text | str:
    """What was found: words as they matched, and what is no words by its name."""
    return shape(one.term) if one.view is View.SHAPE and one.term else one.term


def beside(texts: Sequence[Text], first: str = "") -> Text:
    """Texts on one line, as one; `first` is what stands before them."""
    *others, whole = texts
    before: list[str | Text] = [first, *others] if first else [*others]
    for one in reversed(before):
        whole = Text("moderation.beside", {"first": one, "rest": whole})
    return whole
