"""A cry for help, and the ticket that came of it."""

from __future__ import annotations

from dataclasses import dataclass

from chat.decision import Decision
from chat.messages import Carried, MessageRef
from chat.people import Language, PersonId, Space
from support.facts import Tie
from support.lines import Line
from support.tickets import GENERAL, Ticket, Why
from support.tickets import Priority as Urgency
from support.triage import CALM, Verdict
from support.working import split_topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who wants a human, where, why and about what."""

    person: PersonId
    origin: Space
    why: Why
    language: Language
    question: str = ""
    message: MessageRef | None = None
    files: tuple[Carried, ...] = ()
    topic: str = GENERAL
    topic_title: str = ""
    department: str = ""
    priority: Urgency | None = None
    attempts: str = "[]"
    follows: str | None = None
    verdict: Verdict = CALM
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The ticket that now stands for the request, `fresh` when it was opened by it; `decision` does what is needed.

    The decision's actions refer to each other by place: put further ones behind them.
    """

    ticket: Ticket
    fresh: bool
    decision: Decision


def following(
    ticket: Ticket, question: str = "", said: MessageRef | None = None, files: tuple[Carried, ...] = ()
) -> Request:
    """A new ticket on the matter of one whose time to be reopened is over."""
    return Request(
        person=ticket.person,
        origin=said.space if said else ticket.origin,
        why=Why.FOLLOWS,
        language=ticket.language,
        question=question or ticket.question,
        message=said,
        files=files,
        topic=ticket.topic,
        topic_title=ticket.topic_title,
        department=ticket.department,
        attempts=ticket.attempts,
        follows=ticket.id,
    )


def split_off(ticket: Ticket, line: Line) -> Request:
    """Another matter gets a ticket of its own, beside the one in which it was said."""
    return Request(
        person=ticket.person,
        origin=ticket.origin,
        why=Why.SPLIT,
        language=ticket.language,
        question=line.text,
        topic=split_topic(line.id),
        topic_title=ticket.topic_title,
        department=ticket.department,
        attempts=ticket.attempts,
        follows=ticket.id,
    )
