"""Messages that belong to a ticket: the member's go to the staff, the staff's replies to the member, notes nowhere."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Action, Button, Delete
from chat.commands import read_order
from chat.decision import Alarm, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, MessageEdited, MessagePosted, MessageRemoved
from chat.handler import Stage, handles
from chat.messages import MessageRef
from chat.people import Space, SpaceKind, Voice
from chat.ports import Clock
from chat.text import Text
from faq.service import Faq
from handlers.hand_over import handed_over
from handlers.ticket_access import must_be_heard
from handlers.ticket_notes import noted
from moderation.service import Moderation
from support.followup import asks_for_news, is_unsettled
from support.lines import Kind, too_large, words_of
from support.opening import UPKEEP
from support.request import following
from support.rows import change_ticket
from support.service import Support
from support.tickets import State, Step, Ticket

REPLY = ("r", "回复")
MOST_OTHERS = 4
"""Most other tickets that a confirmation offers."""


@handles(Stage.ANSWER)
async def ticket_relay(
    event: MessagePosted, *, support: Support, faq: Faq, moderation: Moderation, clock: Clock
) -> Decision | None:
    """Private words into the open ticket; staff words by where they stand."""
    match event.space.kind:
        case SpaceKind.PRIVATE:
            ended = await _ended(event, support)
            if ended is None:
                return await _in_private(event, support, clock)
            return await _begun_again(event, ended, support, faq, moderation)
        case SpaceKind.STAFF:
            return await _among_staff(event, support)
        case _:
            return await _in_group(event, support)


async def _in_private(event: MessagePosted, support: Support, clock: Clock) -> Decision | None:
    words = words_of(event.message)
    if not event.by.is_person or not words:
        return None
    tickets = await support.desk.open_of(event.by.person)
    if not tickets:
        return None
    await must_be_heard(event.by.person, support)
    ticket = await _answered(event, tickets, support) or tickets[0]
    heard = await _confirmation(event, ticket, tickets, support, clock)
    files = support.files_of(event.message)
    decision = await support.relay.member_wrote(ticket, words, event.message.ref, files)
    behind = _left_behind(event, support)
    return replace(decision, actions=(*decision.actions, *heard, *behind), final=True)


async def _answered(event: MessagePosted, tickets: list[Ticket], support: Support) -> Ticket | None:
    """Of several open tickets the one whose message was replied to."""
    if event.message.reply_to is None or len(tickets) == 1:
        return None
    line = await support.desk.line_copied_as(MessageRef(event.space, event.message.reply_to.id))
    return next((one for one in tickets if line and one.id == line.ticket), None)


async def _ended(event: MessagePosted, support: Support) -> Ticket | None:
    """The ended ticket to whose message this is a reply, when none is open on its matter; “still not there” means the
    newest, while it may be reopened and no other is open.
    """
    if not event.by.is_person or not words_of(event.message):
        return None
    if event.message.reply_to is None:
        last = await support.desk.last_of(event.by.person) if is_unsettled(event.message.text) else None
        if last is None or not last.may(Step.REOPENED) or await support.desk.open_of(event.by.person):
            return None
        return last
    ticket = await support.desk.at_place(event.space, event.message.reply_to.id)
    if ticket is None or ticket.person != event.by.person or ticket.state.is_open:
        return None
    ends = ticket.state is State.SPAM or await support.desk.open_on(ticket.person, ticket.topic)
    return None if ends else ticket


async def _begun_again(
    event: MessagePosted, ticket: Ticket, support: Support, faq: Faq, moderation: Moderation
) -> Decision:
    """A reply to an ended ticket reopens it in time; later it begins a new one that follows it."""
    await must_be_heard(event.by.person, support)
    words, said = words_of(event.message), event.message.ref
    files = support.files_of(event.message)
    if ticket.may(Step.REOPENED):
        decision = await support.closing.reopen(ticket, event.by.person, words, said, files)
    else:
        request = following(ticket, words, said, files)
        whole = await handed_over(request, faq, moderation, event.message.text)
        decision = (await support.follow(ticket, whole)).decision
    return replace(decision, actions=(*decision.actions, *_left_behind(event, support)), final=True)


async def _confirmation(
    event: MessagePosted, ticket: Ticket, tickets: list[Ticket], support: Support, clock: Clock
) -> tuple[Action, ...]:
    """The member hears that it arrived, once for a run of messages; with several tickets, where it went."""
    said = [line for line in await support.desk.lines(ticket) if line.kind in (Kind.MEMBER, Kind.REPLY)]
    recent = clock.now() - support.settings.confirm_after
    running = len(said) > 1 and said[-1].kind is Kind.MEMBER and said[-1].at > recent
    if running and len(tickets) == 1:
        return ()
    others = tuple(
        Button(
            label=Text("support.button.to", {"number": one.number, "about": _short(one)}),
            kind="support.to",
            id=str(one.number),
            only=ticket.person,
        )
        for one in tickets
        if one.id != ticket.id
    )
    told = answer(
        event,
        Text("support.member.heard", {"number": ticket.number}),
        buttons=tuple((one,) for one in others[:MOST_OTHERS]),
    )
    return (told,)


def _short(ticket: Ticket) -> str:
    words = " ".join((ticket.topic_title or ticket.question).split())
    return words if len(words) <= 24 else words[:23] + "…"


async def _in_group(event: MessagePosted, support: Support) -> Decision | None:
    """Only a reply of the member to the ticket's own message joins the ticket."""
    reply = event.message.reply_to
    if event.by.is_person and reply is None and asks_for_news(event.message.text):
        return await _news(event, support)
    if reply is None or reply.voice is not Voice.SELF or not event.by.is_person:
        return None
    line = await support.desk.line_copied_as(MessageRef(event.space, reply.id))
    ticket = await support.desk.ticket(line.ticket) if line else None
    words = words_of(event.message)
    if ticket is None or ticket.person != event.by.person or not ticket.state.is_open or not words:
        return None
    files = support.files_of(event.message)
    decision = await support.relay.member_wrote(ticket, words, event.message.ref, files)
    added = answer(event, Text("support.again.added", {"number": ticket.number}))
    return replace(decision, actions=(*decision.actions, added), final=True)


