"""Groups in which Steward is without serving them: the staff hear of each once, and may have it leave."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.places import Places
from bot.storage.store import Store
from chat.actions import Action, Button, Edit, LeaveSpace, Post, Priority
from chat.decision import Audit, Decision, answer, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, Event, TroubleArose
from chat.handler import Stage, handles
from chat.people import Rank, Space
from chat.ports import Directory, Reader, Row
from chat.text import Text

UNSERVED = "unserved"
"""The code of the trouble."""
PLACE = "place."
"""What every audit code about a served or unserved place begins with: the staff know of it."""
LEFT = "place.left"


class Unserved:
    """Tells of each such group once: the store knows which were told, memory keeps its messages off the store."""

    def __init__(self, store: Store, places: Places) -> None:
        self._store = store
        self._places = places
        self._known: set[Space] = set()

    async def news(self, event: Event) -> TroubleArose | None:
        """What the staff must hear when something happens in a place that is not served; None = they know, or nobody
        is there to hear it, or the platform itself tells which of its places are served.
        """
        space = Space(event.space.platform, event.space.id)
        if space in self._known or self._places.finds(space.platform):
            return None
        if (self._places.staff(space.platform) or self._places.home()) is None:
            return None
        told = await self._store.rows("audit.subject", s=space.lane)
        if _knows(told):
            self._known.add(space)
            return None
        key, name = f"{event.key}/{UNSERVED}", self._places.called(space)
        return TroubleArose(key=key, at=event.at, space=space, code=UNSERVED, detail=name)


@handles(Stage.REACT, UNSERVED)
async def unserved_place(event: TroubleArose, *, directory: Directory, reader: Reader) -> Decision:
    """A card: how the group is adopted, and a button that leaves it. `detail` is what the place is called."""
    staff = directory.staff_space(event.space.platform) or directory.home()
    if staff is None:
        return silent("place.unserved.no_staff_space")
    if _knows(await reader.rows("audit.subject", s=event.space.lane)):
        return silent("place.unserved.known")
    leave = Button(
        label=Text("bot.place.leave"),
        kind="place.leave",
        id=event.space.lane,
        only=Rank.MANAGER,
        danger=True,
    )
    card = Post(
        to=staff,
        body=Text("bot.place.unserved", {"place": event.detail}),
        buttons=((leave,),),
        urgency=Priority.STAFF,
    )
    audit = (Audit(code="place.unserved", subject=event.space.lane, data={"place": event.detail}),)
    return Decision(reason="place.unserved", actions=(card,), audit=audit)


@handles(Stage.COMMAND, "place.leave")
async def unserved_left(event: ButtonPressed, *, places: Places, reader: Reader) -> Decision:
    """A manager looked: it is none of ours."""
    platform, _, native = event.id.partition(":")
    space = Space(platform, native)
    if places.known(space) is not None:
        raise SaidNo(Text("bot.place.served_by_now"))
    told = await reader.rows("audit.subject", s=space.lane)
    if told and told[-1]["code"] == LEFT:
        raise SaidNo(Text("bot.trouble.settled"))
    words = Text("bot.place.left_by", {"place": _name(told) or native, "name": event.by.name})
    card = (Edit(to=event.space, message=event.message, body=words),) if event.message else ()
    return Decision(
        reason=LEFT,
        actions=(*farewell(space), *card, answer(event, Text("bot.place.leaving"))),
        audit=(Audit(code=LEFT, subject=space.lane),),
        final=True,
    )


def _knows(audit: Sequence[Row]) -> bool:
    """Whether the staff have heard of a place, by what was done about it."""
    return any(row["code"].startswith(PLACE) for row in audit)


def _name(audit: Sequence[Row]) -> str:
    """What the place was called when the staff heard of it."""
    told = [json.loads(row["data"]).get("place", "") for row in audit]
    return next((str(name) for name in reversed(told) if name), "")


def farewell(space: Space) -> tuple[Action, ...]:
    """One line, and out."""
    return Post(to=space, body=Text("bot.place.not_served")), LeaveSpace(to=space)
