"""What the staff see of a ticket: the card, its buttons, the queue (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.actions import Button
from chat.people import PersonId
from chat.text import Text
from support.facts import listed
from support.lines import Kind, Line, storable
from support.promises import due_words
from support.reasons import read_reasons
from support.tickets import GENERAL, State, Ticket, Why
from support.triage import Sign

QUESTION = 500
SAYING = 140
TITLE = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a card needs to know beside the ticket: names by person, the talk before it, earlier tickets."""

    names: Mapping[PersonId, str]
    title: str = ""
    context: Sequence[Line] = ()
    earlier: int = 0
    facts: Sequence[Text] = ()

    def name(self, person: PersonId | None) -> str | Text:
        """What to call somebody."""
        found = self.names.get(person, "") if person else ""
        return found or Text("support.card.someone")


def card(ticket: Ticket, view: View) -> Text:
    """The card's words."""
    return Text(
        "support.card.body",
        {
            "number": ticket.number,
            "name": view.name(ticket.person),
            "state": state_word(ticket),
            "why": why_opened(ticket),
            "question": storable(ticket.question, QUESTION) or Text("support.card.no_words"),
            "where": where(ticket, view.title),
            "opened": ticket.opened_at,
            "clock": clock(ticket),
            "assignee": view.name(ticket.assignee) if ticket.assignee else Text("support.card.nobody"),
            "earlier": view.earlier,
            "reach": Text(f"support.reach.{ticket.reach}"),
            "facts": listed(view.facts),
            "context": _context(view),
            "help": _help(ticket),
        },
    )


def face(ticket: Ticket) -> str:
    """What of a ticket a card shows that may change: two cards with the same face need no edit."""
    replied = ticket.first_reply_at.isoformat() if ticket.first_reply_at else ""
    sorted_as = (ticket.department, *ticket.tags, str(int(ticket.priority)), str(ticket.snoozed_until or ""))
    return "|".join(
        (ticket.state, ticket.assignee or "", ticket.reach, replied, str(ticket.clocks.due_at), *sorted_as)
    )


def card_buttons(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The buttons that make sense in the ticket's state."""
    if ticket.state is State.RESOLVED:
        return ((_button("reopen", ticket), _button("note", ticket)),)
    if ticket.state is State.SPAM:
        return ((_button("clear", ticket),),)
    if not ticket.state.is_open:
        return ()
    turn = _button("resume" if ticket.state.waits else "snooze", ticket)
    reply, macros, note = (_button(name, ticket) for name in ("reply", "macros", "note"))
    transfer, close = _button("transfer", ticket), _button("close", ticket)
    if ticket.assignee is None:
        return (_button("claim", ticket), reply, macros), (note, transfer, turn), (close,)
    # not where the claim was: whoever presses that twice would give the ticket back
    return (reply, macros, note), (transfer, turn, _button("release", ticket)), (close,)


def _button(name: str, ticket: Ticket) -> Button:
    return Button(label=Text(f"support.button.{name}"), kind=f"support.{name}", id=ticket.id)


def thread_title(ticket: Ticket, name: str) -> str:
    """The name of the ticket's thread."""
    words = " ".join(ticket.question.split())
    title = f"#{ticket.number} {name}" + (f" · {words}" if words else "")
    return title if len(title) <= TITLE else title[: TITLE - 1] + "…"


def state_word(ticket: Ticket) -> Text:
    """The state in words."""
    return Text(f"support.state.{ticket.state}")


def where(ticket: Ticket, title: str) -> Text:
    """Where the member spoke."""
    place = {"platform": ticket.origin.platform.capitalize(), "title": title or ticket.origin.id}
    return Text(f"support.where.{ticket.origin.kind}", place)


def clock(ticket: Ticket) -> Text:
    """Which clock is due first, and what the first reply took."""
    if ticket.first_reply_at is not None:
        after = ticket.first_reply_at - ticket.opened_at
        return Text("support.clock.stopped", {"after": after, "next": due_words(ticket)})
    return due_words(ticket) if ticket.state.is_open else Text("support.clock.never")


def why_opened(ticket: Ticket) -> Text:
    """Why this is a ticket, with every signal that spoke for it."""
    if ticket.why in (Why.COMPLAINT, Why.UNANSWERED):
        return Text(f"support.why.{ticket.why}", {"signals": _signals(ticket)})
    if ticket.why is Why.BUTTON and ticket.topic != GENERAL:
        return Text("support.why.answer", {"topic": ticket.topic_title or ticket.topic})
    return Text(f"support.why.{ticket.why}")


def _signals(ticket: Ticket) -> Text:
    found = [Text("support.signal.part", {"signal": _sign(one.signal), "weight": f"{one.weight:g}"})
             for one in read_reasons(ticket.reasons)]  # fmt: skip
    joined = found[-1] if found else Text("support.signal.none")
    for one in reversed(found[:-1]):
        joined = Text("support.signal.then", {"first": one, "rest": joined})
    return joined


def _sign(signal: Sign) -> Text:
    return Text(f"support.signal.{signal}")


def _context(view: View) -> Text:
    if not view.context:
        return Text("support.context.none")
    said = [
        f"{view.names.get(line.by) or '?'}: {storable(' '.join(line.text.split()), SAYING)}"
        for line in view.context
    ]
    return Text("support.context.lines", {"lines": "\n".join(said)})


def _help(ticket: Ticket) -> Text:
    if not ticket.state.is_open:
        return Text("support.help.closed")
    return Text("support.help.replies" if ticket.card.threadless else "support.help.thread")


def queue(tickets: Sequence[Ticket], names: Mapping[PersonId, str], most: int, now: datetime) -> Text:
    """The open tickets, the one that is due first on top."""
    if not tickets:
        return Text("support.queue.empty")
    shown = sorted(
        tickets, key=lambda one: (one.clocks.due_at is None, one.clocks.due_at or now, one.number)
    )[:most]
    rows = Text("support.queue.end", {"shown": len(shown), "count": len(tickets)})
    for ticket in reversed(shown):
        due = ticket.clocks.due_at
        late = Text("support.clock.late", {"due": due}) if due and due <= now else due_words(ticket)
        rows = Text(
            "support.queue.row",
            {
                "number": ticket.number,
                "name": names.get(ticket.person) or Text("support.card.someone"),
                "state": state_word(ticket),
                "clock": late,
                "assignee": (names.get(ticket.assignee) if ticket.assignee else None)
                or Text("support.card.nobody"),
                "more": rows,
            },
        )
    return rows


_SPEAKS = {
    Kind.MEMBER: "support.story.member",
    Kind.REPLY: "support.story.reply",
    Kind.NOTE: "support.story.note",
}


def story(lines: Sequence[Line], view: View, most: int = 12) -> Text:
    """The last lines of a ticket, for the staff only."""
    shown = [line for line in lines if line.kind in _SPEAKS and line.text][-most:]
    told = Text("support.story.end", {"count": len(shown)})
    for line in reversed(shown):
        told = Text(
            _SPEAKS[line.kind],
            {"name": view.name(line.by), "text": storable(line.text, SAYING), "at": line.at, "more": told},
        )
    return told
