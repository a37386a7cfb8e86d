"""What reviewers see of an appeal, and its two buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chat.actions import About, Button, Edit, Post, Priority, Private
from chat.messages import MessageRef
from chat.people import Rank, Space
from chat.text import Mention, Text
from moderation.appeals import Appeal
from moderation.cases import Case
from moderation.notices import ROOM, named, penalty_name, person, quoted

GRANT = "moderation.grant"
REJECT = "moderation.reject"


def key(case: Case) -> str:
    """The name under which an appeal's card is remembered."""
    return f"appeal-{case.id}"


def card(
    case: Case,
    appeal: Appeal,
    to: Space | Private,
    *,
    name: str,
    place: str,
    text: str,
    by: Text | Mention,
    own: datetime | None,
    only: Sequence[Mention] = (),
) -> Post:
    """The card of an appeal; `own` is the moment from which even the issuer may decide, when nobody else can.

    `only`: who may decide where not every moderator may.
    """
    arguments: dict[str, str | int | datetime | Text | Mention] = {
        "number": case.number,
        "who": person(case.person, name),
        "place": named(place),
        "by": by,
        "penalty": penalty_name(case.step),
        "about": _grounds(text, case.reason if case.by else ""),
        "words": quoted(appeal.words),
        "due": appeal.due_at,
    }
    if own is None:
        body = Text("moderation.card.appeal", arguments)
    else:
        body = Text("moderation.card.appeal_issuer", {**arguments, "own": own})
    if only:
        body = Text("moderation.card.appeal_higher", {"card": body, "names": _names(only)})
    number = str(case.number)
    buttons = (
        Button(label=Text("moderation.button.grant"), kind=GRANT, id=number, only=Rank.STAFF),
        Button(label=Text("moderation.button.reject"), kind=REJECT, id=number, only=Rank.STAFF, danger=True),
    )
    return Post(
        to=to,
        body=body,
        buttons=(buttons,),
        urgency=Priority.STAFF,
        about=About(ROOM, f"card:{key(case)}"),
    )


def _grounds(text: str, reason: str) -> Text:
    """What the penalty was for: the message, what the issuer wrote, or both."""
    shown = Text("moderation.card.appeal_text", {"text": quoted(text)}) if text.strip() else None
    because = Text("moderation.card.appeal_because", {"reason": reason}) if reason.strip() else None
    if shown and because:
        return Text("moderation.card.appeal_both", {"text": shown, "because": because})
    return shown or because or Text("moderation.card.appeal_bare")


def _names(people: Sequence[Mention]) -> Text | Mention:
    first, *rest = people
    return Text("moderation.card.appeal_names", {"first": first, "rest": _names(rest)}) if rest else first


def settled(case: Case, where: MessageRef, name: str, by: str, words: str) -> Edit:
    """The card after somebody decided."""
    arguments: dict[str, str | int | Text | Mention] = {
        "number": case.number,
        "who": person(case.person, name),
        "by": by,
    }
    if words:
        body = Text("moderation.card.appeal_rejected", {**arguments, "reason": words})
    else:
        body = Text("moderation.card.appeal_granted", arguments)
    return Edit(to=where.space, message=where, body=body)
