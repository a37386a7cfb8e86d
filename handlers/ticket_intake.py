"""Ways to a ticket beside asking: a category with a short form, a representative for a member; and blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chat.actions import Field, Form, ShowForm
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.handler import Parameter, ParameterKind, Stage, handles
from chat.people import PersonId, Rank, Space, SpaceKind
from chat.ports import Clock, Directory
from chat.text import Text
from faq.service import Faq
from handlers.hand_over import handed_over
from handlers.ticket_commands import ask_for_human, request_of
from handlers.ticket_step import staff_command
from moderation.service import Moderation
from support.blocks import Block, keep_block, lift_block
from support.lines import storable
from support.request import Request
from support.service import Support
from support.tickets import GENERAL, Priority, Why

_PERSON = Parameter(name="person", kind=ParameterKind.PERSON)


@handles(Stage.COMMAND, "support.category")
async def category_button(event: ButtonPressed, *, support: Support) -> Decision:
    """A category was chosen: its short form."""
    category = support.settings.category(event.id)
    if category is None:
        raise SaidNo(Text("support.no.category"))
    form = Form(
        name="support.intake",
        subject=category.name,
        title=Text("support.form.intake"),
        fields=(
            Field(name="what", label=Text("support.form.intake_what"), long=True, limit=2000),
            Field(name="reference", label=Text("support.form.intake_reference"), required=False, limit=100),
        ),
    )
    show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="support.category.chosen", actions=(show,))


@handles(Stage.COMMAND, "support.intake")
async def intake_form(
    event: FormSubmitted, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision:
    """The form opens a ticket in the category's department, or goes into the one that is open there."""
    category = support.settings.category(event.subject)
    if category is None:
        raise SaidNo(Text("support.no.category"))
    reference = event.values.get("reference", "").strip()
    question = "\n".join(part for part in (event.values.get("what", "").strip(), reference) if part)
    request = await request_of(event, Why.FORM, question, None, category.name, directory)
    request = replace(
        request,
        topic_title=category.title(request.language),
        department=category.department,
        priority=Priority(category.priority),
    )
    return await ask_for_human(event, await handed_over(request, faq, moderation), support)


@staff_command(
    "open",
    zh="代开工单",
    parameters=(_PERSON, Parameter(name="question", kind=ParameterKind.TEXT)),
)
async def open_for_member(
    event: CommandGiven, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision:
    """A representative opens a ticket for a member, who hears of it in private."""
    person = PersonId(event.argument("person"))
    known = await support.desk.open_on(person, GENERAL)
    if known is not None:
        raise SaidNo(Text("support.no.has_open", {"number": known.number}))
    identities = await directory.identities(person)
    home = next((one for one in identities if one.platform == event.space.platform), None)
    home = home or next(iter(identities), None)
    if home is None:
        raise SaidNo(Text("support.no.unknown"))
    request = Request(
        person=person,
        origin=Space(home.platform, home.id, kind=SpaceKind.PRIVATE),
        why=Why.STAFF,
        language=await directory.language(person),
        question=event.argument("question"),
    )
    opened = await support.opening.open(await handed_over(request, faq, moderation))
    number = opened.ticket.number
    words = Text("support.news.opened_for", {"number": number, "question": request.question})
    news = await support.desk.to_member(opened.ticket, "opened", words)
    decision = replace(opened.decision, actions=(*opened.decision.actions, news))
    told = answer(event, Text("support.done.opened", {"number": number}))
    return replace(decision, actions=(*decision.actions, told))


@staff_command(
    "block",
    zh="停止受理",
    parameters=(
        _PERSON,
        Parameter(name="length", kind=ParameterKind.DURATION),
        Parameter(name="reason", kind=ParameterKind.TEXT),
    ),
)
async def block_person(
    event: CommandGiven, *, support: Support, directory: Directory, clock: Clock
) -> Decision:
    """Opens no ticket until the end; asking, they hear the reason and the end."""
    person = PersonId(event.argument("person"))
    if (await directory.standing(person, event.space)).rank > Rank.MEMBER:
        raise SaidNo(Text("support.no.block_staff"))
    until = clock.now() + timedelta(seconds=int(event.argument("length")))
    reason = storable(event.argument("reason"), 300)
    block = Block(person=person, reason=reason, by=event.by.person, at=clock.now(), until=until)
    name = await directory.name(person) or Text("support.card.someone")
    said = answer(event, Text("support.block.set", {"name": name, "until": until, "reason": reason}))
    audit = Audit(code="ticket.blocked", subject=person, data={"until": until.isoformat(), "reason": reason})
    return Decision(reason="support.blocked", actions=(said,), writes=keep_block(block), audit=(audit,))


@staff_command(
    "unblock",
    zh="恢复受理",
    parameters=(_PERSON,),
)
async def unblock_person(event: CommandGiven, *, support: Support, directory: Directory) -> Decision:
    """May open tickets again."""
    person = PersonId(event.argument("person"))
    if await support.desk.block_of(person) is None:
        raise SaidNo(Text("support.no.block"))
    name = await directory.name(person) or Text("support.card.someone")
    return Decision(
        reason="support.unblocked",
        actions=(answer(event, Text("support.block.lifted", {"name": name})),),
        writes=(lift_block(person),),
        audit=(Audit(code="ticket.unblocked", subject=person),),
    )
