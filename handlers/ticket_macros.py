"""Macros: kept with a form, used by button, by `/m` and as snippets inside a reply."""

from __future__ import annotations

from chat.actions import Button, Field, Form, ShowForm
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, TimerRang
from chat.handler import Parameter, Stage, handles
from chat.people import PersonId
from chat.ports import Clock
from chat.text import Text
from handlers.ticket_access import acknowledged, heard, meant, must, must_work, numbered, worked_on
from handlers.ticket_step import staff_command
from handlers.ticket_step_buttons import choice
from support.macros import LONGEST, NAME, Macro, Then, drop_macro, keep_macro, unknown_variables
from support.service import Support
from support.states import Step
from support.working import retagged

OFFERED = 12
_THEN = {"": Then.NOTHING, "close": Then.CLOSE, "关闭": Then.CLOSE, "waiting": Then.WAIT, "等内部": Then.WAIT}
_NAME = (Parameter(name="name"),)


@staff_command("macros", zh="快捷回复列表")
async def list_macros(event: CommandGiven, *, support: Support) -> Decision:
    """All macros with the beginning of their words."""
    macros = await support.drafts.macros()
    if not macros:
        return Decision(reason="support.macros.none", actions=(answer(event, Text("support.macro.none")),))
    told: Text | str = ""
    for one in reversed(macros):
        words = " ".join((one.zh or one.en).split())[:80]
        told = Text("support.macro.row", {"name": one.name, "words": words, "more": told})
    body = Text("support.macro.list", {"rows": told})
    return Decision(reason="support.macros", actions=(answer(event, body),))


@staff_command(
    "macro",
    zh="编辑快捷回复",
    parameters=_NAME,
    opens_form=True,
)
async def edit_macro(event: CommandGiven, *, support: Support) -> Decision:
    """A form with both languages; both empty takes the macro away."""
    name = event.argument("name").lower()
    if not NAME.fullmatch(name):
        raise SaidNo(Text("support.no.macro_name"))
    old = next((one for one in await support.drafts.macros() if one.name == name), None)
    form = Form(
        name="support.macro_words",
        subject=name,
        title=Text("support.form.macro", {"name": name}),
        fields=(
            _field("zh", Text("support.form.macro_zh"), old.zh if old else "", long=True),
            _field("en", Text("support.form.macro_en"), old.en if old else "", long=True),
            _field("then", Text("support.form.macro_then"), old.then.value if old else ""),
            _field("tags", Text("support.form.macro_tags"), " ".join(old.tags) if old else ""),
        ),
    )
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="support.macro.asked", actions=(show,))


def _field(name: str, label: Text, initial: str, *, long: bool = False) -> Field:
    return Field(
        name=name, label=label, required=False, long=long, initial=initial, limit=LONGEST if long else 100
    )


@handles(Stage.COMMAND, "support.macro_words")
async def macro_words(event: FormSubmitted, *, support: Support, clock: Clock) -> Decision:
    """Kept, changed, or taken away."""
    await must_work(event, support)
    zh, en = event.values.get("zh", "").strip(), event.values.get("en", "").strip()
    wrong = unknown_variables(zh + en)
    if wrong:
        raise SaidNo(Text("support.no.variable", {"name": wrong[0]}))
    then = _THEN.get(event.values.get("then", "").strip().lower())
    if then is None:
        raise SaidNo(Text("support.no.then"))
    macros = await support.drafts.macros()
    old = next((one for one in macros if one.name == event.subject), None)
    audit = Audit(code="macro.kept" if zh or en else "macro.dropped", subject=event.subject)
    dropped = (drop_macro(event.subject),) if old else ()
    if not (zh or en):
        said = answer(event, Text("support.macro.dropped", {"name": event.subject}))
        return Decision(reason="support.macro.dropped", actions=(said,), writes=dropped, audit=(audit,))
    macro = Macro(
        name=event.subject,
        number=old.number if old else max((one.number for one in macros), default=0) + 1,
        zh=zh,
        en=en,
        then=then,
        tags=retagged((), event.values.get("tags", "")),
    )
    kept = keep_macro(macro, event.by.person, clock.now())
    said = answer(event, Text("support.macro.kept", {"name": macro.name}))
    return Decision(reason="support.macro.kept", actions=(said,), writes=(*dropped, kept), audit=(audit,))


@staff_command("m", zh="快捷回复", parameters=_NAME)
async def use_macro(event: CommandGiven, *, support: Support) -> Decision:
    """The macro's words to the member, as a public reply."""
    ticket = await meant(event, support)
    must(ticket, Step.REPLIED)
    name = event.argument("name").lower()
    macro = next((one for one in await support.drafts.macros() if one.name == name), None)
    if macro is None:
        raise SaidNo(Text("support.no.macro", {"name": name[:40]}))
    decision = await support.drafts.use(macro, ticket, event.by.person)
    return heard(event, decision, Text("support.done.replied"))


@handles(Stage.COMMAND, "support.macros")
async def macros_button(event: ButtonPressed, *, support: Support) -> Decision:
    """Offers the macros."""
    ticket = await worked_on(event, event.id, support)
    must(ticket, Step.REPLIED)
    macros = await support.drafts.macros()
    if not macros:
        raise SaidNo(Text("support.macro.none"))
    support.answers(ticket, event.by.person)
    buttons = [
        Button(label=one.name, kind="support.macro", id=f"{ticket.number}:{one.number}")
        for one in macros[:OFFERED]
    ]
    return choice(event, ticket, Text("support.choose.macro"), buttons, support)


@handles(Stage.COMMAND, "support.macro")
async def macro_button(event: ButtonPressed, *, support: Support) -> Decision:
    """One of the macros goes out."""
    await must_work(event, support)
    number, _, which = event.id.partition(":")
    ticket = await numbered(number, support)
    must(ticket, Step.REPLIED)
    macro = await support.drafts.macro(int(which))
    if macro is None:
        raise SaidNo(Text("support.no.macro", {"name": which}))
    decision = await support.drafts.use(macro, ticket, event.by.person)
    return acknowledged(event, decision, Text("support.done.replied"))


@handles(Stage.REACT, "support.finish")
async def macro_finishes(event: TimerRang, *, support: Support) -> Decision:
    """What a macro does after its reply. Late means nothing: it is done when it is still legal."""
    ticket_id, _, rest = event.subject.partition(":")
    number, _, person = rest.partition(":")
    ticket, macro = await support.desk.ticket(ticket_id), await support.drafts.macro(int(number))
    if ticket is None or macro is None:
        return Decision(reason="support.finish.gone")
    return await support.finish(ticket, macro, PersonId(person))
