"""What is no message and yet tells of abuse: names, reactions, and who joins, links and leaves."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import JoinRequested, MemberJoined, MemberLeft, ReactionChanged, TimerRang
from chat.handler import Stage, handles
from moderation.crowds import CROWD
from moderation.service import Moderation


@handles(Stage.GUARD)
async def name_signals(event: MemberJoined | JoinRequested, *, moderation: Moderation) -> Decision | None:
    """The names of those who come, and descriptions where they can be read."""
    return await moderation.signals.came(event)


@handles(Stage.REACT, CROWD)
async def crowd_card(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """The card of many newcomers whose names break one rule is brought up to date."""
    return await moderation.crowds.refresh(event)


@handles(Stage.GUARD)
async def reaction_signals(event: ReactionChanged, *, moderation: Moderation) -> Decision | None:
    """Reactions that are put too fast."""
    return await moderation.signals.reacted(event)


@handles(Stage.GUARD)
async def departure_signals(event: MemberLeft, *, moderation: Moderation) -> Decision | None:
    """Who came only to leave a link."""
    return await moderation.signals.left(event)
