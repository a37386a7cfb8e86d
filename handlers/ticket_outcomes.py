"""What became of the desk's own actions: cards, relayed lines, news for the member."""

from __future__ import annotations

from chat.decision import Audit, Decision, silent
from chat.events import ActionDone, ActionFailed
from chat.handler import Stage, handles
from chat.messages import MessageRef
from chat.text import Text
from support.lines import Kind, Line, Way
from support.rows import add_line
from support.service import Support
from support.tickets import Reach, Ticket

_LINES = ("copy", "reply", "nudged", "unsent", "edited")


@handles(Stage.REACT, "support")
async def ticket_done(event: ActionDone, *, support: Support) -> Decision:
    """Message and thread ids are learnt here."""
    what, subject, more = _subject(event)
    native = event.ids[0] if event.ids else ""
    if what in _LINES:
        line = await support.desk.line(subject)
        return (
            await _line_done(event, what, line, native, more, support)
            if line
            else silent("support.line_gone")
        )
    ticket = await support.desk.ticket(subject)
    if ticket is None:
        return silent("support.ticket_gone")
    match what:
        case "thread":
            return await support.upkeep.thread_made(ticket, native, bool(event.degraded))
        case "card":
            return await support.upkeep.card_made(ticket, native, more)
        case "notice":
            return _noticed(event, ticket, native, support)
        case "told" | "public":
            reached = Reach.PRIVATE if what == "told" else Reach.PUBLIC
            noticed = _noticed(event, ticket, native, support)
            return noticed + await support.arrivals.told(ticket, reached)
        case _:
            return silent(f"support.done.{what}")


async def _line_done(
    event: ActionDone, what: str, line: Line, native: str, more: str, support: Support
) -> Decision:
    match what:
        case "copy":
            return await support.arrivals.copy_arrived(line, event.space, native, int(more or 0))
        case "reply":
            return await support.arrivals.reply_arrived(line, event.space, event.ids, int(more or 0))
        case "nudged":
            return await support.arrivals.reply_refused(line, nudged=True)
        case "unsent":
            return await support.arrivals.unsent(line)
        case _:
            return silent("support.edit_arrived")


def _noticed(event: ActionDone, ticket: Ticket, native: str, support: Support) -> Decision:
    """A message that told the member of the ticket, of its opening or of news: their reply to it joins the ticket."""
    if not native:
        return silent("support.noticed")
    line = Line(
        id=support.desk.ids.new(),
        ticket=ticket.id,
        kind=Kind.NOTICE,
        by=ticket.person,
        text="",
        at=event.at,
        way=Way.ARRIVED,
        copy=MessageRef(event.space, native),
    )
    return Decision(reason="support.noticed", writes=(add_line(line),))


@handles(Stage.REACT, "support")
async def ticket_failed(event: ActionFailed, *, support: Support) -> Decision:
    """What could not be done is made good where it can be, and shown to the staff where it cannot."""
    what, subject, _ = _subject(event)
    if what in _LINES:
        line = await support.desk.line(subject)
        return await _line_failed(event, what, line, support) if line else silent("support.line_gone")
    ticket = await support.desk.ticket(subject)
    if ticket is None:
        return silent("support.ticket_gone")
    match what:
        case "thread" | "card" | "edit":
            return await support.upkeep.card_failed(ticket, what, event.why)
        case "told" | "public":
            return await support.arrivals.told(ticket, Reach.NONE)
        case "notice":
            return await _not_noticed(ticket, support)
        case _:
            record = Audit(code="ticket.not_told", subject=ticket.id, data={"what": what, "why": event.why})
            return Decision(reason=f"support.failed.{what}", audit=(record,))


async def _line_failed(event: ActionFailed, what: str, line: Line, support: Support) -> Decision:
    match what:
        case "copy":
            return await support.arrivals.copy_refused(line, event.why)
        case "reply" | "nudged":
            return await support.arrivals.reply_refused(line, nudged=False)
        case "unsent":
            return await support.arrivals.not_changed(line, "support.delivered.not_unsent", event.why)
        case _:
            return await support.arrivals.not_changed(line, "support.delivered.not_edited", event.why)


async def _not_noticed(ticket: Ticket, support: Support) -> Decision:
    """The answer that a ticket was opened came too late, or nowhere: it is said in private instead."""
    words = Text("support.opened.private", {"number": ticket.number, "expect": support.expectation(ticket)})
    told = await support.desk.to_member(ticket, "opened", words)
    return Decision(reason="support.opened_told_again", actions=(told,))


def _subject(event: ActionDone | ActionFailed) -> tuple[str, str, str]:
    """`what:id:more` of an action's about; `more` may hold colons."""
    what, _, rest = (event.about.subject if event.about else "").partition(":")
    subject, _, more = rest.partition(":")
    return what, subject, more
