"""The native wall: kept as the rules are, `/wall`, and what it blocked."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import CommandGiven, Event, MessageBlocked
from chat.handler import Parameter, Stage, command, handles
from chat.people import Duty
from moderation.service import Moderation


@handles(Stage.OBSERVE)
async def wall_tended(event: Event, *, moderation: Moderation) -> Decision | None:
    """See that the wall is as the rules are; nearly always it is known to be."""
    del event
    return await moderation.wall.tend()


@handles(Stage.GUARD)
async def wall_blocked(event: MessageBlocked, *, moderation: Moderation) -> Decision | None:
    """What our wall kept back becomes a case."""
    return await moderation.wall.blocked(event)


@command(
    "wall",
    zh="原生拦截",
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(Parameter(name="what", required=False),),
    where="staff",
)
async def wall_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """What the platform blocks by itself; `build` builds it anew."""
    return await moderation.wall.show(event, anew=event.argument("what") in ("build", "重建"))
