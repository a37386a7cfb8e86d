"""The doors of the room: Giveaways and Questions, each with its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns import privacy
from campaigns.asking import Asking
from campaigns.cards import Cards
from campaigns.draws import Draws
from campaigns.entries import Entries
from campaigns.giveaway_drafts import Drafts
from campaigns.panels import Panels
from campaigns.settings import CampaignsSettings
from chat.decision import Write
from chat.people import PersonId
from chat.ports import Abilities, Chance, Clock, Community, Directory, Ids, Reader


class Giveaways:
    """Giveaways: `drafts` before they are published, `entries` while they run, `draws` from their end on."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        chance: Chance,
        directory: Directory,
        abilities: Abilities,
        community: Community,
        settings: CampaignsSettings,
    ) -> None:
        self._reader = reader
        self.entries = Entries(
            reader=reader, clock=clock, chance=chance, directory=directory, settings=settings
        )
        self.drafts = Drafts(
            reader=reader,
            clock=clock,
            ids=ids,
            chance=chance,
            directory=directory,
            abilities=abilities,
            community=community,
            entries=self.entries,
            settings=settings,
        )
        self.cards = Cards(reader)
        self.draws = Draws(reader=reader, clock=clock, directory=directory, entries=self.entries)

    @property
    def settings(self) -> CampaignsSettings:
        """What the community chose; a new choice holds for all parts."""
        return self.entries.settings

    @settings.setter
    def settings(self, settings: CampaignsSettings) -> None:
        self.entries.settings = self.drafts.settings = settings

    async def proof(self, number: int) -> Mapping[str, Any]:
        """The published proof of a draw, as `campaigns.draw.verify` reads it. Raises SaidNo when there is none."""
        return await self.draws.proof(await self.entries.find(number))

    async def export(self, person: PersonId) -> privacy.Kept:
        """All that is stored about a person."""
        return await privacy.export_giveaways(self._reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Take a person out: running entries and drafts go, what was drawn keeps its codes."""
        return privacy.erase_giveaways(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons are one: at most one entry in each giveaway stays theirs."""
        return privacy.rejoin_giveaways(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget drafts that were left lying, and who took part in what ended long ago; proofs stay."""
        return privacy.expire_giveaways(drafts_before=messages_before, ended_before=audit_before)


class Questions:
    """Q&A events: `asking` is what members and moderators do, `panels` what those do who run an event."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        community: Community,
        settings: CampaignsSettings,
    ) -> None:
        self._reader = reader
        self.asking = Asking(reader=reader, clock=clock, ids=ids, directory=directory, settings=settings)
        self.panels = Panels(
            reader=reader,
            clock=clock,
            ids=ids,
            directory=directory,
            abilities=abilities,
            community=community,
            asking=self.asking,
            settings=settings,
        )

    @property
    def settings(self) -> CampaignsSettings:
        """What the community chose; a new choice holds for all parts."""
        return self.asking.settings

    @settings.setter
    def settings(self, settings: CampaignsSettings) -> None:
        self.asking.settings = self.panels.settings = settings

    async def export(self, person: PersonId) -> privacy.Kept:
        """All that is stored about a person."""
        return await privacy.export_questions(self._reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Take a person's name, questions and answers out; votes are counted on."""
        return privacy.erase_questions(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons are one."""
        return privacy.rejoin_questions(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget unfinished forms, and the questions and votes of events that closed long ago."""
        return privacy.expire_questions(drafts_before=messages_before, closed_before=tickets_before)
