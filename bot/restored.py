"""What a restore has parked, shown to the managers piece by piece: do it now, or drop it."""

from __future__ import annotations

import json
from datetime import datetime

from bot.codec import decode
from bot.subjects import Subjects, shortened
from bot.troubles import choice, short_key, verb_of
from chat.actions import Button, Post, Priority
from chat.decision import Alarm, Audit, Decision, Write, answer, silent
from chat.errors import SaidNo
from chat.events import ButtonPressed, TroubleArose
from chat.handler import Stage, handles
from chat.people import Rank, Space, SpaceKind
from chat.ports import Clock, Directory, Reader, Row
from chat.text import Rich, Text
from support.settings import SupportSettings

RESTORED = "restored"
"""The code of the trouble, and why a row of the outbox was parked."""
RESTORE = "restore"
"""In the place of a handler's name: an alarm that came due between the backup and the restore."""
MOST = 20
"""Cards that are shown at once."""
EXCERPT = 120
"""Characters of a post that its card quotes."""
ALARMS = frozenset(
    "bot.forget bot.drill_line bot.drill_end faq.corrected faq.night faq.morning feedback.digest schedules.post"
    " analytics.picture analytics.weekly campaigns.draw campaigns.count campaigns.board campaigns.qa_close"
    " moderation.appeal_due moderation.list_refresh moderation.hold_ends moderation.door_card moderation.penalty_ends"
    " moderation.raid_calm moderation.raid_card support.appeal_opened support.appeal_decided support.clock"
    " support.alerts support.assign support.shift support.upkeep support.settle support.recount support.wake"
    " support.finish support.rating support.later support.unanswered".split()
)
"""Kinds of alarms that have a name in bot.alarm."""


@handles(Stage.REACT, RESTORED)
async def restored(
    event: TroubleArose, *, reader: Reader, directory: Directory, support: SupportSettings
) -> Decision:
    """A card for each of the first twenty things, for nobody knows what happened since the backup."""
    del event
    sends, alarms = await _waiting(reader)
    staff = directory.home() or next(
        (found for space in directory.spaces() if (found := directory.staff_space(space.platform))), None
    )
    if staff is None:
        return silent("restored.no_staff_space")
    subjects = Subjects(reader=reader, directory=directory, support=support)
    cards = [await _card(row, staff, subjects) for row in (*sends, *alarms)[:MOST]]
    whole = Text("bot.trouble.restored", {"sends": len(sends), "alarms": len(alarms)})
    first = Post(to=staff, body=whole, urgency=Priority.STAFF)
    return Decision(reason="restored.told", actions=(first, *cards))


@handles(Stage.OBSERVE, "outbox.revive", "outbox.drop", "alarm.ring", "alarm.drop")
async def restored_next(
    event: ButtonPressed, *, reader: Reader, directory: Directory, support: SupportSettings
) -> Decision | None:
    """In the place of a card that is settled comes the next one: twenty are always shown."""
    waiting = [row for rows in await _waiting(reader) for row in rows]
    if len(waiting) <= MOST or all(short_key(row["key"]) != event.id for row in waiting[:MOST]):
        return None
    subjects = Subjects(reader=reader, directory=directory, support=support)
    card = await _card(waiting[MOST], event.space, subjects)
    return Decision(reason="restored.next", actions=(card,))


async def _waiting(reader: Reader) -> tuple[list[Row], list[Row]]:
    """What a restore has parked and nobody has settled yet: sends, and alarms."""
    sends = [row for row in await reader.rows("outbox.parked") if row["why"] == RESTORED]
    return sends, [row for row in await reader.rows("parked.open") if row["handler"] == RESTORE]


async def _card(row: Row, staff: Space, subjects: Subjects) -> Post:
    return await _alarm(row, staff, subjects) if "handler" in row else _send(row, staff, subjects.directory)


def _send(row: Row, staff: Space, directory: Directory) -> Post:
    """What was to be sent, in its own words where all can read it: what is said in private stays there."""
    space = Space(row["platform"], row["space"], row["thread"], SpaceKind(row["kind"]))
    place = Text("bot.trouble.private") if space.is_private else directory.title(space) or space.lane
    facts: dict[str, Text | str] = {"verb": verb_of(row["verb"]), "place": place}
    words = "" if space.is_private else _words(row["payload"])
    if words:
        facts["words"] = words
    return Post(
        to=staff,
        body=Text(f"bot.trouble.{'unsure_words' if words else 'unsure'}", facts),
        buttons=choice(row["key"]),
        urgency=Priority.STAFF,
    )


def _words(payload: str | None) -> str:
    """The beginning of what a post says."""
    action = decode(payload) if payload else None
    if not isinstance(action, Post) or not isinstance(action.body, Rich):
        return ""
    return shortened(action.body.plain, EXCERPT)


async def _alarm(row: Row, staff: Space, subjects: Subjects) -> Post:
    told = json.loads(row["payload"])
    kind = str(told["kind"])
    facts: dict[str, str | datetime | Text] = {
        "what": Text(f"bot.alarm.{kind.replace('.', '_')}") if kind in ALARMS else kind,
        "due": datetime.fromisoformat(told["at"]["moment"]),
    }
    subject = await subjects.told(kind, str(told["subject"]), staff)
    if subject is not None:
        facts["subject"] = subject
    name = short_key(row["key"])
    now = Button(label=Text("bot.trouble.ring"), kind="alarm.ring", id=name, only=Rank.MANAGER)
    drop = Button(label=Text("bot.trouble.drop"), kind="alarm.drop", id=name, only=Rank.MANAGER, danger=True)
    return Post(
        to=staff,
        body=Text(f"bot.trouble.{'overdue' if subject is None else 'overdue_of'}", facts),
        buttons=((now, drop),),
        urgency=Priority.STAFF,
    )


@handles(Stage.COMMAND, "alarm.ring", "alarm.drop")
async def restored_settled(event: ButtonPressed, *, reader: Reader, clock: Clock) -> Decision:
    """A manager looked and decided: the alarm rings now, and its handler reads how things stand, or it is gone."""
    rows = [row for row in await reader.rows("parked.open") if row["handler"] == RESTORE]
    row = next((one for one in rows if short_key(one["key"]) == event.id), None)
    if row is None:
        raise SaidNo(Text("bot.trouble.settled"))
    rings = event.kind == "alarm.ring"
    settled = {"k": row["key"], "h": RESTORE, "to": "retried" if rings else "dropped"}
    told = json.loads(row["payload"])
    space = None
    if told["platform"]:
        space = Space(told["platform"], told["space"], told["thread"], SpaceKind(told["space_kind"]))
    again = Alarm(kind=told["kind"], subject=told["subject"], at=clock.now(), space=space)
    return Decision(
        reason=event.kind,
        actions=(answer(event, Text("bot.trouble.rung" if rings else "bot.trouble.dropped")),),
        writes=(Write("parked.settle", settled, expect=1),),
        alarms=(again,) if rings else (),
        audit=(Audit(code="alarm.rung" if rings else "alarm.dropped", subject=row["key"]),),
        final=True,
    )
