"""How an answer reaches its reader: under the question, or in private with a pointer; where it stands is kept."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import About, Acknowledge, Action, Button, Post, Private
from chat.decision import Decision, answer, silent
from chat.errors import SaidNo
from chat.events import ActionDone, ButtonPressed, MessagePosted
from chat.handler import Stage, handles
from chat.messages import MessageRef
from chat.people import Language, Space
from chat.ports import Clock, Community, Directory
from chat.text import Text
from faq.answers import answer_buttons, answer_text
from faq.entries import Entry
from faq.service import Faq
from handlers.faq_corrections import FILES, correction

_ANSWER, _PRIVATE = "answer", "private"
"""What an action says of an answer: it stands in its place, or in private."""


def given(
    event: MessagePosted | ButtonPressed,
    entry: Entry,
    probability: float,
    language: Language,
    faq: Faq,
    directory: Directory,
    community: Community,
    *,
    privately: bool = False,
    words: str = "",
) -> Decision:
    """An entry as the answer to somebody, and the row that remembers it; `words` stand for the entry's own."""
    message = event.message if isinstance(event, MessagePosted) else None
    answer_id, write = faq.given.note(
        entry,
        person=event.by.person,
        space=event.space,
        message=event.message.id if event.message else None,
        question=message.text if message else "",
        language=language,
        probability=probability,
        way="asked" if message else "chosen",
    )
    body = answer_text(entry, language, community.zone, words)
    buttons = answer_buttons(entry, answer_id)
    action: Action
    if privately and message is not None:
        action = Post(
            to=Private(event.by.person, event.space.platform),
            body=body,
            buttons=buttons,
            carried=entry.attached(language),
            language=language,
            about=About("faq", f"{_PRIVATE}:{answer_id}"),
            otherwise=_closed(event, answer_id, language, directory),
        )
    else:
        action = answer(event, body, buttons=buttons, about=About("faq", f"{_ANSWER}:{answer_id}"))
        if isinstance(action, Post):
            action = replace(action, carried=entry.attached(language))
    return Decision(reason="faq.given", actions=(action,), writes=(write,))


def _closed(
    event: MessagePosted | ButtonPressed, answer_id: str, language: Language, directory: Directory
) -> Post:
    """The private chat is closed: a button shows the answer to the asker alone."""
    peek = Button(label=Text("faq.button.peek"), kind="faq.peek", id=answer_id, only=event.by.person)
    address = directory.private_link(event.space.platform)
    link = (Button(label=Text("faq.button.private"), url=address),) if address else ()
    message = event.message if isinstance(event, MessagePosted) else None
    return Post(
        to=event.space,
        body=Text("faq.pointer.closed"),
        buttons=((peek, *link),),
        reply_to=message.ref if message else None,
        language=language,
        about=About("faq", f"pointer:{answer_id}"),
    )


@handles(Stage.COMMAND, "faq.peek")
async def faq_peek(event: ButtonPressed, *, faq: Faq, community: Community) -> Decision:
    """The answer, shown to the asker alone."""
    row = await faq.given.row(event.id)
    entry = await faq.entry(row["entry"]) if row else None
    if row is None or entry is None or entry.draft:
        raise SaidNo(Text("faq.no.gone"))
    language: Language = "zh" if row["language"] == "zh" else "en"
    words = answer_text(entry, language, community.zone)
    if entry.attached(language):
        words = Text("faq.answer.unfiled", {"answer": words})
    shown = Acknowledge(
        to=event.space, interaction=event.interaction, body=words, alert=True, language=language
    )
    return Decision(reason="faq.peeked", actions=(shown,))


@handles(Stage.OBSERVE)
async def faq_gave(event: MessagePosted | ButtonPressed, *, faq: Faq, decided: Decision) -> None:
    """What was given is remembered for a while: nobody is answered the same twice, or too much."""
    del event
    for write in decided.writes:
        if write.shape == "faq.answered":
            faq.etiquette.lately.gave(write.values)


@handles(Stage.REACT, "faq")
async def faq_said(event: ActionDone, *, faq: Faq, directory: Directory, clock: Clock) -> Decision:
    """Where the answer stands now; the group learns that one went into the private chat. An entry that was changed
    while its answer was on the way is corrected there.
    """
    what, _, answer_id = (event.about.subject if event.about else "").partition(":")
    if what == FILES and event.ids:
        return Decision(reason="faq.said_more", writes=(faq.given.followed(answer_id, event.ids),))
    if what not in (_ANSWER, _PRIVATE) or not event.ids:
        return silent(f"faq.done.{what}")
    first, *more = event.ids
    noted = Decision(
        reason="faq.said", writes=(faq.given.stands(answer_id, MessageRef(event.space, first), more),)
    )
    row = await faq.given.row(answer_id)
    entry = await faq.entry(row["entry"]) if row else None
    if row is not None and (entry is None or entry.revision != row["revision"]):
        noted = replace(noted, alarms=correction(row["entry"], clock.now()))
    if what == _ANSWER or row is None or not row["space"]:
        return noted
    here = MessageRef(Space(row["platform"], row["space"], row["thread"]), row["message"])
    address = directory.private_link(here.space.platform)
    link = ((Button(label=Text("faq.button.private"), url=address),),) if address else ()
    pointer = Post(
        to=here.space,
        body=Text("faq.pointer.sent"),
        buttons=link,
        reply_to=here,
        language="zh" if row["language"] == "zh" else "en",
        silent=True,
    )
    return noted + Decision(reason="faq.pointed", actions=(pointer,))
