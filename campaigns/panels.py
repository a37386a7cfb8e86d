"""Q&A events as those run them: opened, next question, answer, closed with a digest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.asking import Asking, QuestionChanged
from campaigns.giveaways import clean, one_line
from campaigns.places import must_hold, read_end, stage
from campaigns.question_posts import ANSWER, INTRO, TITLE
from campaigns.questions import (
    EventState,
    QaEvent,
    Question,
    QuestionState,
    event_of,
    next_question,
)
from campaigns.settings import CampaignsSettings
from chat.decision import Value, Write
from chat.errors import SaidNo
from chat.people import Duty, Space, Speaker
from chat.ports import Abilities, Clock, Community, Directory, Ids, Reader
from chat.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanged:
    """An event as it will be once the writes are committed."""

    event: QaEvent
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An event that ended, with all its questions and how many people voted."""

    event: QaEvent
    questions: Sequence[Question]
    voters: int
    writes: tuple[Write, ...] = ()

    @property
    def unreviewed(self) -> int:
        """How many questions nobody let in or kept out."""
        return sum(one.state is QuestionState.PENDING for one in self.questions)


class Panels:
    """What editors and answerers do in a Q&A event."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        community: Community,
        asking: Asking,
        settings: CampaignsSettings,
    ) -> None:
        self.settings = settings
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._directory = directory
        self._abilities = abilities
        self._community = community
        self._asking = asking

    async def order(self, by: Speaker, ordered_in: Space) -> EventChanged:
        """A draft for the form: the opener's unfinished one, moved here, else one with the next number."""
        space = stage(ordered_in, self._directory, self._abilities)
        await must_hold(by, space, self._directory, Duty.EDITOR)
        opener = by.person
        for row in await self._reader.rows("campaigns.events_open"):
            if event_of(row).space.lane == space.lane:
                raise SaidNo(Text("campaigns.qa.one_at_a_time", {"number": row["number"]}))
        row_ = await self._reader.row("campaigns.event_draft_of", who=opener)
        if row_ is not None:
            draft = replace(event_of(row_), space=space)
            target = {
                "key": draft.id,
                "to_platform": space.platform,
                "to_space": space.id,
                "to_thread": space.thread,
                "to_kind": space.kind.value,
            }
            return EventChanged(event=draft, writes=(Write("campaigns.event_move", target, expect=1),))
        last = await self._reader.row("campaigns.event_last")
        draft = QaEvent(
            id=self._ids.new(),
            number=(last["number"] or 0) + 1 if last else 1,
            state=EventState.DRAFT,
            opener=opener,
            space=space,
            form={},
            title="",
            intro="",
            moderated=self.settings.moderate_questions,
            per_person=self.settings.questions_per_person,
            message="",
            shown_at=None,
            ends_at=None,
        )
        return EventChanged(event=draft, writes=(_draft_row(draft, self._clock.now()),))

    async def draft(self, number: int, by: Speaker) -> QaEvent:
        """The opener's own draft. Raises SaidNo."""
        draft = await self._asking.event(number)
        if draft.state is not EventState.DRAFT or draft.opener != by.person:
            raise SaidNo(Text("campaigns.qa.no_draft"))
        await must_hold(by, draft.space, self._directory, Duty.EDITOR)
        return draft

    def open(self, draft: QaEvent, values: Mapping[str, str]) -> tuple[EventChanged, Text | None]:
        """The event as it opens now, else the draft with what was typed, and what is wrong with that."""
        typed = {name: clean(value, 1000) for name, value in values.items()}
        title = one_line(typed.get("title", ""), TITLE)
        ends = self._ends(typed.get("ends", ""))
        if not title or isinstance(ends, Text):
            values_ = {"key": draft.id, "typed": json.dumps(typed, ensure_ascii=False)}
            kept = EventChanged(
                event=replace(draft, form=typed), writes=(Write("campaigns.event_type", values_, expect=1),)
            )
            return kept, ends if isinstance(ends, Text) else Text("campaigns.qa.problem.title")
        event = replace(
            draft,
            state=EventState.OPEN,
            title=title,
            intro=clean(typed.get("intro", ""), INTRO),
            moderated=self.settings.moderate_questions,
            per_person=self.settings.questions_per_person,
            ends_at=ends,
            shown_at=self._clock.now(),
        )
        change: dict[str, Value] = {
            "key": event.id,
            "named": event.title,
            "said": event.intro,
            "careful": int(event.moderated),
            "most": event.per_person,
            "until": event.ends_at,
            "at": event.shown_at,
        }
        return EventChanged(event=event, writes=(Write("campaigns.event_open", change, expect=1),)), None

    def _ends(self, text: str) -> datetime | Text | None:
        if not text.strip():
            return None
        return read_end(text, now=self._clock.now(), zone=self._community.zone, settings=self.settings)

    def posted(self, event: QaEvent, native: str) -> EventChanged:
        """The platform told which message the list is."""
        write = Write("campaigns.event_posted", {"key": event.id, "native": native})
        return EventChanged(event=replace(event, message=native), writes=(write,))

    def shown(self, event: QaEvent) -> EventChanged:
        """The list is brought up to date now."""
        now = self._clock.now()
        write = Write("campaigns.event_shown", {"key": event.id, "at": now})
        return EventChanged(event=replace(event, shown_at=now), writes=(write,))

    async def next(self, event: QaEvent, by: Speaker) -> QuestionChanged:
        """Put the most voted question to the answerers. Raises SaidNo."""
        await must_hold(by, event.space, self._directory, Duty.EDITOR)
        asked = await self._asking.all(event)
        question = next_question(asked)
        if question is None:
            unseen = sum(one.state is QuestionState.PENDING for one in asked)
            raise SaidNo(
                Text("campaigns.qa.none_let_in", {"count": unseen})
                if unseen
                else Text("campaigns.qa.no_next")
            )
        write = Write("campaigns.question_pose", {"key": question.id}, expect=1)
        question = replace(question, state=QuestionState.POSED)
        return QuestionChanged(event=event, question=question, writes=(write,))

    def question_posted(self, question: Question, native: str) -> Write:
        """The platform told which message puts the question to the answerers."""
        return Write("campaigns.question_posed", {"key": question.id, "native": native})

    async def answerable(self, event: QaEvent, number: int, by: Speaker) -> Question:
        """A question that this person may answer now. Raises SaidNo."""
        await must_hold(by, event.space, self._directory, Duty.EDITOR, Duty.REPRESENTATIVE)
        question = await self._asking.one(event, number)
        if not question.waits:
            pending = question.state is QuestionState.PENDING
            key = "campaigns.qa.review_first" if pending else "campaigns.qa.no_answer_now"
            raise SaidNo(Text(key, {"question": number}))
        return question

    async def replied_to(self, space: Space, message: str) -> tuple[QaEvent, int] | None:
        """Which event's which question a message puts to the answerers, if any."""
        row = await self._reader.row(
            "campaigns.question_posed_as",
            message=message,
            p=space.platform,
            s=space.id,
        )
        return (await self._asking.event(row["event_number"]), row["number"]) if row else None

    async def answer(self, event: QaEvent, number: int, by: Speaker, text: str) -> QuestionChanged:
        """Answer a question, once. Raises SaidNo."""
        question = await self.answerable(event, number, by)
        text = clean(text, ANSWER)
        if not text:
            raise SaidNo(Text("campaigns.qa.empty"))
        values = {"key": question.id, "said": text, "who": by.person}
        question = replace(question, state=QuestionState.ANSWERED, answer=text, answered_by=by.person)
        write = Write("campaigns.question_answer", values, expect=1)
        return QuestionChanged(event=event, question=question, writes=(write,))

    async def may_close(self, event: QaEvent, by: Speaker) -> None:
        """Raise SaidNo unless this person may end the event."""
        await must_hold(by, event.space, self._directory, Duty.EDITOR)

    async def close(self, event: QaEvent) -> Closed:
        """End an event."""
        write = Write("campaigns.event_close", {"key": event.id, "at": self._clock.now()}, expect=1)
        return replace(await self.summary(replace(event, state=EventState.CLOSED)), writes=(write,))

    async def summary(self, event: QaEvent) -> Closed:
        """An event that ended, as it is told."""
        people = await self._reader.row("campaigns.vote_people", key=event.id)
        return Closed(
            event=event,
            questions=await self._asking.all(event),
            voters=int(people["count"]) if people else 0,
        )


def _draft_row(draft: QaEvent, now: datetime) -> Write:
    return Write(
        "campaigns.event_draft",
        {
            "id": draft.id,
            "number": draft.number,
            "state": draft.state.value,
            "opener_person": draft.opener,
            "platform": draft.space.platform,
            "space": draft.space.id,
            "thread": draft.space.thread,
            "space_kind": draft.space.kind.value,
            "form": "{}",
            "title": "",
            "intro": "",
            "moderated": int(draft.moderated),
            "share": draft.per_person,
            "message": "",
            "shown_at": None,
            "made_at": now,
            "ends_at": None,
            "ended_at": None,
        },
        expect=1,
    )
