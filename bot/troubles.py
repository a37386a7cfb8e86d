"""What went wrong and needs a person: sends of unknown outcome, handlers that failed."""

from __future__ import annotations

import hashlib

from analytics.alerts import VERBS
from chat.actions import Button, Post, Priority
from chat.decision import Audit, Decision, Write, answer, silent
from chat.errors import SaidNo
from chat.events import ActionFailed, ButtonPressed, TroubleArose
from chat.handler import Stage, handles
from chat.people import Rank
from chat.ports import Directory, Reader
from chat.text import Text

OWN_CARDS = frozenset({"restored", "unserved"})
"""Troubles that have a card of their own."""


@handles(Stage.REACT)
async def parked_sends(event: ActionFailed, *, directory: Directory) -> Decision | None:
    """A send whose outcome nobody knows is reported once to the staff, with the choice."""
    if event.outcome != "parked":
        return None
    staff = directory.staff_space(event.space.platform) or directory.home()
    if staff is None:
        return silent("parked.no_staff_space")
    place = directory.title(event.space) or event.space.lane
    ask = Post(
        to=staff,
        body=Text("bot.trouble.unsure", {"verb": verb_of(event.verb), "place": place}),
        buttons=choice(event.action),
    )
    return Decision(reason="parked.reported", actions=(ask,))


@handles(Stage.REACT)
async def troubles(event: TroubleArose, *, directory: Directory) -> Decision | None:
    """What Steward itself has to tell goes to every staff space, once."""
    if event.code in OWN_CARDS:
        return None
    platforms = sorted({space.platform for space in directory.spaces()})
    found = [directory.staff_space(platform) for platform in platforms]
    who, _, why = event.detail.partition(": ")
    told = {"detail": event.detail, "platform": who.capitalize(), "why": why}
    body = Text(f"bot.trouble.{event.code}", told)
    posts = tuple(Post(to=space, body=body, urgency=Priority.STAFF) for space in found if space)
    return Decision(reason=f"trouble.{event.code}", actions=posts)


@handles(Stage.COMMAND, "outbox.revive", "outbox.drop")
async def parked_settled(event: ButtonPressed, *, reader: Reader) -> Decision:
    """A manager looked and decided."""
    rows = [row for row in await reader.rows("outbox.parked") if short_key(row["key"]) == event.id]
    if not rows:
        raise SaidNo(Text("bot.trouble.settled"))
    revives = event.kind == "outbox.revive"
    key = rows[0]["key"]
    text = Text("bot.trouble.sent_again" if revives else "bot.trouble.dropped")
    return Decision(
        reason=event.kind,
        actions=(answer(event, text),),
        writes=(Write(event.kind, {"k": key}, expect=1),),
        audit=(Audit(code="send.revived" if revives else "send.dropped", subject=key),),
        final=True,
    )


def choice(key: str) -> tuple[tuple[Button, ...], ...]:
    """Send again, or drop: what a manager can do with a parked row of the outbox."""
    name = short_key(key)
    return (
        (
            Button(label=Text("bot.trouble.send_again"), kind="outbox.revive", id=name, only=Rank.MANAGER),
            Button(
                label=Text("bot.trouble.drop"), kind="outbox.drop", id=name, only=Rank.MANAGER, danger=True
            ),
        ),
    )


def verb_of(verb: str) -> Text | str:
    """What an action is called, as people say it."""
    name = verb.lower()
    return Text(f"analytics.verb.{name}") if name in VERBS else verb


def short_key(key: str) -> str:
    """A name of an outbox row that fits a button: 26 hex digits of its SHA-256."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:26]
