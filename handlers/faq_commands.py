"""Editors look after the FAQ in the chat: add, change, list, show, remove, try a question."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import About, Button, Edit, ShowForm
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Duty
from chat.ports import Clock, Community, Directory, Files
from chat.text import Text
from faq.editing import FORM, form
from faq.entries import Entry
from faq.reading import entry_list, entry_text, tried_text
from faq.service import Faq
from handlers.faq_answers import language_for
from handlers.faq_corrections import correction
from handlers.faq_files import enclosed, unwrapped
from handlers.faq_gaps import gaps_told
from handlers.faq_import import imported
from handlers.faq_manners import behave
from handlers.faq_rights import meant, must_edit, plain
from handlers.faq_versions import versioned

CONFIRM_WITHIN = timedelta(minutes=10)
_ORDERS = {
    "add": "add", "添加": "add", "新增": "add",
    "edit": "edit", "修改": "edit", "编辑": "edit",
    "list": "list", "列表": "list", "": "list",
    "show": "show", "查看": "show",
    "remove": "remove", "删除": "remove",
    "ask": "ask", "试问": "ask",
    "set": "set", "设置": "set",
    "history": "history", "历史": "history",
    "restore": "restore", "恢复": "restore",
    "publish": "publish", "发布": "publish",
    "mode": "mode", "模式": "mode",
    "private": "private", "私下": "private",
    "quiet": "quiet", "安静": "quiet",
    "gaps": "gaps", "缺口": "gaps",
    "import": "import", "导入": "import",
}  # fmt: skip


@command(
    "faq",
    zh="常见问题",
    orders=tuple(_ORDERS),
    free=("ask", "试问"),
    room="faq",
    duty=Duty.EDITOR,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="words", kind=ParameterKind.TEXT, required=False),
    ),
    opens_form=True,
)
async def faq_command(
    event: CommandGiven, *, faq: Faq, clock: Clock, directory: Directory, files: Files
) -> Decision:
    """Entries: add · edit · list · show · remove · ask · set · history · restore · publish · gaps · import.

    A group's manners: mode · private · quiet.
    """
    words = event.argument("words")
    order = _ORDERS.get(event.argument("action").lower())
    match order:
        case "add":
            return await _asked(event, None, faq)
        case "edit":
            return await _asked(event, await meant(words, faq), faq)
        case "list":
            return await _listed(event, words, faq, directory)
        case "show":
            return await _shown(event, await meant(words, faq), faq, directory)
        case "remove":
            return _confirm(event, await meant(words, faq), clock)
        case "ask":
            return await _tried(event, words, faq)
        case "mode" | "private" | "quiet":
            return await behave(event, order, words, faq)
        case "gaps":
            return await gaps_told(event, faq, directory)
        case "set" | "history" | "restore" | "publish":
            return await versioned(event, order, words, faq, directory, clock)
        case "import":
            return await imported(event, faq, files, directory, clock)
    raise SaidNo(Text("faq.usage"))


@handles(Stage.COMMAND, FORM)
async def faq_form(event: FormSubmitted, *, faq: Faq, community: Community, clock: Clock) -> Decision:
    """The entry as it was filled in; the right to do so is read again."""
    must_edit(event)
    index = await faq.index()
    files = await unwrapped(event, faq)
    change = faq.editing.submitted(
        index, event.subject, event.values, event.by.person, community.language, files
    )
    code = "faq.entry_added" if change.is_new else "faq.entry_changed"
    told = Text("faq.saved.added" if change.is_new else "faq.saved.changed", {"name": change.entry.name})
    if change.entry.draft:
        told = Text("faq.saved.draft", {"name": change.entry.name})
    if files:
        told = Text("faq.saved.with_files", {"saved": told, "count": len(files)})
    used = (faq.enclosures.used(event.by.person),) if files else ()
    return Decision(
        reason=code,
        actions=(answer(event, told),),
        writes=(*change.writes, *used),
        alarms=correction(change.entry.id, clock.now()),
        audit=(Audit(code=code, subject=change.entry.name, data={"questions": len(change.entry.questions)}),),
    )


@handles(Stage.COMMAND, "faq.remove")
async def faq_remove(event: ButtonPressed, *, faq: Faq, clock: Clock) -> Decision:
    """The second step: it is gone for good."""
    must_edit(event)
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
        alarms=correction(entry.id, clock.now()),
        audit=(Audit(code="faq.entry_removed", subject=entry.name),),
    )


async def _asked(event: CommandGiven, entry: Entry | None, faq: Faq) -> Decision:
    mark, writes = await enclosed(event, faq)
    wanted = form(entry, mark)
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=wanted)
    return Decision(reason="faq.form", actions=(show,), writes=writes)


async def _listed(event: CommandGiven, words: str, faq: Faq, directory: Directory) -> Decision:
    entries = list((await faq.index()).entries.values())
    number = plain(words)
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    body = entry_list(entries, page, faq.settings.listed, await language_for(event, directory))
    return Decision(reason="faq.listed", actions=(answer(event, body),))


async def _shown(event: CommandGiven, entry: Entry, faq: Faq, directory: Directory) -> Decision:
    owner = await directory.name(entry.terms.owner) if entry.terms.owner else ""
    body = entry_text(entry, await faq.record(entry), owner)
    return Decision(reason="faq.shown", actions=(answer(event, body),))


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
