"""Questions of members are answered from the FAQ; unsure means silent in a group and honest where Steward was asked."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Edit
from chat.decision import Audit, Decision, answer, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, MessagePosted, SpokenEvent
from chat.handler import Stage, handles
from chat.people import Language, SpaceKind
from chat.ports import Community, Directory
from chat.text import Text
from faq.answers import (
    Confidence,
    Verdict,
    asks,
    hinted,
    human_button,
    is_between_people,
    is_small_talk,
    query_of,
    suggestion_buttons,
)
from faq.entries import Entry
from faq.manners import Delivery
from faq.service import Faq
from handlers.faq_delivery import given
from language.greetings import announces_question, asks_who_is_there, is_greeting, seeks_somebody
from language.lanes import language_of

LATE = timedelta(minutes=10)
"""After that somebody else has answered, or the question is forgotten."""


@handles(Stage.ANSWER, after=("ticket_relay", "asked_why", "human_wish"), late=LATE, reads=True)
async def faq_answers(
    event: MessagePosted, *, faq: Faq, directory: Directory, community: Community
) -> Decision | None:
    """Answer when sure; where Steward itself was asked, offer what comes near. Never bots, edits, people's own talk."""
    message = event.message
    if not event.by.is_person or not message.text or message.forwarded:
        return None
    if event.space.kind is SpaceKind.GROUP:
        manners = await faq.etiquette.at(event.space)
        if not manners.heeds(addressed=message.addressed, asks=asks(message.text)):
            return None
        kept_still = _keeps_still(event, faq) or ("faq.quiet" if faq.etiquette.is_quiet(manners) else "")
        if kept_still and not message.addressed:
            return silent(kept_still)
    elif event.space.kind is not SpaceKind.PRIVATE:
        return None
    verdict = await faq.asked(event, query_of(message))
    if verdict.confidence is not Confidence.SURE or verdict.best is None:
        return await _unsure(event, verdict, faq, directory)
    entry = verdict.best.entry
    if event.space.kind is SpaceKind.GROUP:
        refused = await _refused(event, entry, faq, directory)
        if refused:
            return silent(refused)
    return await _answered(event, verdict, faq, directory, community)


def _keeps_still(event: MessagePosted, faq: Faq) -> str:
    """Why people are left alone who may be talking to each other."""
    if is_between_people(event.message, event.by.identity.id):
        return "faq.between_people"
    return "faq.human_answering" if faq.conversation.is_helped(event, faq.settings.human_first) else ""


async def _refused(event: SpokenEvent, entry: Entry, faq: Faq, directory: Directory) -> str:
    """Why a sure answer is kept back in a group."""
    if await faq.etiquette.repeats(entry, event.space, await language_for(event, directory)):
        return "faq.cooldown"
    spent = await faq.etiquette.spent(event.by.person, event.space)
    return f"faq.limit_{spent}" if spent else ""


async def _unsure(event: MessagePosted, verdict: Verdict, faq: Faq, directory: Directory) -> Decision:
    """A group is spared; who asked Steward itself is offered what comes near."""
    if event.space.is_private and _only_begins(event.message.text):
        return silent("faq.nothing_asked")
    asked = asks(event.message.text) and not _only_begins(event.message.text)
    writes = (faq.misses.missed(event, verdict),) if asked and faq.settings.learn else ()
    audit = (_unanswered(verdict),) if asked else ()
    direct = event.space.is_private or event.message.addressed
    near = verdict.findings if verdict.confidence is Confidence.NEAR else ()
    if event.space.is_private:
        near = hinted(verdict, event.message.text, faq.settings.suggestions)
    if direct and near:
        buttons = suggestion_buttons(near, await language_for(event, directory), event.by.person)
        offer = answer(event, Text("faq.did_you_mean"), buttons=buttons)
        return Decision(reason="faq.suggested", actions=(offer,), writes=writes, audit=audit)
    if direct:  # faq_unknown says so, when no complaint came of it
        return Decision(reason="faq.unsure", writes=writes)
    return Decision(reason="faq.unsure", writes=writes, audit=audit)


def _only_begins(text: str) -> bool:
    """A greeting, “who are you?”, a wish to talk, or the word that a question will come: others answer."""
    return is_greeting(text) or asks_who_is_there(text) or announces_question(text) or seeks_somebody(text)


