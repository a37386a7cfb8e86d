"""What nobody could answer: gathered at night, told to the staff on its day, dealt with by one tap."""

from __future__ import annotations

from chat.actions import Action, Edit, Post, Priority
from chat.decision import Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, Event, TimerRang
from chat.handler import Stage, handles
from chat.people import Space
from chat.ports import Clock, Directory
from chat.text import Text
from faq.entries import Entry
from faq.gap_cards import draft_buttons, draft_text, gap_buttons, gap_text
from faq.gaps import Gap
from faq.learning import DRAFTED, IGNORED, VARIANT, drafted, with_variants
from faq.rounds import NIGHT
from faq.service import Faq
from handlers.faq_corrections import correction
from handlers.faq_rights import must_edit


@handles(Stage.OBSERVE)
async def faq_rounds_armed(event: Event, *, faq: Faq) -> Decision | None:
    """See that the daily alarms are set; nearly always they are known to be."""
    armed = await faq.rounds.arm(event.kind if isinstance(event, TimerRang) else "")
    return armed if armed.alarms else None


@handles(Stage.REACT, NIGHT)
async def faq_night(event: TimerRang, *, faq: Faq) -> Decision:
    """Sort what was missed, however late: nothing is lost, and twice is once."""
    del event
    return await faq.learning.night(await faq.index()) + faq.rounds.again(NIGHT)


def staff_of(directory: Directory) -> Space | None:
    """The home of the staff, else the first staff space there is."""
    platforms = dict.fromkeys(space.platform for space in directory.spaces())
    spaces = (directory.staff_space(name) for name in platforms)
    return directory.home() or next((one for one in spaces if one), None)


async def gap_digest(faq: Faq, staff: Space) -> Decision:
    """The gaps worth telling of, the most asked first, each with its buttons."""
    gaps = await faq.learning.due()
    if not gaps:
        return Decision(reason="faq.no_gaps")
    head = Post(to=staff, body=Text("faq.gap.digest", {"count": len(gaps)}), urgency=Priority.STAFF)
    cards = [await gap_card(gap, faq, staff) for gap in gaps]
    return Decision(
        reason="faq.gaps_told",
        actions=(head, *cards),
        writes=tuple(faq.learning.told(gap) for gap in gaps),
        audit=(Audit(code="faq.gaps_told", subject="", data={"gaps": len(gaps)}),),
    )


async def gap_card(gap: Gap, faq: Faq, to: Space) -> Post:
    """One gap with its buttons."""
    near = await faq.entry(gap.near) if gap.near else None
    disliked = await faq.entry(gap.disliked) if gap.disliked else None
    body, buttons = gap_text(gap, near, disliked), gap_buttons(gap, near, disliked)
    return Post(to=to, body=body, buttons=buttons, urgency=Priority.STAFF)


async def gaps_told(event: CommandGiven, faq: Faq, directory: Directory) -> Decision:
    """`/faq gaps`: the open gaps now, whatever was told before, where the staff is."""
    staff = directory.staff_space(event.space.platform) or staff_of(directory)
    rows = (await faq.learning.open_gaps())[: faq.settings.gaps_shown]
    gaps = [gap for row in rows if (gap := await faq.learning.gap(row["id"]))]
    if not gaps or staff is None:
        return Decision(reason="faq.no_gaps", actions=(answer(event, Text("faq.gap.none")),))
    is_here = event.space.lane == staff.lane
    to = event.space if is_here else staff
    cards: list[Action] = [await gap_card(gap, faq, to) for gap in gaps]
    head = Text("faq.gap.digest" if is_here else "faq.gap.elsewhere", {"count": len(gaps)})
    return Decision(
        reason="faq.gaps_told",
        actions=(answer(event, head), *cards),
        writes=tuple(faq.learning.told(gap) for gap in gaps),
    )


@handles(Stage.COMMAND, "faq.variant")
async def faq_variant(event: ButtonPressed, *, faq: Faq, clock: Clock) -> Decision:
    """The wordings become questions of the entry that comes near."""
    must_edit(event)
    gap = await _open(event, faq)
    entry = await faq.entry(gap.near) if gap.near else None
    if entry is None:
        raise SaidNo(Text("faq.no.gone"))
    index = await faq.index()
    others = [one for one in index.entries.values() if one.id != entry.id]
    change = faq.editing.changed(index, entry, with_variants(entry, gap, others), event.by.person)
    more = len(change.entry.questions) - len(entry.questions)
    told = Text("faq.gap.added", {"name": entry.name, "count": more})
    decision = _dealt_with(event, gap, told, VARIANT, change.writes, faq)
    audit = Audit(
        code="faq.entry_changed", subject=entry.name, data={"questions": len(change.entry.questions)}
    )
    return decision + Decision(reason="faq.variant", alarms=correction(entry.id, clock.now()), audit=(audit,))


@handles(Stage.COMMAND, "faq.draft")
async def faq_draft(event: ButtonPressed, *, faq: Faq) -> Decision:
    """The wordings, and what a human answered, become a draft."""
    must_edit(event)
    gap = await _open(event, faq)
    index = await faq.index()
    change = faq.editing.added(
        index, drafted(gap, faq.editing.next_name(index), index.entries.values()), event.by.person
    )
    decision = _dealt_with(event, gap, Text("faq.gap.drafted"), DRAFTED, change.writes, faq)
    return decision + draft_made(change.entry, event.space)


def draft_made(entry: Entry, space: Space) -> Decision:
    """The draft with its buttons, where the staff is."""
    shown = Post(to=space, body=draft_text(entry), buttons=draft_buttons(entry), urgency=Priority.STAFF)
    audit = Audit(code="faq.entry_drafted", subject=entry.name, data={"questions": len(entry.questions)})
    return Decision(reason="faq.draft", actions=(shown,), audit=(audit,))


@handles(Stage.COMMAND, "faq.ignore")
async def faq_ignore(event: ButtonPressed, *, faq: Faq) -> Decision:
    """Nobody is asked about it again."""
    must_edit(event)
    gap = await _open(event, faq)
    return _dealt_with(event, gap, Text("faq.gap.ignored"), IGNORED, (), faq)


async def _open(event: ButtonPressed, faq: Faq) -> Gap:
    gap = await faq.learning.gap(event.id)
    if gap is None:
        raise SaidNo(Text("faq.no.gap"))
    return gap


def _dealt_with(
    event: ButtonPressed, gap: Gap, told: Text, state: str, writes: tuple[Write, ...], faq: Faq
) -> Decision:
    """The card says what came of it and has no buttons any more."""
    settled: tuple[Action, ...] = (answer(event, told),)
    if event.message is not None:
        settled = (Edit(to=event.space, message=event.message, body=told), *settled)
    return Decision(
        reason=f"faq.gap_{state}", actions=settled, writes=(*writes, faq.learning.closed(gap, state))
    )
