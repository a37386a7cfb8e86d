"""Who may open no ticket: with a reason they are told, and an end (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Row
from chat.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One person's block; `until` None = until it is lifted."""

    person: PersonId
    reason: str
    by: PersonId
    at: datetime
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it has not ended by itself."""
        return self.until is None or now < self.until

    @property
    def told(self) -> Text:
        """What the person hears."""
        if self.until is None:
            return Text("support.block.open", {"reason": self.reason})
        return Text("support.block.until", {"reason": self.reason, "until": self.until})


def read_block(row: Row) -> Block:
    """The block in a row."""
    return Block(
        person=PersonId(row["person"]),
        reason=row["reason"],
        by=PersonId(row["by_person"]),
        at=row["at"],
        until=row["until"],
    )


def keep_block(block: Block) -> tuple[Write, Write]:
    """The writes that put a block in the place of any earlier one."""
    return (
        Write("support.unblock", {"p": block.person}),
        Write(
            "support.block",
            {
                "person": block.person,
                "until": block.until,
                "reason": block.reason,
                "by_person": block.by,
                "at": block.at,
            },
            expect=1,
        ),
    )


def lift_block(person: PersonId) -> Write:
    """The write that ends a block."""
    return Write("support.unblock", {"p": person}, expect=1)
