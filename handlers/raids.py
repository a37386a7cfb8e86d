"""Raids: `/raid`, its card's buttons, and the level that goes down by itself."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, TimerRang
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Duty
from chat.text import Text
from moderation.raid_settings import Level
from moderation.raids.boards import DOWN, OVER, UP
from moderation.raids.siege import CALM, CARD
from moderation.service import Moderation

_LEVELS = {
    "slow": Level.SLOW,
    "慢速": Level.SLOW,
    "gate": Level.GATE,
    "审核": Level.GATE,
    "lock": Level.LOCK,
    "全员禁言": Level.LOCK,
    "off": None,
    "解除": None,
}
"""What a moderator may write; None = as before."""


@command(
    "raid",
    zh="防炸群",
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(
        Parameter(name="level", required=False),
        Parameter(name="length", kind=ParameterKind.DURATION, required=False),
    ),
)
async def raid_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """Show how things stand, set a level, or end a raid."""
    word = event.argument("level").lower()
    if not word:
        shown = await moderation.raids.show(event)
        return Decision(reason="raid.shown", actions=(answer(event, shown),))
    if word not in _LEVELS:
        raise SaidNo(Text("moderation.raid.no_level"))
    seconds = event.argument("length")
    lasting = timedelta(seconds=int(seconds)) if seconds else None
    return await moderation.raids.order(event, _LEVELS[word], lasting)


@handles(Stage.COMMAND, UP, DOWN, OVER)
async def raid_buttons(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """One level more, one less, or all clear."""
    return await moderation.raids.press(event, event.kind, event.id)


@handles(Stage.REACT, CALM)
async def raid_calms_down(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """It has been quiet; the raid is read afresh, so a prolonged or ended one does nothing."""
    return await moderation.siege.lower(event, event.subject)


@handles(Stage.REACT, CARD)
async def raid_card(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """The summary card is brought up to date."""
    return await moderation.siege.refresh(event.subject)
