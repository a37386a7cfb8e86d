"""Hello, and what each person can do here: by rank, duty and language, from the handbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Command, Parameter, ParameterKind, command
from chat.people import Rank, Standing
from chat.ports import Community, Handbook
from chat.text import Bilingual, Text
from handlers.hello import hello
from handlers.usage import name_of, written

EVERYONE = "everyone"
GROUPS = {
    EVERYONE: "所有人",
    "staff": "工作人员",
    "moderator": "管理员",
    "representative": "客服",
    "editor": "编辑",
    "manager": "经理",
    "owner": "所有者",
}
"""Whose commands there are, from the many to the few, and how each is asked for in Chinese."""
_CHINESE = {zh: group for group, zh in GROUPS.items()}


@command("start", zh="开始", room="handlers", where="private", parameters=(
    Parameter(name="payload", kind=ParameterKind.TEXT, required=False),
))  # fmt: skip
async def start(event: CommandGiven, *, community: Community) -> Decision:
    """The first words in a private chat; whatever a link carried after /start changes nothing."""
    return Decision(reason="start", actions=(answer(event, hello(community)),))


@command("help", zh="帮助", room="handlers", parameters=(Parameter(name="topic", required=False),))
async def help_command(event: CommandGiven, *, handbook: Handbook) -> Decision:
    """`/help`, `/help COMMAND`, `/help GROUP`: only what this person may use in this place."""
    usable = [one for one in handbook.commands() if _may(event.by.standing, one)]
    topic = event.argument("topic").lstrip("/").lower()
    group = _CHINESE.get(topic, topic)
    offered = [one for one in usable if one.offered]
    if not topic:
        body = _overview(offered)
    elif group in GROUPS:
        body = _rows((one for one in offered if _group(one) == group), Text("handlers.help.hint"))
    else:
        body = _details(_named(topic, usable))
    return Decision(reason="help", actions=(answer(event, body),))


def _may(standing: Standing, order: Command) -> bool:
    return standing.rank >= order.rank and (order.duty is None or standing.has(order.duty))


def _group(order: Command) -> str:
    """Whose command it is, as people would say: the duty, else the rank."""
    if order.duty is not None:
        return order.duty.value
    return EVERYONE if order.rank is Rank.MEMBER else order.rank.name.lower()


def _overview(offered: Sequence[Command]) -> Text:
    """What everyone can do with a line each, what the person's duties add by name."""
    more = Text("handlers.help.hint")
    for group in list(GROUPS)[:0:-1]:
        names = [_name(one) for one in offered if _group(one) == group]
        if names:
            more = Text(
                "handlers.help.group",
                {
                    "group": Text(f"handlers.help.groups.{group}"),
                    "word": Bilingual(zh=GROUPS[group], en=group),
                    "names": _joined(names),
                    "more": more,
                },
            )
    return _rows((one for one in offered if _group(one) == EVERYONE), more)


def _rows(orders: Iterable[Command], more: Text) -> Text:
    for order in reversed(list(orders)):
        more = Text("handlers.help.row", {"name": _name(order), "summary": _summary(order), "more": more})
    return more


def _details(order: Command) -> Text:
    """One command: how it is written, what each word means, where and by whom."""
    more = Text(f"handlers.help.where.{order.where or 'anywhere'}")
    for parameter in reversed(order.parameters):
        label = Text(f"{order.room}.command.{order.name}.{parameter.name}")
        more = Text("handlers.help.parameter", {"name": name_of(parameter), "label": label, "more": more})
    return Text(
        "handlers.help.details",
        {
            "name": _name(order),
            "summary": _summary(order),
            "usage": written(order, Bilingual(zh=order.zh, en=order.name)),
            "group": Text(f"handlers.help.groups.{_group(order)}"),
            "more": more,
        },
    )


def _named(topic: str, usable: Sequence[Command]) -> Command:
    """The command of that name, Latin or Chinese. Raises SaidNo with the nearest that there is."""
    names = {name: one for one in usable for name in (one.name, one.zh)}
    if topic in names:
        return names[topic]
    near = get_close_matches(topic, names, n=1, cutoff=0.6)
    if near:
        raise SaidNo(Text("handlers.help.unknown_near", {"topic": topic[:40], "near": near[0]}))
    raise SaidNo(Text("handlers.help.unknown", {"topic": topic[:40]}))


def _name(order: Command) -> Bilingual:
    """In Chinese both, for Telegram lets nobody tap a Chinese one."""
    return Bilingual(zh=f"/{order.name} /{order.zh}", en=f"/{order.name}")


def _joined(names: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(zh=" · ".join(one.zh for one in names), en=" · ".join(one.en for one in names))


def _summary(order: Command) -> Text:
    return Text(f"{order.room}.command.{order.name}.summary")
