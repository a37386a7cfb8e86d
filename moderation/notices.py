"""What members are told: in private, else shortly and for a short time in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.actions import About, Button, Post, Priority, Private
from chat.messages import MessageRef
from chat.people import Language, PersonId, Space
from chat.text import Mention, Text
from moderation.appeals import code_of
from moderation.cases import Case, was_said
from moderation.ladder import Penalty, Step

ROOM = "moderation"
APPEAL = "moderation.appeal"
_LONGEST_QUOTE = 300

_EFFECTS = {
    Penalty.NOTE: "moderation.effect.note",
    Penalty.WARN: "moderation.effect.warn",
    Penalty.MUTE: "moderation.effect.mute",
    Penalty.REMOVE: "moderation.effect.remove",
    Penalty.BAN: "moderation.effect.ban",
}
_NAMES = {
    Penalty.NOTE: "moderation.penalty.note",
    Penalty.WARN: "moderation.penalty.warn",
    Penalty.MUTE: "moderation.penalty.mute",
    Penalty.REMOVE: "moderation.penalty.remove",
    Penalty.BAN: "moderation.penalty.ban",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who is told, and where if not in private.

    `reply_to` is their own message when they are told because of it; `language` is set when somebody else acted.
    `is_person` is False for a channel's voice, which has no private chat.
    """

    person: PersonId
    name: str
    space: Space
    reply_to: MessageRef | None = None
    language: Language | None = None
    is_person: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the record means from here: when it weighs half, and what a further breach leads to."""

    half: datetime
    further: Step


def penalty_name(step: Step) -> Text:
    """What a step is called, with the length of a mute or ban."""
    if step.lasting is not None and step.penalty in (Penalty.MUTE, Penalty.BAN):
        key = "moderation.penalty.mute_for" if step.penalty is Penalty.MUTE else "moderation.penalty.ban_for"
        return Text(key, {"length": step.lasting})
    return Text(_NAMES[step.penalty])


def quoted(text: str) -> str | Text:
    """A message as it is shown in a notice or on a card."""
    text = text.strip()
    if not text:
        return Text("moderation.no_text")
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def broken(case: Case, place: str, reason: Text, text: str, *, goes: bool) -> Text:
    """How a notice opens when a message broke a rule; `goes` = it is taken down, else its author is asked to do so.

    Of a name or of reactions nothing goes.
    """
    arguments = {"place": named(place), "reason": reason, "text": quoted(text)}
    if not was_said(case.message or ""):
        return Text("moderation.opening.no_message", arguments)
    return Text("moderation.opening.removed" if goes else "moderation.opening.stays", arguments)


def acted(place: str, reason: str) -> Text:
    """How a notice opens when a moderator acted."""
    if not reason:
        return Text("moderation.opening.moderator", {"place": named(place)})
    return Text("moderation.opening.moderator_because", {"place": named(place), "reason": reason})


def named(place: str) -> str | Text:
    """A place's title, or "here"."""
    return place or Text("moderation.here")


def person(who: PersonId, name: str) -> Mention:
    """Somebody by name."""
    return Mention(who, name or "—")


def lines(texts: Sequence[Text]) -> Text:
    """Texts one under the other, as one."""
    whole = texts[-1]
    for text in reversed(texts[:-1]):
        whole = Text("moderation.view.lines", {"first": text, "rest": whole})
    return whole


def effect(step: Step, until: datetime | None) -> Text:
    """What follows for the member."""
    if step.penalty is Penalty.MUTE and until is not None:
        return Text(_EFFECTS[step.penalty], {"until": until})
    if step.penalty is Penalty.BAN and until is not None:
        return Text("moderation.effect.ban_until", {"until": until})
    return Text(_EFFECTS[step.penalty])


def notice(
    case: Case,
    listener: Listener,
    *,
    opening: Text,
    until: datetime | None,
    short: Text,
    vanish: timedelta,
    outlook: Outlook | None = None,
) -> Post:
    """The whole reason in private; where that is refused, `short` in public for a while."""
    tail: dict[str, str | int | datetime | Text] = {"number": case.number, "code": code_of(case)}
    if outlook is None:
        closing = Text("moderation.closing.plain", tail)
    else:
        tail |= {"half": outlook.half, "further": penalty_name(outlook.further)}
        closing = Text("moderation.closing.outlook", tail)
    body = Text(
        "moderation.notice.whole",
        {"opening": opening, "effect": effect(case.step, until), "closing": closing},
    )
    urgent = case.penalty in (Penalty.REMOVE, Penalty.BAN)
    return told(case, listener, body, short, vanish, urgent=urgent, appealable=True)


def told(
    case: Case,
    listener: Listener,
    body: Text,
    short: Text,
    vanish: timedelta,
    *,
    urgent: bool = False,
    appealable: bool = False,
) -> Post:
    """Any word about a case to its member, in private, else `short` in public."""
    about = About(ROOM, f"notice:{case.id}")
    public = Post(
        to=listener.space,
        body=short,
        reply_to=listener.reply_to,
        language=listener.language,
        vanish=vanish,
        about=about,
    )
    if not listener.is_person:
        return public
    human, appeal = human_button(case), appeal_button(case, listener.person)
    return Post(
        to=Private(listener.person, listener.space.platform),
        body=body,
        buttons=((appeal, human),) if appealable else ((human,),),
        language=listener.language,
        urgency=Priority.SANCTION if urgent else Priority.REPLY,
        otherwise=public,
        about=about,
    )


def human_button(case: Case) -> Button:
    """Somebody of the staff, about this case."""
    return Button(label=Text("moderation.button.human"), kind="support.human", id=f"case-{case.number}")


def appeal_button(case: Case, person: PersonId) -> Button:
    """Somebody else looks at the case again; for its member alone."""
    return Button(label=Text("moderation.button.appeal"), kind=APPEAL, id=str(case.number), only=person)


def in_public(case: Case, listener: Listener, reason: Text | str) -> Text:
    """The short reason that everybody may see: who, what, why, and the number."""
    who = Mention(listener.person, listener.name) if listener.is_person else listener.name
    arguments = {"who": who, "penalty": penalty_name(case.step), "number": case.number}
    if not reason:
        return Text("moderation.public.plain", arguments)
    return Text("moderation.public.because", {**arguments, "reason": reason})
