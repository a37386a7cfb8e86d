"""The door of moderation: what handlers may ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chat.decision import Decision, Write
from chat.errors import SaidNo
from chat.events import ActionDone, ActionFailed, ButtonPressed, CommandGiven, SpokenEvent, TimerRang
from chat.people import PersonId, SpaceKind
from chat.ports import Abilities, Clock, Directory, Home, Ids, Outside, Reader
from chat.text import Text
from moderation import labels, privacy
from moderation.amendments import Amendments
from moderation.appeal_views import AppealViews
from moderation.appealing import Appeals
from moderation.bricklayer import Bricklayer
from moderation.cases import Case, State
from moderation.crowds import Crowds
from moderation.desk import Desk
from moderation.explaining import Explaining
from moderation.incidents import Incidents, Spoken
from moderation.labels import Label
from moderation.ladder import Penalty
from moderation.lists.librarian import Librarian
from moderation.orders import Orders
from moderation.raids.boards import BOARD, Boards
from moderation.raids.book import RaidBook
from moderation.raids.copies import Copies
from moderation.raids.door import Door
from moderation.raids.raids import Raids
from moderation.raids.siege import Siege, is_raids
from moderation.reporting import Reports
from moderation.reversals import Reversals
from moderation.reviews import Reviews
from moderation.rights import Rights
from moderation.rulings import Rulings
from moderation.sanctions import Sanctions, Sentence
from moderation.settings import ModerationSettings
from moderation.signals import Signals
from moderation.teaching import Teaching
from moderation.uncertain import Uncertain
from moderation.verdicts import Verdicts
from moderation.views import Views
from moderation.watch import Watch


class Moderation:
    """Judges messages, keeps cases, carries out what moderators decide. Answers Decisions, writes nothing itself."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        outside: Outside,
        home: Home,
        settings: ModerationSettings,
    ) -> None:
        self._reader = reader
        self._desk = Desk(
            reader=reader,
            clock=clock,
            ids=ids,
            directory=directory,
            abilities=abilities,
            settings=settings,
        )
        self._rights = Rights(self._desk)
        self._sanctions = Sanctions(self._desk, self._rights)
        verdicts = Verdicts(self._desk)
        self._reversals = Reversals(self._desk, self._rights, verdicts)
        self.reports = Reports(self._desk)
        self._reviews = Reviews(self._desk, self._rights, self._sanctions, verdicts, self.reports)
        self.orders = Orders(self._desk, self._rights, self._sanctions)
        self.teaching = Teaching(self._desk, self._rights, self._sanctions)
        self.rulings = Rulings(self._desk, verdicts)
        self.appeals = Appeals(self._desk, self._rights, self._reversals, verdicts)
        self.appeal_views = AppealViews(self._desk)
        self.explaining = Explaining(self._desk, self.appeals)
        self._views = Views(self._desk)
        self._amendments = Amendments(self._desk, self._rights)
        incidents = Incidents(self._desk)
        self._uncertain = Uncertain(self._desk, home.folder)
        self._watch = Watch(self._desk, incidents, reader, self._uncertain)
        self.lists = Librarian(self._desk, outside)
        self.crowds = Crowds(self._desk, self._reviews)
        self.signals = Signals(self._desk, reader, incidents, self.crowds)
        self.wall = Bricklayer(self._desk, reader, incidents)
        self._copies = Copies(self._desk, incidents)
        book = RaidBook(reader)
        self.boards = Boards(self._desk, book)
        self.siege = Siege(self._desk, book, self.boards)
        self.door = Door(self._desk, self._rights, book, self.boards)
        self.raids = Raids(
            self._desk, self._rights, book, self.siege, self.door, self._watch.recent, self._copies
        )

    @property
    def settings(self) -> ModerationSettings:
        """What is in force; setting it compiles the rules anew."""
        return self._desk.settings

    @settings.setter
    def settings(self, settings: ModerationSettings) -> None:
        self._desk.settings = settings

    async def doctor(self) -> list[Text]:
        """What moderation itself notices: a wall that does not stand, or not whole; a classifier that is silent."""
        return [*await self.wall.doctor(), *self._uncertain.doctor()]

    async def close(self) -> None:
        """End what works beside the serving process."""
        await self._uncertain.close()
        await self._desk.school.refitter.close()

    async def hear(self, event: Spoken) -> Decision | None:
        """What a message or an edit in a group leads to."""
        heard = await self.raids.heard(event, await self._watch.hear(event))
        if heard is not None and (copied := await self._copies.judged(event, heard)):
            heard += copied
        if heard is not None and (lessons := self._desk.school.news):
            heard += self.teaching.promoted(event.space, lessons)
        named = await self.signals.renamed(event) if event.space.kind is SpaceKind.GROUP else None
        return heard if named is None or heard is None else heard + named

    async def punish(
        self, event: CommandGiven, penalty: Penalty, person: PersonId, lasting: timedelta | None, reason: str
    ) -> Decision:
        """A moderator warns, mutes, removes or bans somebody. Raises SaidNo."""
        if penalty is Penalty.MUTE and lasting is None:
            lasting = self.settings.mute
        sentence = Sentence(person=person, penalty=penalty, lasting=lasting, reason=reason)
        asked = await self.orders.preview(event, sentence)
        return asked or await self._sanctions.punish(event, sentence)

    async def lift(self, event: CommandGiven, person: PersonId, penalty: Penalty) -> Decision:
        """A moderator ends a mute or ban before its time. Raises SaidNo."""
        return await self._sanctions.lift(event, person, penalty)

    async def undo(self, event: SpokenEvent, number: int, reason: str = "") -> Decision:
        """A moderator takes a case back, with everything it did. Raises SaidNo."""
        return await self._reversals.undo(event, await self.case(number), reason)

    async def uphold(self, event: ButtonPressed, number: int) -> Decision:
        """A moderator confirms what a rule suspected. Raises SaidNo."""
        return await self._reviews.uphold(event, await self.case(number))

    async def dismiss(self, event: SpokenEvent, number: int) -> Decision:
        """A moderator sees nothing wrong. Raises SaidNo."""
        return await self._reviews.dismiss(event, await self.case(number))

    async def confirm(self, event: ButtonPressed, number: int) -> Decision:
        """A moderator says that a rule was right to act. Raises SaidNo."""
        return await self._reviews.confirm(event, await self.case(number))

    async def ban(self, event: ButtonPressed, number: int) -> Decision:
        """A moderator bans whom the ladder proposed to ban. Raises SaidNo."""
        return await self._reviews.ban(event, await self.case(number))

    async def is_ham(self, event: CommandGiven, number: int) -> Decision:
        """A moderator says that a case's message was a good one: dismissed, or taken back. Raises SaidNo."""
        case = await self.case(number)
        is_open = case.state is State.REVIEW
        whole = await (
            self._reviews.dismiss(event, case) if is_open else self._reversals.undo(event, case, "")
        )
        kept, now = await self._desk.book.kept(case), self._desk.clock.now()
        taught = labels.from_case(Label.HAM, case, kept, event.by.person, now, said=True)
        return replace(whole, writes=(*whole.writes, *taught))

    async def show_case(self, number: int | None) -> Text:
        """One case, or the last ten. Raises SaidNo."""
        return await (self._views.newest() if number is None else self._show(number))

    async def list_cases(self, person: PersonId | None, word: str) -> Text:
        """Cases about or decided by a person, those of a rule, or those that wait."""
        return await self._views.listed(person, word)

    async def _show(self, number: int) -> Text:
        return await self._views.case(await self.case(number))

    async def reword(self, event: CommandGiven, number: int, words: str) -> Decision:
        """A moderator changes the reason of a case. Raises SaidNo."""
        return await self._amendments.reword(event, await self.case(number), words)

    async def note(self, event: CommandGiven, number: int, words: str) -> Decision:
        """A moderator adds a note to a case. Raises SaidNo."""
        return await self._amendments.note(event, await self.case(number), words)

    async def renote(self, event: CommandGiven, number: int, words: str) -> Decision:
        """A moderator changes their own newest note. Raises SaidNo."""
        return await self._amendments.renote(event, await self.case(number), words)

    async def repenalise(self, event: CommandGiven, number: int, words: str) -> Decision:
        """A moderator changes the penalty of a case. Raises SaidNo."""
        return await self._amendments.repenalise(event, await self.case(number), words)

    async def why(self, event: CommandGiven, number: int | None) -> Text:
        """The evidence of a case: for moderators, and for the person it is about. Raises SaidNo.

        Without a number it is the newest case of whoever asks, or that there is none.
        """
        if number is None:
            mine = await self._desk.book.cases_of(event.by.person)
            return await (self._views.why(mine[0]) if mine else self.strikes(event, None))
        case = await self.case(number)
        if case.person != event.by.person and not await self._rights.is_moderator(event, case.space):
            raise SaidNo(Text("moderation.refused.not_your_case", {"number": number}))
        return await self._views.why(case)

    async def strikes(self, event: CommandGiven, person: PersonId | None) -> Text:
        """One's own record, or for moderators anybody's. Raises SaidNo."""
        self._rights.must_be_person(event)
        if person is None or person == event.by.person:
            return await self._views.strikes(event.by.person, own=True)
        if not await self._rights.is_moderator(event):
            raise SaidNo(Text("moderation.refused.not_your_record"))
        return await self._views.strikes(person, own=False)

    async def case(self, number: int) -> Case:
        """The case of that number. Raises SaidNo."""
        case = await self._desk.book.numbered(number)
        if case is None:
            raise SaidNo(Text("moderation.refused.no_case", {"number": number}))
        return case

    async def cases_of(self, person: PersonId, within: timedelta) -> list[Case]:
        """What stands against a person or waits for a moderator, opened within that time, newest first."""
        since = self._desk.clock.now() - within
        counts = (State.STANDING, State.REVIEW)
        return [
            one
            for one in await self._desk.book.cases_of(person)
            if one.opened_at >= since and one.state in counts
        ]

    async def penalty_ends(self, event: TimerRang) -> Decision | None:
        """A mute or ban is over; reads it afresh, so a lifted one does nothing."""
        return await self._reversals.ends(event)

    async def acted(self, event: ActionDone | ActionFailed) -> Decision | None:
        """What became of an act of moderation."""
        if event.about is not None and event.about.subject.startswith(BOARD):
            return self.boards.outcome(event)
        if event.verb == "Wall":
            return await self.wall.outcome(event)
        if is_raids(event):
            return await self.siege.outcome(event)
        if isinstance(event, ActionDone):
            return await self._reversals.done(event)
        return await self._reversals.failed(event)

    async def export(self, person: PersonId) -> dict[str, list[dict[str, Any]]]:
        """Everything stored about a person."""
        return await privacy.export(self._reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Remove what a person said and what was written about them; running penalties stay under the pseudonym."""
        self._watch.recent.forget(person)
        self._desk.trusts.forget(person)
        self.signals.forget(person)
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons are one: strikes add, bans stay."""
        self._watch.recent.rename(kept, dropped)
        for person in (kept, dropped):
            self._desk.trusts.forget(person)
        return privacy.rejoin(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget what is older than the retention allows."""
        return privacy.expire(messages_before, tickets_before, audit_before)
