"""What is to be read in a town: a person's messages, and what Steward's rows of the outbox say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.codec import decode
from chat.actions import Button, Edit, Post
from chat.messages import MessageRef
from chat.people import Space, SpaceKind


@dataclass(frozen=True)
class Said:
    """A message that a person wrote."""

    space: Space
    id: str

    @property
    def ref(self) -> MessageRef:
        return MessageRef(self.space, self.id)


@dataclass(frozen=True)
class Heard:
    """A live message of Steward."""

    key: str
    text: str
    space: Space
    id: str
    buttons: tuple[Button, ...]


def heard_in(row: Mapping[str, Any]) -> Heard | None:
    """The message that a done row of the outbox made, or changed; None where it did something else."""
    action = decode(row["payload"])
    if not isinstance(action, Post | Edit) or not row["result"]:
        return None
    space = Space(row["platform"], row["space"], row["thread"], SpaceKind(row["kind"]))
    if isinstance(action, Edit) and isinstance(action.message, MessageRef):
        space, native = action.message.space, action.message.id
    else:
        ids = decode(row["result"])
        if not ids:
            return None
        native = ids[0]
    buttons = tuple(button for line in action.buttons for button in line)
    return Heard(row["said"], action.body.plain, space, native, buttons)


def plain_of(row: Mapping[str, Any]) -> str:
    """The words of a row of the outbox, empty where it says nothing."""
    body = getattr(decode(row["payload"]), "body", None)
    return body.plain if body is not None else ""


def letters(text: str) -> str:
    """A text without what markup adds or takes away."""
    return re.sub(r"[\W_]+", "", text)
