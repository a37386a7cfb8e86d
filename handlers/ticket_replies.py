"""Replies that wait: scheduled ones, and those held back while somebody else was answering."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, TimerRang
from chat.handler import Parameter, ParameterKind, Stage, handles
from chat.ports import Clock
from chat.text import Text
from handlers.ticket_access import acknowledged, heard, meant, must, worked_on
from handlers.ticket_step import staff_command
from support.lines import Kind, Line
from support.service import Support
from support.states import Step

LATEST = timedelta(days=90)


@staff_command(
    "later",
    zh="稍后回复",
    parameters=(
        Parameter(name="length", kind=ParameterKind.DURATION),
        Parameter(name="text", kind=ParameterKind.TEXT),
    ),
)
async def reply_later(event: CommandGiven, *, support: Support, clock: Clock) -> Decision:
    """A reply that goes out by itself; not when the talk went on meanwhile."""
    ticket = await meant(event, support)
    must(ticket, Step.REPLIED)
    length = min(timedelta(seconds=int(event.argument("length"))), LATEST)
    said = event.message.ref if event.message else None
    decision = await support.drafts.schedule(
        ticket, event.by.person, event.argument("text"), said, clock.now() + length
    )
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@handles(Stage.REACT, "support.later")
async def reply_due(event: TimerRang, *, support: Support) -> Decision:
    """The moment has come."""
    line = await support.desk.line(event.subject)
    return await support.drafts.due(line) if line else silent("support.line_gone")


@handles(Stage.COMMAND, "support.anyway")
async def anyway_button(event: ButtonPressed, *, support: Support) -> Decision:
    """A draft goes out now."""
    line = await _draft(event, support)
    ticket = await worked_on(event, line.ticket, support)
    must(ticket, Step.REPLIED)
    decision = await support.drafts.send(ticket, line, event.by.person)
    return acknowledged(event, decision, Text("support.done.replied"))


@handles(Stage.COMMAND, "support.drop")
async def drop_button(event: ButtonPressed, *, support: Support) -> Decision:
    """A draft is given up."""
    line = await _draft(event, support)
    await worked_on(event, line.ticket, support)
    return acknowledged(event, support.drafts.drop(line), Text("support.done.dropped"))


async def _draft(event: ButtonPressed, support: Support) -> Line:
    """Raises SaidNo when it was sent or dropped already."""
    line = await support.desk.line(event.id)
    if line is None or line.kind is not Kind.DRAFT:
        raise SaidNo(Text("support.no.draft"))
    return line
