"""Where a campaign appears, who may run it there, and until when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.settings import CampaignsSettings
from chat.actions import Capability
from chat.errors import SaidNo
from chat.people import Duty, Space, SpaceKind, Speaker
from chat.ports import Abilities, Directory
from chat.text import Text
from language.moments import MomentProblem, read_moment


def stage(ordered_in: Space, directory: Directory, abilities: Abilities) -> Space:
    """The public space that is meant: where it was ordered, else the only one there is (there, or at all).

    Raises SaidNo when there are several to choose from, or Steward may not write there.
    """
    space = ordered_in
    if ordered_in.kind in (SpaceKind.PRIVATE, SpaceKind.STAFF):
        public = directory.spaces()
        choices = [one for one in public if one.platform == ordered_in.platform] or list(public)
        if len(choices) != 1:
            raise SaidNo(Text("campaigns.which_space"))
        space = choices[0]
    if not abilities.can(space, Capability.POST):
        raise SaidNo(Text("campaigns.cannot_post"))
    return space


async def must_hold(by: Speaker, space: Space, directory: Directory, *duties: Duty) -> None:
    """Raise SaidNo unless the person has one of the duties where they act or in `space`, as of now."""
    if by.is_person:
        if any(by.standing.has(duty) for duty in duties):
            return
        there = await directory.standing(by.person, space)
        if any(there.has(duty) for duty in duties):
            return
    raise SaidNo(Text("campaigns.not_allowed"))


def read_end(text: str, *, now: datetime, zone: ZoneInfo, settings: CampaignsSettings) -> datetime | Text:
    """When a campaign ends by what was typed (whole seconds), or what is wrong with that."""
    ends = read_moment(text, now=now, zone=zone, shortest=settings.shortest, longest=settings.longest)
    if isinstance(ends, MomentProblem):
        limits = {"shortest": settings.shortest, "longest": settings.longest}
        return Text(f"campaigns.moment.{ends.value}", {"text": text[:40], **limits})
    return ends.replace(microsecond=0)
