"""Counting as it happens: the rows that an event adds; reads nothing on an ordinary message."""

from __future__ import annotations

from analytics.facts import Place, act_of, happenings, lane_of, local_day
from analytics.settings import AnalyticsSettings
from chat.decision import Decision, Value, Write
from chat.events import Event, MessagePosted
from chat.people import Identity, PersonId
from chat.ports import Community, Directory

MENTIONS = 3
"""People in one message whose last words it may answer."""


class Counting:
    """From an event and what was decided upon it to rows. Committed with the event, so each counts once."""

    def __init__(self, community: Community, directory: Directory, settings: AnalyticsSettings) -> None:
        self._zone = community.zone
        self._directory = directory
        self.settings = settings

    async def rows(self, event: Event, decided: Decision) -> tuple[Write, ...]:
        """What is counted."""
        writes = [
            Write(
                "analytics.happened",
                {
                    "key": one.key,
                    "day": local_day(event.at, self._zone),
                    "name": one.name,
                    "seconds": one.seconds,
                    "lane": lane_of(event.space),
                    "at": event.at,
                },
            )
            for one in happenings(event, decided)
        ]
        act = act_of(event, self._zone)
        if act is not None:
            writes.append(Write("analytics.act", act))
            if isinstance(event, MessagePosted) and act["place"] == Place.PUBLIC and event.by.is_person:
                writes += await self._talk(event)
        return tuple(writes)

    async def _talk(self, event: MessagePosted) -> list[Write]:
        """The message itself, and whose words it answers: by a reply, else by mentioning them."""
        message, lane, by = event.message, event.space.lane, event.by.person
        said: dict[str, Value] = {
            "lane": lane,
            "message": message.id,
            "person": by,
            "at": event.at,
            "replied_at": None,
        }
        writes = [Write("analytics.said", said)]
        answer: dict[str, Value] = {
            "here": lane,
            "at_": event.at,
            "since": event.at - self.settings.reply_within,
        }
        if message.reply_to is not None:
            writes.append(Write("analytics.replied", {**answer, "to": message.reply_to.id, "by": by}))
        if message.entities:
            people = await self._mentioned(event)
            writes += [Write("analytics.mentioned", {**answer, "whom": person}) for person in people]
        return writes

    async def _mentioned(self, event: MessagePosted) -> list[PersonId]:
        """The people named by their id (a bare @name tells nobody's)."""
        natives = dict.fromkeys(entity.target for entity in event.message.mentions if entity.target)
        found = []
        for native in list(natives)[:MENTIONS]:
            person = await self._directory.person(Identity(event.space.platform, native))
            if person != event.by.person:
                found.append(person)
        return found
