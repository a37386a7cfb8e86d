"""Who may act on whom, and where: only persons, only downwards, only in spaces where they have the duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chat.errors import SaidNo
from chat.events import SpokenEvent
from chat.people import Duty, PersonId, Rank, Space, SpaceKind, Standing
from chat.text import Text
from moderation.cases import Case
from moderation.desk import Desk


class Rights:
    """Reads standings afresh, at the time of the act."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def grounds(self, event: SpokenEvent, person: PersonId) -> list[Space]:
        """Where the speaker may act on a person now.

        In a public space: there. From the staff's space or a private chat: wherever the person has spoken, else in
        every public space of that platform. Raises SaidNo when there is no such place.
        """
        self.must_be_person(event)
        if person == event.by.person:
            raise SaidNo(Text("moderation.refused.yourself"))
        allowed = [
            space for space in await self._wanted(event, person) if await self._may(event, person, space)
        ]
        if not allowed:
            raise SaidNo(Text("moderation.refused.rank"))
        return allowed

    async def may_act(self, event: SpokenEvent, person: PersonId, space: Space) -> None:
        """Whether the speaker may act on a person there, now. Raises SaidNo."""
        self.must_be_person(event)
        if not await self._may(event, person, space):
            raise SaidNo(Text("moderation.refused.rank"))

    async def may_settle(self, event: SpokenEvent, case: Case) -> None:
        """Whether the speaker may decide about a case. Raises SaidNo with the reason."""
        self.must_be_person(event)
        if case.person == event.by.person:
            raise SaidNo(Text("moderation.refused.own_case"))
        mine = await self.standing(event, case.space)
        theirs = await self._desk.directory.standing(case.person, case.space)
        if not (mine.has(Duty.MODERATOR) and mine.outranks(theirs)):
            raise SaidNo(Text("moderation.refused.rank"))
        if await self._highest(case) > mine.rank:
            raise SaidNo(Text("moderation.refused.issuer"))

    async def may_review(self, event: SpokenEvent, case: Case, *, since: datetime) -> None:
        """Whether the speaker may decide an appeal: a moderator, but not the issuer, nor who changed the penalty.

        Where there is nobody else they may, `since` being the moment from which. Raises SaidNo with the reason.
        """
        self.must_be_person(event)
        if case.person == event.by.person:
            raise SaidNo(Text("moderation.refused.own_case"))
        mine = await self.standing(event, case.space)
        theirs = await self._desk.directory.standing(case.person, case.space)
        if not (mine.has(Duty.MODERATOR) and mine.outranks(theirs)):
            raise SaidNo(Text("moderation.refused.rank"))
        if await self._highest(case) > mine.rank:
            raise SaidNo(Text("moderation.refused.issuer"))
        if event.by.person in case.deciders:
            if await self.others(case):
                raise SaidNo(Text("moderation.refused.own_decision"))
            if self._desk.clock.now() < since:
                raise SaidNo(Text("moderation.refused.own_decision_yet", {"at": since}))

    async def _highest(self, case: Case) -> Rank:
        """The rank of the highest of those who decided against the member."""
        directory = self._desk.directory
        ranks = [(await directory.standing(one, case.space)).rank for one in case.deciders]
        return max(ranks, default=Rank.STAFF)

    async def others(self, case: Case) -> list[PersonId]:
        """Who could decide an appeal against a case beside its issuer, and beside who changed its penalty."""
        directory, least = self._desk.directory, await self._highest(case)
        theirs = await directory.standing(case.person, case.space)
        found = []
        for person in await directory.holders(Duty.MODERATOR, case.space):
            if person in (case.person, *case.deciders) or not await directory.has_met(person):
                continue  # who never said a word is not waited for
            standing = await directory.standing(person, case.space)
            if standing.has(Duty.MODERATOR) and standing.rank >= least and standing.outranks(theirs):
                found.append(person)
        return found

    async def is_moderator(self, event: SpokenEvent, space: Space | None = None) -> bool:
        """Whether the speaker has the duty, here or in that space."""
        return event.by.is_person and (await self.standing(event, space or event.space)).has(Duty.MODERATOR)

    async def standing(self, event: SpokenEvent, space: Space) -> Standing:
        """The speaker's standing in a space."""
        if space.lane == event.space.lane:
            return event.by.standing
        return await self._desk.directory.standing(event.by.person, space)

    @staticmethod
    def must_be_person(event: SpokenEvent) -> None:
        """Only a human with an id of their own may sanction. Raises SaidNo."""
        if not event.by.is_person:
            raise SaidNo(Text("moderation.refused.not_a_person"))

    async def _wanted(self, event: SpokenEvent, person: PersonId) -> Sequence[Space]:
        if event.space.kind not in (SpaceKind.STAFF, SpaceKind.PRIVATE):
            return [replace(event.space, thread=None)]
        public = self._desk.directory.spaces()
        spoken = await self._desk.book.places_of(person)
        known = [space for space in public if (space.platform, space.id) in spoken]
        return known or [space for space in public if space.platform == event.space.platform]

    async def _may(self, event: SpokenEvent, person: PersonId, space: Space) -> bool:
        mine = await self.standing(event, space)
        theirs = await self._desk.directory.standing(person, space)
        return mine.has(Duty.MODERATOR) and mine.outranks(theirs)
