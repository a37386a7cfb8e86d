"""Keeps each ticket's card where the staff can see it."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Action, Button, Post, Priority
from chat.decision import Alarm, Audit, Decision
from chat.people import Space
from chat.text import Text
from support.arrivals import lost
from support.card import face, story
from support.desk import Desk, about
from support.lines import Kind, Line, Way
from support.opening import UPKEEP, Opening, member_said, retry_after
from support.rows import change_ticket, move_line
from support.tickets import Card, Ticket

RELAYED_ANEW = 10
"""Most of the member's lines that are put beside a card made anew."""


class Upkeep:
    """Decides on the outcomes of cards, and on the alarm that looks after them."""

    def __init__(self, desk: Desk, opening: Opening) -> None:
        self._desk = desk
        self._opening = opening

    async def thread_made(self, ticket: Ticket, thread: str, degraded: bool) -> Decision:
        """The ticket's thread is there."""
        space = ticket.card.space
        if space is None:
            return Decision(reason="support.thread_made.old")
        made = replace(ticket.card, space=replace(space, thread=thread))
        card = replace(ticket.card, threadless=True) if degraded else made
        _, write = change_ticket(ticket, replace(ticket, card=card))
        return Decision(reason="support.thread_made", writes=(write,))

    async def card_made(self, ticket: Ticket, message: str, shown: str) -> Decision:
        """The card is up: show what changed meanwhile, and put the lines beside it that waited for it."""
        card = replace(ticket.card, message=message, asked=False, tries=0)
        after, write = change_ticket(ticket, replace(ticket, card=card))
        anew = await self._desk.refreshed(after) if face(ticket) != shown else ()
        held = any(line.way is Way.HELD for line in await self._desk.lines(ticket))
        now = self._desk.clock.now()
        again = (Alarm(kind=UPKEEP, subject=ticket.id, at=now, space=card.space),) if held else ()
        told = await self._elsewhere(after)
        return Decision(reason="support.card_made", actions=(*anew, *told), writes=(write,), alarms=again)

    async def _elsewhere(self, ticket: Ticket) -> tuple[Action, ...]:
        """One line with a link in the staff space of the member's platform, where that is not the card's."""
        desk, card = self._desk, ticket.card.ref
        other = desk.directory.staff_space(ticket.origin.platform)
        if (
            card is None
            or other is None
            or (other.platform, other.id) == (card.space.platform, card.space.id)
        ):
            return ()
        link = desk.directory.message_link(card)
        name = await desk.directory.name(ticket.person) or Text("support.card.someone")
        open_it = ((Button(label=Text("support.button.open_card"), url=link),),) if link else ()
        words = Text(
            "support.line.elsewhere",
            {"number": ticket.number, "name": name, "platform": card.space.platform.capitalize()},
        )
        line = Post(
            to=other,
            body=words,
            buttons=open_it,
            language=desk.directory.space_language(other, ticket.language),
            urgency=Priority.STAFF,
            silent=True,
        )
        return (line,)

    async def card_failed(self, ticket: Ticket, what: str, why: str) -> Decision:
        """The thread or the card could not be made, or the card is gone: try again, ever more slowly."""
        record = Audit(
            code="ticket.card_stuck",
            subject=ticket.id,
            data={"number": ticket.number, "what": what, "why": why},
        )
        card, gone = ticket.card, why.endswith(".gone")
        if what == "edit" and not gone:
            return Decision(reason="support.card_not_shown", audit=(record,))
        if what == "thread":
            after = replace(card, threadless=True)
        elif what == "edit":
            after = replace(card, message=None, asked=False)
        else:
            after = replace(lost(card), tries=card.tries + 1)
        _, write = change_ticket(ticket, replace(ticket, card=after))
        again = Alarm(
            kind=UPKEEP,
            subject=ticket.id,
            at=self._desk.clock.now() + retry_after(0 if what == "edit" else card.tries),
            space=card.space,
        )
        return Decision(
            reason=f"support.{what}_failed",
            writes=(write,),
            alarms=(again,) if what != "thread" and ticket.state.is_open else (),
            audit=(record,),
        )

    async def look_after(self, ticket: Ticket) -> Decision:
        """The upkeep alarm. Late means nothing: it makes what is missing at this moment.

        A card on its way is waited for. A ticket that is no longer open needs no new card.
        """
        if ticket.card.asked or not ticket.state.is_open:
            return Decision(reason="support.upkeep.nothing")
        if ticket.card.is_up:
            return await self._put_beside(ticket)
        return await self._put_up_anew(ticket)

    async def _put_beside(self, ticket: Ticket) -> Decision:
        held = [line for line in await self._desk.lines(ticket) if line.way is Way.HELD]
        name = await self._desk.directory.name(ticket.person)
        actions: list[Action] = []
        for line in held:
            words = member_said(ticket, line, name)
            serves = about("copy", line.id, line.edits)
            actions += self._desk.to_staff(ticket, words, serves=serves, carried=line.files)
        return Decision(
            reason="support.upkeep.beside",
            actions=tuple(actions),
            writes=tuple(move_line(line, Way.WAITING) for line in held),
        )

    async def _put_up_anew(self, ticket: Ticket) -> Decision:
        desk = self._desk
        home = desk.home(ticket.origin.platform)
        if home is None:
            return await self._still_homeless(ticket)
        card = _card_in(home, ticket.card, self._opening.new_card(home))
        after, write = change_ticket(ticket, replace(ticket, card=card))
        lines = await desk.lines(ticket)
        relayed = [line for line in lines if line.kind is Kind.MEMBER and line.way is not Way.REMOVED]
        relayed = relayed[-RELAYED_ANEW:]
        actions = await self._opening.put_up(after, relayed, lines)
        told = await self._story(after, lines, actions)
        held = [move_line(line, Way.WAITING) for line in relayed if line.way is Way.HELD]
        return Decision(reason="support.upkeep.card", actions=(*actions, *told), writes=(write, *held))

    async def _story(
        self, ticket: Ticket, lines: list[Line], actions: tuple[Action, ...]
    ) -> tuple[Action, ...]:
        """What was replied and noted before, in the place where the card now is."""
        if not any(line.kind in (Kind.REPLY, Kind.NOTE) for line in lines):
            return ()
        shown = next(action for action in actions if isinstance(action, Post))
        told = story(lines, await self._desk.view(ticket, lines))
        body = Text("support.story.before", {"story": told})
        return (replace(shown, body=body, buttons=(), about=None),)

    async def _still_homeless(self, ticket: Ticket) -> Decision:
        tries = ticket.card.tries
        _, write = change_ticket(ticket, replace(ticket, card=Card(tries=tries + 1)))
        again = Alarm(kind=UPKEEP, subject=ticket.id, at=self._desk.clock.now() + retry_after(3))
        told = await self._opening.no_home(ticket) if tries == 0 else ()
        return Decision(reason="support.upkeep.homeless", actions=told, writes=(write,), alarms=(again,))


def _card_in(home: Space, old: Card, new: Card) -> Card:
    """A card about to be made: in the thread that is still there, without one where that could not be opened."""
    same = old.space is not None and (old.space.platform, old.space.id) == (home.platform, home.id)
    if not same or old.space is None:
        return replace(new, tries=old.tries)
    threadless = new.threadless or old.threadless
    return Card(space=old.space, threadless=threadless, asked=True, tries=old.tries)
