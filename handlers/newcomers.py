"""Who comes, asks to come, and leaves: counted, held during raids, queued at the door."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import ButtonPressed, CommandGiven, JoinRequested, MemberJoined, MemberLeft, TimerRang
from chat.handler import Stage, command, handles
from chat.people import Duty
from moderation.raids.boards import ADMIT, ADMIT_ALL, REFUSE, REFUSE_ALL
from moderation.raids.door import DOOR, HOLD
from moderation.service import Moderation


@handles(Stage.GUARD)
async def newcomers(event: MemberJoined, *, moderation: Moderation) -> Decision:
    """Joins are counted; during a raid newcomers may not speak until a human decides."""
    return await moderation.raids.joined(event)


@handles(Stage.GUARD)
async def departures(event: MemberLeft, *, moderation: Moderation) -> Decision:
    """Whoever leaves waits no more."""
    return await moderation.raids.left(event)


@handles(Stage.GUARD)
async def join_requests(event: JoinRequested, *, moderation: Moderation) -> Decision | None:
    """A request waits for a human unless the community lets everybody in; when anything fails it goes on waiting."""
    return await moderation.door.asked(event)


@command("door", zh="入群申请", room="moderation", duty=Duty.MODERATOR, where="staff")
async def door_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Who waits, on a new card."""
    return await moderation.door.show(event)


@handles(Stage.COMMAND, ADMIT, REFUSE)
async def door_buttons(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """One is let in, or not."""
    return await moderation.door.settle(event, event.id, admitted=event.kind == ADMIT)


@handles(Stage.COMMAND, ADMIT_ALL, REFUSE_ALL)
async def door_buttons_for_all(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """Everybody who waits is let in, or not."""
    return await moderation.door.settle_all(event, event.id, admitted=event.kind == ADMIT_ALL)


@handles(Stage.REACT, HOLD)
async def hold_ends(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """The platform's own timer has ended the mute."""
    return await moderation.door.hold_ends(event)


@handles(Stage.REACT, DOOR)
async def door_card(event: TimerRang, *, moderation: Moderation) -> Decision:
    """The card of those who wait is brought up to date."""
    return await moderation.door.refresh(event.subject)
