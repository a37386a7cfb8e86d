"""Tickets and lines as rows: read from the store's answers, written as its statements want them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from chat.decision import Value, Write
from chat.messages import Attachment, Carried, Media, MessageRef
from chat.people import PersonId, Space, SpaceKind
from chat.ports import Row
from support.clocks import dump, load
from support.lines import Kind, Line, Way
from support.tickets import Card, Priority, Reach, State, Ticket, Why
from support.timekeeping import Measure

OPENED, STEP, REDRAWN = "support.open", "support.change", "support.redraw"
"""The writes of a ticket: a new one, a step of it, a change of nothing but its card. What follows from a step is seen
by this name, never by a clock, which goes on between deciding a step and looking at it.
"""


def read_ticket(row: Row) -> Ticket:
    """The ticket in a row."""
    return Ticket(
        id=row["id"],
        number=row["number"],
        person=PersonId(row["person"]),
        topic=row["topic"],
        topic_title=row["topic_title"],
        state=State(row["state"]),
        priority=Priority(row["priority"]),
        why=Why(row["why"]),
        reasons=row["reasons"],
        attempts=row["attempts"],
        sentiment=row["sentiment"],
        department=row["department"],
        tags=tuple(row["tags"].split()),
        language="zh" if row["language"] == "zh" else "en",
        question=row["question"],
        origin=Space(
            row["origin_platform"], row["origin_space"], row["origin_thread"], SpaceKind(row["origin_kind"])
        ),
        origin_message=row["origin_message"],
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
        state_since=row["state_since"],
        first_due_at=row["first_due_at"],
        shut=timedelta(seconds=row["shut_seconds"]),
        first_reply_at=row["first_reply_at"],
        asked_at=row["asked_at"],
        clocks=load(row["clocks"]),
        assignee=_person(row["assignee_person"]),
        snoozed_until=row["snoozed_until"],
        closed_at=row["closed_at"],
        closed_by=_person(row["closed_by_person"]),
        close_reason=row["close_reason"],
        merged_into=row["merged_into"],
        follows=row["follows"],
        card=Card(
            space=_space(row["card_platform"], row["card_space"], row["card_thread"], SpaceKind.STAFF),
            message=row["card_message"],
            threadless=bool(row["card_threadless"]),
            asked=bool(row["card_asked"]),
            tries=row["card_tries"],
        ),
        reach=Reach(row["reach"]),
        revision=row["revision"],
    )


def open_ticket(ticket: Ticket) -> Write:
    """The insert of a new ticket; fails when its number is taken or the member has such a ticket open."""
    values: dict[str, Value] = {
        "id": ticket.id,
        "number": ticket.number,
        "person": ticket.person,
        "why": ticket.why.value,
        "reasons": ticket.reasons,
        "attempts": ticket.attempts,
        "sentiment": ticket.sentiment,
        "follows": ticket.follows,
        "language": ticket.language,
        "question": ticket.question,
        "origin_platform": ticket.origin.platform,
        "origin_space": ticket.origin.id,
        "origin_thread": ticket.origin.thread,
        "origin_kind": ticket.origin.kind.value,
        "origin_message": ticket.origin_message,
        "opened_at": ticket.opened_at,
        **_mutable(ticket),
    }
    return Write(OPENED, values, expect=1)


def change_ticket(before: Ticket, after: Ticket) -> tuple[Ticket, Write]:
    """The ticket with its next revision, and the update that holds only if nobody changed it meanwhile: a step of the
    ticket, or a change of nothing but its card.
    """
    after = replace(after, revision=before.revision + 1)
    was, becomes = _mutable(before), _mutable(after)
    shape = STEP if any(was[name] != becomes[name] for name in was if not _is_of_card(name)) else REDRAWN
    values = {f"new_{name}": value for name, value in becomes.items()}
    return after, Write(shape, {"key": before.id, "was": before.revision, **values}, expect=1)


def _is_of_card(name: str) -> bool:
    return name.startswith("card_") or name in ("reach", "revision")


def _mutable(ticket: Ticket) -> dict[str, Value]:
    space = ticket.card.space
    return {
        "topic": ticket.topic,
        "topic_title": ticket.topic_title,
        "priority": int(ticket.priority),
        "department": ticket.department,
        "tags": " ".join(ticket.tags),
        "state": ticket.state.value,
        "changed_at": ticket.changed_at,
        "state_since": ticket.state_since,
        "first_due_at": ticket.first_due_at,
        "shut_seconds": int(ticket.shut.total_seconds()),
        "first_reply_at": ticket.first_reply_at,
        "asked_at": ticket.asked_at,
        "clocks": dump(ticket.clocks),
        "due_at": ticket.clocks.due_at,
        "assignee_person": ticket.assignee,
        "snoozed_until": ticket.snoozed_until,
        "closed_at": ticket.closed_at,
        "closed_by_person": ticket.closed_by,
        "close_reason": ticket.close_reason,
        "merged_into": ticket.merged_into,
        "card_platform": space.platform if space else None,
        "card_space": space.id if space else None,
        "card_thread": space.thread if space else None,
        "card_message": ticket.card.message,
        "card_threadless": int(ticket.card.threadless),
        "card_asked": int(ticket.card.asked),
        "card_tries": ticket.card.tries,
        "reach": ticket.reach.value,
        "revision": ticket.revision,
    }


def add_measure(key: str, measure: Measure) -> Write:
    """The insert of what a clock measured."""
    values: dict[str, Value] = {
        "id": key,
        "kind": measure.kind.value,
        "ticket": measure.ticket,
        "assignee_person": measure.person,
        "department": measure.department,
        "started_at": measure.started_at,
        "at": measure.at,
        "took_seconds": measure.took.total_seconds(),
        "budget_seconds": measure.budget.total_seconds(),
    }
    return Write("support.measure", values, expect=1)


def read_line(row: Row) -> Line:
    """The line in a row."""
    return Line(
        id=row["id"],
        ticket=row["ticket"],
        kind=Kind(row["kind"]),
        by=PersonId(row["by_person"]),
        text=row["text"],
        at=row["at"],
        way=Way(row["way"]),
        edits=row["edits"],
        said=_ref(row, "said"),
        copy=_ref(row, "copy"),
        more=tuple(row["copy_more"].split()),
        files=_read_files(row["files"]),
    )


def add_line(line: Line) -> Write:
    """The insert of a line."""
    values: dict[str, Value] = {
        "id": line.id,
        "ticket": line.ticket,
        "kind": line.kind.value,
        "by_person": line.by,
        "text": line.text,
        "at": line.at,
        "way": line.way.value,
        "edits": line.edits,
        "copy_more": " ".join(line.more),
        "files": _kept_files(line.files),
        **_place("said", line.said),
        **_place("copy", line.copy),
    }
    return Write("support.line", values, expect=1)


def copied(line: Line, copy: MessageRef, more: tuple[str, ...] = ()) -> Write:
    """The note where a line's copy stands on the other side; holds only if the line is still where it was."""
    values: dict[str, Value] = {
        "key": line.id,
        "was": line.way.value,
        "to": Way.ARRIVED.value,
        "platform": copy.space.platform,
        "space": copy.space.id,
        "thread": copy.space.thread,
        "space_kind": copy.space.kind.value,
        "message": copy.id,
        "further": " ".join(more),
    }
    return Write("support.line_copied", values, expect=1)