async def _news(event: MessagePosted, support: Support) -> Decision | None:
    """“Any news?” of somebody with a ticket from here means that ticket."""
    tickets = await support.desk.open_of(event.by.person)
    here = [one for one in tickets if one.origin.lane == event.space.lane]
    if not here:
        return None
    decision = await support.relay.member_wrote(here[0], event.message.text, event.message.ref)
    added = answer(event, Text("support.again.added", {"number": here[0].number}))
    return replace(decision, actions=(*decision.actions, added), final=True)


async def _among_staff(event: MessagePosted, support: Support) -> Decision | None:
    """A reply to a relayed message of the member is public; everything else beside a card is an internal note."""
    reply = event.message.reply_to
    if event.space.thread is None and reply is None:
        return None
    ticket = await support.desk.at_place(event.space, reply.id if reply else None)
    if ticket is None:
        return None
    answered = await support.desk.line_copied_as(MessageRef(event.space, reply.id)) if reply else None
    if answered is not None and answered.kind is Kind.MEMBER:
        return replace(await _public(event, ticket, support), final=True)
    return replace(await noted(event, ticket, support), final=True)


async def _public(event: MessagePosted, ticket: Ticket, support: Support) -> Decision:
    if not event.by.is_person:
        raise SaidNo(Text("support.no.anonymous"))
    if not await support.may_work(event.by, event.space):
        raise SaidNo(Text("support.no.duty"))
    words = event.message.text.strip()
    files = support.files_of(event.message)
    if not words and not files:
        raise SaidNo(Text("support.no.words"))
    if words.startswith("/"):
        raise SaidNo(Text("support.no.command_like"))
    if not ticket.may(Step.REPLIED):
        raise SaidNo(Text("support.no.closed", {"number": ticket.number}))
    sent = words or words_of(event.message)
    decision = await support.drafts.reply(ticket, event.by.person, sent, event.message.ref, files)
    return replace(decision, actions=(*decision.actions, *_left_behind(event, support)))


