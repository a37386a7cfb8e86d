"""Questions of members are answered from the FAQ; unsure means silent in a group and honest in private."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Action
from chat.decision import Audit, Decision, Write, answer, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, MessagePosted, SpokenEvent
from chat.handler import Stage, handles
from chat.people import Language, SpaceKind
from chat.ports import Directory
from chat.text import Text
from faq.answers import (
    Confidence,
    Verdict,
    answer_buttons,
    answer_text,
    asks,
    human_button,
    is_between_people,
    is_small_talk,
    query_of,
    suggestion_buttons,
)
from faq.entries import Entry
from faq.service import Faq
from language.lanes import language_of

LATE = timedelta(minutes=10)
"""After that somebody else has answered, or the question is forgotten."""


@handles(Stage.ANSWER, after=("ticket_relay",), late=LATE)
async def faq_answers(event: MessagePosted, *, faq: Faq, directory: Directory) -> Decision | None:
    """Answer when sure; in private offer what comes near. Never bots, edits, or what people say to each other."""
    message = event.message
    if not event.by.is_person or not message.text or message.forwarded:
        return None
    if event.space.kind is SpaceKind.PRIVATE:
        return await _in_private(event, faq, directory)
    if event.space.kind is not SpaceKind.GROUP or not asks(message.text):
        return None
    if is_between_people(message, event.by.identity.id):
        return silent("faq.between_people")
    return await _in_group(event, faq, directory)


async def _in_group(event: MessagePosted, faq: Faq, directory: Directory) -> Decision:
    verdict = await faq.look_up(query_of(event.message), where=event.space, rank=event.by.standing.rank)
    if verdict.confidence is not Confidence.SURE or verdict.best is None:
        return Decision(reason="faq.unsure", audit=(_unanswered(verdict),))
    if await faq.answered_lately(verdict.best.entry, event.space):
        return silent("faq.cooldown")
    return await _answered(event, verdict, faq, directory)


async def _in_private(event: MessagePosted, faq: Faq, directory: Directory) -> Decision | None:
    verdict = await faq.look_up(query_of(event.message), where=event.space, rank=event.by.standing.rank)
    if verdict.confidence is Confidence.SURE:
        return await _answered(event, verdict, faq, directory)
    if verdict.confidence is Confidence.NEAR:
        language = await language_for(event, directory)
        buttons = suggestion_buttons(verdict.findings, language)
        offer = answer(event, Text("faq.did_you_mean"), buttons=buttons)
        audit = (_unanswered(verdict),) if asks(event.message.text) else ()
        return Decision(reason="faq.suggested", actions=(offer,), audit=audit)
    return silent("faq.unsure")


@handles(Stage.ANSWER, after=("faq_answers", "complaints"), late=LATE)
async def faq_unknown(event: MessagePosted, *, faq: Faq) -> Decision | None:
    """In private, when nobody else had an answer: say so, and offer a human."""
    if event.space.kind is not SpaceKind.PRIVATE or not event.by.is_person or event.message.forwarded:
        return None
    text = event.message.text
    asked = asks(text)
    if not asked and (is_small_talk(text) or not faq.may_nudge(event.by.person)):
        return None
    faq.nudged(event.by.person)
    honest = answer(event, Text("faq.unknown"), buttons=((human_button(),),))
    audit = (Audit(code="faq.unanswered", subject=""),) if asked else ()
    return Decision(reason="faq.unknown", actions=(honest,), audit=audit)


@handles(Stage.COMMAND, "faq.show")
async def faq_show(event: ButtonPressed, *, faq: Faq, directory: Directory) -> Decision:
    """One of “did you mean” was meant."""
    entry = await faq.entry(event.id)
    if entry is None:
        raise SaidNo(Text("faq.no.gone"))
    action, write = await _said(event, entry, 1.0, "chosen", faq, directory)
    audit = Audit(code="faq.chosen", subject=entry.name, data={"entry": entry.name})
    return Decision(reason="faq.chosen", actions=(action,), writes=(write,), audit=(audit,))


@handles(Stage.COMMAND, "faq.helpful", "faq.unhelpful")
async def faq_votes(event: ButtonPressed, *, faq: Faq) -> Decision:
    """👍 and 👎 count once a person; who presses the other one has changed their mind."""
    if not event.by.is_person:
        raise SaidNo(Text("faq.no.person"))
    helpful = event.kind == "faq.helpful"
    writes = await faq.vote(event.id, event.by.person, helpful=helpful)
    if writes is None:
        raise SaidNo(Text("faq.no.old_answer"))
    words = Text("faq.vote.thanks") if helpful else Text("faq.vote.sorry")
    told = answer(event, words if writes else Text("faq.vote.counted"))
    return Decision(reason=event.kind if writes else "faq.voted_already", actions=(told,), writes=writes)


async def _answered(event: MessagePosted, verdict: Verdict, faq: Faq, directory: Directory) -> Decision:
    best = verdict.findings[0]
    action, write = await _said(event, best.entry, best.probability, "asked", faq, directory)
    audit = Audit(
        code="faq.answered",
        subject=best.entry.name,
        data={"entry": best.entry.name, "probability": round(best.probability, 4)},
    )
    return Decision(reason="faq.answered", actions=(action,), writes=(write,), audit=(audit,))


async def _said(
    event: MessagePosted | ButtonPressed,
    entry: Entry,
    probability: float,
    way: str,
    faq: Faq,
    directory: Directory,
) -> tuple[Action, Write]:
    answer_id, write = faq.answering(
        entry,
        person=event.by.person,
        space=event.space,
        message=event.message.id if event.message else None,
        probability=probability,
        way=way,
    )
    words = answer_text(entry, await language_for(event, directory))
    return answer(event, words, buttons=answer_buttons(entry, answer_id)), write


async def language_for(event: SpokenEvent, directory: Directory) -> Language:
    """In which language to answer: own setting, script of the message, then what is known of the person."""
    if event.by.language:
        return event.by.language
    spoken = language_of(event.message.text) if isinstance(event, MessagePosted) else None
    return spoken or await directory.language(event.by.person)


def _unanswered(verdict: Verdict) -> Audit:
    """A question without an answer: which entry came near, never the words."""
    best = verdict.best
    if best is None:
        return Audit(code="faq.unanswered", subject="")
    return Audit(
        code="faq.unanswered",
        subject="",
        data={"near": best.entry.name, "probability": round(best.probability, 4)},
    )
