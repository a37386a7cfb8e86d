"""Feedback to departments: passed on from any message, decided, told to whoever said it, digested every week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chat.actions import Field, Form, ShowForm
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, SpokenEvent, TimerRang
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.messages import Message
from chat.people import Duty, PersonId, Space
from chat.ports import Directory
from chat.text import Text
from language.lanes import language_of
from support.feedback.digest import digest
from support.feedback.items import Kind, Severity, State, read_kind, read_severity
from support.feedback.service import Feedback, Report


@command(
    "feedback",
    zh="反馈",
    room="feedback",
    duty=Duty.REPRESENTATIVE,
    menu=True,
    opens_form=True,
    parameters=(
        Parameter(name="department", required=False),
        Parameter(name="kind", required=False),
        Parameter(name="severity", required=False),
        Parameter(name="text", kind=ParameterKind.TEXT, required=False),
    ),
)
async def pass_on(event: CommandGiven, *, feedback: Feedback, directory: Directory) -> Decision:
    """In reply to a message, or with the words; without a department a form asks for the rest."""
    words = event.argument("text") or (event.about.text if event.about else "")
    if not event.argument("department"):
        return _asked(event, words, await _author(event, directory), feedback)
    said = {name: event.argument(name) for name in ("department", "kind", "severity")}
    report = await _report(
        event, {**said, "text": words}, event.about, await _author(event, directory), feedback, directory
    )
    return await _recorded(event, report, feedback, directory)


def _asked(event: CommandGiven, words: str, author: PersonId | None, feedback: Feedback) -> Decision:
    names = ", ".join(feedback.settings.departments)
    fields = (
        Field(
            name="department",
            label=Text("feedback.form.department", {"names": names}),
            initial=feedback.settings.departments[0],
            limit=24,
        ),
        Field(name="kind", label=Text("feedback.form.kind"), initial=Kind.BUG.value, limit=12),
        Field(name="severity", label=Text("feedback.form.severity"), initial="normal", limit=12),
        Field(name="text", label=Text("feedback.form.text"), initial=words[:1000], long=True),
    )
    subject = f"{_origin(event.about)}|{author or ''}"
    form = Form(name="feedback.record", subject=subject, title=Text("feedback.form.title"), fields=fields)
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="feedback.asked", actions=(show,))


@handles(Stage.COMMAND, "feedback.record")
async def feedback_form(event: FormSubmitted, *, feedback: Feedback, directory: Directory) -> Decision:
    """What was filled in; the message and its author come back with the form."""
    origin, _, author = event.subject.rpartition("|")
    report = await _report(
        event, event.values, None, PersonId(author) if author else None, feedback, directory
    )
    return await _recorded(event, replace(report, origin=origin), feedback, directory)


async def _report(
    event: SpokenEvent,
    said: Mapping[str, str],
    about: Message | None,
    author: PersonId | None,
    feedback: Feedback,
    directory: Directory,
) -> Report:
    department, names = said.get("department", "").strip().lower(), feedback.settings.departments
    chosen = next((name for name in names if name.lower() == department), None)
    if chosen is None:
        raise SaidNo(Text("feedback.no.department", {"name": department, "names": ", ".join(names)}))
    kind = read_kind(said.get("kind", "").strip() or Kind.OTHER.value)
    if kind is None:
        raise SaidNo(Text("feedback.no.kind", {"name": said["kind"]}))
    severity = read_severity(said.get("severity", "").strip() or Severity.NORMAL.name)
    if severity is None:
        raise SaidNo(Text("feedback.no.severity", {"name": said["severity"]}))
    words = said.get("text", "").strip()
    if not words:
        raise SaidNo(Text("feedback.no.words"))
    return Report(
        person=author,
        by=event.by.person,
        department=chosen,
        kind=kind,
        severity=severity,
        text=words,
        language=language_of(words) or await directory.language(event.by.person),
        origin=_origin(about),
    )


async def _recorded(event: SpokenEvent, report: Report, feedback: Feedback, directory: Directory) -> Decision:
    known = await feedback.at_origin(report.origin)
    if known is not None:
        raise SaidNo(Text("feedback.no.already", {"number": known.number}))
    item, decision = await feedback.record(report, _staff(event.space.platform, directory))
    words = Text("feedback.done.recorded", {"number": item.number, "department": item.department})
    return replace(decision, actions=(*decision.actions, answer(event, words)))


@command(
    "departments",
    zh="部门反馈",
    room="feedback",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="department"),),
)
async def show_department(event: CommandGiven, *, feedback: Feedback) -> Decision:
    """The digest as it would be now."""
    name, names = event.argument("department").lower(), feedback.settings.departments
    chosen = next((one for one in names if one.lower() == name), None)
    if chosen is None:
        raise SaidNo(Text("feedback.no.department", {"name": name, "names": ", ".join(names)}))
    items = await feedback.open_for(chosen)
    body = (
        digest(chosen, items, event.at) if items else Text("feedback.digest.nothing", {"department": chosen})
    )
    return Decision(reason="feedback.shown", actions=(answer(event, body),))


@handles(Stage.COMMAND, "feedback.accepted", "feedback.declined", "feedback.shipped")
async def decision_buttons(event: ButtonPressed, *, feedback: Feedback, directory: Directory) -> Decision:
    """A decision asks for its reason, which the member is told."""
    await _may(event, directory)
    if await feedback.item(event.id) is None:
        raise SaidNo(Text("feedback.no.gone"))
    field = Field(name="reason", label=Text("feedback.form.reason"), required=False, limit=300)
    form = Form(name=event.kind, subject=event.id, title=Text("feedback.form.decide"), fields=(field,))
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="feedback.decision_asked", actions=(show,))


@handles(Stage.COMMAND, "feedback.accepted", "feedback.declined", "feedback.shipped")
async def decision_forms(event: FormSubmitted, *, feedback: Feedback, directory: Directory) -> Decision:
    """All that says the same is decided with it."""
    await _may(event, directory)
    item, state = await feedback.item(event.subject), State(event.form.partition(".")[2])
    if item is None:
        raise SaidNo(Text("feedback.no.gone"))
    if item.state is state:
        raise SaidNo(Text("feedback.no.decided", {"number": item.number}))
    decision = await feedback.decide(item, state, event.by.person, event.values.get("reason", "").strip())
    told = Text("feedback.done.decided", {"number": item.number, "state": Text(f"feedback.state.{state}")})
    return replace(decision, actions=(*decision.actions, answer(event, told)))


@handles(Stage.REACT, "feedback.digest")
async def feedback_digest(event: TimerRang, *, feedback: Feedback, directory: Directory) -> Decision:
    """Late means nothing: the digest tells what is open now."""
    platforms = dict.fromkeys(space.platform for space in directory.spaces())
    staff = directory.home() or next(
        (found for name in platforms if (found := directory.staff_space(name))), None
    )
    return await feedback.weekly(event.subject, staff)


async def _may(event: ButtonPressed | FormSubmitted, directory: Directory) -> None:
    """Rights are read at the press; a form filled in as a dialogue comes from a private chat."""
    place = _staff(event.space.platform, directory) if event.space.is_private else event.space
    standing = await directory.standing(event.by.person, place or event.space)
    if not event.by.is_person or not standing.has(Duty.REPRESENTATIVE):
        raise SaidNo(Text("feedback.no.duty"))


def _staff(platform: str, directory: Directory) -> Space | None:
    return directory.home() or directory.staff_space(platform)


async def _author(event: CommandGiven, directory: Directory) -> PersonId | None:
    by = event.about_by
    return await directory.person(by.identity) if by is not None and by.is_person else None


def _origin(message: Message | None) -> str:
    return f"{message.space.platform}:{message.space.id}:{message.id}" if message else ""
