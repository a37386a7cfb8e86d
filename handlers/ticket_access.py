"""Which ticket is meant, and whether somebody may work on it: asked afresh at every press and command."""

from __future__ import annotations

from dataclasses import replace

from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.people import PersonId
from chat.text import Text
from support.card import state_word
from support.service import Support
from support.tickets import Step, Ticket


async def worked_on(event: ButtonPressed | FormSubmitted, ticket_id: str, support: Support) -> Ticket:
    """The ticket, for somebody who may work on it at this moment. Raises SaidNo."""
    await must_work(event, support)
    return await there(ticket_id, support)


async def must_work(event: ButtonPressed | FormSubmitted, support: Support) -> None:
    """Raises SaidNo for whoever is no representative, or nobody."""
    if not event.by.is_person:
        raise SaidNo(Text("support.no.anonymous"))
    if not await support.may_work(event.by, event.space):
        raise SaidNo(Text("support.no.duty"))


async def must_be_heard(person: PersonId, support: Support) -> None:
    """Raises SaidNo, with the reason and the end, for a member who is blocked."""
    block = await support.desk.block_of(person)
    if block is not None and block.holds(support.desk.clock.now()):
        raise SaidNo(block.told)


async def own(event: ButtonPressed, support: Support) -> Ticket:
    """The ticket, for its member. Raises SaidNo."""
    ticket = await there(event.id, support)
    if not event.by.is_person or ticket.person != event.by.person:
        raise SaidNo(Text("support.no.not_yours"))
    return ticket


async def theirs_or_worked_on(event: ButtonPressed, support: Support) -> Ticket:
    """The ticket, for its member or for somebody who may work on it. Raises SaidNo."""
    ticket = await there(event.id, support)
    if event.by.is_person and ticket.person == event.by.person:
        return ticket
    return await worked_on(event, event.id, support)


async def there(ticket_id: str, support: Support) -> Ticket:
    """The ticket of this id, or the one it was merged into. Raises SaidNo when it is gone."""
    ticket = await support.desk.ticket(ticket_id)
    while ticket is not None and ticket.merged_into:
        ticket = await support.desk.ticket(ticket.merged_into)
    if ticket is None:
        raise SaidNo(Text("support.no.gone"))
    return ticket


async def numbered(number: str, support: Support) -> Ticket:
    """The ticket of this number. Raises SaidNo when there is none."""
    ticket = await support.desk.numbered(int(number)) if number.isdecimal() and len(number) < 10 else None
    if ticket is None:
        raise SaidNo(Text("support.no.gone"))
    return ticket


async def meant(event: CommandGiven, support: Support, number: str = "") -> Ticket:
    """The ticket that a command is about. Raises SaidNo when there is none."""
    if number:
        ticket = await support.desk.numbered(int(number))
    else:
        ticket = await support.desk.at_place(event.space, event.about.id if event.about else None)
    if ticket is None:
        raise SaidNo(Text("support.no.ticket"))
    return ticket


def must(ticket: Ticket, step: Step) -> None:
    """Raises SaidNo when the step is not legal in the ticket's state."""
    if ticket.may(step):
        return
    if ticket.state.is_open:
        raise SaidNo(Text("support.no.step", {"number": ticket.number, "state": state_word(ticket)}))
    raise SaidNo(Text("support.no.closed", {"number": ticket.number}))


def acknowledged(event: ButtonPressed | FormSubmitted, decision: Decision, words: Text) -> Decision:
    """Shown to the presser alone; a form filled in as a dialogue has nothing that waits."""
    if not event.interaction:
        return decision
    return replace(decision, actions=(*decision.actions, answer(event, words)))


def heard(event: CommandGiven, decision: Decision, words: Text) -> Decision:
    """A slash command is acknowledged; a written one shows in the thread what came of it."""
    if not event.interaction:
        return decision
    return replace(decision, actions=(*decision.actions, answer(event, words)))
