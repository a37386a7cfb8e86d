"""Old tickets: found by their words, and handed out as a file, on request without personal data."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Document, Post, Priority
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind
from chat.ports import Community
from chat.text import Text
from handlers.ticket_access import heard, meant, numbered
from handlers.ticket_step import staff_command
from support.card import state_word
from support.lines import storable
from support.service import Support
from support.transcript import as_html, as_jsonl, rows

REDACTED = ("redacted", "redact", "脱敏")


@staff_command(
    "find",
    zh="搜工单",
    parameters=(Parameter(name="words", kind=ParameterKind.TEXT),),
)
async def find_tickets(event: CommandGiven, *, support: Support) -> Decision:
    """Tickets, open and old, in which all the words were said; the last active first."""
    found = await support.desk.saying(event.argument("words"))
    if not found:
        return Decision(reason="support.find.none", actions=(answer(event, Text("support.find.none")),))
    told: Text | str = ""
    for ticket in reversed(found):
        told = Text(
            "support.find.row",
            {
                "number": ticket.number,
                "name": await support.desk.directory.name(ticket.person) or Text("support.card.someone"),
                "state": state_word(ticket),
                "question": storable(" ".join(ticket.question.split()), 100) or "—",
                "more": told,
            },
        )
    body = Text("support.find.list", {"rows": told, "count": len(found)})
    return Decision(reason="support.found", actions=(answer(event, body),))


@staff_command(
    "transcript",
    zh="工单记录",
    parameters=(Parameter(name="options", kind=ParameterKind.TEXT, required=False),),
)
async def give_transcript(event: CommandGiven, *, support: Support, community: Community) -> Decision:
    """`/transcript 12 redacted`: two files, a page to read and JSON lines; they stay in the staff space."""
    words = event.argument("options").lower().split()
    redact = any(word in REDACTED for word in words)
    numbers = [word.lstrip("#") for word in words if word.lstrip("#").isdecimal()]
    if set(words) - set(REDACTED) - {word for word in words if word.lstrip("#").isdecimal()}:
        raise SaidNo(Text("support.no.transcript"))
    ticket = await numbered(numbers[0], support) if numbers else await meant(event, support)
    lines = await support.desk.lines(ticket)
    names = await support.desk.names([ticket.person, *(line.by for line in lines)])
    said = rows(ticket, lines, names, redact=redact)
    stem = f"ticket-{ticket.number}" + ("-redacted" if redact else "")
    page = Document(data=as_html(ticket, said, community.zone), name=f"{stem}.html")
    data = Document(data=as_jsonl(ticket, said), name=f"{stem}.jsonl")
    kind = "redacted" if redact else "whole"
    first = Post(
        to=event.space,
        body=Text(f"support.transcript.{kind}", {"number": ticket.number, "count": len(said)}),
        document=page,
        urgency=Priority.STAFF,
    )
    second = replace(first, body=Text("support.transcript.data", {"number": ticket.number}), document=data)
    audit = Audit(
        code="ticket.transcript",
        subject=ticket.id,
        data={"number": ticket.number, "redacted": int(redact)},
    )
    decision = Decision(reason="support.transcript", actions=(first, second), audit=(audit,))
    return heard(event, decision, Text("support.done.transcript"))
