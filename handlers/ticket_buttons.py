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
from handlers.hand_over import handed_over
from handlers.ticket_access import acknowledged, must, numbered, own, theirs_or_worked_on, worked_on
from handlers.ticket_commands import ask_for_human, reopened, request_of
from moderation.service import Moderation
from support.service import Support
from support.tickets import GENERAL, Step, Why


@handles(Stage.COMMAND, "support.human")
async def human_button(
    event: ButtonPressed, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision:
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
    request = await handed_over(replace(request, topic_title=title), faq, moderation)
    return await ask_for_human(event, request, support)


@handles(Stage.COMMAND, "support.claim")
async def claim_button(event: ButtonPressed, *, support: Support, directory: Directory) -> Decision:
    """Compare and set: the store lets one of two have it, the other decides afresh and is told."""
    ticket = await worked_on(event, event.id, support)
    if ticket.assignee == event.by.person:
        raise SaidNo(Text("support.no.yours"))
    if ticket.assignee is not None:
        name = await directory.name(ticket.assignee) or Text("support.card.someone")
        raise SaidNo(Text("support.no.claimed", {"name": name}))
    must(ticket, Step.CLAIMED)
    return acknowledged(event, await support.claim(ticket, event.by.person), Text("support.done.claimed"))


@handles(Stage.COMMAND, "support.release")
async def release_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Back into the queue, by whoever has it or by a manager."""
    ticket = await worked_on(event, event.id, support)
    if ticket.assignee is None:
        raise SaidNo(Text("support.no.unclaimed"))
    if not await support.may_release(ticket, event.by, event.space):
        raise SaidNo(Text("support.no.not_holder"))
    must(ticket, Step.RELEASED)
    return acknowledged(event, await support.release(ticket), Text("support.done.released"))


@handles(Stage.COMMAND, "support.reply", "support.note", "support.close")
async def form_buttons(event: ButtonPressed, *, support: Support) -> Decision:
    """Reply, Note and Close ask for the words."""
    ticket = await worked_on(event, event.id, support)
    if event.kind != "support.note":
        must(ticket, Step.REPLIED)
    is_reply = event.kind == "support.reply"
    if is_reply and not support.answers(ticket, event.by.person):
        raise SaidNo(
            Text("support.no.answering", {"name": await support.who_answers(ticket, event.by.person)})
        )
    title, label, limit = {
        "support.reply": (Text("support.form.reply"), Text("support.form.reply_text"), 3000),
        "support.note": (Text("support.form.note"), Text("support.form.note_text"), 3000),
        "support.close": (Text("support.form.close"), Text("support.form.close_reason"), 500),
    }[event.kind]
    field = Field(name="text", label=label, long=True, limit=limit, required=event.kind != "support.close")
    form = Form(name=event.kind, subject=ticket.id, title=title, fields=(field,))
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    told = await support.seen_answering(ticket, event.by) if is_reply else ()
    return Decision(reason=f"{event.kind}.asked", actions=(show, *told))


@handles(Stage.COMMAND, "support.reply", "support.note", "support.close")
async def ticket_forms(event: FormSubmitted, *, support: Support) -> Decision:
    """What was written into the form."""
    ticket = await worked_on(event, event.subject, support)
    words, by = event.values.get("text", "").strip(), event.by.person
    if not words and event.form != "support.close":
        raise SaidNo(Text("support.no.words"))
    if event.form == "support.note":
        return acknowledged(
            event, await support.relay.note(ticket, by, words, None), Text("support.done.noted")
        )
    must(ticket, Step.REPLIED)
    if event.form == "support.reply":
        sent = await support.drafts.reply(ticket, by, words, None)
        return acknowledged(event, sent, Text("support.done.replied"))
    closed = await support.closing.close(ticket, by, words)
    return acknowledged(event, closed, Text("support.done.closed", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.reopen")
async def reopen_button(event: ButtonPressed, *, support: Support) -> Decision:
    """By the staff on the card, by the member under the news that it was closed."""
    ticket = await theirs_or_worked_on(event, support)
    decision = await reopened(ticket, event, support)
    return acknowledged(event, decision, Text("support.done.reopened", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.withdraw")
async def withdraw_button(event: ButtonPressed, *, support: Support) -> Decision:
    """The member does not want the ticket that a complaint opened."""
    ticket = await own(event, support)
    must(ticket, Step.CLOSED)
    decision = await support.closing.withdraw(ticket)
    return acknowledged(event, decision, Text("support.news.withdrawn", {"number": ticket.number}))


@handles(Stage.COMMAND, "support.unsend")
async def unsend_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Take a relayed reply back from the member."""
    line = await support.desk.line(event.id)
    await worked_on(event, line.ticket if line else "", support)
    if line is None or not line.can_be_taken_back:
        raise SaidNo(Text("support.no.reply_gone"))
    decision = await support.relay.taken_back(line, event.by.person)
    return acknowledged(event, decision, Text("support.done.unsend"))


@handles(Stage.COMMAND, "support.public")
async def publish_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Answer in public, too: only what was written as a reply."""
    line = await support.desk.line(event.id)
    ticket = await worked_on(event, line.ticket if line else "", support)
    if line is None or not line.can_be_taken_back:
        raise SaidNo(Text("support.no.reply_gone"))
    decision = await support.relay.publish(ticket, line)
    return acknowledged(event, decision, Text("support.done.published"))


@handles(Stage.COMMAND, "support.to")
async def switch_button(event: ButtonPressed, *, support: Support) -> Decision:
    """The member's last message was meant for another of their tickets."""
    to = await numbered(event.id, support)
    if not event.by.is_person or to.person != event.by.person:
        raise SaidNo(Text("support.no.not_yours"))
    must(to, Step.MEMBER_WROTE)
    found = await support.desk.last_words(event.by.person)
    was = await support.desk.ticket(found.ticket) if found else None
    if found is None or was is None or was.id == to.id:
        raise SaidNo(Text("support.no.switch", {"number": to.number}))
    decision = await support.relay.switched(found, was, to)
    return acknowledged(event, decision, Text("support.again.added", {"number": to.number}))


@handles(Stage.COMMAND, "support.fetch")
async def fetch_button(event: ButtonPressed, *, support: Support) -> Decision:
    """The member is within reach now: replies that waited are sent once more."""
    ticket = await own(event, support)
    if (
        event.space.is_private
    ):  # there the press itself shows that they are within reach: replies_waiting sends
        return Decision(
            reason="support.fetch.private", actions=(answer(event, Text("support.news.fetched")),)
        )
    decision = await support.relay.redeliver(ticket.person, event.by.identity.platform)
    if decision is None:
        raise SaidNo(Text("support.news.nothing_waits"))
    return acknowledged(event, decision, Text("support.news.fetched"))
