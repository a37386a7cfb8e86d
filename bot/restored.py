"""What a restore has parked, shown to the managers piece by piece: do it now, or drop it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.arrears import again
from bot.inbox import Inbox
from bot.last_restore import COUNTED, TELL, UNSEEN, LastRestore
from bot.restored_cards import Cards
from bot.storage.backup import RESTORE
from bot.troubles import short_key
from chat.actions import Post, Priority
from chat.decision import Alarm, Audit, Decision, Write, answer, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, TimerRang, TroubleArose
from chat.handler import Stage, handles
from chat.people import Space, SpaceKind
from chat.ports import Clock, Directory, Reader, Row
from chat.text import Text

RESTORED = "restored"
"""The code of the trouble, and why a row of the outbox was parked."""
ALARM = "alarm"
"""The source of a parked alarm."""
TOLD = "arrival.told"
"""The audit code of having told the staff of what was only counted."""
MOST = 20
"""Cards that are shown at once."""


@handles(Stage.REACT, RESTORED)
async def restored(event: TroubleArose, *, reader: Reader, cards: Cards) -> Decision:
    """A card for each of the first twenty things, for nobody knows what happened since the backup."""
    del event
    sends, rows = await _waiting(reader)
    staff = cards.staff()
    if staff is None:
        return silent("restored.no_staff_space")
    alarms = sum(row["source"] == ALARM for row in rows)
    counts = {"sends": len(sends), "alarms": alarms, "arrived": len(rows) - alarms}
    first = Post(to=staff, body=Text("bot.trouble.restored", counts), urgency=Priority.STAFF)
    shown = [await cards.card(row, staff) for row in (*sends, *rows)[:MOST]]
    return Decision(reason="restored.told", actions=(first, *shown))


@handles(Stage.OBSERVE, "outbox.revive", "outbox.drop", "alarm.ring", "alarm.drop")
async def restored_next(event: ButtonPressed, *, reader: Reader, cards: Cards) -> Decision | None:
    """In the place of a card that is settled comes the next one: twenty are always shown."""
    waiting = [row for rows in await _waiting(reader) for row in rows]
    if len(waiting) <= MOST or all(short_key(row["key"]) != event.id for row in waiting[:MOST]):
        return None
    return Decision(reason="restored.next", actions=(await cards.card(waiting[MOST], event.space),))


@handles(Stage.REACT, TELL)
async def restored_counted(
    event: TimerRang, *, reader: Reader, cards: Cards, last: LastRestore, directory: Directory
) -> Decision | None:
    """What the platforms told only now is through: how much was only counted, and a card for each that waits."""
    del event
    rows = await reader.rows("audit.since", moment=last.at) if last.at else []
    told = next((row["at"] for row in reversed(rows) if row["code"] == TOLD), last.at)
    counted = [row for row in rows if row["code"] == COUNTED and row["at"] > told]
    waiting = [row for some in await _waiting(reader) for row in some][:MOST]
    unseen = [row for row in waiting if row.get("trouble") == UNSEEN and row["at"] > told]
    home = cards.staff()
    if home is None:
        return silent("restored.no_staff_space")
    shown = [await cards.card(row, home) for row in unseen]
    return Decision(
        reason="restored.counted",
        actions=(*_summaries(counted, home, directory), *shown),
        audit=(Audit(code=TOLD, subject="steward:community"),),
    )


def _summaries(counted: Sequence[Row], home: Space, directory: Directory) -> Iterator[Post]:
    """One message for each staff space: how much, from when to when, and where."""
    spaces = {space.lane: space for space in directory.spaces()}
    mine: dict[Space, list[Row]] = {}
    for row in counted:
        staff = directory.staff_space(row["subject"].partition(":")[0]) or home
        mine.setdefault(staff, []).append(row)
    for staff, rows in mine.items():
        moments = sorted(datetime.fromisoformat(json.loads(row["data"])["at"]) for row in rows)
        lanes = Counter(row["subject"] for row in rows)
        places = [f"{_title(lane, spaces, directory)} ({count})" for lane, count in lanes.most_common()]
        span = {"since": moments[0], "until": moments[-1]}
        body = Text("bot.trouble.counted", {"count": len(rows), "places": " · ".join(places), **span})
        yield Post(to=staff, body=body, urgency=Priority.STAFF)


def _title(lane: str, spaces: Mapping[str, Space], directory: Directory) -> str:
    space = spaces.get(lane)
    return (directory.title(space) if space else "") or lane


async def _waiting(reader: Reader) -> tuple[list[Row], list[Row]]:
    """What a restore has parked and nobody has settled yet: sends; alarms and what had arrived."""
    sends = [row for row in await reader.rows("outbox.parked") if row["why"] == RESTORED]
    return sends, [row for row in await reader.rows("parked.open") if row["handler"] == RESTORE]


@handles(Stage.COMMAND, "alarm.ring", "alarm.drop")
async def restored_settled(event: ButtonPressed, *, reader: Reader, clock: Clock, inbox: Inbox) -> Decision:
    """A manager looked and decided: the alarm rings now, and its handler reads how things stand; what had arrived is
    decided now, as late as it is; or it is gone.
    """
    rows = [row for row in await reader.rows("parked.open") if row["handler"] == RESTORE]
    row = next((one for one in rows if short_key(one["key"]) == event.id), None)
    if row is None:
        raise SaidNo(Text("bot.trouble.settled"))
    rings = event.kind == "alarm.ring"
    settled = {"k": row["key"], "h": RESTORE, "to": "retried" if rings else "dropped"}
    is_alarm = row["source"] == ALARM
    return Decision(
        reason=event.kind,
        actions=(answer(event, Text("bot.trouble.rung" if rings else "bot.trouble.dropped")),),
        writes=(
            Write("parked.settle", settled, expect=1),
            *((inbox.write(again(row)),) if rings and not is_alarm else ()),
        ),
        alarms=(_alarm(row, clock),) if rings and is_alarm else (),
        audit=(_alarm_settled(row, rings=rings) if is_alarm else _arrival_settled(row, rings=rings),),
        final=True,
    )


def _alarm_settled(row: Row, *, rings: bool) -> Audit:
    return Audit(code="alarm.rung" if rings else "alarm.dropped", subject=row["key"])


def _arrival_settled(row: Row, *, rings: bool) -> Audit:
    return Audit(code="arrival.decided" if rings else "arrival.dropped", subject=row["key"])


def _alarm(row: Row, clock: Clock) -> Alarm:
    """The alarm of a parked row, due now."""
    told = json.loads(row["payload"])
    space = None
    if told["platform"]:
        space = Space(told["platform"], told["space"], told["thread"], SpaceKind(told["space_kind"]))
    return Alarm(kind=told["kind"], subject=told["subject"], at=clock.now(), space=space)