def move_line(line: Line, way: Way) -> Write:
    """A further step on the way; holds only if the line is still where it was."""
    return Write("support.line_way", {"key": line.id, "was": line.way.value, "to": way.value}, expect=1)


def edit_line(line: Line, text: str) -> Write:
    """New words for a line; holds only if it was neither changed nor moved meanwhile."""
    values: dict[str, Value] = {"key": line.id, "was": line.way.value, "had": line.edits, "words": text}
    return Write("support.line_edited", values, expect=1)


def remove_line(line: Line) -> Write:
    """The line without its words: both sides have taken it back."""
    return Write("support.line_removed", {"key": line.id, "was": line.way.value}, expect=1)


def _kept_files(files: tuple[Carried, ...]) -> str:
    rows = [
        {
            "platform": one.platform,
            "media": one.attachment.media.value,
            "ref": one.attachment.ref,
            "name": one.attachment.name,
            "size": one.attachment.size,
        }
        for one in files
    ]
    return json.dumps(rows, ensure_ascii=False)


def _read_files(kept: str) -> tuple[Carried, ...]:
    return tuple(
        Carried(
            one["platform"],
            Attachment(media=Media(one["media"]), ref=one["ref"], name=one["name"], size=one["size"]),
        )
        for one in json.loads(kept)
    )


def _place(name: str, ref: MessageRef | None) -> dict[str, Value]:
    return {
        f"{name}_platform": ref.space.platform if ref else None,
        f"{name}_space": ref.space.id if ref else None,
        f"{name}_thread": ref.space.thread if ref else None,
        f"{name}_kind": ref.space.kind.value if ref else None,
        f"{name}_message": ref.id if ref else None,
    }


def _ref(row: Row, name: str) -> MessageRef | None:
    space = _space(
        row[f"{name}_platform"],
        row[f"{name}_space"],
        row[f"{name}_thread"],
        SpaceKind(row[f"{name}_kind"] or SpaceKind.GROUP),
    )
    message = row[f"{name}_message"]
    return MessageRef(space, message) if space and message else None


def _space(platform: str | None, space: str | None, thread: str | None, kind: SpaceKind) -> Space | None:
    return Space(platform, space, thread, kind) if platform and space else None


def _person(value: str | None) -> PersonId | None:
    return PersonId(value) if value else None