@handles(Stage.ANSWER, after=("faq_answers", "complaints", "greetings"), late=LATE)
async def faq_unknown(event: MessagePosted, *, faq: Faq) -> Decision | None:
    """Asked itself, when nobody else had an answer: say so, and offer a human."""
    message = event.message
    if not event.by.is_person or message.forwarded or not message.text:
        return None
    if event.space.kind is SpaceKind.GROUP and not message.addressed:
        return None
    asked = asks(message.text)
    if event.space.kind is SpaceKind.GROUP:
        manners = await faq.etiquette.at(event.space)
        if not (asked and manners.heeds(addressed=True, asks=True)):
            return None
        if not faq.may_nudge(event.by.person):
            return silent("faq.unknown_kept_back")
    elif event.space.kind is not SpaceKind.PRIVATE:
        return None
    if not asked and (is_small_talk(message.text) or not faq.may_nudge(event.by.person)):
        return None
    faq.nudged(event.by.person)
    honest = answer(event, Text("faq.unknown"), buttons=((human_button(),),))
    audit = (Audit(code="faq.unanswered", subject=""),) if asked else ()
    return Decision(reason="faq.unknown", actions=(honest,), audit=audit)


@handles(Stage.COMMAND, "faq.show")
async def faq_show(event: ButtonPressed, *, faq: Faq, directory: Directory, community: Community) -> Decision:
    """One of “did you mean” was meant."""
    entry = await faq.entry(event.id)
    if entry is None or not entry.serves(event.space, event.by.standing.rank, faq.today()):
        raise SaidNo(Text("faq.no.gone"))
    if event.space.kind is SpaceKind.GROUP:
        refused = await _refused(event, entry, faq, directory)
        if refused:
            raise SaidNo(Text("faq.no.repeated" if refused == "faq.cooldown" else "faq.no.spent"))
    language = await language_for(event, directory)
    settled = await faq.misses.chosen(event, entry)
    told = given(event, entry, 1.0, language, faq, directory, community)
    audit = Audit(code="faq.chosen", subject=entry.name, data={"entry": entry.name})
    return Decision(
        reason="faq.chosen", actions=told.actions, writes=(*told.writes, *settled), audit=(audit,)
    )


@handles(Stage.COMMAND, "faq.none")
async def faq_none(event: ButtonPressed, *, faq: Faq, directory: Directory) -> Decision:
    """None of them was meant: the editors hear of it, and a human is offered instead."""
    writes = await faq.misses.unmatched(event)
    told, human = Text("faq.none.noted"), ((human_button(),),)
    if event.message is None:
        return Decision(reason="faq.none", actions=(answer(event, told, buttons=human),), writes=writes)
    settled = Edit(
        to=event.space,
        message=event.message,
        body=told,
        buttons=human,
        language=await language_for(event, directory),
    )
    return Decision(reason="faq.none", actions=(settled,), writes=writes)


@handles(Stage.COMMAND, "faq.helpful", "faq.unhelpful")
async def faq_votes(event: ButtonPressed, *, faq: Faq) -> Decision:
    """👍 and 👎 count once a person; who presses the other one has changed their mind."""
    if not event.by.is_person:
        raise SaidNo(Text("faq.no.person"))
    helpful = event.kind == "faq.helpful"
    writes = await faq.given.vote(event.id, event.by.person, helpful=helpful)
    if writes is None:
        raise SaidNo(Text("faq.no.old_answer"))
    words = Text("faq.vote.thanks") if helpful else Text("faq.vote.sorry")
    told = answer(event, words if writes else Text("faq.vote.counted"))
    missed = await faq.misses.disliked(event) if writes and not helpful and faq.settings.learn else ()
    reason = event.kind if writes else "faq.voted_already"
    return Decision(reason=reason, actions=(told,), writes=(*writes, *missed))


async def _answered(
    event: MessagePosted,
    verdict: Verdict,
    faq: Faq,
    directory: Directory,
    community: Community,
) -> Decision:
    best = verdict.findings[0]
    language = await language_for(event, directory)
    words = await faq.composing.words(query_of(event.message), verdict.findings, language)
    manners = await faq.etiquette.at(event.space)
    told = given(
        event,
        best.entry,
        best.probability,
        language,
        faq,
        directory,
        community,
        privately=not event.space.is_private and manners.delivery is Delivery.PRIVATE,
        words=words,
    )
    audit = Audit(
        code="faq.answered",
        subject=best.entry.name,
        data={
            "entry": best.entry.name,
            "probability": round(best.probability, 4),
            **({"composed": True} if words else {}),
        },
    )
    return Decision(reason="faq.answered", actions=told.actions, writes=told.writes, audit=(audit,))


async def language_for(event: SpokenEvent, directory: Directory) -> Language:
    """In which language to answer: own setting, the dialogue's, script of what they said, then what is known."""
    if event.language:
        return event.language
    spoken = language_of(event.message.text) if isinstance(event, MessagePosted) else None
    said = event.words if isinstance(event, CommandGiven) else ""
    return spoken or await directory.language(event.by.person, said)


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
