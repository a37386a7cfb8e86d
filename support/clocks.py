"""The first-response clock: when to alert, when it is missed (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from support.settings import SupportSettings
from support.tickets import Ticket


class Call(StrEnum):
    """Whom a ringing clock calls."""

    NOBODY = "nobody"
    STAFF = "staff"
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstResponse:
    """Runs from the opening to the first public reply of a human; a bot's answer never stops it."""

    due_at: datetime
    warn_at: datetime

    @classmethod
    def of(cls, ticket: Ticket, settings: SupportSettings) -> FirstResponse:
        """The clock of a ticket."""
        spare = settings.first_response * (1 - settings.warn_at)
        return cls(due_at=ticket.first_due_at, warn_at=ticket.first_due_at - spare)

    def call(self, now: datetime) -> Call:
        """Whom to tell at this moment, if the reply is still missing."""
        if now >= self.due_at:
            return Call.MANAGERS
        return Call.STAFF if now >= self.warn_at else Call.NOBODY

    def next_ring(self, now: datetime) -> datetime | None:
        """When to look again: at the warning, at the due moment, then never."""
        return next((at for at in (self.warn_at, self.due_at) if at > now), None)

    def left(self, now: datetime) -> timedelta:
        """How long until it is due; never negative."""
        return max(self.due_at - now, timedelta())
