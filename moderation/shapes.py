"""What a message is beside its words: forwarded, a contact, nothing but a link (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from chat.messages import EntityKind, Media, Message


class Shape(StrEnum):
    """What strangers rarely begin with."""

    FORWARD = "forward"
    ELSEWHERE = "elsewhere"
    BUTTONS = "buttons"
    CONTACT = "contact"
    LINK_ONLY = "link_only"
    MEDIA_ONLY = "media_only"


_LEAST_WORDS = 4
"""With less beside a link a message is nothing but the link."""


def shapes_of(message: Message) -> Iterator[Shape]:
    """All that a message is."""
    if message.forwarded:
        yield Shape.FORWARD
    if message.elsewhere:
        yield Shape.ELSEWHERE
    if message.buttons:
        yield Shape.BUTTONS
    if any(one.media is Media.CONTACT for one in message.attachments):
        yield Shape.CONTACT
    if not message.text.strip() and message.attachments and not message.forwarded:
        yield Shape.MEDIA_ONLY
    if message.text and is_link_only(message):
        yield Shape.LINK_ONLY


def is_link_only(message: Message) -> bool:
    """Whether next to nothing is said beside links."""
    links = [one for one in message.entities if one.kind is EntityKind.LINK]
    if not links:
        return False
    rest = message.text
    for one in sorted(links, key=lambda link: -link.start):
        rest = rest[: one.start] + rest[one.end :]
    return sum(letter.isalnum() for letter in rest) < _LEAST_WORDS
