"""What humans answered becomes knowledge: a reply to a missed question, an accepted one, a closed ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.actions import Action, Button, Edit, Post, Priority
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import (
    ButtonPressed,
    CommandGiven,
    FormSubmitted,
    MessagePosted,
    ReactionChanged,
    SpokenEvent,
)
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.messages import Carried, Message, MessageRef
from chat.people import Language, Rank, Space, SpaceKind, Voice
from chat.ports import Directory
from chat.text import Text
from faq.answers import Confidence
from faq.attached import with_files
from faq.entries import LONGEST_ANSWER, LONGEST_QUESTION, Entry, Question, distinct, storable
from faq.service import Faq
from faq.thanks import is_content, is_thanks
from handlers.faq_files import files_of
from handlers.faq_gaps import draft_made, gap_card, staff_of
from language.lanes import language_of
from support.lines import Kind
from support.service import Support

_EXCERPT = 200


@handles(Stage.OBSERVE)
async def faq_lessons(event: MessagePosted, *, faq: Faq, directory: Directory) -> Decision | None:
    """A human of the staff answers a missed question; the asker says thanks under that answer."""
    reply = event.message.reply_to
    if (
        reply is None
        or event.space.kind is not SpaceKind.GROUP
        or not event.by.is_person
        or not faq.settings.learn
    ):
        return None
    answered = MessageRef(event.space, reply.id)
    if event.by.standing.rank > Rank.MEMBER and event.message.text:
        rows = [row for row in await faq.misses.at(answered) if row["person"] != event.by.person]
        writes = tuple(faq.misses.replied(row, event) for row in rows)
        return Decision(reason="faq.reply_noted", writes=writes) if writes else None
    if not is_thanks(event.message.text):
        return None
    return await _accepted(event, answered, faq, directory)


@handles(Stage.OBSERVE)
async def faq_liked(event: ReactionChanged, *, faq: Faq, directory: Directory) -> Decision | None:
    """The asker likes what a human answered."""
    if not event.by.is_person or not faq.settings.learn or not any(map(is_content, event.added)):
        return None
    return await _accepted(event, event.message, faq, directory)


async def _accepted(
    event: SpokenEvent, message: MessageRef, faq: Faq, directory: Directory
) -> Decision | None:
    """The gap of the question is shown to the staff at once: one tap makes the answer an entry."""
    rows = await faq.misses.answered_by(message)
    row = next((one for one in rows if one["person"] == event.by.person and not one["accepted"]), None)
    staff = staff_of(directory)
    if row is None or staff is None:
        return None
    accepted = Decision(reason="faq.reply_accepted", writes=(faq.misses.accepted(row),))
    gap, writes = faq.learning.alone({**row, "accepted": 1}) if row["gap"] is None else (None, ())
    gap = gap or await faq.learning.gap(row["gap"])
    if gap is None:
        return accepted
    head = Post(to=staff, body=Text("faq.gap.accepted"), urgency=Priority.STAFF)
    card = await gap_card(gap, faq, staff)
    shown = Decision(reason="faq.gap_shown", actions=(head, card), writes=(*writes, faq.learning.told(gap)))
    return accepted + shown


@command(
    "learn",
    zh="收录",
    room="faq",
    rank=Rank.STAFF,
    parameters=(Parameter(name="question", kind=ParameterKind.TEXT, required=False),),
)
async def learn(event: CommandGiven, *, faq: Faq, directory: Directory) -> Decision:
    """In reply to a good answer: it becomes a draft for the question that it answered (or that is named)."""
    about = event.about
    if about is None or _is_ours(event) or not about.text.strip():
        raise SaidNo(Text("faq.no.answer_meant"))
    question = event.argument("question").strip() or await _question_of(about, faq)
    if not question:
        raise SaidNo(Text("faq.no.question_meant"))
    staff = directory.staff_space(event.space.platform) or staff_of(directory) or event.space
    made = await _drafted(event, question, about.text, faq, staff, files=files_of(event))
    told = answer(event, Text("faq.draft.learnt"))
    return replace(made, actions=(*made.actions, told))


def _is_ours(event: CommandGiven) -> bool:
    """Whether it is given on a message of Steward."""
    reply = event.message.reply_to if event.message else None
    return Voice.SELF in (reply and reply.voice, event.about_by and event.about_by.voice)


async def _question_of(given: Message, faq: Faq) -> str:
    """The missed question that an answer was noted for (without the name of Steward), else what it replied to."""
    rows = await faq.misses.answered_by(given.ref)
    if rows:
        return str(rows[0]["text"])
    return given.reply_to.text.strip() if given.reply_to else ""


async def _drafted(
    event: SpokenEvent,
    question: str,
    words: str,
    faq: Faq,
    staff: Space,
    fallback: Language = "en",
    files: Sequence[Carried] = (),
) -> Decision:
    """A draft with one question and one answer, shown to the staff. Raises SaidNo when it cannot be."""
    index = await faq.index()
    asked = Question(language_of(question) or fallback, storable(question)[:LONGEST_QUESTION])
    spoken = language_of(words) or asked.language
    entry = Entry(
        name=faq.editing.next_name(index),
        questions=distinct((asked,)),
        answers={spoken: storable(words).strip()[:LONGEST_ANSWER]},
        draft=True,
    )
    entry = with_files(entry, files) if files else entry
    change = faq.editing.added(index, entry, event.by.person)
    return Decision(reason="faq.learnt", writes=change.writes) + draft_made(change.entry, staff)


@handles(Stage.OBSERVE)
async def faq_harvest(
    event: CommandGiven | ButtonPressed | FormSubmitted, *, faq: Faq, support: Support, decided: Decision
) -> Decision | None:
    """A ticket was closed that a human answered and the FAQ could not have: its answer may become a draft."""
    closed = next((one.subject for one in decided.audit if one.code == "ticket.closed"), None)
    ticket = await support.desk.ticket(closed) if closed and faq.settings.learn else None
    if ticket is None or ticket.card.space is None or not ticket.question.strip():
        return None
    if not any(line.kind is Kind.REPLY and line.text for line in await support.desk.lines(ticket)):
        return None
    if (await faq.look_up(ticket.question)).confidence is Confidence.SURE:
        return None
    button = Button(label=Text("faq.button.draft"), kind="faq.ticket", id=ticket.id, only=Rank.STAFF)
    offer = Post(
        to=replace(ticket.card.space, thread=None),
        body=Text("faq.draft.offer", {"number": ticket.number, "question": ticket.question[:_EXCERPT]}),
        buttons=((button,),),
        urgency=Priority.STAFF,
        silent=True,
    )
    return Decision(reason="faq.harvest", actions=(offer,))


@handles(Stage.COMMAND, "faq.ticket")
async def faq_from_ticket(event: ButtonPressed, *, faq: Faq, support: Support) -> Decision:
    """One tap: the ticket's question and its last reply are a draft."""
    if not event.by.is_person or event.by.standing.rank < Rank.STAFF:
        raise SaidNo(Text("faq.no.duty"))
    ticket = await support.desk.ticket(event.id)
    lines = await support.desk.lines(ticket) if ticket else []
    replies = [line.text for line in lines if line.kind is Kind.REPLY and line.text]
    if ticket is None or not replies:
        raise SaidNo(Text("faq.no.ticket"))
    made = await _drafted(event, ticket.question, replies[-1], faq, event.space, ticket.language)
    settled: tuple[Action, ...] = (answer(event, Text("faq.draft.learnt")),)
    if event.message is not None:
        done = Edit(to=event.space, message=event.message, body=Text("faq.gap.drafted"))
        settled = (done, *settled)
    return replace(made, actions=(*made.actions, *settled))


@handles(Stage.OBSERVE)
async def faq_failures(event: SpokenEvent, *, faq: Faq, decided: Decision) -> Decision | None:
    """Answered, then a ticket: the answer did not help."""
    if not any(one.code == "ticket.opened" for one in decided.audit):
        return None
    return Decision(reason="faq.failed", writes=(faq.given.failed(event.by.person),))
