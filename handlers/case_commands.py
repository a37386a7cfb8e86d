"""`/case /cases /reason /strikes /why`: what is on record, for the staff's eyes or one's own."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Action, Post, Private
from chat.decision import Decision, answer
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty, PersonId, SpaceKind
from chat.text import Text
from handlers.rule_commands import rule_named
from language.first_word import first_word
from moderation.service import Moderation

_VANISH = timedelta(seconds=30)
_RENOTE = ("note", "备注")
_REPENALISE = ("penalty", "处罚")
_NUMBER = Parameter(name="number", kind=ParameterKind.NUMBER)


@command(
    "case",
    zh="案例",
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(
        Parameter(name="number", kind=ParameterKind.NUMBER, required=False),
        Parameter(name="note", kind=ParameterKind.TEXT, required=False),
    ),
)
async def case_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """One case, the last ten, a note added or changed, another penalty."""
    number = int(event.argument("number")) if event.argument("number") else None
    words = event.argument("note")
    if number is None or not words:
        return _discreetly(event, await moderation.show_case(number))
    first, rest = first_word(words)
    if first.lower() in _RENOTE and rest:
        return await moderation.renote(event, number, rest)
    if first.lower() in _REPENALISE and rest:
        return await moderation.repenalise(event, number, rest)
    return await moderation.note(event, number, words)


@command(
    "cases",
    zh="案例列表",
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(
        Parameter(name="person", kind=ParameterKind.PERSON, required=False),
        Parameter(name="rule", required=False),
    ),
)
async def cases_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Those of a person, of a rule, or those that wait."""
    person = PersonId(event.argument("person")) if event.argument("person") else None
    rule = rule_named(event.argument("rule"))
    return _discreetly(event, await moderation.list_cases(person, rule))


@command(
    "reason",
    zh="理由",
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(_NUMBER, Parameter(name="text", kind=ParameterKind.TEXT)),
)
async def reason_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """The reason of a case is changed; the audit keeps the old one."""
    return await moderation.reword(event, int(event.argument("number")), event.argument("text"))


@command(
    "strikes",
    zh="违规记录",
    room="moderation",
    parameters=(Parameter(name="person", kind=ParameterKind.PERSON, required=False),),
)
async def strikes_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """One's own record; for moderators anybody's."""
    person = PersonId(event.argument("person")) if event.argument("person") else None
    return _discreetly(event, await moderation.strikes(event, person))


@command(
    "why",
    zh="原因",
    room="moderation",
    parameters=(Parameter(name="number", kind=ParameterKind.NUMBER, required=False),),
)
async def why_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """The evidence of a case, for moderators and for the person it is about; without a number of one's own newest."""
    number = event.argument("number")
    return _discreetly(event, await moderation.why(event, int(number) if number else None))


def _discreetly(event: CommandGiven, text: Text) -> Decision:
    """What is on record is for the staff's space or the asker's eyes only, never for the group."""
    reason = text.key
    if event.interaction or event.space.kind in (SpaceKind.STAFF, SpaceKind.PRIVATE):
        return Decision(reason=reason, actions=(answer(event, text),))
    reply_to = event.message.ref if event.message else None
    closed = Post(
        to=event.space, body=Text("moderation.done.private_closed"), reply_to=reply_to, vanish=_VANISH
    )
    private: Action = Post(
        to=Private(event.by.person, event.by.identity.platform), body=text, otherwise=closed
    )
    return Decision(reason=reason, actions=(private,))
