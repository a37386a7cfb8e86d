"""What representatives do with a ticket beside answering it: snooze, wait, transfer, sort, tie, merge, put away."""

from __future__ import annotations

import re
from datetime import timedelta

from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty, PersonId
from chat.ports import Clock, Directory
from chat.text import Text
from handlers.ticket_access import heard, meant, must, numbered
from support.service import Support
from support.states import Step
from support.tickets import Priority

LONGEST_NAP = timedelta(days=366)
_CASE = re.compile(r"[cC案](?:ase)?[-# ]?(\d{1,9})")
_DEPARTMENT = (Parameter(name="to", kind=ParameterKind.TEXT),)


@command(
    "snooze",
    zh="搁置",
    room="support",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="length", kind=ParameterKind.DURATION),),
)
async def snooze_ticket(event: CommandGiven, *, support: Support, clock: Clock) -> Decision:
    """Laid aside; it wakes by itself, or when the member writes."""
    ticket = await meant(event, support)
    must(ticket, Step.SNOOZED)
    length = min(timedelta(seconds=int(event.argument("length"))), LONGEST_NAP)
    decision = await support.working.snooze(ticket, clock.now() + length, event.by.person)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command("waiting", zh="等内部", room="support", duty=Duty.REPRESENTATIVE, where="staff")
async def wait_inside(event: CommandGiven, *, support: Support) -> Decision:
    """Colleagues are asked first."""
    ticket = await meant(event, support)
    must(ticket, Step.WAITING)
    decision = await support.working.wait_inside(ticket, event.by.person)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command("resume", zh="继续", room="support", duty=Duty.REPRESENTATIVE, where="staff")
async def resume_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """What waited or slept goes on."""
    ticket = await meant(event, support)
    must(ticket, Step.TAKEN_UP)
    decision = await support.working.take_up(ticket, event.by.person)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command(
    "transfer",
    zh="转交",
    room="support",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=_DEPARTMENT,
)
async def transfer_ticket(event: CommandGiven, *, support: Support, directory: Directory) -> Decision:
    """To a department by its name, or to a representative named with @."""
    ticket = await meant(event, support)
    must(ticket, Step.TRANSFERRED)
    words = event.argument("to").strip()
    department = support.settings.department(words)
    to = None if department else await _representative(words, event, directory)
    if department is None and to is None:
        names = [one.title(directory.space_language(event.space)) for one in support.settings.departments]
        raise SaidNo(Text("support.no.department", {"name": words[:60], "known": ", ".join(names) or "—"}))
    decision = await support.working.transfer(ticket, department, to, event.by.person)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


async def _representative(words: str, event: CommandGiven, directory: Directory) -> PersonId | None:
    """A representative by mention or by name."""
    wanted = words.lstrip("@").lower()
    mentioned = {one.target for one in event.message.mentions if one.target} if event.message else set()
    mentioned |= {wanted.strip("<@!>")} - {""}  # where options carry a mention as it is written
    for person in await directory.holders(Duty.REPRESENTATIVE, event.space):
        accounts = {one.id for one in await directory.identities(person)}
        if accounts & mentioned or (await directory.name(person)).lower() == wanted:
            return person
    return None


@command(
    "priority",
    zh="优先级",
    room="support",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="level", kind=ParameterKind.NUMBER),),
)
async def prioritize_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """1 is the most urgent, 4 the least."""
    ticket = await meant(event, support)
    level = int(event.argument("level"))
    if not 1 <= level <= 4:
        raise SaidNo(Text("support.no.priority"))
    decision = await support.working.prioritize(ticket, Priority(level))
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command(
    "tag",
    zh="标签",
    room="support",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="tags", kind=ParameterKind.TEXT),),
)
async def tag_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """`/tag late -paid` adds one and takes one away."""
    ticket = await meant(event, support)
    decision = await support.working.tag(ticket, event.argument("tags"))
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command("junk", zh="垃圾工单", room="support", duty=Duty.REPRESENTATIVE, where="staff")
async def junk_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """Nothing that deserves an answer; the card keeps a button that brings it back."""
    ticket = await meant(event, support)
    must(ticket, Step.SPAMMED)
    decision = await support.working.spam(ticket, event.by.person)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command(
    "relate",
    zh="关联",
    room="support",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="target"),),
)
async def relate_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """To another ticket by its number, or to a case of moderation (`C12`)."""
    ticket = await meant(event, support)
    words = event.argument("target").strip()
    case = _CASE.fullmatch(words)
    kind, target, shown = "case", case[1] if case else "", f"C{case[1]}" if case else ""
    if case is None:
        other = await numbered(words.lstrip("#"), support)
        kind, target, shown = "ticket", other.id, f"#{other.number}"
    known = {(one.kind, one.target) for one in await support.desk.ties(ticket)}
    if target == ticket.id or (kind, target) in known:
        raise SaidNo(Text("support.no.tied"))
    decision = await support.working.relate(ticket, kind, target, shown)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command(
    "merge",
    zh="合并",
    room="support",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="into", kind=ParameterKind.NUMBER),),
)
async def merge_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """Into another open ticket of the same member, which goes on with everything said here."""
    ticket = await meant(event, support)
    into = await numbered(event.argument("into"), support)
    must(ticket, Step.MERGED)
    if not into.state.is_open or into.id == ticket.id:
        raise SaidNo(Text("support.no.closed", {"number": into.number}))
    if into.person != ticket.person:
        raise SaidNo(Text("support.no.other_person", {"number": into.number}))
    decision = await support.working.merge(ticket, into, event.by.person)
    return heard(event, decision, Text("support.done.stepped", {"number": ticket.number}))


@command("split", zh="拆分", room="support", duty=Duty.REPRESENTATIVE, where="staff")
async def split_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """In reply to a message of the member that is another matter: it gets a ticket of its own."""
    line = await support.desk.line_copied_as(event.about.ref) if event.about else None
    if line is None or not line.is_members or not line.text:
        raise SaidNo(Text("support.no.split"))
    ticket = await meant(event, support)
    opened = await support.split(ticket, line)
    number = opened.ticket.number
    return heard(event, opened.decision, Text("support.done.split", {"number": number}))
