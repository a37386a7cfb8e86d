"""Who lately said nearly the same: looked up once a message, for raids and for the rule about duplicates."""

from __future__ import annotations

from collections.abc import Sequence

from chat.actions import Action, Delete
from chat.decision import Decision
from chat.people import PersonId, Space
from moderation.breaches import Judgement, Mode
from moderation.desk import Desk
from moderation.incidents import Incidents, Spoken
from moderation.raids.crowd import Chorus
from moderation.recent import Heard, key_of
from moderation.rules.duplicates import Duplicates

_CLEAN = "moderation.clean"


class Copies:
    """Texts of everybody who has not earned trust; the trusted are compared with nobody."""

    def __init__(self, desk: Desk, incidents: Incidents) -> None:
        self._desk = desk
        self._incidents = incidents
        self._chorus = Chorus()
        self._last: tuple[str, dict[PersonId, Heard]] = ("", {})

    async def of(self, event: Spoken, heard: Heard) -> dict[PersonId, Heard]:
        """Everybody's latest that is nearly this within the time of raids, its author's included. Remembers it.

        What an edit says is said at its time.
        """
        within = self._desk.settings.raids.within
        if event.by.is_person and await self._desk.is_trusted(event.by.person):
            return {}
        alike = self._chorus.add(heard._replace(at=event.at), max(within, self._desk.rules.memory))
        self._last = heard.key, alike
        if len(alike) < 2:
            return alike
        return {who: one for who, one in alike.items() if one.at > event.at - within}

    async def judged(self, event: Spoken, decided: Decision) -> Decision | None:
        """So many members said nearly this that a moderator is asked to look, unless the message is dealt with."""
        key, alike = self._last
        rule = self._desk.rules.rules["duplicates"]
        if not isinstance(rule, Duplicates) or len(alike) < rule.settings.members:
            return None
        if rule.settings.mode is Mode.OFF or decided.reason != _CLEAN or key != key_of(event.message.ref):
            return None
        since = event.at - rule.settings.within
        if sum(one.at > since for one in alike.values()) != rule.settings.members:
            return None
        breach = rule.breach_of_many(len(event.message.text))
        return await self._incidents.follow(event, Judgement(breaches=(breach,)), ())


def deletions(copies: Sequence[Heard]) -> tuple[Action, ...]:
    """Copies go, one action for each place."""
    by_space: dict[Space, list[str]] = {}
    for heard in copies:
        by_space.setdefault(heard.ref.space, []).append(heard.ref.id)
    return tuple(Delete(to=space, messages=tuple(ids)) for space, ids in by_space.items())
