"""`/warn /mute /unmute /kick /ban /unban /undo`: what moderators do."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty, PersonId
from moderation.ladder import Penalty
from moderation.service import Moderation

_PERSON = Parameter(name="person", kind=ParameterKind.PERSON)
_LENGTH = Parameter(name="length", kind=ParameterKind.DURATION, required=False)
_REASON = Parameter(name="reason", kind=ParameterKind.TEXT, required=False)
_NUMBER = Parameter(name="number", kind=ParameterKind.NUMBER)
_FOR_GOOD = frozenset(("forever", "permanent", "permanently", "永久", "永远", "一直", "无限期"))


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
    first = event.argument("reason").lower().split(maxsplit=1)[:1]
    if penalty is Penalty.MUTE and lasting is None and not _FOR_GOOD.isdisjoint(first):
        lasting = (
            timedelta.max
        )  # refused with the longest that there is, rather than muted for the usual time
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
