"""`/rule`: which rules there are, how right they are, how far each goes, and a trial on what was said lately."""

from __future__ import annotations

from collections.abc import Mapping

from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty, Rank
from chat.text import Text
from handlers.discretion import discreetly
from language.first_word import first_word
from moderation.breaches import Mode
from moderation.service import Moderation

_ACTIONS = {
    "": "list",
    "列表": "list",
    "查看": "show",
    "模式": "mode",
    "试运行": "test",
    "测试": "test",
    "新增": "add",
    "添加": "add",
    "删除": "remove",
    **{name: name for name in ("list", "show", "mode", "test", "add", "remove")},
}
_RULES = {
    "违禁词": "words",
    "链接": "links",
    "链接与邀请": "links",
    "刷屏": "flood",
    "重复": "duplicates",
    "重复内容": "duplicates",
    "提及": "mentions",
    "大量提及": "mentions",
    "举报": "reports",
    "成员举报": "reports",
    "新人": "first_messages",
    "新人的头几条消息": "first_messages",
    "名字": "names",
    "表情": "reactions",
    "乱点表情": "reactions",
    "留下链接就走": "hit_and_run",
    "文本分类器": "classifier",
    "词表": "listed",
    "广告与诈骗": "solicitation",
}
_MODES: Mapping[str, Mode | None] = {
    **{mode.value: mode for mode in Mode},
    "关闭": Mode.OFF,
    "只记录": Mode.SHADOW,
    "复核": Mode.REVIEW,
    "执行": Mode.ENFORCE,
    "configured": None,
    "按配置": None,
}
_FORCE = ("force", "强制")


def rule_named(word: str) -> str:
    """A rule's name, by its own or its Chinese name."""
    return _RULES.get(word, word.lower())


@command(
    "rule",
    zh="规则",
    orders=tuple(_ACTIONS),
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="rule", required=False),
        Parameter(name="text", kind=ParameterKind.TEXT, required=False),
    ),
)
async def rule_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Moderators see the rules and try them; managers say how far they go."""
    name, rulings = rule_named(event.argument("rule")), moderation.rulings
    action = _ACTIONS.get(event.argument("action").lower())
    if action != "list" and not name:
        raise SaidNo(Text("moderation.ruling.usage"))
    match action:
        case "list":
            return _shown(event, "rule.listed", await rulings.listed())
        case "show":
            return _shown(event, "rule.shown", await rulings.shown(name))
        case "test":
            return _shown(event, "rule.tested", await rulings.tested(name))
        case "mode":
            return await _mode(event, name, moderation)
        case "add":
            _must_manage(event)
            if not event.argument("text").strip():
                raise SaidNo(Text("moderation.ruling.usage"))
            decision, said = await rulings.editing.add(event, name, event.argument("text"))
            return decision + _shown(event, "rule.added", said)
        case "remove":
            _must_manage(event)
            decision, said = await rulings.editing.remove(event, name)
            return decision + _shown(event, "rule.removed", said)
    raise SaidNo(Text("moderation.ruling.usage"))


def _must_manage(event: CommandGiven) -> None:
    if event.by.standing.rank < Rank.MANAGER:
        raise SaidNo(Text("moderation.refused.managers_only"))
    if not event.by.is_person:
        raise SaidNo(Text("moderation.refused.not_a_person"))


async def _mode(event: CommandGiven, name: str, moderation: Moderation) -> Decision:
    _must_manage(event)
    word, rest = first_word(event.argument("text"))
    if word.lower() not in _MODES:
        raise SaidNo(Text("moderation.ruling.usage"))
    first, reason = first_word(rest)
    force = first.lower() in _FORCE
    decision, said = await moderation.rulings.choose(
        event, name, _MODES[word.lower()], force=force, reason=reason if force else rest
    )
    return decision + _shown(event, "rule.mode", said)


def _shown(event: CommandGiven, reason: str, body: Text) -> Decision:
    elsewhere = Text("moderation.done.see_private")
    return Decision(reason=reason, actions=discreetly(event, body, elsewhere=elsewhere))
