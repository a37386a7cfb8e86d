"""The buttons of the support desk and the forms behind them."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Field, Form, ShowForm
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, FormSubmitted
from chat.handler import Stage, handles
from chat.ports import Directory
from chat.text import Text
from faq.service import Faq
from handlers.ticket_commands import ask_for_human, reopened, request_of
from support.service import Support
from support.tickets import GENERAL, Step, Ticket, Why


@handles(Stage.COMMAND, "support.human")
async def human_button(event: ButtonPressed, *, support: Support, faq: Faq, directory: Directory) -> Decision:
    """“A human”, under an answer: the question is what the presser said there last."""
    entry = await faq.entry(event.id) if event.id != GENERAL else None
    last = support.last_said(event.by.person, event.space)
    request = await request_of(
        event,
        Why.BUTTON,
        last.text if last else "",
        last.ref if last else None,
        event.id or GENERAL,
        directory,
    )
    title = entry.title(request.language) if entry else ""
    return await ask_for_human(event, replace(request, topic_title=title), support)


@handles(Stage.COMMAND, "support.claim")
async def claim_button(event: ButtonPressed, *, support: Support, directory: Directory) -> Decision:
    """Compare and set: the store lets one of two have it, the other decides afresh and is told."""
    ticket = await _worked_on(event, event.id, support)
    if ticket.assignee == event.by.person:
        raise SaidNo(Text("support.no.yours"))
    if ticket.assignee is not None:
        name = await directory.name(ticket.assignee) or Text("support.card.someone")
        raise SaidNo(Text("support.no.claimed", {"name": name}))
    _must(ticket, Step.CLAIMED)
    return _acknowledged(event, await support.claim(ticket, event.by.person), Text("support.done.claimed"))


@handles(Stage.COMMAND, "support.release")
async def release_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Back into the queue, by whoever has it or by a manager."""
    ticket = await _worked_on(event, event.id, support)
    if ticket.assignee is None:
        raise SaidNo(Text("support.no.unclaimed"))
    if not await support.may_release(ticket, event.by, event.space):
        raise SaidNo(Text("support.no.not_holder"))
    _must(ticket, Step.RELEASED)
    return _acknowledged(event, await support.release(ticket), Text("support.done.released"))


@handles(Stage.COMMAND, "support.reply", "support.note", "support.close")
async def form_buttons(event: ButtonPressed, *, support: Support) -> Decision:
    """Reply, Note and Close ask for the words."""
    ticket = await _worked_on(event, event.id, support)
    if event.kind != "support.note":
        _must(ticket, Step.REPLIED)
    title, label, limit = {
        "support.reply": (Text("support.form.reply"), Text("support.form.reply_text"), 3000),
        "support.note": (Text("support.form.note"), Text("support.form.note_text"), 3000),
        "support.close": (Text("support.form.close"), Text("support.form.close_reason"), 500),
    }[event.kind]
    field = Field(name="text", label=label, long=True, limit=limit, required=event.kind != "support.close")
    form = Form(name=event.kind, subject=ticket.id, title=title, fields=(field,))
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason=f"{event.kind}.asked", actions=(show,))


@handles(Stage.COMMAND, "support.reply", "support.note", "support.close")
async def ticket_forms(event: FormSubmitted, *, support: Support) -> Decision:
    """What was written into the form."""
    ticket = await _worked_on(event, event.subject, support)
    words, by = event.values.get("text", "").strip(), event.by.person
    if not words and event.form != "support.close":
        raise SaidNo(Text("support.no.words"))
    if event.form == "support.note":
        return _acknowledged(
            event, await support.relay.note(ticket, by, words, None), Text("support.done.noted")
        )
    _must(ticket, Step.REPLIED)
    if event.form == "support.reply":
        sent = await support.relay.reply(ticket, by, words, None)
        return _acknowledged(event, sent, Text("support.done.replied"))
    closed = await support.close(ticket, by, words)
    return _acknowledged(event, closed, Text("support.done.closed", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.reopen")
async def reopen_button(event: ButtonPressed, *, support: Support) -> Decision:
    """By the staff on the card, by the member under the news that it was closed."""
    ticket = await _theirs_or_worked_on(event, support)
    decision = await reopened(ticket, event, support)
    return _acknowledged(event, decision, Text("support.done.reopened", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.withdraw")
async def withdraw_button(event: ButtonPressed, *, support: Support) -> Decision:
    """The member does not want the ticket that a complaint opened."""
    ticket = await _own(event, support)
    _must(ticket, Step.CLOSED)
    decision = await support.withdraw(ticket)
    return _acknowledged(event, decision, Text("support.news.withdrawn", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.unsend")
async def unsend_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Take a relayed reply back from the member."""
    line = await support.desk.line(event.id)
    await _worked_on(event, line.ticket if line else "", support)
    if line is None or not line.can_be_taken_back:
        raise SaidNo(Text("support.no.reply_gone"))
    decision = await support.relay.taken_back(line, event.by.person)
    return _acknowledged(event, decision, Text("support.done.unsend"))


@handles(Stage.COMMAND, "support.fetch")
async def fetch_button(event: ButtonPressed, *, support: Support) -> Decision:
    """The member is within reach now: replies that waited are sent once more."""
    ticket = await _own(event, support)
    if (
        event.space.is_private
    ):  # there the press itself shows that they are within reach: replies_waiting sends
        return Decision(
            reason="support.fetch.private", actions=(answer(event, Text("support.news.fetched")),)
        )
    decision = await support.relay.redeliver(ticket.person, event.by.identity.platform)
    if decision is None:
        raise SaidNo(Text("support.news.nothing_waits"))
    return _acknowledged(event, decision, Text("support.news.fetched"))


async def _worked_on(event: ButtonPressed | FormSubmitted, ticket_id: str, support: Support) -> Ticket:
    """The ticket, for somebody who may work on it at this moment. Raises SaidNo."""
    if not event.by.is_person:
        raise SaidNo(Text("support.no.anonymous"))
    if not await support.may_work(event.by, event.space):
        raise SaidNo(Text("support.no.duty"))
    return await _there(ticket_id, support)


async def _own(event: ButtonPressed, support: Support) -> Ticket:
    ticket = await _there(event.id, support)
    if not event.by.is_person or ticket.person != event.by.person:
        raise SaidNo(Text("support.no.not_yours"))
    return ticket


async def _theirs_or_worked_on(event: ButtonPressed, support: Support) -> Ticket:
    ticket = await _there(event.id, support)
    if event.by.is_person and ticket.person == event.by.person:
        return ticket
    return await _worked_on(event, event.id, support)


async def _there(ticket_id: str, support: Support) -> Ticket:
    ticket = await support.desk.ticket(ticket_id)
    if ticket is None:
        raise SaidNo(Text("support.no.gone"))
    return ticket


def _must(ticket: Ticket, step: Step) -> None:
    if not ticket.may(step):
        raise SaidNo(Text("support.no.closed", {"number": ticket.number}))


def _acknowledged(event: ButtonPressed | FormSubmitted, decision: Decision, words: Text) -> Decision:
    """Shown to the presser alone; a form filled in as a dialogue has nothing that waits."""
    if not event.interaction:
        return decision
    return replace(decision, actions=(*decision.actions, answer(event, words)))
