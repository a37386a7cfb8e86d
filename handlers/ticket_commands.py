"""Commands of the support desk: ask for a human; reply, close, reopen, take back, look."""

from __future__ import annotations

import re
from dataclasses import replace

from chat.actions import Button
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven, SpokenEvent
from chat.handler import Parameter, ParameterKind, command
from chat.messages import MessageRef
from chat.people import Language
from chat.ports import Directory
from chat.text import Text
from faq.service import Faq
from handlers.hand_over import handed_over
from handlers.ticket_access import heard, meant, must_be_heard
from handlers.ticket_step import staff_command
from language.lanes import language_of
from moderation.service import Moderation
from support.desk import about
from support.lines import Kind, words_of
from support.request import Request, following
from support.service import Support
from support.tickets import GENERAL, Step, Ticket, Why

_NUMBERED = re.compile(r"#(\d{1,9})\s*(.*)", re.DOTALL)
_NUMBER = (Parameter(name="number", kind=ParameterKind.NUMBER, required=False),)


@command(
    "human",
    zh="人工",
    room="support",
    parameters=(Parameter(name="question", kind=ParameterKind.TEXT, required=False),),
    late=None,
    menu=True,
)
async def human(
    event: CommandGiven, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision:
    """Anybody may ask for a human; in reply to a message, that message is the question."""
    words = event.argument("question")
    about_it = event.about if not words else None
    question = words or (words_of(about_it) if about_it else "")
    if not question and support.settings.categories and event.by.is_person:
        return await _choice(event, support, directory)
    said = about_it.ref if about_it else (event.message.ref if event.message else None)
    request = await request_of(event, Why.ASKED, question, said, GENERAL, directory)
    return await ask_for_human(event, await handed_over(request, faq, moderation), support)


async def _choice(event: CommandGiven, support: Support, directory: Directory) -> Decision:
    """What is it about? Each category has a short form."""
    language = event.language or await directory.language(event.by.person)
    buttons = tuple(
        (Button(label=one.title(language), kind="support.category", id=one.name, only=event.by.person),)
        for one in support.settings.categories
    )
    asked = answer(event, Text("support.choose.category"), buttons=buttons)
    return Decision(reason="support.category.asked", actions=(asked,))


async def request_of(
    event: SpokenEvent, why: Why, question: str, said: MessageRef | None, topic: str, directory: Directory
) -> Request:
    """Who asks, where, in which language. Raises SaidNo for an anonymous sender."""
    if not event.by.is_person:
        raise SaidNo(Text("support.no.person"))
    language: Language = (
        event.by.language
        or language_of(question)
        or event.dialogue
        or await directory.language(event.by.person)
    )
    return Request(
        person=event.by.person,
        origin=event.space,
        why=why,
        language=language,
        question=question,
        message=said,
        topic=topic,
    )


async def ask_for_human(event: SpokenEvent, request: Request, support: Support) -> Decision:
    """One ticket for each person and topic: a new one, or the words go into the one that is open."""
    known = await support.desk.open_on(request.person, request.topic)
    if known is not None:
        return await add_to(event, known, request, support)
    opened = await support.opening.open(request)
    ticket = opened.ticket
    place = "private" if event.space.is_private else "group"
    asks = "ask_" if not ticket.question else ""
    expect = {} if asks else {"expect": support.expectation(ticket)}
    words = Text(f"support.opened.{asks}{place}", {"number": ticket.number, **expect})
    told = answer(event, words, about=about("notice", ticket.id))
    return replace(opened.decision, actions=(*opened.decision.actions, told))


async def add_to(event: SpokenEvent, ticket: Ticket, request: Request, support: Support) -> Decision:
    """Further words for an open ticket; without any new ones the member hears that it is open."""
    lines = await support.desk.lines(ticket) if request.message else []
    if not request.question or any(line.said == request.message for line in lines):
        place = "private" if event.space.is_private else "group"
        known = Text(f"support.again.open_{place}", {"number": ticket.number})
        return Decision(reason="support.already_open", actions=(answer(event, known),))
    decision = await support.relay.member_wrote(ticket, request.question, request.message)
    added = answer(event, Text("support.again.added", {"number": ticket.number}))
    return replace(decision, actions=(*decision.actions, added))


@staff_command(
    "r",
    zh="回复",
    parameters=(Parameter(name="text", kind=ParameterKind.TEXT),),
)
async def reply_to_member(event: CommandGiven, *, support: Support) -> Decision:
    """A public reply, from inside the ticket's thread or in reply to one of its messages."""
    ticket = await meant(event, support)
    if not ticket.may(Step.REPLIED):
        raise SaidNo(Text("support.no.closed", {"number": ticket.number}))
    said = event.message.ref if event.message else None
    decision = await support.drafts.reply(ticket, event.by.person, event.argument("text"), said)
    return heard(event, decision, Text("support.done.replied"))


@staff_command(
    "close",
    zh="关闭",
    parameters=(Parameter(name="reason", kind=ParameterKind.TEXT, required=False),),
)
async def close_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """`/close reason` in the thread, `/close #12 reason` anywhere in the staff space."""
    words = event.argument("reason")
    named = _NUMBERED.fullmatch(words)
    ticket = await meant(event, support, named[1] if named else "")
    reason = named[2] if named else words
    if not ticket.may(Step.CLOSED):
        raise SaidNo(Text("support.no.closed", {"number": ticket.number}))
    decision = await support.closing.close(ticket, event.by.person, reason)
    return heard(event, decision, Text("support.done.closed", {"number": ticket.number}))


@staff_command("reopen", zh="重开", parameters=_NUMBER)
async def reopen_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """Begin a closed ticket again."""
    ticket = await meant(event, support, event.argument("number"))
    decision = await reopened(ticket, event, support)
    return heard(event, decision, Text("support.done.reopened", {"number": ticket.number}))


async def reopened(ticket: Ticket, event: SpokenEvent, support: Support) -> Decision:
    """The ticket begun again, or after its time a new one that follows it. Raises SaidNo when one is open."""
    if ticket.state.is_open:
        raise SaidNo(Text("support.no.open", {"number": ticket.number}))
    if await support.desk.open_on(ticket.person, ticket.topic) is not None:
        raise SaidNo(Text("support.no.too_late", {"number": ticket.number}))
    if ticket.person == event.by.person:
        await must_be_heard(ticket.person, support)
    if ticket.may(Step.REOPENED):
        return await support.closing.reopen(ticket, event.by.person)
    return (await support.follow(ticket, following(ticket))).decision


@staff_command("delete", zh="撤回")
async def take_back_reply(event: CommandGiven, *, support: Support) -> Decision:
    """In reply to the message that was relayed, or the last reply of the ticket."""
    line = await support.desk.line_said_as(event.about.ref) if event.about else None
    if line is None or line.kind is not Kind.REPLY:
        ticket = await meant(event, support)
        replies = [one for one in await support.desk.lines(ticket) if one.can_be_taken_back]
        line = replies[-1] if replies else None
    if line is None or not line.can_be_taken_back:
        raise SaidNo(Text("support.no.reply_gone"))
    decision = await support.relay.taken_back(line, event.by.person)
    return heard(event, decision, Text("support.done.unsend"))


@staff_command("ticket", zh="工单", parameters=_NUMBER)
async def show_ticket(event: CommandGiven, *, support: Support) -> Decision:
    """A ticket with its story and its buttons."""
    ticket = await meant(event, support, event.argument("number"))
    body, buttons = await support.shown(ticket)
    return Decision(reason="support.shown", actions=(answer(event, body, buttons=buttons),))


@staff_command("tickets", zh="工单列表")
async def show_queue(event: CommandGiven, *, support: Support) -> Decision:
    """All open tickets, the most urgent on top."""
    return Decision(reason="support.queue", actions=(answer(event, await support.queue()),))
