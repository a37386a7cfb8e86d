"""Calls people before a promise is broken: whoever has the ticket, who is on duty, the managers; never a storm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chat.actions import Action, Button, Post, Priority, Private
from chat.decision import Alarm, Audit, Decision, Write
from chat.errors import SaidNo
from chat.people import PersonId, Space
from chat.ports import Row
from chat.text import Mention, Text
from support.clocks import FULL, Call, Kind, Level
from support.desk import Desk, about
from support.opening import Opening
from support.promises import pressing_words
from support.rota import Rota
from support.rows import change_ticket
from support.tickets import Ticket
from support.timekeeping import acknowledged

CLOCK = "support.clock"
ALERTS = "support.alerts"
GATHER = timedelta(seconds=3)
"""How long calls are gathered before they are made: what comes together is told together."""
SAME = timedelta(minutes=1)
"""Presses that differ by less are one press."""
MENTIONED = 5
"""Most people that a call names."""
LISTED = 15
"""Most tickets that a digest lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One call that is to be made."""

    id: str
    ticket: str
    kind: Kind
    percent: int
    level: Level


class Calling:
    """Decides on the two alarms of the clocks, and on what people press under a call."""

    def __init__(self, desk: Desk, opening: Opening, rota: Rota) -> None:
        self._desk = desk
        self._opening = opening
        self._rota = rota

    def wakes(self, ticket: Ticket) -> Alarm:
        """The clock's alarm: when somebody is to be called next, or never."""
        at = self._desk.timekeeper.rings_at(ticket.clocks)
        return Alarm(kind=CLOCK, subject=ticket.id, at=at, space=self._desk.home(ticket.origin.platform))

    async def ring(self, ticket: Ticket) -> Decision:
        """The clock's alarm. Late: whoever should have been called by now is called now, nobody twice."""
        now = self._desk.clock.now()
        clocks, call = self._desk.timekeeper.rung(ticket.clocks, now)
        rung = replace(ticket, clocks=clocks)
        after, write = change_ticket(ticket, rung)
        if call is None:
            return Decision(reason="support.clock.early", alarms=(self.wakes(after),))
        missed = clocks.run(call.kind)
        audits = [self._audit(ticket, "ticket.clock_warned", call)]
        before = ticket.clocks.run(call.kind)
        if missed and before and before.warned < FULL <= missed.warned:
            audits.append(self._audit(ticket, "ticket.clock_missed", call))
        gathered = Alarm(kind=ALERTS, subject=ticket.origin.platform, at=now + GATHER)
        whole = Decision(
            reason=f"support.clock.{call.level}",
            writes=(self._alert(ticket, call, now),),
            alarms=(gathered,),
            audit=tuple(audits),
        )
        if returned := await self._rota.lost(rung):
            return returned + whole
        return replace(whole, writes=(write, *whole.writes), alarms=(self.wakes(after), gathered))

    def _alert(self, ticket: Ticket, call: Call, now: datetime) -> Write:
        return Write(
            "support.alert",
            {
                "id": self._desk.ids.new(),
                "ticket": ticket.id,
                "kind": call.kind.value,
                "percent": call.percent,
                "level": call.level.value,
                "at": now,
            },
            expect=1,
        )

    def _audit(self, ticket: Ticket, code: str, call: Call) -> Audit:
        data = {
            "number": ticket.number,
            "clock": call.kind.value,
            "percent": call.percent,
            "level": call.level.value,
        }
        return Audit(code=code, subject=ticket.id, data=data)

    async def tell(self, platform: str) -> Decision:
        """The gathering alarm: the calls of that platform's tickets are made, many at once as one digest."""
        rows = await self._desk.reader.rows("support.alerts")
        found = [(alert, await self._desk.ticket(alert.ticket)) for alert in map(_read, rows)]
        here = [
            (alert, ticket) for alert, ticket in found if ticket is None or ticket.origin.platform == platform
        ]
        told = tuple(Write("support.alert_told", {"key": alert.id}) for alert, _ in here)
        live = [(alert, ticket) for alert, ticket in here if ticket is not None and _stands(alert, ticket)]
        actions: list[Action] = []
        for level in Level:
            calls = [(alert, ticket) for alert, ticket in live if alert.level is level]
            if len(calls) >= self._desk.settings.digest_from:
                actions += await self._digest(level, [ticket for _, ticket in calls])
            else:
                for alert, ticket in calls:
                    actions += await self._call(alert, ticket)
        return Decision(reason=f"support.called.{len(live)}", actions=tuple(actions), writes=told)

    async def _call(self, alert: Alert, ticket: Ticket) -> list[Action]:
        home = self._desk.home(ticket.origin.platform)
        if alert.level is Level.ASSIGNEE and ticket.assignee is not None:
            words = Text("support.call.yours", await self._whose(alert.kind, ticket))
            beside = self._desk.to_staff(
                ticket, words, buttons=call_buttons(ticket), serves=about("alert", ticket.id)
            )
            otherwise = next((one for one in beside if isinstance(one, Post)), None)
            private = self._private(ticket.assignee, words, call_buttons(ticket), ticket)
            return [replace(private, otherwise=otherwise)]
        people = await self._people(alert.level, ticket, home)
        named = await self._named(people)
        key = f"support.call.{alert.level if alert.level is not Level.ASSIGNEE else 'nobody'}"
        whose = await self._whose(alert.kind, ticket)
        actions: list[Action] = []
        if home is not None:
            actions.append(
                self._in_staff(home, Text(key, {**whose, "people": named}), call_buttons(ticket), ticket)
            )
        if alert.level is Level.MANAGER or home is None:
            words = Text("support.call.in_private", whose)
            actions += [self._private(one, words, call_buttons(ticket), ticket) for one in people]
        return actions

    async def _digest(self, level: Level, tickets: Sequence[Ticket]) -> list[Action]:
        """One message for each who is called, instead of one for each ticket."""
        actions: list[Action] = []
        if level is Level.ASSIGNEE:
            for person in sorted({one.assignee for one in tickets if one.assignee}):
                own = [one for one in tickets if one.assignee == person]
                actions.append(
                    self._private(person, await self._list(own, Text("support.call.yours_end")), (), None)
                )
            tickets = [one for one in tickets if one.assignee is None]
        if not tickets:
            return actions
        home = self._desk.home(tickets[0].origin.platform)
        people = await self._people(level, tickets[0], home)
        listed = await self._list(tickets, await self._named(people))
        if home is not None:
            actions.append(self._in_staff(home, listed, _all_buttons(tickets[0].origin.platform), None))
        if level is Level.MANAGER or home is None:
            actions += [self._private(one, listed, (), None) for one in people]
        return actions

    async def _people(self, level: Level, ticket: Ticket, home: Space | None) -> list[PersonId]:
        if level is Level.MANAGER:
            return await self._opening.managers(home)
        return [one.person for one in await self._rota.on_duty(home) if one.person != ticket.assignee]

    async def _list(self, tickets: Sequence[Ticket], people: Text) -> Text:
        shown = sorted(tickets, key=lambda one: (one.clocks.due_at or one.opened_at, one.number))[:LISTED]
        rows = Text("support.call.digest_end", {"count": len(tickets), "shown": len(shown), "people": people})
        for ticket in reversed(shown):
            run = ticket.clocks.due
            whose = await self._whose(run.kind if run else Kind.RESOLUTION, ticket)
            rows = Text("support.call.digest_row", {**whose, "more": rows})
        return Text("support.call.digest", {"rows": rows})

    async def _whose(self, kind: Kind, ticket: Ticket) -> dict[str, str | int | Text]:
        name = await self._desk.directory.name(ticket.person) or Text("support.card.someone")
        return {
            "number": ticket.number,
            "name": name,
            "clock": pressing_words(ticket, kind, self._desk.clock.now()),
        }

    async def _named(self, people: Sequence[PersonId]) -> Text:
        names = await self._desk.names(people[:MENTIONED])
        named = Text("support.alert.managers_end" if people else "support.alert.anybody")
        for person in reversed(people[:MENTIONED]):
            mention = Mention(person, names.get(person) or "…")
            named = Text("support.alert.managers", {"manager": mention, "more": named})
        return named

    def _in_staff(
        self, home: Space, body: Text, buttons: tuple[tuple[Button, ...], ...], ticket: Ticket | None
    ) -> Post:
        return Post(
            to=home,
            body=body,
            buttons=buttons,
            reply_to=ticket.card.ref if ticket and ticket.card.threadless else None,
            language=self._desk.directory.space_language(home, ticket.language if ticket else None),
            urgency=Priority.STAFF,
            about=about("alert", ticket.id) if ticket else None,
        )

    def _private(
        self, person: PersonId, body: Text, buttons: tuple[tuple[Button, ...], ...], ticket: Ticket | None
    ) -> Post:
        serves = about("manager", ticket.id, person) if ticket else None
        return Post(to=Private(person), body=body, buttons=buttons, urgency=Priority.STAFF, about=serves)

    async def acknowledge(self, ticket: Ticket, by: PersonId) -> Decision:
        """Somebody saw the call: it does not go up. Raises SaidNo when that was answered already."""
        if ticket.clocks.call is None:
            raise SaidNo(Text("support.no.answered"))
        return await self._answered(
            ticket, replace(ticket, clocks=acknowledged(ticket.clocks)), by, "acknowledged"
        )

    async def later(self, ticket: Ticket, by: PersonId) -> Decision:
        """Somebody will see to it later: the call goes up only after that time. Raises SaidNo for a second press."""
        call, now = ticket.clocks.call, self._desk.clock.now()
        clocks = acknowledged(ticket.clocks)
        if call is not None and call.level.above is not None:
            clocks = self._desk.timekeeper.snoozed(ticket.clocks, now)
        if call is None or (clocks.call is not None and _is_same(clocks.call, call)):
            raise SaidNo(Text("support.no.answered"))
        return await self._answered(ticket, replace(ticket, clocks=clocks), by, "put_off")

    async def _answered(self, ticket: Ticket, after: Ticket, by: PersonId, how: str) -> Decision:
        after, write = change_ticket(ticket, after)
        name = await self._desk.directory.name(by) or Text("support.card.someone")
        record = self._desk.to_staff(ticket, Text(f"support.call.{how}", {"name": name}), silent=True)
        audit = Audit(
            code="ticket.call_answered", subject=ticket.id, data={"number": ticket.number, "how": how}
        )
        return Decision(
            reason=f"support.call.{how}",
            actions=record,
            writes=(write,),
            alarms=(self.wakes(after),),
            audit=(audit,),
        )

    async def acknowledge_all(self, platform: str) -> Decision:
        """Every call that stands on that platform was seen."""
        whole = Decision(reason="support.call.all")
        for ticket in await self._desk.open_tickets():
            if ticket.origin.platform == platform and ticket.clocks.call is not None:
                after, write = change_ticket(ticket, replace(ticket, clocks=acknowledged(ticket.clocks)))
                whole += Decision(reason="", writes=(write,), alarms=(self.wakes(after),))
        return whole


