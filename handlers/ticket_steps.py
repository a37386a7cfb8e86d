"""What representatives do with a ticket beside answering it: snooze, wait, transfer, sort, tie, merge, put away."""

from __future__ import annotations

import re
from datetime import timedelta

from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind
from chat.ports import Clock, Directory
from chat.text import Text
from faq.service import Faq
from handlers.hand_over import handed_over
from handlers.representatives import colleagues, representative
from handlers.ticket_access import heard, meant, numbered
from handlers.ticket_step import commanded, must_move, staff_command
from moderation.service import Moderation
from support.request import split_off
from support.service import Support
from support.states import Step
from support.tickets import Priority, Ticket

LONGEST_NAP = timedelta(days=366)
_CASE = re.compile(r"[cC案](?:ase)?[-# ]?(\d{1,9})")
_LENGTH = (Parameter(name="length", kind=ParameterKind.DURATION),)
_TO = (Parameter(name="to", kind=ParameterKind.TEXT),)
_LEVEL = (Parameter(name="level", kind=ParameterKind.NUMBER),)
_TAGS = (Parameter(name="tags", kind=ParameterKind.TEXT),)
_TARGET = (Parameter(name="target"),)
_INTO = (Parameter(name="into", kind=ParameterKind.NUMBER),)


@staff_command("snooze", zh="搁置", parameters=_LENGTH)
async def snooze_ticket(event: CommandGiven, *, support: Support, clock: Clock) -> Decision:
    """Laid aside; it wakes by itself, or when the member writes."""
    until = clock.now() + min(timedelta(seconds=int(event.argument("length"))), LONGEST_NAP)
    working, by = support.working, event.by.person
    return await commanded(event, support, Step.SNOOZED, lambda ticket: working.snooze(ticket, until, by))


@staff_command("waiting", zh="等内部")
async def wait_inside(event: CommandGiven, *, support: Support) -> Decision:
    """Colleagues are asked first."""
    working, by = support.working, event.by.person
    return await commanded(event, support, Step.WAITING, lambda ticket: working.wait_inside(ticket, by))


@staff_command("resume", zh="继续")
async def resume_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """What waited or slept goes on."""
    working, by = support.working, event.by.person
    return await commanded(event, support, Step.TAKEN_UP, lambda ticket: working.take_up(ticket, by))


@staff_command("transfer", zh="转交", parameters=_TO)
async def transfer_ticket(event: CommandGiven, *, support: Support, directory: Directory) -> Decision:
    """To a department by its name, or to a representative named with @."""

    async def transferred(ticket: Ticket) -> Decision:
        words = event.argument("to").strip()
        department = support.settings.department(words)
        to = None if department else await representative(words, event, directory)
        if department is None and to is None:
            language = directory.space_language(event.space)
            known = [one.title(language) for one in support.settings.departments]
            known += [f"@{name}" for name in (await colleagues(event.space, directory)).values()]
            raise SaidNo(
                Text("support.no.department", {"name": words[:60], "known": " · ".join(known) or "—"})
            )
        if department is not None:
            must_move(ticket, department)
        return await support.working.transfer(ticket, department, to, event.by.person)

    return await commanded(event, support, Step.TRANSFERRED, transferred)


@staff_command("priority", zh="优先级", parameters=_LEVEL)
async def prioritize_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """1 is the most urgent, 4 the least."""

    async def prioritized(ticket: Ticket) -> Decision:
        level = int(event.argument("level"))
        if not 1 <= level <= 4:
            raise SaidNo(Text("support.no.priority"))
        return await support.working.prioritize(ticket, Priority(level))

    return await commanded(event, support, None, prioritized)


@staff_command("tag", zh="标签", parameters=_TAGS)
async def tag_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """`/tag late -paid` adds one and takes one away."""
    tags = event.argument("tags")
    return await commanded(event, support, None, lambda ticket: support.working.tag(ticket, tags))


@staff_command("junk", zh="垃圾工单")
async def junk_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """Nothing that deserves an answer; the card keeps a button that brings it back."""
    by = event.by.person
    return await commanded(event, support, Step.SPAMMED, lambda ticket: support.working.spam(ticket, by))


@staff_command("relate", zh="关联", parameters=_TARGET)
async def relate_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """To another ticket by its number, or to a case of moderation (`C12`)."""

    async def related(ticket: Ticket) -> Decision:
        words = event.argument("target").strip()
        case = _CASE.fullmatch(words)
        kind, target, shown = "case", case[1] if case else "", f"C{case[1]}" if case else ""
        if case is None:
            other = await numbered(words.lstrip("#"), support)
            kind, target, shown = "ticket", other.id, f"#{other.number}"
        known = {(one.kind, one.target) for one in await support.desk.ties(ticket)}
        if target == ticket.id or (kind, target) in known:
            raise SaidNo(Text("support.no.tied"))
        return await support.working.relate(ticket, kind, target, shown)

    return await commanded(event, support, None, related)


@staff_command("merge", zh="合并", parameters=_INTO)
async def merge_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """Into another open ticket of the same member, which goes on with everything said here."""

    async def merged(ticket: Ticket) -> Decision:
        into = await numbered(event.argument("into"), support)
        if not into.state.is_open or into.id == ticket.id:
            raise SaidNo(Text("support.no.closed", {"number": into.number}))
        if into.person != ticket.person:
            raise SaidNo(Text("support.no.other_person", {"number": into.number}))
        return await support.working.merge(ticket, into, event.by.person)

    return await commanded(event, support, Step.MERGED, merged)


@staff_command("split", zh="拆分")
async def split_ticket(
    event: CommandGiven, *, support: Support, faq: Faq, moderation: Moderation
) -> Decision:
    """In reply to a message of the member that is another matter: it gets a ticket of its own."""
    line = await support.desk.line_copied_as(event.about.ref) if event.about else None
    if line is None or not line.is_members or not line.text:
        raise SaidNo(Text("support.no.split"))
    ticket = await meant(event, support)
    request = split_off(ticket, line)
    known = await support.desk.open_on(request.person, request.topic)
    if known is not None:
        raise SaidNo(Text("support.no.split_already", {"number": known.number}))
    opened = await support.split(ticket, await handed_over(request, faq, moderation))
    return heard(event, opened.decision, Text("support.done.split", {"number": opened.ticket.number}))
