"""Editors look after the FAQ in the chat: add, change, list, show, remove, try a question."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import About, Button, Edit, ShowForm
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, SpokenEvent
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Duty
from chat.ports import Clock, Community, Directory
from chat.text import Text
from faq.editing import FORM, form
from faq.entries import Entry
from faq.reading import entry_list, entry_text, tried_text
from faq.service import Faq
from handlers.faq_answers import language_for

CONFIRM_WITHIN = timedelta(minutes=10)
_ORDERS = {
    "add": "add", "添加": "add", "新增": "add",
    "edit": "edit", "修改": "edit", "编辑": "edit",
    "list": "list", "列表": "list", "": "list",
    "show": "show", "查看": "show",
    "remove": "remove", "删除": "remove",
    "ask": "ask", "试问": "ask",
}  # fmt: skip


@command(
    "faq",
    zh="常见问题",
    room="faq",
    duty=Duty.EDITOR,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="words", kind=ParameterKind.TEXT, required=False),
    ),
    opens_form=True,
)
async def faq_command(event: CommandGiven, *, faq: Faq, clock: Clock, directory: Directory) -> Decision:
    """`/faq add · edit ID · list [PAGE] · show ID · remove ID · ask TEXT`."""
    words = event.argument("words")
    match _ORDERS.get(event.argument("action").lower()):
        case "add":
            return _asked(event, None)
        case "edit":
            return _asked(event, await _meant(words, faq))
        case "list":
            return await _listed(event, words, faq, directory)
        case "show":
            return await _shown(event, await _meant(words, faq), faq)
        case "remove":
            return _confirm(event, await _meant(words, faq), clock)
        case "ask":
            return await _tried(event, words, faq)
    raise SaidNo(Text("faq.usage"))


@handles(Stage.COMMAND, FORM)
async def faq_form(event: FormSubmitted, *, faq: Faq, community: Community) -> Decision:
    """The entry as it was filled in; the right to do so is read again."""
    _must_edit(event)
    index = await faq.index()
    change = faq.editing.submitted(index, event.subject, event.values, event.by.person, community.language)
    code = "faq.entry_added" if change.is_new else "faq.entry_changed"
    told = Text("faq.saved.added" if change.is_new else "faq.saved.changed", {"name": change.entry.name})
    return Decision(
        reason=code,
        actions=(answer(event, told),),
        writes=change.writes,
        audit=(Audit(code=code, subject=change.entry.name, data={"questions": len(change.entry.questions)}),),
    )


@handles(Stage.COMMAND, "faq.remove")
async def faq_remove(event: ButtonPressed, *, faq: Faq) -> Decision:
    """The second step: it is gone for good."""
    _must_edit(event)
    entry = await faq.entry(event.id)
    if entry is None:
        raise SaidNo(Text("faq.no.gone"))
    told = Text("faq.saved.removed", {"name": entry.name})
    settled: tuple[Edit, ...] = ()
    if event.message is not None:
        settled = (Edit(to=event.space, message=event.message, body=told, about=About("faq", entry.id)),)
    return Decision(
        reason="faq.entry_removed",
        actions=(*settled, answer(event, told)),
        writes=faq.editing.removed(entry),
        audit=(Audit(code="faq.entry_removed", subject=entry.name),),
    )


def _asked(event: CommandGiven, entry: Entry | None) -> Decision:
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form(entry))
    return Decision(reason="faq.form", actions=(show,))


async def _listed(event: CommandGiven, words: str, faq: Faq, directory: Directory) -> Decision:
    entries = list((await faq.index()).entries.values())
    page = int(words) if words.isascii() and words.isdigit() and len(words) < 6 else 1
    body = entry_list(entries, page, faq.settings.listed, await language_for(event, directory))
    return Decision(reason="faq.listed", actions=(answer(event, body),))


async def _shown(event: CommandGiven, entry: Entry, faq: Faq) -> Decision:
    helpful, unhelpful = await faq.votes(entry)
    return Decision(reason="faq.shown", actions=(answer(event, entry_text(entry, helpful, unhelpful)),))


def _confirm(event: CommandGiven, entry: Entry, clock: Clock) -> Decision:
    button = Button(
        label=Text("faq.button.remove"),
        kind="faq.remove",
        id=entry.id,
        only=event.by.person,
        expires=clock.now() + CONFIRM_WITHIN,
        danger=True,
    )
    question = Text("faq.confirm_remove", {"name": entry.name, "question": entry.questions[0].text})
    return Decision(reason="faq.remove_asked", actions=(answer(event, question, buttons=((button,),)),))


async def _tried(event: CommandGiven, words: str, faq: Faq) -> Decision:
    if not words:
        raise SaidNo(Text("faq.usage"))
    return Decision(reason="faq.tried", actions=(answer(event, tried_text(await faq.look_up(words))),))


async def _meant(words: str, faq: Faq) -> Entry:
    """The entry of that id. Raises SaidNo when there is none."""
    name = words.strip().lstrip("#")
    if not name:
        raise SaidNo(Text("faq.usage"))
    entry = (await faq.index()).named(name)
    if entry is None:
        raise SaidNo(Text("faq.no.entry", {"name": name[:64]}))
    return entry


def _must_edit(event: SpokenEvent) -> None:
    if not event.by.is_person:
        raise SaidNo(Text("faq.no.person"))
    if not event.by.standing.has(Duty.EDITOR):
        raise SaidNo(Text("faq.no.duty"))
