"""One line of a ticket: what the member said, what was replied, what only the staff may read (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chat.messages import FILES, Carried, Media, Message, MessageRef
from chat.people import PersonId

LONGEST = 3_500
"""Characters of a line that are kept and relayed; the words around it still fit a Telegram message."""


class Kind(StrEnum):
    """Who a line is for. MEMBER goes to the staff, REPLY to the member, NOTE and CONTEXT never leave the staff.

    A VOTE is what somebody else said who has the same trouble.
    A DRAFT becomes a REPLY when somebody sends it, or its moment comes; until then nobody but the staff reads it.
    """

    MEMBER = "member"
    REPLY = "reply"
    DRAFT = "draft"
    NOTE = "note"
    CONTEXT = "context"
    NOTICE = "notice"
    VOTE = "vote"


class Way(StrEnum):
    """How far a line came on its way to the other side."""

    HERE = "here"
    HELD = "held"
    WAITING = "waiting"
    ARRIVED = "arrived"
    REFUSED = "refused"
    AGAIN = "again"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`said` is the message it was written in (None = a form or a slash command), `copy` the one it was relayed as.

    `files` came with it and go along; `more` are the ids of the further messages that its copy needed for them.

    HERE = nothing to relay, HELD = there is no card yet to put it beside, WAITING = on its way, REFUSED = could not be
    delivered, AGAIN = on its way once more, REMOVED = taken back by whoever wrote it.
    """

    id: str
    ticket: str
    kind: Kind
    by: PersonId
    text: str
    at: datetime
    way: Way = Way.HERE
    edits: int = 0
    said: MessageRef | None = None
    copy: MessageRef | None = None
    more: tuple[str, ...] = ()
    files: tuple[Carried, ...] = ()

    @property
    def is_members(self) -> bool:
        """Whether the member said it."""
        return self.kind is Kind.MEMBER

    @property
    def can_be_taken_back(self) -> bool:
        """Whether the member's side holds a copy that could be deleted."""
        return self.kind is Kind.REPLY and self.way is not Way.REMOVED


def storable(text: str, limit: int = LONGEST) -> str:
    """The text as every database takes it (no lone surrogates, no NUL), at most `limit` characters."""
    clean = text.encode("utf-8", "replace").decode().replace("\x00", "")
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


MOST_FILES = 10
_SIGNS = {
    Media.PHOTO: "🖼",
    Media.VIDEO: "🎞",
    Media.AUDIO: "🎧",
    Media.STICKER: "🏷",
    Media.ANIMATION: "🎞",
    Media.POLL: "📊",
    Media.CONTACT: "👤",
    Media.LOCATION: "📍",
}


def files_of(message: Message, largest: int) -> tuple[Carried, ...]:
    """The files of a message that are small enough to go along; what has no file (a poll, a place) does not."""
    return tuple(one for one in message.files if largest > 0 and one.attachment.size <= largest)[:MOST_FILES]


def too_large(message: Message, largest: int) -> bool:
    """Whether a file of a message stays behind."""
    return len(files_of(message, largest)) < sum(one.media in FILES for one in message.attachments)


def words_of(message: Message) -> str:
    """What a message says, its attachments shown by signs and names."""
    if not message.attachments:
        return storable(message.text.strip())
    files = [
        f"[{_SIGNS.get(one.media, '📎')}{' ' + one.name if one.name else ''}]" for one in message.attachments
    ]
    return storable("\n".join(part for part in (message.text.strip(), " ".join(files)) if part))
