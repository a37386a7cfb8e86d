"""`/warn /mute /unmute /kick /ban /unban /undo /case /strikes /why`: what moderators do and see."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Action, Post, Private
from chat.decision import Decision, answer
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty, PersonId, SpaceKind
from chat.text import Text
from moderation.ladder import Penalty
from moderation.service import Moderation

_VANISH = timedelta(seconds=30)
_PERSON = Parameter(name="person", kind=ParameterKind.PERSON)
_LENGTH = Parameter(name="length", kind=ParameterKind.DURATION, required=False)
_REASON = Parameter(name="reason", kind=ParameterKind.TEXT, required=False)
_NUMBER = Parameter(name="number", kind=ParameterKind.NUMBER)


@command("warn", zh="警告", room="moderation", duty=Duty.MODERATOR, parameters=(_PERSON, _REASON), menu=True)
async def warn_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """A warning, with its points."""
    return await _punish(event, moderation, Penalty.WARN)


@command("mute", zh="禁言", room="moderation", duty=Duty.MODERATOR, parameters=(_PERSON, _LENGTH, _REASON))
async def mute_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Silence for a while."""
    return await _punish(event, moderation, Penalty.MUTE)


@command("kick", zh="移出", room="moderation", duty=Duty.MODERATOR, parameters=(_PERSON, _REASON))
async def kick_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Out, but free to come back."""
    return await _punish(event, moderation, Penalty.REMOVE)


@command("ban", zh="封禁", room="moderation", duty=Duty.MODERATOR, parameters=(_PERSON, _LENGTH, _REASON))
async def ban_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Out, for a while or for good."""
    return await _punish(event, moderation, Penalty.BAN)


async def _punish(event: CommandGiven, moderation: Moderation, penalty: Penalty) -> Decision:
    seconds = event.argument("length")
    lasting = timedelta(seconds=int(seconds)) if seconds else None
    person = PersonId(event.argument("person"))
    return await moderation.punish(event, penalty, person, lasting, event.argument("reason"))


@command("unmute", zh="解除禁言", room="moderation", duty=Duty.MODERATOR, parameters=(_PERSON,))
async def unmute_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """May speak again; the case stands."""
    return await moderation.lift(event, PersonId(event.argument("person")), Penalty.MUTE)


@command("unban", zh="解封", room="moderation", duty=Duty.MODERATOR, parameters=(_PERSON,))
async def unban_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """May come back; the case stands."""
    return await moderation.lift(event, PersonId(event.argument("person")), Penalty.BAN)


@command("undo", zh="撤销", room="moderation", duty=Duty.MODERATOR, parameters=(_NUMBER, _REASON))
async def undo_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """A case with all its effects is taken back."""
    return await moderation.undo(event, int(event.argument("number")), event.argument("reason"))


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
    """One case, the last ten, or a note added."""
    number = int(event.argument("number")) if event.argument("number") else None
    if number is not None and event.argument("note"):
        return await moderation.note(event, number, event.argument("note"))
    return _discreetly(event, await moderation.show_case(number))


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


@command("why", zh="原因", room="moderation", parameters=(_NUMBER,))
async def why_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """The evidence of a case, for moderators and for the person it is about."""
    return _discreetly(event, await moderation.why(event, int(event.argument("number"))))


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
