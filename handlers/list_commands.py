"""`/list`: imported and shared lists, tried before they act, their noisy terms kept back."""

from __future__ import annotations

from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, TimerRang
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Duty
from chat.text import Text
from handlers.discretion import discreetly
from language.first_word import first_word
from moderation.lists.librarian import ACCEPT, DISCARD, IGNORE, REFRESH, WATCH
from moderation.service import Moderation

_ACTIONS = {
    "": "show",
    "查看": "show",
    "订阅": "add",
    "导入": "import",
    "放行": "approve",
    "弃用": "reject",
    "删除": "drop",
    **{name: name for name in ("show", "add", "import", "approve", "reject", "drop")},
}


@command(
    "list",
    zh="词表",
    orders=tuple(_ACTIONS),
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="name", required=False),
        Parameter(name="text", kind=ParameterKind.TEXT, required=False),
    ),
    where="staff",
)
async def list_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Show, subscribe to, import, drop; let a quarantined term act, or never."""
    name, text, lists = event.argument("name"), event.argument("text").strip(), moderation.lists
    action = _ACTIONS.get(event.argument("action").lower())
    if action == "show":
        body = await lists.views.show(name)
        return Decision(
            reason="list.shown",
            actions=discreetly(event, body, elsewhere=Text("moderation.done.see_private")),
        )
    if action is None or not name:
        raise SaidNo(Text("moderation.list.usage"))
    match action:
        case "add":
            url, reason = first_word(text)
            if not reason:
                raise SaidNo(Text("moderation.list.reason_needed"))
            return await lists.add(event, name, url, await lists.fetch(url), reason)
        case "import":
            if event.about is None:
                raise SaidNo(Text("moderation.list.reply_needed"))
            return await lists.add(event, name, "chat", event.about.text, text)
        case "approve":
            return await lists.rule(event, name, text, "active")
        case "reject":
            return await lists.rule(event, name, text, "rejected")
        case _:
            return await lists.drop(event, name)


@handles(Stage.COMMAND, WATCH, DISCARD, ACCEPT, IGNORE)
async def list_buttons(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """A previewed list is watched or not; a change is taken over or not."""
    return await moderation.lists.press(event)


@handles(Stage.REACT, REFRESH)
async def list_refresh(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """A shared list is read again."""
    return await moderation.lists.refresh(event)
