"""A scheduled post: idea → review → approved → posted, and what may follow what (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chat.messages import MessageRef
from chat.people import PersonId, Space
from schedules.recurrence import Occurrence, Problem, Recurrence

LONGEST = 2000
"""Characters of a post: what the narrowest platform takes in one message."""


class State(StrEnum):
    """Where a post stands. DONE = nothing is to come any more, what was posted is out."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Fate(StrEnum):
    """What became of one appearance. UNSURE waits for a human, who looks whether it is out."""

    SENDING = "sending"
    POSTED = "posted"
    UNSURE = "unsure"
    FAILED = "failed"
    MISSED = "missed"
    REMOVED = "removed"

    @property
    def is_out(self) -> bool:
        """Whether people can see it, as far as is known."""
        return self in (Fate.SENDING, Fate.POSTED, Fate.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPost:
    """A post and its schedule.

    `revision` grows with every change of words, time or place; an approval is for one revision. `version` grows with
    every change at all, so that of two at once one is decided afresh. `when` is what was typed, `source` what was
    understood of it ("" = nothing); `space` None = no place was understood. `editor` wrote this revision.
    """

    id: str
    number: int
    state: State
    text: str
    when: str
    source: str
    where: str
    space: Space | None
    version: int
    revision: int
    author: PersonId
    editor: PersonId
    submitter: PersonId | None = None
    approver: PersonId | None = None
    is_unreviewed: bool = False
    remark: str = ""
    next: Occurrence | None = None
    remains_told: bool = False
    made_at: datetime
    changed_at: datetime

    @property
    def recurrence(self) -> Recurrence | None:
        """When it appears; None when nothing was understood."""
        read = Recurrence.parse(self.source) if self.source else None
        return None if isinstance(read, Problem) else read

    def written_by(self, person: PersonId) -> bool:
        """Whether this revision is theirs, so that somebody else must approve it."""
        return person in (self.editor, self.submitter)

    def edited(
        self,
        by: PersonId,
        *,
        text: str,
        when: str,
        source: str,
        where: str,
        space: Space | None,
        now: datetime,
    ) -> ScheduledPost:
        """Other words, time or place: a draft again, whatever was approved."""
        return replace(
            self,
            state=State.DRAFT,
            text=text,
            when=when,
            source=source,
            where=where,
            space=space,
            revision=self.revision + 1,
            editor=by,
            submitter=None,
            approver=None,
            is_unreviewed=False,
            remark="",
            next=None,
            changed_at=now,
        )

    def submitted(self, by: PersonId, now: datetime) -> ScheduledPost:
        """Handed in for review."""
        return replace(self, state=State.REVIEW, submitter=by, remark="", changed_at=now)

    def returned(self, remark: str, now: datetime) -> ScheduledPost:
        """Sent back to its author."""
        return replace(self, state=State.DRAFT, remark=remark, changed_at=now)

    def approved(self, by: PersonId | None, first: Occurrence | None, now: datetime) -> ScheduledPost:
        """Good to go at `first` (None = it is out already); `by` None = without review."""
        state = State.APPROVED if first else State.DONE
        return replace(self, state=state, approver=by, is_unreviewed=by is None, next=first, changed_at=now)

    def moved_on(self, following: Occurrence | None, now: datetime) -> ScheduledPost:
        """After an occurrence: the next one, or the end."""
        state = State.APPROVED if following else State.DONE
        return replace(self, state=state, next=following, changed_at=now)

    def withdrawn(self, now: datetime) -> ScheduledPost:
        """Taken back for good."""
        return replace(self, state=State.WITHDRAWN, next=None, changed_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One time that a post was due; `key` is that local time, unique within the post.

    `message` holds the ids of its messages, with spaces between (platforms may cut a long post into several).
    """

    post: str
    key: str
    due: datetime
    fate: Fate
    revision: int
    author: PersonId
    approver: PersonId | None
    space: Space
    message: str = ""
    posted_at: datetime | None = None
    why: str = ""

    @property
    def ref(self) -> MessageRef | None:
        """The message it is; None before it is known."""
        return MessageRef(self.space, self.message.split()[0]) if self.message else None