def call_buttons(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """Take it, say that it was seen, put it off."""
    take = () if ticket.assignee else (_button("claim", "support.claim", ticket.id),)
    return (
        (*take, _button("heard", "support.heard", ticket.id), _button("later", "support.later", ticket.id)),
    )


def _all_buttons(platform: str) -> tuple[tuple[Button, ...], ...]:
    return ((_button("heard_all", "support.heard_all", platform),),)


def _button(name: str, kind: str, subject: str) -> Button:
    return Button(label=Text(f"support.button.{name}"), kind=kind, id=subject)


def _is_same(one: Call, other: Call) -> bool:
    """Whether the next level hears of it at the same time, give or take a minute."""
    first, second = one.rises_at, other.rises_at
    return first == second or (first is not None and second is not None and first - second < SAME)


def _stands(alert: Alert, ticket: Ticket) -> bool:
    """Whether what was to be called for is still waited for; who answered meanwhile is not called."""
    run = ticket.clocks.run(alert.kind)
    return run is not None and run.since is not None and ticket.clocks.call is not None


def _read(row: Row | Mapping[str, object]) -> Alert:
    return Alert(
        id=str(row["id"]),
        ticket=str(row["ticket"]),
        kind=Kind(str(row["kind"])),
        percent=int(str(row["percent"])),
        level=Level(str(row["level"])),
    )
