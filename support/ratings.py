"""After the end the member says how it was: 1 to 5, a comment, one reminder, and a low rating begins again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat.actions import Button, Post, Private
from chat.decision import Alarm, Audit, Decision, Value, Write
from chat.people import PersonId
from chat.text import Text
from support.desk import Desk, about
from support.drill import STAGE
from support.lines import storable
from support.states import State
from support.tickets import Ticket

RATING = "support.rating"
SCORES = (1, 2, 3, 4, 5)
COMMENT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a member was asked about a ticket, and what they said."""

    ticket: str
    asked_at: datetime
    reminded_at: datetime | None
    score: int | None


class Ratings:
    """Asks, reminds once, and takes the answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, ticket: Ticket) -> Rating | None:
        """What is known about a ticket's rating."""
        row = await self._desk.reader.row("support.rating", key=ticket.id)
        if row is None:
            return None
        return Rating(
            ticket=row["ticket"], asked_at=row["asked_at"], reminded_at=row["reminded_at"], score=row["score"]
        )

    async def due(self, ticket: Ticket) -> Decision:
        """The rating's alarm. Late: asked when it still may be answered; never twice, reminded once."""
        settings, now = self._desk.settings.ratings, self._desk.clock.now()
        if not settings.enabled or not _may_be_rated(ticket):
            return Decision(reason="support.rating.nothing")
        known = await self.of(ticket)
        if known is not None and known.score is not None:
            return Decision(reason="support.rating.told")
        if known is None or (ticket.closed_at is not None and known.asked_at < ticket.closed_at):
            return self._ask(ticket, known, now)
        if known.reminded_at is None and now >= known.asked_at + settings.remind_after:
            if now >= known.asked_at + settings.expires:
                return Decision(reason="support.rating.too_late")
            reminded = Write("support.rating_remind", {"key": ticket.id, "moment": now}, expect=1)
            post = self._question(ticket, known.asked_at, "support.rating.remind")
            return Decision(reason="support.rating.reminded", actions=(post,), writes=(reminded,))
        return Decision(reason="support.rating.asked_already")

    def _ask(self, ticket: Ticket, known: Rating | None, now: datetime) -> Decision:
        asked = (
            Write(
                "support.rating_again",
                {"key": ticket.id, "moment": now, "new_assignee": ticket.assignee},
                expect=1,
            )
            if known
            else Write(
                "support.rating_ask",
                {
                    "ticket": ticket.id,
                    "person": ticket.person,
                    "assignee_person": ticket.assignee,
                    "department": ticket.department,
                    "asked_at": now,
                    "reminded_at": None,
                    "score": None,
                    "comment": "",
                    "rated_at": None,
                },
                expect=1,
            )
        )
        later = Alarm(
            kind=RATING,
            subject=ticket.id,
            at=now + self._desk.settings.ratings.remind_after,
            space=ticket.card.space,
        )
        question = self._question(ticket, now, "support.rating.ask")
        return Decision(reason="support.rating.asked", actions=(question,), writes=(asked,), alarms=(later,))

    def _question(self, ticket: Ticket, asked_at: datetime, key: str) -> Post:
        buttons = tuple(
            Button(
                label=Text("support.button.rate", {"score": score}),
                kind="support.rate",
                id=f"{ticket.id}:{score}",
                only=ticket.person,
                expires=asked_at + self._desk.settings.ratings.expires,
            )
            for score in SCORES
        )
        body = Text(key, {"number": ticket.number})
        return Post(
            to=Private(ticket.person), body=body, buttons=(buttons,), about=about("rating", ticket.id)
        )

    async def rate(self, ticket: Ticket, score: int) -> Decision:
        """The member's rating, kept and shown to the staff."""
        values: dict[str, Value] = {"key": ticket.id, "new_score": score, "moment": self._desk.clock.now()}
        kept = Write("support.rating_score", values, expect=1)
        shown = self._desk.to_staff(ticket, Text("support.rating.shown", {"score": score}), silent=True)
        audit = Audit(code="ticket.rated", subject=ticket.id, data={"number": ticket.number, "score": score})
        return Decision(reason="support.rated", actions=shown, writes=(kept,), audit=(audit,))

    def begins_again(self, ticket: Ticket, score: int) -> bool:
        """Whether the rule for low ratings opens the ticket again."""
        return score <= self._desk.settings.ratings.low and ticket.state is State.RESOLVED

    async def comment(self, ticket: Ticket, words: str) -> Decision:
        """What the member adds to their rating."""
        words = storable(words, COMMENT)
        kept = Write("support.rating_comment", {"key": ticket.id, "words": words}, expect=1)
        shown = self._desk.to_staff(ticket, Text("support.rating.comment", {"text": words}))
        return Decision(reason="support.rating.comment", actions=shown, writes=(kept,))

    def wakes(self, ticket: str, state: State, person: PersonId | None, now: datetime) -> Alarm | None:
        """The alarm that a change of state needs: asked after the end, not at all once it goes on."""
        settings = self._desk.settings.ratings
        if state is State.RESOLVED and settings.enabled and person is not None:
            return Alarm(kind=RATING, subject=ticket, at=now + settings.after)
        return Alarm(kind=RATING, subject=ticket, at=None) if state.is_open or state is State.SPAM else None


def _may_be_rated(ticket: Ticket) -> bool:
    """An ended ticket in which somebody answered; no drill, not one that the member took back, nor one merged."""
    if ticket.origin.platform == STAGE:
        return False
    ended = ticket.state in (State.RESOLVED, State.CLOSED) and ticket.merged_into is None
    return ended and ticket.closed_by != ticket.person and ticket.first_reply_at is not None
