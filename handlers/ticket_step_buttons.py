"""The card's buttons for the steps beside answering: snooze, transfer, go on, no spam after all."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Button
from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import ButtonPressed
from chat.handler import Stage, handles
from chat.people import PersonId
from chat.ports import Clock, Directory
from chat.text import Text
from handlers.representatives import colleagues
from handlers.ticket_access import acknowledged, must, must_work, numbered, worked_on
from handlers.ticket_step import must_move, pressed
from support.service import Support
from support.states import Step
from support.tickets import Ticket

NAPS = (3600, 4 * 3600, 24 * 3600, 7 * 24 * 3600)
"""Lengths that the button Snooze offers, in seconds."""
FOR_A_MOMENT = timedelta(minutes=10)
"""How long a choice stays."""
SAME = timedelta(minutes=1)
"""Presses of one length that differ by less are one press."""
ROW = 2
MOST_COLLEAGUES = 10
"""Most colleagues that the button Transfer offers; `/transfer @name` reaches all."""


@handles(Stage.COMMAND, "support.snooze")
async def snooze_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Offers a few lengths."""
    ticket = await worked_on(event, event.id, support)
    must(ticket, Step.SNOOZED)
    buttons = [
        Button(label=Text(f"support.nap.s{seconds}"), kind="support.nap", id=f"{ticket.number}:{seconds}")
        for seconds in NAPS
    ]
    return choice(event, ticket, Text("support.choose.nap"), buttons, support)


@handles(Stage.COMMAND, "support.nap")
async def nap_button(event: ButtonPressed, *, support: Support, clock: Clock) -> Decision:
    """One of the lengths."""
    ticket, seconds = await _chosen(event, support)
    must(ticket, Step.SNOOZED)
    until = clock.now() + timedelta(seconds=int(seconds))
    if ticket.snoozed_until is not None and abs(until - ticket.snoozed_until) < SAME:
        raise SaidNo(Text("support.no.asleep", {"number": ticket.number}))
    decision = await support.working.snooze(ticket, until, event.by.person)
    return acknowledged(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.transfer")
async def transfer_button(event: ButtonPressed, *, support: Support, directory: Directory) -> Decision:
    """Offers the departments and the colleagues."""
    ticket = await worked_on(event, event.id, support)
    must(ticket, Step.TRANSFERRED)
    language = directory.space_language(event.space)
    buttons = [
        Button(label=one.title(language), kind="support.hand", id=f"{ticket.number}:{one.name}")
        for one in support.settings.departments
        if one.name != ticket.department
    ]
    others = (await colleagues(event.space, directory)).items()
    buttons += [
        Button(label=name, kind="support.give", id=f"{ticket.number}:{person}")
        for person, name in others
        if person not in (event.by.person, ticket.assignee)
    ][:MOST_COLLEAGUES]
    if not buttons:
        raise SaidNo(Text("support.no.departments"))
    return choice(event, ticket, Text("support.choose.department"), buttons, support)


@handles(Stage.COMMAND, "support.hand")
async def hand_button(event: ButtonPressed, *, support: Support) -> Decision:
    """One of the departments."""
    ticket, name = await _chosen(event, support)
    must(ticket, Step.TRANSFERRED)
    department = support.settings.department(name)
    if department is None:
        raise SaidNo(Text("support.no.departments"))
    must_move(ticket, department)
    decision = await support.working.transfer(ticket, department, None, event.by.person)
    return acknowledged(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.give")
async def give_button(event: ButtonPressed, *, support: Support, directory: Directory) -> Decision:
    """One of the colleagues, who may have lost the duty meanwhile."""
    ticket, chosen = await _chosen(event, support)
    must(ticket, Step.TRANSFERRED)
    known, to = await colleagues(event.space, directory), PersonId(chosen)
    if to not in known:
        raise SaidNo(Text("support.no.colleague"))
    if ticket.assignee == to:
        raise SaidNo(Text("support.no.claimed", {"name": known[to]}))
    decision = await support.working.transfer(ticket, None, to, event.by.person)
    return acknowledged(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.resume")
async def resume_button(event: ButtonPressed, *, support: Support) -> Decision:
    """What waited or slept goes on."""
    working, by = support.working, event.by.person
    return await pressed(event, support, Step.TAKEN_UP, lambda ticket: working.take_up(ticket, by))


@handles(Stage.COMMAND, "support.clear")
async def clear_button(event: ButtonPressed, *, support: Support) -> Decision:
    """No spam after all, unless the member opened another ticket on the matter meanwhile."""

    async def cleared(ticket: Ticket) -> Decision:
        if await support.desk.open_on(ticket.person, ticket.topic) is not None:
            raise SaidNo(Text("support.no.too_late", {"number": ticket.number}))
        return await support.working.clear(ticket, event.by.person)

    return await pressed(event, support, Step.CLEARED, cleared)


async def _chosen(event: ButtonPressed, support: Support) -> tuple[Ticket, str]:
    await must_work(event, support)
    number, _, choice = event.id.partition(":")
    return await numbered(number, support), choice


def choice(
    event: ButtonPressed, ticket: Ticket, words: Text, buttons: list[Button], support: Support
) -> Decision:
    """A question with buttons beside the card, which goes away by itself; the press itself needs no words then."""
    rows = tuple(tuple(buttons[start : start + ROW]) for start in range(0, len(buttons), ROW))
    shown = support.desk.to_staff(ticket, words, buttons=rows, silent=True, vanish=FOR_A_MOMENT)
    return Decision(reason=f"{event.kind}.asked", actions=shown)
