"""The cards of what a restore has parked: a send, an alarm, or what somebody did."""

from __future__ import annotations

import json
from datetime import datetime

from bot.arrears import told
from bot.codec import decode
from bot.parking import RETRY
from bot.platforms import Platforms
from bot.subjects import EXCERPT, Subjects, shortened
from bot.troubles import choice, short_key, verb_of
from chat.actions import Button, Post, Priority
from chat.people import Rank, Space, SpaceKind
from chat.ports import Directory, Reader, Row
from chat.text import Rich, Text
from support.settings import SupportSettings

ALARMS = frozenset(
    "bot.forget bot.counted bot.drill_line bot.drill_end faq.corrected faq.night faq.morning"
    " feedback.digest schedules.post analytics.picture analytics.weekly campaigns.draw campaigns.count"
    " campaigns.board campaigns.qa_close moderation.appeal_due moderation.list_refresh"
    " moderation.hold_ends moderation.door_card moderation.penalty_ends moderation.raid_calm"
    " moderation.raid_card moderation.crowd_card support.appeal_opened support.appeal_decided"
    " support.clock support.alerts"
    " support.assign support.shift support.upkeep support.settle support.recount support.wake"
    " support.finish support.rating support.later support.unanswered".split()
)
"""Kinds of alarms that a handler hears."""
NAMED = ALARMS | {RETRY}
"""Kinds of alarms that have a name in bot.alarm."""


class Cards:
    """Makes a card of a parked row."""

    def __init__(
        self, *, reader: Reader, directory: Directory, platforms: Platforms, settings: SupportSettings
    ) -> None:
        self._reader = reader
        self._directory = directory
        self._platforms = platforms
        self.settings = settings

    def staff(self) -> Space | None:
        """Where the cards are shown."""
        platforms = (space.platform for space in self._directory.spaces())
        return self._directory.home() or next(filter(None, map(self._directory.staff_space, platforms)), None)

    async def card(self, row: Row, staff: Space) -> Post:
        """The card of a row of the outbox, or of `parked`."""
        if "handler" not in row:
            return _send(row, staff, self._directory)
        if row["source"] != "alarm":
            return _choice(row, staff, told(row, self._platforms, self._directory))
        subjects = Subjects(reader=self._reader, directory=self._directory, support=self.settings)
        return await _alarm(row, staff, subjects)


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
    alarm = json.loads(row["payload"])
    kind = str(alarm["kind"])
    facts: dict[str, str | datetime | Text] = {
        "what": Text(f"bot.alarm.{kind.replace('.', '_')}") if kind in NAMED else kind,
        "due": datetime.fromisoformat(alarm["at"]["moment"]),
    }
    subject = await subjects.told(kind, str(alarm["subject"]), staff)
    if subject is not None:
        facts["subject"] = subject
    return _choice(row, staff, Text(f"bot.trouble.{'overdue' if subject is None else 'overdue_of'}", facts))


def _choice(row: Row, staff: Space, body: Text) -> Post:
    """Do it now, or drop it."""
    name = short_key(row["key"])
    now = Button(label=Text("bot.trouble.ring"), kind="alarm.ring", id=name, only=Rank.MANAGER)
    drop = Button(label=Text("bot.trouble.drop"), kind="alarm.drop", id=name, only=Rank.MANAGER, danger=True)
    return Post(to=staff, body=body, buttons=((now, drop),), urgency=Priority.STAFF)