def _left_behind(event: MessagePosted, support: Support) -> tuple[Action, ...]:
    """Whoever sent a file that is too large hears that it stayed behind."""
    if not too_large(event.message, support.settings.largest_file):
        return ()
    megabytes = f"{support.settings.largest_file / 1_000_000:g}"
    return (answer(event, Text("support.no.too_large", {"limit": megabytes})),)


@handles(Stage.ANSWER)
async def ticket_edits(event: MessageEdited, *, support: Support) -> Decision | None:
    """A line's new words travel where the line went. A reply is changed by its author only, a note never travels."""
    if not _of_a_ticket(event.space) or not event.by.is_person:
        return None
    line = await support.desk.line_said_as(event.message.ref)
    if line is None or line.by != event.by.person:
        return None
    words = words_of(event.message)
    if line.kind is Kind.REPLY:
        words = _reply_words(event.message.text)
        if not words or not await support.may_work(event.by, event.space):
            ignored = answer(event, Text("support.delivered.edit_ignored"))
            return Decision(reason="support.edit_ignored", actions=(ignored,), final=True)
    if not words or words == line.text:
        return None
    return replace(await support.relay.edited(line, words), final=True)


def _reply_words(text: str) -> str:
    """The words of an edited reply, without its `/r`; "" when it became another command."""
    order = read_order(text.strip())
    if order is None:
        return "" if text.strip().startswith("/") else text.strip()
    return order.words if order.name in REPLY else ""


@handles(Stage.ANSWER)
async def ticket_removals(event: MessageRemoved, *, support: Support, clock: Clock) -> Decision | None:
    """Where the platform tells it: a deleted line is deleted on the other side, a deleted card is made anew."""
    if not _of_a_ticket(event.space):
        return None
    line = await support.desk.line_said_as(event.message)
    if line is not None:
        return await support.relay.taken_back(line, None)
    return await _card_removed(event, support, clock)


async def _card_removed(event: MessageRemoved, support: Support, clock: Clock) -> Decision | None:
    ticket = await support.desk.at_place(replace(event.space, thread=None), event.message.id)
    if ticket is None or ticket.card.message != event.message.id:
        return None
    _, write = change_ticket(ticket, replace(ticket, card=replace(ticket.card, message=None)))
    again = Alarm(kind=UPKEEP, subject=ticket.id, at=clock.now(), space=ticket.card.space)
    return Decision(reason="support.card_removed", writes=(write,), alarms=(again,))


@handles(Stage.OBSERVE, where=SpaceKind.PRIVATE)
async def replies_waiting(
    event: MessagePosted | CommandGiven | ButtonPressed, *, support: Support
) -> Decision | None:
    """Somebody is here in private: replies that could not reach them before set out once more."""
    written = isinstance(event, CommandGiven) and event.message is not None  # its message is observed as well
    if not event.by.is_person or written:
        return None
    return await support.relay.redeliver(event.by.person, event.by.identity.platform)


@handles(Stage.OBSERVE)
async def ticket_context(event: MessagePosted, decided: Decision, *, support: Support) -> Decision | None:
    """What is said now is the context of a ticket that may be opened next; what was taken down is none."""
    if not any(isinstance(action, Delete) for action in decided.actions):
        support.remember(event)
    return None


def _of_a_ticket(space: Space) -> bool:
    return space.kind in (SpaceKind.PRIVATE, SpaceKind.STAFF)
