"""Member ↔ staff lines: what crosses and what must not."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Action, Button, Delete, Edit, Post, Private
from chat.decision import Audit, Decision, Write
from chat.errors import SaidNo
from chat.messages import Carried, MessageRef
from chat.people import PersonId
from chat.text import Text
from support.desk import Desk, about
from support.facts import PUBLISHED
from support.lines import Kind, Line, Way, storable
from support.opening import member_said
from support.rows import add_line, edit_line, move_line, remove_line
from support.tickets import Step, Ticket, audited
from support.transfers import link_ticket, send_draft, transfer_line


class Relay:
    """Carries lines. A NOTE and a CONTEXT line have no way out of the staff space: nothing here posts one elsewhere."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def member_wrote(
        self, ticket: Ticket, text: str, said: MessageRef | None, files: tuple[Carried, ...] = ()
    ) -> Decision:
        """A further message of the member: into the ticket and beside its card."""
        desk = self._desk
        now = desk.clock.now()
        after = ticket.take(Step.MEMBER_WROTE, now)
        way = Way.WAITING if ticket.card.is_up else Way.HELD
        line = replace(self._line(ticket, Kind.MEMBER, ticket.person, text, said, way), files=files)
        after, decision = await desk.changed(
            ticket,
            after,
            reason="support.member_wrote",
            writes=(add_line(line),),
            audit=(audited(Step.MEMBER_WROTE, ticket, after),) if after.state is not ticket.state else (),
        )
        return replace(decision, actions=(*decision.actions, *await self._copied(after, line)))

    async def _copied(self, ticket: Ticket, line: Line) -> tuple[Action, ...]:
        name = await self._desk.directory.name(ticket.person)
        return self._desk.to_staff(
            ticket,
            member_said(ticket, line, name),
            serves=about("copy", line.id, line.edits),
            carried=line.files,
        )

    async def reply(
        self,
        ticket: Ticket,
        by: PersonId,
        text: str,
        said: MessageRef | None,
        files: tuple[Carried, ...] = (),
    ) -> Decision:
        """A public reply of a human: to the member where they are; the first one stops the clock."""
        line = replace(self._line(ticket, Kind.REPLY, by, text, said, Way.WAITING), files=files)
        return await self._sent(ticket, line, add_line(line))

    async def draft(
        self,
        ticket: Ticket,
        by: PersonId,
        text: str,
        said: MessageRef | None,
        files: tuple[Carried, ...] = (),
    ) -> tuple[Line, Write]:
        """A reply that is kept for later."""
        line = replace(self._line(ticket, Kind.DRAFT, by, text, said, Way.HERE), files=files)
        return line, add_line(line)

    async def send_draft(self, ticket: Ticket, draft: Line, by: PersonId) -> Decision:
        """A draft sets out as the reply of whoever sends it."""
        now = self._desk.clock.now()
        line = replace(draft, kind=Kind.REPLY, way=Way.WAITING, by=by, at=now)
        return await self._sent(ticket, line, send_draft(draft, by, now))

    async def _sent(self, ticket: Ticket, line: Line, kept: Write) -> Decision:
        desk = self._desk
        now = desk.clock.now()
        after = ticket.replied(line.by, now)
        audit = [audited(Step.REPLIED, ticket, after, line=line.id)]
        sent = await self.delivery(after, line)
        if ticket.first_reply_at is None:
            seconds = ticket.waited(now).total_seconds()
            audit.append(
                Audit(
                    code="ticket.first_reply",
                    subject=ticket.id,
                    data={"number": ticket.number, "seconds": seconds},
                )
            )
        desk.presence.done(ticket.id, line.by, now)
        _, decision = await desk.changed(
            ticket,
            after,
            reason="support.replied",
            actions=(sent,),
            writes=(kept,),
            audit=tuple(audit),
        )
        return decision

    async def delivery(
        self, ticket: Ticket, line: Line, platform: str | None = None, *, first: bool = True
    ) -> Action:
        """A reply on its way to the member: to each platform they are known on until one takes it.

        Where all refuse, a public line tells that one is waiting. `platform` = only there.
        """
        nudge = await self._nudge(ticket, line) if first else None
        reply = Post(
            to=Private(ticket.person, platform),
            body=_reply_text(ticket, line),
            about=about("reply", line.id, line.edits),
            carried=line.files,
            otherwise=nudge,
        )
        if platform is not None:
            return reply
        seen = [one.platform for one in await self._desk.directory.identities(ticket.person)]
        known = list(dict.fromkeys(seen))
        last = nudge
        for other in reversed(known[1:]):
            last = replace(reply, to=Private(ticket.person, other), otherwise=last)
        return replace(reply, to=Private(ticket.person, known[0] if len(known) > 1 else None), otherwise=last)

    async def _nudge(self, ticket: Ticket, line: Line) -> Post | None:
        waits = Text("support.reply.waits", await self._desk.addressed(ticket))
        fetch = Button(
            label=Text("support.button.fetch"), kind="support.fetch", id=ticket.id, only=ticket.person
        )
        return self._desk.in_public(ticket, waits, serves=about("nudged", line.id), buttons=(fetch,))

    async def redeliver(self, person: PersonId, platform: str) -> Decision | None:
        """Every reply that could not be delivered sets out once more, now that the member is within reach."""
        rows = await self._desk.undelivered(person)
        if not rows:
            return None
        actions: list[Action] = []
        for line in rows:
            ticket = await self._desk.ticket(line.ticket)
            if ticket is not None:
                actions.append(await self.delivery(ticket, line, platform, first=False))
        return Decision(
            reason="support.redelivered",
            actions=tuple(actions),
            writes=tuple(move_line(line, Way.AGAIN) for line in rows),
        )

    async def note(self, ticket: Ticket, by: PersonId, text: str, said: MessageRef | None) -> Decision:
        """An internal note: kept, and shown beside the card when it was not written there."""
        desk = self._desk
        line = self._line(ticket, Kind.NOTE, by, text, said, Way.HERE)
        shown: tuple[Action, ...] = ()
        if said is None:
            name = await desk.directory.name(by) or Text("support.card.someone")
            shown = desk.to_staff(ticket, Text("support.line.noted", {"name": name, "text": line.text}))
        noted = Audit(code="ticket.noted", subject=ticket.id, data={"number": ticket.number})
        return Decision(reason="support.noted", actions=shown, writes=(add_line(line),), audit=(noted,))

    def _line(
        self, ticket: Ticket, kind: Kind, by: PersonId, text: str, said: MessageRef | None, way: Way
    ) -> Line:
        return Line(
            id=self._desk.ids.new(),
            ticket=ticket.id,
            kind=kind,
            by=by,
            text=storable(text),
            at=self._desk.clock.now(),
            way=way,
            said=said,
        )

    async def switched(self, line: Line, was: Ticket, to: Ticket) -> Decision:
        """The member meant another of their tickets: their last message goes there, and so will what follows."""
        desk = self._desk
        after = to.take(Step.MEMBER_WROTE, desk.clock.now())
        moved = replace(line, ticket=to.id, way=Way.WAITING if to.card.is_up else Way.HELD, copy=None)
        gone: tuple[Action, ...] = ()
        if line.copy is not None:
            body = Text("support.line.moved", {"number": to.number})
            language = desk.directory.space_language(line.copy.space, to.language)
            gone = (Edit(to=line.copy.space, message=line.copy, body=body, language=language),)
        after, decision = await desk.changed(
            to,
            after,
            reason="support.switched",
            actions=gone,
            writes=(transfer_line(line, moved),),
            audit=(audited(Step.MEMBER_WROTE, to, after),) if after.state is not to.state else (),
        )
        record = Audit(code="ticket.switched", subject=to.id, data={"number": to.number, "was": was.number})
        copied = await self._copied(after, moved) if moved.way is Way.WAITING else ()
        return replace(decision, actions=(*decision.actions, *copied), audit=(*decision.audit, record))

    async def publish(self, ticket: Ticket, line: Line) -> Decision:
        """A reply said in public as well, because a representative wants it so. Raises SaidNo when it was already."""
        known = await self._desk.ties(ticket)
        if any((one.kind, one.target) == (PUBLISHED, line.id) for one in known):
            raise SaidNo(Text("support.no.published"))
        words = {**await self._desk.addressed(ticket), "text": line.text}
        post = self._desk.in_public(
            ticket, Text("support.reply.public", words), serves=about("published", ticket.id)
        )
        told = Audit(code="ticket.published", subject=ticket.id, data={"line": line.id})
        kept = link_ticket(ticket.id, PUBLISHED, line.id, "", self._desk.clock.now())
        actions = (post,) if post else ()
        return Decision(reason="support.published", actions=actions, writes=(kept,), audit=(told,))

    async def edited(self, line: Line, text: str) -> Decision:
        """The words of a line changed where they were written: so do they on the other side."""
        ticket = await self._desk.ticket(line.ticket)
        changed = replace(line, text=storable(text), edits=line.edits + 1)
        actions: tuple[Action, ...] = ()
        if ticket is not None:
            name = await self._desk.directory.name(ticket.person)
            actions = self.rewritten(ticket, changed, name)
        return Decision(
            reason="support.line_edited", actions=actions, writes=(edit_line(line, changed.text),)
        )

    def rewritten(self, ticket: Ticket, line: Line, name: str) -> tuple[Action, ...]:
        """The copy of a line brought up to its words, if it has one."""
        if line.copy is None or line.kind not in (Kind.REPLY, Kind.MEMBER):
            return ()
        is_reply = line.kind is Kind.REPLY
        edit = Edit(
            to=line.copy.space,
            message=line.copy,
            body=_reply_text(ticket, line) if is_reply else member_said(ticket, line, name),
            language=None
            if is_reply
            else self._desk.directory.space_language(line.copy.space, ticket.language),
            about=about("edited", line.id),
        )
        return (edit,)

    async def taken_back(self, line: Line, by: PersonId | None) -> Decision:
        """A line is removed where it was written: so is its copy. A reply that never arrived is just dropped."""
        ticket = await self._desk.ticket(line.ticket)
        removed = Audit(
            code="ticket.line_removed", subject=line.ticket, data={"line": line.id, "kind": line.kind.value}
        )
        if line.kind is Kind.REPLY and line.copy is not None:
            delete = Delete(
                to=line.copy.space,
                messages=(line.copy.id, *line.more),
                about=about("unsent", line.id, by or ""),
            )
            return Decision(reason="support.unsend", actions=(delete,), audit=(removed,))
        actions: tuple[Action, ...] = ()
        if line.kind is Kind.MEMBER and line.copy is not None and ticket is not None:
            actions = self.blanked(line, line.copy)
        return Decision(
            reason="support.line_removed", actions=actions, writes=(remove_line(line),), audit=(removed,)
        )

    def blanked(self, line: Line, copy: MessageRef) -> tuple[Action, ...]:
        """The staff's copy of a line that the member deleted, without its words."""
        language = self._desk.directory.space_language(copy.space)
        body = Text("support.line.member_removed")
        return (
            Edit(to=copy.space, message=copy, body=body, language=language, about=about("edited", line.id)),
        )


def _reply_text(ticket: Ticket, line: Line) -> Text:
    return Text("support.reply.body", {"number": ticket.number, "text": line.text})
