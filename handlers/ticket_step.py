"""The one shape of a step: find the ticket, see that the step is legal, take it, tell who took it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven
from chat.handler import command
from chat.people import Duty
from chat.text import Text
from handlers.ticket_access import acknowledged, heard, meant, must, worked_on
from support.service import Support
from support.settings import Department
from support.states import Step
from support.tickets import Ticket

Take = Callable[[Ticket], Awaitable[Decision]]
"""What becomes of the ticket; raises SaidNo."""

staff_command = partial(command, room="support", duty=Duty.REPRESENTATIVE, where="staff")
"""A command of the representatives, in the staff space."""


async def commanded(event: CommandGiven, support: Support, step: Step | None, take: Take) -> Decision:
    """A step by command; None = it is legal in every state. Raises SaidNo."""
    ticket = await meant(event, support)
    if step is not None:
        must(ticket, step)
    return heard(event, await take(ticket), _done(ticket))


async def pressed(event: ButtonPressed, support: Support, step: Step, take: Take) -> Decision:
    """A step by the card's button. Raises SaidNo."""
    ticket = await worked_on(event, event.id, support)
    must(ticket, step)
    return acknowledged(event, await take(ticket), _done(ticket))


def must_move(ticket: Ticket, department: Department) -> None:
    """Raises SaidNo when the ticket lies in that department's queue already."""
    if ticket.department == department.name and ticket.assignee is None:
        raise SaidNo(Text("support.no.there", {"number": ticket.number}))


def _done(ticket: Ticket) -> Text:
    return Text("support.done.stepped", {"number": ticket.number})
