"""A question in a group that nobody answers in time goes to a human."""

from __future__ import annotations

from chat.actions import Button, Post
from chat.decision import Decision, silent
from chat.events import ButtonPressed, MessagePosted, TimerRang
from chat.handler import Stage, handles
from chat.people import Rank, SpaceKind
from chat.ports import Directory
from chat.text import Text
from faq.answers import Confidence
from faq.service import Faq
from handlers.hand_over import handed_over
from language.company import longs_for_company
from language.lanes import language_of
from moderation.service import Moderation
from support.desk import about
from support.lines import words_of
from support.request import Request
from support.service import Support
from support.tickets import Why


@handles(Stage.OBSERVE)
async def question_waits(event: MessagePosted, decided: Decision, *, support: Support) -> Decision | None:
    """A member's question in a group; it waits when Steward said nothing to it and nothing else has settled it. A sigh
    for company is no question.
    """
    if event.space.kind is not SpaceKind.GROUP or not event.by.is_person:
        return None
    if event.by.standing.rank > Rank.MEMBER or longs_for_company(words_of(event.message)):
        return None
    alarm = support.waiting.begins(event, answered=decided.speaks or decided.final)
    return Decision(reason="support.question_waits", alarms=(alarm,)) if alarm else None


@handles(Stage.OBSERVE, "faq.unhelpful")
async def answer_doubted(event: ButtonPressed, *, support: Support) -> Decision | None:
    """👎 weighs when its presser asks on."""
    if event.by.is_person:
        support.waiting.doubted(event.by.person)
    return None


@handles(Stage.REACT, "support.unanswered")
async def question_unanswered(
    event: TimerRang, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision:
    """Late means nothing: whoever answered by now has answered. What a restart forgot is left alone."""
    question = support.waiting.question(event.subject)
    if question is None:
        return silent("support.question.answered")
    if await support.desk.open_of(question.person):
        return silent("support.question.has_ticket")
    found = await faq.look_up(question.text, where=question.ref.space)
    if found.confidence is Confidence.SURE:
        return silent("support.question.known")
    verdict = support.waiting.unanswered(question, unsure=found.confidence is Confidence.NEAR)
    if not verdict.escalates:
        return silent(f"support.question.waits.{verdict.score:g}")
    language = language_of(question.text) or await directory.language(question.person)
    request = Request(
        person=question.person,
        origin=question.ref.space,
        why=Why.UNANSWERED,
        language=language,
        question=question.text,
        message=question.ref,
        verdict=verdict,
    )
    opened = await support.opening.open(await handed_over(request, faq, moderation))
    ticket = opened.ticket
    never_mind = Button(
        label=Text("support.button.withdraw"), kind="support.withdraw", id=ticket.id, only=ticket.person
    )
    told = Post(
        to=question.ref.space,
        body=Text("support.opened.unanswered", {"number": ticket.number}),
        buttons=((never_mind, *support.desk.private_chat(question.ref.space.platform)),),
        reply_to=question.ref,
        language=language,
        about=about("notice", ticket.id),
    )
    return Decision(
        reason=opened.decision.reason,
        actions=(*opened.decision.actions, told),
        writes=opened.decision.writes,
        alarms=opened.decision.alarms,
        audit=opened.decision.audit,
    )
