"""Who is on duty, and who gets a ticket that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chat.actions import Post, Priority, Private
from chat.decision import Alarm, Decision, Value, Write
from chat.people import Duty, PersonId, Rank, Space
from chat.ports import Row
from chat.text import Text
from support.agents import Agent, Mode, choose, merged
from support.desk import Desk, about
from support.promises import due_words
from support.tickets import State, Step, Ticket, audited

ASSIGN = "support.assign"
SHIFT = "support.shift"
LATER = timedelta(minutes=5)
"""How long to wait before somebody is looked for again when everybody on duty has their hands full."""


async def assigned(desk: Desk, ticket: Ticket, person: PersonId) -> Post:
    """Whoever did not take a ticket themselves hears in private that it is theirs."""
    name = await desk.directory.name(ticket.person) or Text("support.card.someone")
    body = Text("support.rota.assigned", {"number": ticket.number, "name": name, "due": due_words(ticket)})
    serves = about("assigned", ticket.id, person)
    return Post(to=Private(person), body=body, urgency=Priority.STAFF, about=serves)


class Rota:
    """Reads who is there; decides who gets what."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def agent(self, person: PersonId) -> Agent | None:
        """What a representative told of themselves."""
        row = await self._desk.reader.row("support.agent", p=person)
        return _read(row) if row else None

    async def agents(self, space: Space | None) -> list[Agent]:
        """Every representative; managers only when they told their hours."""
        desk = self._desk
        known = {PersonId(row["person"]): _read(row) for row in await desk.reader.rows("support.agents")}
        load = {row["assignee_person"]: int(row["count"]) for row in await desk.reader.rows("support.load")}
        place = space or next(iter(desk.directory.spaces()), None)
        people = [
            one
            for one in await desk.directory.holders(Duty.REPRESENTATIVE, place)
            if one in known
            or place is None
            or (await desk.directory.standing(one, place)).rank < Rank.MANAGER
        ]
        return merged(known, people, load)

    async def on_duty(self, space: Space | None) -> list[Agent]:
        """Everybody who is there now."""
        calendar, now = self._desk.timekeeper.calendar, self._desk.clock.now()
        return [one for one in await self.agents(space) if one.on_duty(calendar, now)]

    def save(self, before: Agent | None, after: Agent) -> Write:
        """What a representative told, kept."""
        values: dict[str, Value] = {
            "hours": after.hours,
            "languages": " ".join(after.languages),
            "skills": " ".join(after.skills),
            "capacity": after.capacity,
            "away_from": after.away_from,
            "away_until": after.away_until,
            "updated_at": self._desk.clock.now(),
        }
        if before is None:
            return Write(
                "support.agent_add", {"person": after.person, "assigned_at": None, **values}, expect=1
            )
        changed = {f"new_{name}": value for name, value in values.items()}
        return Write("support.agent_set", {"p": after.person, **changed}, expect=1)

    async def shift(self, person: PersonId) -> tuple[Alarm, ...]:
        """When to see whether somebody who has tickets went home."""
        agent = await self.agent(person)
        ends = agent.shift_ends(self._desk.timekeeper.calendar, self._desk.clock.now()) if agent else None
        return (Alarm(kind=SHIFT, subject=person, at=ends),) if ends else ()

    async def assign(self, ticket: Ticket) -> Decision:
        """The assigning alarm. Late means nothing: whoever is there now gets what nobody has."""
        desk, settings = self._desk, self._desk.settings.assignment
        mode = Mode(settings.mode)
        if mode is Mode.MANUAL or ticket.assignee is not None or ticket.state is not State.NEW:
            return Decision(reason="support.assign.nothing")
        now = desk.clock.now()
        agents = await self.agents(ticket.card.space)
        there = [one for one in agents if one.on_duty(desk.timekeeper.calendar, now)]
        chosen = choose(ticket, there, mode, settings.capacity)
        if chosen is None:
            again = Alarm(kind=ASSIGN, subject=ticket.id, at=self._next(agents, now), space=ticket.card.space)
            return Decision(reason="support.assign.nobody", alarms=(again,))
        after = ticket.assigned(chosen.person, now)
        audit = (audited(Step.ASSIGNED, ticket, after, by="rota", mode=mode.value),)
        known = await self.agent(chosen.person)
        marked = (
            Write("support.agent_assigned", {"p": chosen.person, "moment": now}, expect=1)
            if known
            else Write(
                "support.agent_add",
                {**dict(self.save(None, Agent(person=chosen.person)).values), "assigned_at": now},
                expect=1,
            )
        )
        _, decision = await desk.changed(
            ticket,
            after,
            reason="support.assigned",
            audit=audit,
            actions=(await assigned(desk, after, chosen.person),),
            writes=(marked,),
        )
        return decision

    def _next(self, agents: Sequence[Agent], now: datetime) -> datetime:
        calendar = self._desk.timekeeper.calendar
        moments = [at for one in agents if (at := one.back_at(calendar, now)) is not None]
        return max(min(moments, default=now + timedelta(hours=1)), now + LATER)

    async def off(self, person: PersonId, why: str) -> Decision:
        """Somebody is no longer there: what waits for them returns to the queue, and the others see it."""
        desk = self._desk
        whole = Decision(reason=f"support.off.{why}")
        if not desk.settings.assignment.return_when_off:
            return whole
        for ticket in await desk.held_by(person):
            whole = whole + await self._returned(ticket, person, "returned", why)
        return whole

    async def _returned(self, ticket: Ticket, person: PersonId, told: str, why: str) -> Decision:
        """A ticket leaves whoever had it for the queue, and the others see it."""
        desk = self._desk
        name = await desk.directory.name(person) or Text("support.card.someone")
        after = ticket.released(desk.clock.now())
        _, decision = await desk.changed(
            ticket,
            after,
            reason="support.returned",
            actions=desk.to_staff(ticket, Text(f"support.rota.{told}", {"name": name})),
            audit=(audited(Step.RELEASED, ticket, after, why=why),),
        )
        return decision

    async def lost(self, ticket: Ticket) -> Decision | None:
        """The ticket returns to the queue when whoever has it may no longer work on it; None when they may."""
        desk = self._desk
        person, place = ticket.assignee, ticket.card.space or desk.home(ticket.origin.platform)
        if (
            person is None
            or place is None
            or not ticket.may(Step.RELEASED)
            or (await desk.directory.standing(person, place)).has(Duty.REPRESENTATIVE)
        ):
            return None
        return await self._returned(ticket, person, "lost", "duty")

    async def shift_ended(self, person: PersonId) -> Decision:
        """The shift alarm. Late means nothing: who is there now keeps what they have."""
        agent, calendar, now = (
            await self.agent(person),
            self._desk.timekeeper.calendar,
            self._desk.clock.now(),
        )
        if agent is None or not agent.hours:
            return Decision(reason="support.shift.nothing")
        if agent.on_duty(calendar, now):
            return Decision(reason="support.shift.goes_on", alarms=await self.shift(person))
        return await self.off(person, "shift")

    async def away(self, person: PersonId, until: datetime | None) -> Decision:
        """Somebody is away from now on, what waits for them returns to the queue."""
        before = await self.agent(person)
        after = replace(before or Agent(person=person), away_from=self._desk.clock.now(), away_until=until)
        gone = await self.off(person, "away")
        return replace(gone, writes=(self.save(before, after), *gone.writes))

    async def back(self, person: PersonId) -> Decision:
        """Somebody is there again."""
        before = await self.agent(person)
        after = replace(before or Agent(person=person), away_from=None, away_until=None)
        return Decision(reason="support.back", writes=(self.save(before, after),))

    async def tell(self, person: PersonId, profile: Agent) -> Decision:
        """Somebody told their hours, languages, skills and capacity."""
        before = await self.agent(person)
        told = replace(
            profile,
            person=person,
            away_from=before.away_from if before else None,
            away_until=before.away_until if before else None,
        )
        return Decision(reason="support.profile", writes=(self.save(before, told),))

    async def shown(self, space: Space | None) -> Text:
        """The rota: everybody, whether they are there, what they have."""
        desk, now = self._desk, self._desk.clock.now()
        agents = await self.agents(space)
        names = await desk.names(one.person for one in agents)
        mode = Text(f"support.rota.mode.{desk.settings.assignment.mode}")
        rows: Text = Text("support.rota.end", {"count": len(agents), "mode": mode})
        for agent in reversed(agents):
            rows = Text(
                "support.rota.row",
                {
                    "name": names.get(agent.person) or Text("support.card.someone"),
                    "state": self._presence(agent, now),
                    "load": agent.load,
                    "capacity": agent.capacity or desk.settings.assignment.capacity,
                    "hours": agent.hours or Text("support.rota.desk_hours"),
                    "can": " ".join((*agent.languages, *(f"#{one}" for one in agent.skills))) or "*",
                    "more": rows,
                },
            )
        return rows

    def _presence(self, agent: Agent, now: datetime) -> Text:
        calendar = self._desk.timekeeper.calendar
        if agent.on_duty(calendar, now):
            return Text("support.rota.here")
        back = agent.back_at(calendar, now)
        return Text("support.rota.back", {"at": back}) if back else Text("support.rota.away")


def _read(row: Row) -> Agent:
    return Agent(
        person=PersonId(row["person"]),
        hours=row["hours"],
        languages=tuple(row["languages"].split()),
        skills=tuple(row["skills"].split()),
        capacity=row["capacity"],
        away_from=row["away_from"],
        away_until=row["away_until"],
        assigned_at=row["assigned_at"],
    )
