"""Replies that wait: for a moment, or for somebody who says that they go out although another one answers."""

from __future__ import annotations

from datetime import datetime

from chat.actions import Button
from chat.decision import Alarm, Audit, Decision
from chat.errors import SaidNo
from chat.messages import Carried, MessageRef
from chat.people import Duty, PersonId
from chat.ports import Community
from chat.text import Text
from support.desk import Desk
from support.lines import Kind, Line
from support.macros import Macro, Then, expanded, filled, read_macro
from support.presence import JUST_ANSWERED
from support.relay import Relay
from support.states import Step
from support.tickets import Ticket
from support.transfers import drop_draft

LATER = "support.later"
FINISH = "support.finish"


class Drafts:
    """Holds replies back, sends them, drops them; and fills macros in."""

    def __init__(self, desk: Desk, relay: Relay, community: Community) -> None:
        self._desk = desk
        self._relay = relay
        self._community = community

    async def reply(
        self,
        ticket: Ticket,
        by: PersonId,
        text: str,
        said: MessageRef | None,
        files: tuple[Carried, ...] = (),
    ) -> Decision:
        """A public reply, snippets put in; held back while somebody else is answering or has just done so."""
        values = await self._values(ticket, by)
        words = expanded(text, await self.macros(), ticket.language, values)
        other = self._desk.presence.other(ticket.id, by, self._desk.clock.now())
        if other is None:
            return await self._relay.reply(ticket, by, words, said, files)
        line, kept = await self._relay.draft(ticket, by, words, said, files)
        name = await self._desk.directory.name(other) or Text("support.card.someone")
        held = Text("support.draft.held", {"name": name, "text": line.text})
        asked = self._desk.to_staff(ticket, held, buttons=_buttons(line), reply_to=said)
        record = Audit(code="ticket.held", subject=ticket.id, data={"number": ticket.number})
        return Decision(reason="support.held", actions=asked, writes=(kept,), audit=(record,))

    async def schedule(
        self, ticket: Ticket, by: PersonId, text: str, said: MessageRef | None, at: datetime
    ) -> Decision:
        """A reply for later."""
        words = expanded(text, await self.macros(), ticket.language, await self._values(ticket, by))
        line, kept = await self._relay.draft(ticket, by, words, said)
        told = self._desk.to_staff(
            ticket,
            Text("support.draft.scheduled", {"at": at, "text": line.text}),
            buttons=_buttons(line),
            reply_to=said,
            silent=True,
        )
        record = Audit(code="ticket.scheduled", subject=ticket.id, data={"number": ticket.number})
        return Decision(
            reason="support.scheduled",
            actions=told,
            writes=(kept,),
            alarms=(Alarm(kind=LATER, subject=line.id, at=at, space=ticket.card.space),),
            audit=(record,),
        )

    async def due(self, line: Line) -> Decision:
        """The moment of a scheduled reply. Late: it is still sent, unless the talk went on without it."""
        ticket = await self._desk.ticket(line.ticket)
        if line.kind is not Kind.DRAFT or ticket is None:
            return Decision(reason="support.later.nothing")
        space = ticket.card.space
        standing = await self._desk.directory.standing(line.by, space) if space else None
        went_on = any(
            one.kind in (Kind.MEMBER, Kind.REPLY) and (one.at, one.id) > (line.at, line.id)
            for one in await self._desk.lines(ticket)
        )
        trouble = ""
        if not ticket.may(Step.REPLIED):
            trouble = "ended"
        elif standing is None or not standing.has(Duty.REPRESENTATIVE):
            trouble = "duty"
        elif went_on:
            trouble = "went_on"
        if not trouble:
            return await self._relay.send_draft(ticket, line, line.by)
        asked = self._desk.to_staff(
            ticket,
            Text(f"support.late_draft.{trouble}", {"text": line.text}),
            buttons=_buttons(line),
            reply_to=line.said,
        )
        return Decision(reason=f"support.later.{trouble}", actions=asked)

    async def send(self, ticket: Ticket, line: Line, by: PersonId) -> Decision:
        """A draft goes out now, under the name of whoever says so."""
        decision = await self._relay.send_draft(ticket, line, by)
        return decision + Decision(reason="now", alarms=(Alarm(kind=LATER, subject=line.id, at=None),))

    def drop(self, line: Line) -> Decision:
        """A draft is given up."""
        record = Audit(code="ticket.draft_dropped", subject=line.ticket, data={"line": line.id})
        return Decision(
            reason="support.draft_dropped",
            writes=(drop_draft(line),),
            alarms=(Alarm(kind=LATER, subject=line.id, at=None),),
            audit=(record,),
        )

    async def use(self, macro: Macro, ticket: Ticket, by: PersonId) -> Decision:
        """A macro as a public reply, with what follows from it. Raises SaidNo for a second press of the same."""
        words = filled(macro.words(ticket.language), await self._values(ticket, by))
        if await self._just_said(ticket, words):
            raise SaidNo(Text("support.no.just_said"))
        decision = await self.reply(ticket, by, words, None)
        if decision.reason == "support.held":
            return decision
        used = Audit(
            code="ticket.macro_used", subject=ticket.id, data={"number": ticket.number, "macro": macro.name}
        )
        if macro.then is Then.NOTHING and not macro.tags:
            return decision + Decision(reason=macro.name, audit=(used,))
        subject = f"{ticket.id}:{macro.number}:{by}"
        now = self._desk.clock.now()
        follows = Alarm(kind=FINISH, subject=subject, at=now, space=ticket.card.space)
        return decision + Decision(reason=macro.name, audit=(used,), alarms=(follows,))

    async def _just_said(self, ticket: Ticket, words: str) -> bool:
        """Whether the last words of the ticket are these, said a moment ago by whomever."""
        lines = await self._desk.lines(ticket)
        last = lines[-1] if lines else None
        if last is None or last.kind is not Kind.REPLY or last.text != words:
            return False
        return self._desk.clock.now() - last.at < JUST_ANSWERED

    async def macros(self) -> list[Macro]:
        """All macros, by name."""
        return [read_macro(row) for row in await self._desk.reader.rows("support.macros")]

    async def macro(self, number: int) -> Macro | None:
        """The macro of this number."""
        row = await self._desk.reader.row("support.macro_numbered", wanted=number)
        return read_macro(row) if row else None

    async def _values(self, ticket: Ticket, by: PersonId) -> dict[str, str]:
        department = self._desk.settings.department(ticket.department)
        return {
            "name": await self._desk.directory.name(ticket.person),
            "number": str(ticket.number),
            "me": await self._desk.directory.name(by),
            "community": self._community.name,
            "department": department.title(ticket.language) if department else "",
            "topic": ticket.topic_title,
        }


def _buttons(line: Line) -> tuple[tuple[Button, ...], ...]:
    return (
        (
            Button(label=Text("support.button.anyway"), kind="support.anyway", id=line.id),
            Button(label=Text("support.button.drop"), kind="support.drop", id=line.id, danger=True),
        ),
    )
