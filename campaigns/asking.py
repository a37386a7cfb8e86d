"""Questions of a Q&A event: asked, let in or not, voted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.giveaways import clean
from campaigns.places import must_hold
from campaigns.question_posts import QUESTION
from campaigns.questions import (
    EventState,
    QaEvent,
    Question,
    QuestionState,
    counts_for_limit,
    event_of,
    question_of,
)
from campaigns.settings import CampaignsSettings
from campaigns.wording import Named, refresh_at
from chat.decision import Alarm, Value, Write
from chat.errors import SaidNo
from chat.people import Duty, PersonId, Space, SpaceKind, Speaker
from chat.ports import Clock, Directory, Ids, Reader
from chat.text import Text
from language.fold import fold

_VISIBLE = (QuestionState.APPROVED, QuestionState.POSED, QuestionState.ANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChanged:
    """A question as it will be once the writes are committed."""

    event: QaEvent
    question: Question
    writes: tuple[Write, ...] = ()


class Asking:
    """What members and moderators do in a Q&A event."""

    def __init__(
        self, *, reader: Reader, clock: Clock, ids: Ids, directory: Directory, settings: CampaignsSettings
    ) -> None:
        self.settings = settings
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._directory = directory

    async def event(self, number: int) -> QaEvent:
        """The event of that number. Raises SaidNo."""
        row = await self._reader.row("campaigns.event", number=number)
        if row is None:
            raise SaidNo(Text("campaigns.qa.unknown", {"number": number}))
        return event_of(row)

    async def open_event(self, number: int) -> QaEvent:
        """The same, as long as it takes questions. Raises SaidNo."""
        event = await self.event(number)
        if event.state is not EventState.OPEN:
            raise SaidNo(Text("campaigns.qa.over", {"number": number}))
        return event

    async def meant(self, space: Space, number: str) -> QaEvent:
        """The open event of that number, without one that of the place (`here`). Raises SaidNo."""
        return await (self.open_event(int(number)) if number else self.here(space))

    async def here(self, space: Space) -> QaEvent:
        """The open event of a group, or from a private chat or the staff's the only one. Raises SaidNo."""
        events = [event_of(row) for row in await self._reader.rows("campaigns.events_open")]
        if space.kind not in (SpaceKind.PRIVATE, SpaceKind.STAFF):
            events = [one for one in events if one.space.lane == space.lane]
        if not events:
            raise SaidNo(Text("campaigns.qa.none_open"))
        if len(events) > 1:
            raise SaidNo(Text("campaigns.qa.which_event"))
        return events[0]

    async def all(self, event: QaEvent) -> Sequence[Question]:
        """Every question of an event, by number."""
        return [question_of(row) for row in await self._reader.rows("campaigns.questions", key=event.id)]

    async def one(self, event: QaEvent, number: int) -> Question:
        """One question. Raises SaidNo."""
        row = await self._reader.row("campaigns.question", key=event.id, number=number)
        if row is None:
            raise SaidNo(Text("campaigns.qa.unknown_question", {"question": number}))
        return question_of(row)

    async def ask(self, event: QaEvent, by: Speaker, text: str, at: datetime) -> QuestionChanged:
        """Put a question into the queue, as of `at`. Raises SaidNo."""
        text = clean(text, QUESTION)
        known = await self.all(event)
        self._may_ask(event, by, text, at, known)
        question = Question(
            id=self._ids.new(),
            event=event.id,
            number=max((one.number for one in known), default=0) + 1,
            state=QuestionState.PENDING if event.moderated else QuestionState.APPROVED,
            person=by.person,
            text=text,
            votes=0,
            posed="",
            answer="",
            answered_by=PersonId(""),
        )
        row: dict[str, Value] = {
            "id": question.id,
            "event": event.id,
            "number": question.number,
            "state": question.state.value,
            "person": by.person,
            "text": text,
            "posed": "",
            "answer": "",
            "answered_by_person": "",
            "decided_by_person": "",
            "asked_at": self._clock.now(),
        }
        write = Write("campaigns.question_ask", row, expect=1)
        return QuestionChanged(event=event, question=question, writes=(write,))

    def _may_ask(
        self, event: QaEvent, by: Speaker, text: str, at: datetime, known: Sequence[Question]
    ) -> None:
        if event.state is not EventState.OPEN or (event.ends_at and event.ends_at <= at):
            raise SaidNo(Text("campaigns.qa.over", {"number": event.number}))
        if not text:
            raise SaidNo(Text("campaigns.qa.empty"))
        folded = fold(text)
        for one in known:
            if fold(one.text) == folded and (one.state in _VISIBLE or one.person == by.person):
                raise SaidNo(Text("campaigns.qa.asked_already", {"question": one.number}))
        mine = sum(one.person == by.person and counts_for_limit(one) for one in known)
        if mine >= event.per_person:
            raise SaidNo(Text("campaigns.qa.limit", {"limit": event.per_person}))

    async def decide(self, event: QaEvent, number: int, by: Speaker, state: QuestionState) -> QuestionChanged:
        """Let a question in, or not: once. Raises SaidNo."""
        await must_hold(by, event.space, self._directory, Duty.MODERATOR, Duty.EDITOR)
        question = await self.one(event, number)
        if question.state is not QuestionState.PENDING:
            raise SaidNo(Text("campaigns.qa.decided_already", {"question": number}))
        values = {"key": question.id, "becomes": state.value, "who": by.person}
        write = Write("campaigns.question_decide", values, expect=1)
        return QuestionChanged(event=event, question=replace(question, state=state), writes=(write,))

    async def vote(self, event: QaEvent, number: int, by: Speaker) -> tuple[QuestionChanged, bool]:
        """One's vote for a question, or taken back; True = it counts now. Raises SaidNo."""
        question = await self.one(event, number)
        if question.state is not QuestionState.APPROVED:
            raise SaidNo(Text("campaigns.qa.no_vote_now", {"question": number}))
        voted = await self._reader.row("campaigns.vote", key=question.id, who=by.person) is not None
        if voted:
            write = Write("campaigns.vote_take_back", {"key": question.id, "who": by.person}, expect=1)
        else:
            row: dict[str, Value] = {
                "question": question.id,
                "person": by.person,
                "voted_at": self._clock.now(),
            }
            write = Write("campaigns.vote_add", row, expect=1)
        question = replace(question, votes=question.votes + (-1 if voted else 1))
        return QuestionChanged(event=event, question=question, writes=(write,)), not voted

    def refresh(self, event: QaEvent) -> Alarm:
        """Bring the list up to date, soon."""
        at = refresh_at(event.shown_at, self._clock.now(), self.settings.refresh_every)
        return Alarm(kind="campaigns.board", subject=str(event.number), at=at, space=event.space)

    async def named(self, person: PersonId) -> Named:
        """A person and what to call them."""
        return person, await self._directory.name(person)

    async def names(self, people: Sequence[PersonId]) -> Mapping[PersonId, str]:
        """What to call several people."""
        return {person: await self._directory.name(person) for person in sorted(set(people)) if person}
