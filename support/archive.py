"""Finding tickets and lines: by number, by person, by the place where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.ports import Reader
from support.blocks import Block, read_block
from support.facts import Tie, read_tie
from support.lines import Line
from support.rows import read_line, read_ticket
from support.tickets import Ticket


class Archive:
    """The read side of the support desk."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    async def ticket(self, ticket_id: str) -> Ticket | None:
        """The ticket of this id."""
        row = await self.reader.row("support.ticket", key=ticket_id)
        return read_ticket(row) if row else None

    async def numbered(self, number: int) -> Ticket | None:
        """The ticket of this number."""
        row = await self.reader.row("support.numbered", wanted=number)
        return read_ticket(row) if row else None

    async def open_on(self, person: PersonId, topic: str) -> Ticket | None:
        """The one open ticket of a person on a topic."""
        row = await self.reader.row("support.open_on", p=person, about=topic)
        return read_ticket(row) if row else None

    async def open_of(self, person: PersonId) -> list[Ticket]:
        """The open tickets of a person, the last active first."""
        return [read_ticket(row) for row in await self.reader.rows("support.open_of", p=person)]

    async def open_tickets(self) -> list[Ticket]:
        """The queue."""
        return [read_ticket(row) for row in await self.reader.rows("support.open")]

    async def open_after(self, number: int, most: int) -> list[Ticket]:
        """The open tickets with the next numbers, in their order."""
        rows = await self.reader.rows("support.open_after", number=number, most=most)
        return [read_ticket(row) for row in rows]

    async def opened_since(self, since: datetime) -> list[Ticket]:
        """The open tickets that began not before `since`, oldest first, at most 200 of them."""
        return [read_ticket(row) for row in await self.reader.rows("support.opened_since", since=since)]

    async def opened_at(self, space: Space, since: datetime) -> list[Ticket]:
        """The open tickets that began in a place not before `since`, oldest first."""
        rows = await self.reader.rows(
            "support.opened_at", platform=space.platform, space=space.id, since=since
        )
        return [one for one in map(read_ticket, rows) if one.origin == space]

    async def held_by(self, person: PersonId) -> list[Ticket]:
        """What waits for a representative."""
        return [read_ticket(row) for row in await self.reader.rows("support.held_by", p=person)]

    async def last_of(self, person: PersonId) -> Ticket | None:
        """The newest ticket of a person, open or not."""
        row = await self.reader.row("support.last_of", p=person)
        return read_ticket(row) if row else None

    async def last_on(self, person: PersonId, topic: str) -> Ticket | None:
        """The newest ticket of a person on a topic, open or not."""
        row = await self.reader.row("support.last_on", p=person, about=topic)
        return read_ticket(row) if row else None

    async def block_of(self, person: PersonId) -> Block | None:
        """The block of a person, also one that has ended by itself."""
        row = await self.reader.row("support.block_of", p=person)
        return read_block(row) if row else None

    async def ties(self, ticket: Ticket) -> list[Tie]:
        """What a ticket is tied to."""
        return [read_tie(row) for row in await self.reader.rows("support.links_of", of=ticket.id)]

    async def at_place(self, space: Space, reply_to: str | None) -> Ticket | None:
        """The ticket that goes on with what stands here: of a merged one the ticket it was merged into."""
        ticket = await self._standing_at(space, reply_to)
        while ticket is not None and ticket.merged_into:
            ticket = await self.ticket(ticket.merged_into)
        return ticket

    async def _standing_at(self, space: Space, reply_to: str | None) -> Ticket | None:
        """The ticket whose thread this is, else the one whose card or line `reply_to` is."""
        if space.thread is not None:
            row = await self.reader.row(
                "support.at_thread", platform=space.platform, space=space.id, thread=space.thread
            )
            if row:
                return read_ticket(row)
        if reply_to is None:
            return None
        ref = MessageRef(space, reply_to)
        row = await self.reader.row("support.at_card", **_place(ref))
        if row:
            return read_ticket(row)
        line = await self.line_copied_as(ref) or await self.line_said_as(ref)
        return await self.ticket(line.ticket) if line else None

    async def line(self, line_id: str) -> Line | None:
        """The line of this id."""
        row = await self.reader.row("support.line_one", key=line_id)
        return read_line(row) if row else None

    async def line_said_as(self, ref: MessageRef) -> Line | None:
        """The line that was written in this message."""
        row = await self.reader.row("support.line_said", **_place(ref))
        return read_line(row) if row else None

    async def line_copied_as(self, ref: MessageRef) -> Line | None:
        """The line that was relayed as this message."""
        row = await self.reader.row("support.line_copy", **_place(ref))
        return read_line(row) if row else None

    async def lines(self, ticket: Ticket) -> list[Line]:
        """All lines of a ticket, oldest first."""
        return [read_line(row) for row in await self.reader.rows("support.lines", of=ticket.id)]

    async def last_words(self, person: PersonId) -> Line | None:
        """What a member said last in any of their tickets."""
        row = await self.reader.row("support.last_words", p=person)
        return read_line(row) if row else None

    async def saying(self, words: str) -> list[Ticket]:
        """Tickets in which each of up to three words was said, or that are tagged with it."""
        wanted = [f"%{_escaped(word)}%" for word in words.split()[:3]]
        wanted += ["%"] * (3 - len(wanted))
        found = await self.reader.rows("support.saying", a=wanted[0], b=wanted[1], c=wanted[2])
        return [read_ticket(row) for row in found]

    async def undelivered(self, person: PersonId) -> list[Line]:
        """The replies that could not be delivered to a person, oldest first."""
        return [read_line(row) for row in await self.reader.rows("support.undelivered", p=person)]


def _escaped(word: str) -> str:
    for sign in ("\\", "%", "_"):
        word = word.replace(sign, f"\\{sign}")
    return word.lower()


def _place(ref: MessageRef) -> Mapping[str, str]:
    return {"platform": ref.space.platform, "space": ref.space.id, "message": ref.id}
