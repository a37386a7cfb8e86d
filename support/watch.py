"""What follows from a change of a ticket, whoever made it: which alarms ring, and when."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Alarm, Decision, Write
from chat.people import PersonId, Space, SpaceKind
from support.agents import Mode
from support.calling import CLOCK
from support.clocks import load
from support.desk import Desk
from support.ratings import Ratings
from support.rota import ASSIGN, Rota
from support.rows import OPENED, REDRAWN, STEP
from support.states import State

SOON = timedelta(seconds=1)
"""After which a rule looks for somebody: whoever claims it at once has it."""


class Watch:
    """Reads the write that changes a ticket."""

    def __init__(self, desk: Desk, rota: Rota, ratings: Ratings) -> None:
        self._ratings = ratings
        self._desk = desk
        self._rota = rota

    async def changed(self, write: Write) -> Decision:
        """The alarms of the ticket as it will be."""
        new = _values(write)
        key = str(new["id"])
        now = self._desk.clock.now()
        space = _card_space(new)
        clocks = load(str(new["clocks"]))
        state = State(str(new["state"]))
        alarms = [Alarm(kind=CLOCK, subject=key, at=self._desk.timekeeper.rings_at(clocks), space=space)]
        assignee = new["assignee_person"]
        if state is State.NEW and assignee is None:
            if write.shape != REDRAWN and Mode(self._desk.settings.assignment.mode) is not Mode.MANUAL:
                alarms.append(Alarm(kind=ASSIGN, subject=key, at=now + SOON, space=space))
        elif assignee is not None and state.is_open:
            alarms += await self._rota.shift(PersonId(str(assignee)))
        if write.shape == STEP:
            closed_by = new["closed_by_person"]
            rating = self._ratings.wakes(key, state, PersonId(str(closed_by)) if closed_by else None, now)
            alarms += [rating] if rating else []
        return Decision(reason="support.watched", alarms=tuple(alarms))


def _values(write: Write) -> dict[str, object]:
    if write.shape == OPENED:
        return dict(write.values)
    values = {
        name.removeprefix("new_"): value for name, value in write.values.items() if name.startswith("new_")
    }
    return {**values, "id": write.values["key"]}


def _card_space(values: dict[str, object]) -> Space | None:
    platform, space, thread = (values[f"card_{name}"] for name in ("platform", "space", "thread"))
    if not platform or not space:
        return None
    return Space(str(platform), str(space), str(thread) if thread else None, SpaceKind.STAFF)
