"""Ratings: the question after the end, the buttons under it, the comment."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Button, Field, Form, Post, Private, ShowForm
from chat.decision import Decision, answer, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, FormSubmitted, TimerRang
from chat.handler import Stage, handles
from chat.text import Text
from support.ratings import COMMENT, SCORES
from support.service import Support
from support.tickets import Ticket


@handles(Stage.REACT, "support.rating")
async def rating_due(event: TimerRang, *, support: Support) -> Decision:
    """Asked some minutes after the end, reminded once."""
    ticket = await support.desk.ticket(event.subject)
    return await support.ratings.due(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.COMMAND, "support.rate")
async def rating_pressed(event: ButtonPressed, *, support: Support) -> Decision:
    """The member's own rating, which they may change; a low one begins the ticket again."""
    subject, _, given = event.id.partition(":")
    ticket = await _own(event, subject, support)
    if not given.isdigit() or int(given) not in SCORES:
        raise SaidNo(Text("support.no.gone"))
    score = int(given)
    known = await support.ratings.of(ticket)
    if known is not None and known.score == score:
        heard = answer(event, Text("support.rating.heard", {"score": score}))
        return Decision(reason="support.rating.same", actions=(heard,))
    decision = await support.ratings.rate(ticket, score)
    other = await support.desk.open_on(ticket.person, ticket.topic)
    again = support.ratings.begins_again(ticket, score) and other is None
    if again:
        decision = decision + await support.closing.reopen(ticket, event.by.person, tells=False)
    words = Text("support.rating.again" if again else "support.rating.thanks", {"number": ticket.number})
    thanks = Post(
        to=Private(event.by.person, event.by.identity.platform), body=words, buttons=((_say_more(ticket),),)
    )
    heard = answer(event, Text("support.rating.heard", {"score": score}))
    return replace(decision, actions=(*decision.actions, heard, thanks))


@handles(Stage.COMMAND, "support.rating_more")
async def comment_button(event: ButtonPressed, *, support: Support) -> Decision:
    """The member wants to say more."""
    ticket = await _own(event, event.id, support)
    field = Field(name="text", label=Text("support.form.rating_text"), long=True, limit=COMMENT)
    form = Form(name="support.rating", subject=ticket.id, title=Text("support.form.rating"), fields=(field,))
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="support.rating.form", actions=(show,))


@handles(Stage.COMMAND, "support.rating")
async def comment_written(event: FormSubmitted, *, support: Support) -> Decision:
    """What the member added."""
    ticket = await _own(event, event.subject, support)
    words = event.values.get("text", "").strip()
    if not words:
        raise SaidNo(Text("support.no.words"))
    decision = await support.ratings.comment(ticket, words)
    return replace(decision, actions=(*decision.actions, answer(event, Text("support.rating.noted"))))


def _say_more(ticket: Ticket) -> Button:
    return Button(
        label=Text("support.button.rating_more"),
        kind="support.rating_more",
        id=ticket.id,
        only=ticket.person,
    )


async def _own(event: ButtonPressed | FormSubmitted, subject: str, support: Support) -> Ticket:
    ticket = await support.desk.ticket(subject)
    if ticket is None or await support.ratings.of(ticket) is None:
        raise SaidNo(Text("support.no.gone"))
    if not event.by.is_person or ticket.person != event.by.person:
        raise SaidNo(Text("support.no.not_yours"))
    return ticket
