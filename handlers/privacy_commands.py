"""What is kept about a person, for how long; they may have it, and may have it erased."""

from __future__ import annotations

import json
from datetime import timedelta

from chat.actions import Button, Document, Edit, Post, Private
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, MessagePosted
from chat.handler import Parameter, Stage, command, handles
from chat.ports import Clock, Privacy, Retention
from chat.text import Text

CONFIRM_WITHIN = timedelta(minutes=10)
_ORDERS = {"": "show", "export": "export", "导出": "export", "erase": "erase", "删除": "erase"}


@command("privacy", zh="隐私", room="handlers", parameters=(Parameter(name="action", required=False),))
async def privacy_command(
    event: CommandGiven, *, privacy: Privacy, retention: Retention, clock: Clock
) -> Decision:
    """`/privacy`, `/privacy export`, `/privacy erase`."""
    if not event.by.is_person:
        raise SaidNo(Text("handlers.privacy.no_person"))
    match _ORDERS.get(event.argument("action").lower()):
        case "show":
            return kept_about(event, retention)
        case "export":
            return await _exported(event, privacy)
        case "erase":
            return erasure_asked(event, clock)
    raise SaidNo(Text("handlers.privacy.usage"))


def kept_about(event: CommandGiven | MessagePosted, retention: Retention) -> Decision:
    """What is kept, for how long, and how to have it or have it erased."""
    told = Text(
        "handlers.privacy.kept",
        {
            "messages": retention.messages,
            "tickets": retention.tickets,
            "audit": retention.audit,
        },
    )
    return Decision(reason="privacy.shown", actions=(answer(event, told),))


async def _exported(event: CommandGiven, privacy: Privacy) -> Decision:
    """The data goes to the private chat only, whatever the place in which it was asked for."""
    found = await privacy.export(event.by.person)
    data = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
    return _privately(
        event,
        Post(
            to=Private(event.by.person, event.by.identity.platform),
            body=Text("handlers.privacy.exported"),
            document=Document(data=data, name="steward-data.json"),
            otherwise=_closed(event),
        ),
        "privacy.exported",
    )


def erasure_asked(event: CommandGiven | MessagePosted, clock: Clock) -> Decision:
    """Once more, in private, with a button that only they can press."""
    button = Button(
        label=Text("handlers.privacy.button_erase"),
        kind="handlers.erase",
        id="me",
        only=event.by.person,
        expires=clock.now() + CONFIRM_WITHIN,
        danger=True,
    )
    ask = Post(
        to=Private(event.by.person, event.by.identity.platform),
        body=Text("handlers.privacy.confirm"),
        buttons=((button,),),
        otherwise=_closed(event),
    )
    return _privately(event, ask, "privacy.erase_asked")


@handles(Stage.COMMAND, "handlers.erase")
async def privacy_erase(event: ButtonPressed, *, privacy: Privacy) -> Decision:
    """Gone; the record of it names nobody. What must outlast it stays under a keyed hash."""
    if not event.by.is_person:
        raise SaidNo(Text("handlers.privacy.no_person"))
    told = Text("handlers.privacy.erased")
    settled = (Edit(to=event.space, message=event.message, body=told),) if event.message else ()
    return Decision(
        reason="privacy.erased",
        actions=(*settled, answer(event, Text("handlers.privacy.erased_short"))),
        writes=await privacy.erase(event.by.person),
        audit=(Audit(code="person.erased", subject=""),),
        final=True,
    )


def _privately(event: CommandGiven | MessagePosted, post: Post, reason: str) -> Decision:
    """Said in private; who asked elsewhere hears where to look."""
    if event.space.is_private and not (isinstance(event, CommandGiven) and event.interaction):
        return Decision(reason=reason, actions=(post,))
    return Decision(reason=reason, actions=(post, answer(event, Text("handlers.privacy.see_private"))))


def _closed(event: CommandGiven | MessagePosted) -> Post | None:
    """What is said where it was asked, when the private chat is closed."""
    if event.space.is_private:
        return None
    return Post(
        to=event.space,
        body=Text("handlers.privacy.closed"),
        reply_to=event.message.ref if event.message else None,
        vanish=CONFIRM_WITHIN,
    )
