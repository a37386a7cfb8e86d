"""Reactions: one emoji on one message, and who gave it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.counterparts.discord.refusals import Refusal, unknown
from tests.counterparts.discord.shapes import Json

MOST_KINDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Emoji:
    """A Unicode emoji, or a custom one by name and id."""

    name: str
    id: int | None = None

    def json(self) -> Json:
        """The partial emoji object."""
        return {"id": None if self.id is None else str(self.id), "name": self.name}


def emoji_of(text: str) -> Emoji:
    """Reads the path part of a reaction: `👍` or `name:123`; plain letters are no emoji."""
    name, _, number = text.partition(":")
    if number.isdecimal():
        return Emoji(name=name, id=int(number))
    if not text or text.isascii():
        raise unknown("Emoji")
    return Emoji(name=text)


@dataclass(slots=True, kw_only=True, eq=False)
class Reaction:
    """One emoji's row under a message."""

    emoji: Emoji
    by: list[int] = field(default_factory=list)

    def json(self, reader: int) -> Json:
        """The reaction object."""
        return {
            "emoji": self.emoji.json(),
            "count": len(self.by),
            "count_details": {"burst": 0, "normal": len(self.by)},
            "burst_colors": [],
            "me_burst": False,
            "me": reader in self.by,
        }


def too_many_kinds() -> Refusal:
    """A message carries at most twenty different emoji."""
    return Refusal(400, 30010, f"Maximum number of reactions reached ({MOST_KINDS})")
