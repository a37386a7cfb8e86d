"""What became of a line on its way: arrived, refused, removed."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Action, Button, Delete
from chat.decision import Alarm, Audit, Decision
from chat.messages import MessageRef
from chat.people import Space
from chat.text import Text
from support.desk import Desk, about
from support.lines import Line, Way
from support.opening import UPKEEP, retry_after
from support.relay import Relay
from support.rows import change_ticket, copied, move_line, remove_line
from support.tickets import Card, Reach, Ticket


class Arrivals:
    """Decides on the outcomes of relayed lines and of news for the member."""

    def __init__(self, desk: Desk, relay: Relay) -> None:
        self._desk = desk
        self._relay = relay

    async def copy_arrived(self, line: Line, space: Space, message: str, edits: int) -> Decision:
        """A member's line stands beside the card; what happened to it meanwhile is made good."""
        ticket = await self._desk.ticket(line.ticket)
        if ticket is None:
            return Decision(reason="support.copy_arrived.erased")
        ref = MessageRef(ticket.card.space or space, message)
        if line.way is Way.REMOVED:
            blank = self._relay.blanked(line, ref)
            return Decision(reason="support.copy_arrived.removed", actions=blank)
        name = await self._desk.directory.name(ticket.person)
        anew = replace(line, copy=ref)
        correction = self._relay.rewritten(ticket, anew, name) if line.edits != edits else ()
        return Decision(reason="support.copy_arrived", actions=correction, writes=(copied(line, ref),))

    async def copy_refused(self, line: Line, why: str) -> Decision:
        """A member's line could not be put beside the card: the card is looked after, the line kept for it."""
        ticket = await self._desk.ticket(line.ticket)
        if ticket is None or line.way is not Way.WAITING:
            return Decision(reason="support.copy_refused.old")
        held, gone = move_line(line, Way.HELD), why.endswith(".gone")
        again = Alarm(
            kind=UPKEEP,
            subject=ticket.id,
            at=self._desk.clock.now() + retry_after(0 if gone else ticket.card.tries),
            space=ticket.card.space,
        )
        if ticket.card.asked:
            return Decision(reason="support.copy_refused", writes=(held,), alarms=(again,))
        card = lost(ticket.card) if gone else replace(ticket.card, tries=ticket.card.tries + 1)
        _, write = change_ticket(ticket, replace(ticket, card=card))
        return Decision(reason="support.copy_refused", writes=(write, held), alarms=(again,))

    async def reply_arrived(self, line: Line, space: Space, ids: tuple[str, ...], edits: int) -> Decision:
        """The member has the reply; what happened to it meanwhile is made good."""
        ticket = await self._desk.ticket(line.ticket)
        if ticket is None:
            return Decision(reason="support.reply_arrived.erased")
        ref, more = MessageRef(space, ids[0] if ids else ""), ids[1:]
        if line.way is Way.REMOVED:
            gone = Delete(to=space, messages=ids, about=about("unsent", line.id, ""))
            return Decision(reason="support.reply_arrived.removed", actions=(gone,))
        anew = replace(line, copy=ref)
        correction = self._relay.rewritten(ticket, anew, "") if line.edits != edits else ()
        _, decision = await self._reached(ticket, Reach.PRIVATE, "support.reply_arrived")
        told = await self._say_delivered(ticket, line)
        return replace(
            decision,
            actions=(*decision.actions, *correction, *told),
            writes=(*decision.writes, copied(line, ref, more)),
        )

    async def _say_delivered(self, ticket: Ticket, line: Line) -> tuple[Action, ...]:
        name = await self._desk.directory.name(line.by) or Text("support.card.someone")
        body = (
            Text("support.delivered.plain")
            if line.said
            else Text("support.delivered.text", {"name": name, "text": line.text})
        )
        unsend = Button(label=Text("support.button.unsend"), kind="support.unsend", id=line.id, danger=True)
        row = (*publish_button(ticket, line), unsend)
        return self._desk.to_staff(ticket, body, buttons=(row,), reply_to=line.said, silent=True)

    async def reply_refused(self, line: Line, nudged: bool) -> Decision:
        """The reply could not be delivered in private; `nudged` = a public line told the member that it waits."""
        ticket = await self._desk.ticket(line.ticket)
        if ticket is None or line.way not in (Way.WAITING, Way.AGAIN):
            return Decision(reason="support.reply_refused.old")
        reach = Reach.PUBLIC if nudged else Reach.NONE
        if line.way is Way.AGAIN:
            reach = ticket.reach
        after, decision = await self._reached(ticket, reach, "support.reply_refused")
        said = "support.delivered.nudged" if reach is Reach.PUBLIC else "support.delivered.refused"
        row = publish_button(ticket, line)
        told = self._desk.to_staff(after, Text(said), buttons=(row,) if row else (), reply_to=line.said)
        return replace(
            decision,
            actions=(*decision.actions, *(told if line.way is Way.WAITING else ())),
            writes=(*decision.writes, move_line(line, Way.REFUSED)),
        )

    async def told(self, ticket: Ticket, reach: Reach) -> Decision:
        """News for the member arrived, in private, in public, or not at all."""
        _, decision = await self._reached(ticket, reach, f"support.told.{reach}")
        return decision

    async def _reached(self, ticket: Ticket, reach: Reach, reason: str) -> tuple[Ticket, Decision]:
        if ticket.reach is reach:
            return ticket, Decision(reason=reason)
        return await self._desk.changed(ticket, replace(ticket, reach=reach), reason=reason)

    async def unsent(self, line: Line) -> Decision:
        """The member's copy of a reply is gone."""
        ticket = await self._desk.ticket(line.ticket)
        told = (
            self._desk.to_staff(ticket, Text("support.delivered.unsent"), reply_to=line.said)
            if ticket
            else ()
        )
        return Decision(reason="support.unsent", actions=told, writes=(remove_line(line),))

    async def not_changed(self, line: Line, key: str, why: str) -> Decision:
        """The other side could not be changed: the staff must know what the member still sees."""
        ticket = await self._desk.ticket(line.ticket)
        told = self._desk.to_staff(ticket, Text(key), reply_to=line.said) if ticket else ()
        record = Audit(code="ticket.line_stuck", subject=line.ticket, data={"line": line.id, "why": why})
        return Decision(reason="support.line_stuck", actions=told, audit=(record,))


def publish_button(ticket: Ticket, line: Line) -> tuple[Button, ...]:
    """Saying a reply in public is a step of its own, where the member asked in public."""
    if ticket.origin.is_private or not ticket.origin.id:
        return ()
    return (Button(label=Text("support.button.publish"), kind="support.public", id=line.id),)


def lost(card: Card) -> Card:
    """A card whose thread, or message, is gone: to be made anew in the staff space."""
    space = replace(card.space, thread=None) if card.space else None
    return Card(space=space, threadless=card.threadless, tries=card.tries)
