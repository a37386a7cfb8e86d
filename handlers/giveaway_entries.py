"""Taking part in a giveaway: enter, leave, and who is no longer in the group."""

from __future__ import annotations

from campaigns.entries import Entered
from campaigns.giveaways import Giveaway, Ineligible, chance_of
from campaigns.service import Giveaways
from campaigns.wording import refresh_at
from chat.actions import Acknowledge
from chat.decision import Alarm, Decision
from chat.events import ButtonPressed, MemberJoined, MemberLeft
from chat.handler import Stage, handles
from chat.ports import Clock
from chat.text import Text


@handles(Stage.COMMAND, "campaigns.enter")
async def giveaway_entries(event: ButtonPressed, *, giveaways: Giveaways, clock: Clock) -> Decision:
    """Take part, once a person; the code and the chance are told to that person alone."""
    entered = await giveaways.entries.enter(int(event.id), event.by, event.at)
    told = Acknowledge(to=event.space, interaction=event.interaction, body=_told(entered), alert=True)
    if not entered.fresh:
        return Decision(reason="giveaway.in_already", actions=(told,))
    return Decision(
        reason="giveaway.entered",
        actions=(told,),
        writes=entered.writes,
        alarms=(_count(entered.giveaway, giveaways, clock),),
    )


def _told(entered: Entered) -> Text:
    places = entered.giveaway.promised.places
    facts: dict[str, str | int] = {
        "code": entered.code,
        "entrants": entered.entrants,
        "places": places,
        "chance": chance_of(places, entered.entrants),
    }
    return Text("campaigns.giveaway.entered" if entered.fresh else "campaigns.giveaway.in_already", facts)


@handles(Stage.COMMAND, "campaigns.leave")
async def giveaway_leave(event: ButtonPressed, *, giveaways: Giveaways, clock: Clock) -> Decision:
    """Take part no more."""
    left = await giveaways.entries.leave(int(event.id), event.by)
    body = Text("campaigns.giveaway.left")
    told = Acknowledge(to=event.space, interaction=event.interaction, body=body)
    return Decision(
        reason="giveaway.left",
        actions=(told,),
        writes=left.writes,
        alarms=(_count(left.giveaway, giveaways, clock),),
    )


def _count(giveaway: Giveaway, giveaways: Giveaways, clock: Clock) -> Alarm:
    """Bring the count under the post up to date; late = the next change does it."""
    at = refresh_at(giveaway.shown_at, clock.now(), giveaways.settings.refresh_every)
    return Alarm(kind="campaigns.count", subject=str(giveaway.number), at=at, space=giveaway.space)


@handles(Stage.OBSERVE)
async def giveaway_members(event: MemberLeft | MemberJoined, *, giveaways: Giveaways) -> Decision | None:
    """Who left or was put out is not drawn, unless they come back before the draw."""
    now = Ineligible.NO
    if isinstance(event, MemberLeft):
        now = Ineligible.REMOVED if event.removed else Ineligible.LEFT
    writes = await giveaways.entries.moved(event.by.person, event.space, now)
    return Decision(reason=f"giveaway.member_{now.value or 'back'}", writes=writes) if writes else None
