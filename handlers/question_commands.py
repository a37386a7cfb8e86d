"""`/qa` (问答) for those who run a Q&A event, and `/ask` (提问) for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from campaigns import question_posts
from campaigns.consequences import (
    after_answering,
    after_asking,
    after_closing,
    after_posing,
    asked_text,
    told_digest,
)
from campaigns.panels import Closed
from campaigns.questions import EventState, QaEvent, QuestionState, in_order
from campaigns.service import Questions
from campaigns.wording import lines
from chat.actions import ShowForm
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Rank
from chat.ports import Directory
from chat.text import Text

LISTED = 20


class Order(StrEnum):
    """What somebody who runs an event wants to do."""

    OPEN = "open"
    NEXT = "next"
    ANSWER = "answer"
    LIST = "list"
    CLOSE = "close"
    DIGEST = "digest"


_CHINESE: Mapping[str, Order] = {
    "开始": Order.OPEN,
    "开启": Order.OPEN,
    "下一个": Order.NEXT,
    "回答": Order.ANSWER,
    "列表": Order.LIST,
    "结束": Order.CLOSE,
    "汇总": Order.DIGEST,
}


@command(
    "qa",
    zh="问答",
    orders=(*_CHINESE, *Order),
    room="campaigns",
    rank=Rank.STAFF,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="number", kind=ParameterKind.NUMBER, required=False),
        Parameter(name="text", kind=ParameterKind.TEXT, required=False),
    ),
    opens_form=True,
)
async def qa(event: CommandGiven, *, questions: Questions) -> Decision:
    """Open an event (without an action: by its form), or run the one that is open here."""
    order = _order(event.argument("action"))
    if order is Order.OPEN:
        ordered = await questions.panels.order(event.by, event.space)
        form = question_posts.event_form(ordered.event)
        ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="qa.form", actions=(ask,), writes=ordered.writes)
    if order is Order.DIGEST:
        return await _digest(event, questions)
    number = "" if order is Order.ANSWER else event.argument("number")  # there it is the question's
    running = await questions.asking.meant(event.space, number)
    match order:
        case Order.NEXT:
            posed = await questions.panels.next(running, event.by)
            done = Text("campaigns.qa.next_done", {"question": posed.question.number})
            return await after_posing(posed, questions.asking) + _replied(event, done)
        case Order.ANSWER:
            return await _answer(event, running, questions)
        case Order.CLOSE:
            await questions.panels.may_close(running, event.by)
            closed = await questions.panels.close(running)
            return await after_closing(closed, questions.asking) + _replied(event, _closed(closed))
        case Order.LIST:
            return await _list(event, running, questions)


def _closed(closed: Closed) -> Text:
    """What who closes an event hears, with the questions that nobody has reviewed."""
    if closed.unreviewed:
        facts = {"number": closed.event.number, "count": closed.unreviewed}
        return Text("campaigns.qa.close_unreviewed", facts)
    return Text("campaigns.qa.close_done", {"number": closed.event.number})


def _order(word: str) -> Order:
    word = word.strip().lower()
    if not word:
        return Order.OPEN
    try:
        return _CHINESE.get(word) or Order(word)
    except ValueError:
        raise SaidNo(Text("campaigns.qa.usage")) from None


async def _answer(event: CommandGiven, running: QaEvent, questions: Questions) -> Decision:
    if not event.argument("number"):
        raise SaidNo(Text("campaigns.qa.usage"))
    number, text = int(event.argument("number")), event.argument("text")
    if not text:
        question = await questions.panels.answerable(running, number, event.by)
        form = question_posts.answer_form(running, question)
        ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="question.answer_form", actions=(ask,))
    answered = await questions.panels.answer(running, number, event.by, text)
    done = Text("campaigns.qa.answer_done", {"question": number})
    return await after_answering(answered, questions.asking) + _replied(event, done)


async def _digest(event: CommandGiven, questions: Questions) -> Decision:
    """Publish the digest of a closed event once more."""
    if not event.argument("number"):
        raise SaidNo(Text("campaigns.qa.usage"))
    closed = await questions.asking.event(int(event.argument("number")))
    await questions.panels.may_close(closed, event.by)
    if closed.state is not EventState.CLOSED:
        raise SaidNo(Text("campaigns.qa.not_closed", {"number": closed.number}))
    posts = await told_digest(await questions.panels.summary(closed), questions.asking)
    done = Text("campaigns.qa.digest_done", {"number": closed.number})
    return Decision(reason="qa.digest", actions=(*posts, answer(event, done)))


async def _list(event: CommandGiven, running: QaEvent, questions: Questions) -> Decision:
    """Staff also see what waits for review."""
    waiting = [
        one for one in await questions.asking.all(running) if one.waits or one.state is QuestionState.PENDING
    ]
    found = [
        Text(
            "campaigns.qa.list_line",
            {**question_posts.line(one), "state": Text(f"campaigns.qa.state.{one.state.value}")},
        )
        for one in in_order(waiting)[:LISTED]
    ]
    body = Text(
        "campaigns.qa.list",
        {
            "number": running.number,
            "title": running.title,
            "count": len(waiting),
            "items": lines(found or [Text("campaigns.qa.none_yet")]),
        },
    )
    return Decision(reason="qa.listed", actions=(answer(event, body),))


def _replied(event: CommandGiven, text: Text) -> Decision:
    return Decision(reason="", actions=(answer(event, text),))


@command(
    "ask",
    zh="提问",
    room="campaigns",
    parameters=(Parameter(name="text", kind=ParameterKind.TEXT, required=False),),
    opens_form=True,
)
async def question_ask(event: CommandGiven, *, questions: Questions, directory: Directory) -> Decision:
    """Put a question to the event that is open here (in a private chat: to the only one)."""
    running = await questions.asking.here(event.space)
    if not event.argument("text"):
        form = question_posts.ask_form(running)
        ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="question.form", actions=(ask,))
    asked = await questions.asking.ask(running, event.by, event.argument("text"), event.at)
    return await after_asking(asked, questions.asking, directory) + _replied(event, asked_text(asked))
