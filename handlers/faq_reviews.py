"""Entries that should be looked after, to their owner or the staff, in the morning or when a file is lost; the gaps."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Action, Button, Edit, Post, Priority, Private, ShowForm
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ActionDone, ButtonPressed, TimerRang
from chat.handler import Stage, handles
from chat.people import Space
from chat.ports import Clock, Directory
from chat.text import Text
from faq.editing import form
from faq.entries import Entry
from faq.reviews import Reason, Reminder
from faq.rounds import MORNING
from faq.service import Faq
from handlers.faq_corrections import correction
from handlers.faq_gaps import gap_digest, staff_of
from handlers.faq_rights import must_edit

NOT_CARRIED = "file.not_carried"
"""How an answer fell short whose file could not be had any more."""


@handles(Stage.REACT, MORNING)
async def faq_morning(event: TimerRang, *, faq: Faq, directory: Directory) -> Decision:
    """Reminders of entries, each at most once in the time of the settings; the gaps on their day."""
    del event
    again = faq.rounds.again(MORNING)
    staff = staff_of(directory)
    entries = list((await faq.index()).entries.values())
    records = await faq.given.records(faq.reviews.since)
    due = await faq.reviews.due(entries, records, faq.today())
    told = [post for one in due if (post := _reminder(one, staff))]
    reminders = Decision(
        reason="faq.reminded",
        actions=tuple(told),
        writes=tuple(faq.reviews.told(one) for one in due),
        audit=tuple(
            Audit(code="faq.reminded", subject=one.entry.name, data={"why": one.reason.value}) for one in due
        ),
    )
    digest = await gap_digest(faq, staff) if staff and faq.rounds.tells_gaps() else Decision(reason="")
    return again + reminders + digest


@handles(Stage.REACT, "faq")
async def faq_file_lost(event: ActionDone, *, faq: Faq, directory: Directory) -> Decision | None:
    """An answer went out without its file, or without one of them: whoever looks after the entry hears of it."""
    if event.degraded != NOT_CARRIED or event.about is None:
        return None
    row = await faq.given.row(event.about.subject.partition(":")[2])
    entry = await faq.entry(row["entry"]) if row else None
    reminder = await faq.reviews.lost(entry) if entry else None
    told = _reminder(reminder, staff_of(directory)) if reminder else None
    if reminder is None or told is None:
        return None
    audit = Audit(code="faq.reminded", subject=reminder.entry.name, data={"why": reminder.reason.value})
    writes = (faq.reviews.told(reminder),)
    return Decision(reason="faq.file_lost", actions=(told,), writes=writes, audit=(audit,))


def _reminder(reminder: Reminder, staff: Space | None) -> Post | None:
    """To the owner in private, else (and where that is closed) to the staff."""
    entry, record, owner = reminder.entry, reminder.record, reminder.entry.terms.owner
    facts: dict[str, str | int] = {
        "name": entry.name,
        "question": entry.questions[0].text if entry.questions else entry.name,
        "day": str(entry.terms.valid_until or ""),
        "unhelpful": record.unhelpful,
        "helpful": record.helpful,
        "failed": record.failed,
    }
    used = {Reason.STALE: ("unhelpful", "helpful", "failed"), Reason.ENDS: ("day",)}.get(reminder.reason, ())
    body = Text(
        f"faq.remind.{reminder.reason.value}", {name: facts[name] for name in ("name", "question", *used)}
    )
    buttons = (
        (
            Button(label=Text("faq.button.right"), kind="faq.right", id=entry.id),
            Button(label=Text("faq.button.edit"), kind="faq.edit", id=entry.id),
            Button(label=Text("faq.button.retire"), kind="faq.retire", id=entry.id),
        ),
    )
    public = Post(to=staff, body=body, buttons=buttons, urgency=Priority.STAFF) if staff else None
    if not owner:
        return public
    return Post(to=Private(owner), body=body, buttons=buttons, otherwise=public, urgency=Priority.STAFF)


async def _theirs(event: ButtonPressed, faq: Faq) -> Entry:
    """The entry of a button: an editor's, or its owner's. Raises SaidNo."""
    entry = await faq.entry(event.id)
    if entry is None:
        raise SaidNo(Text("faq.no.gone"))
    if not (event.by.is_person and entry.terms.owner == event.by.person):
        must_edit(event)
    return entry


@handles(Stage.COMMAND, "faq.edit")
async def faq_edit(event: ButtonPressed, *, faq: Faq) -> Decision:
    """The form of an entry, from a button."""
    entry = await _theirs(event, faq)
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form(entry))
    return Decision(reason="faq.form", actions=(show,))


@handles(Stage.COMMAND, "faq.right", "faq.retire", "faq.publish")
async def faq_settled(event: ButtonPressed, *, faq: Faq, clock: Clock) -> Decision:
    """Still right; taken out of use (a draft again); or let loose."""
    entry = await _theirs(event, faq)
    match event.kind:
        case "faq.right":
            changed, key = faq.reviews.confirmed(entry, faq.today()), "confirmed"
        case "faq.retire":
            changed, key = replace(entry, draft=True), "retired"
        case _:
            changed, key = replace(entry, draft=False), "published"
    if changed == entry:
        raise SaidNo(Text("faq.no.nothing_to_do", {"name": entry.name}))
    change = faq.editing.changed(await faq.index(), entry, changed, event.by.person)
    told = Text(f"faq.saved.{key}", {"name": entry.name})
    return Decision(
        reason=f"faq.entry_{key}",
        actions=_settled(event, told),
        writes=change.writes,
        alarms=correction(entry.id, clock.now()),
        audit=(Audit(code=f"faq.entry_{key}", subject=entry.name, data={"version": change.entry.revision}),),
    )


@handles(Stage.COMMAND, "faq.drop")
async def faq_drop(event: ButtonPressed, *, faq: Faq) -> Decision:
    """A draft that nobody wants is gone; what answers already is never removed by this button."""
    entry = await _theirs(event, faq)
    if not entry.draft:
        raise SaidNo(Text("faq.no.draft", {"name": entry.name}))
    told = Text("faq.saved.removed", {"name": entry.name})
    return Decision(
        reason="faq.entry_removed",
        actions=_settled(event, told),
        writes=faq.editing.removed(entry),
        audit=(Audit(code="faq.entry_removed", subject=entry.name),),
    )


def _settled(event: ButtonPressed, told: Text) -> tuple[Action, ...]:
    """The message with the buttons says what came of it."""
    shown = answer(event, told)
    if event.message is None:
        return (shown,)
    return (Edit(to=event.space, message=event.message, body=told), shown)
