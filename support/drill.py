"""A drill: tickets of scripted members to train on, scored on the clocks and on macros, then taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chat.actions import Action, CloseThread
from chat.decision import Audit, Write
from chat.ports import Reader, Row
from chat.text import Text
from support.clocks import Kind
from support.rows import read_ticket
from support.states import State
from support.tickets import Ticket

STAGE = "drill"
"""The platform on which scripted members live."""
SCRIPTS: Mapping[str, int] = {"order": 2, "account": 2, "scam": 2}
"""The scripts, and how many lines each has."""
MOST = 9
FIRST, NEXT, RESOLVED, MACRO = 40, 20, 30, 10
"""Points for a first reply in time, for every next reply in time, for an end, for a macro: a hundred in all."""


def staged_id(fresh: str) -> str:
    """The id of a ticket that a drill plays, which no real one can have: fresh ids never hold an `i` or an `l`."""
    return STAGE + fresh[len(STAGE) :]


def real(audits: Iterable[Audit]) -> tuple[Audit, ...]:
    """The records without those of played tickets: they are told to nobody outside and counted nowhere."""
    return tuple(audit for audit in audits if not audit.subject.startswith(STAGE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one ticket of a drill went. None = there was nothing to do."""

    ticket: Ticket
    first_met: bool
    next_met: bool | None
    resolved: bool
    macros: int

    @property
    def points(self) -> int:
        """Of a hundred; what there was no occasion for is given."""
        return (
            FIRST * self.first_met
            + NEXT * (self.next_met is not False)
            + RESOLVED * self.resolved
            + MACRO * (self.macros > 0)
        )


def script_of(number: int) -> str:
    """Which script a scripted member plays; they take turns."""
    return list(SCRIPTS)[number % len(SCRIPTS)]


def score(ticket: Ticket, measures: Iterable[Row], audits: Iterable[Row]) -> Score:
    """The score of a ticket from what its clocks measured and what was recorded about it."""
    measures = list(measures)
    met = {kind: [one["took_seconds"] <= one["budget_seconds"] for one in measures if one["kind"] == kind]
           for kind in Kind}  # fmt: skip
    waits = ticket.clocks.run(Kind.NEXT) is not None and ticket.state.is_open
    asked_again = bool(met[Kind.NEXT]) or waits
    return Score(
        ticket=ticket,
        first_met=met[Kind.FIRST] == [True],
        next_met=(all(met[Kind.NEXT]) and not waits) if asked_again else None,
        resolved=ticket.state in (State.RESOLVED, State.CLOSED),
        macros=sum(one["code"] == "ticket.macro_used" for one in audits),
    )


async def scores(reader: Reader) -> list[Score]:
    """The scores of all tickets on the stage, in the order of their numbers."""
    found = []
    for row in await reader.rows("support.on_stage", stage=STAGE):
        ticket = read_ticket(row)
        measures = await reader.rows("support.measures_of", of=ticket.id)
        found.append(score(ticket, measures, await reader.rows("audit.subject", s=ticket.id)))
    return found


def told(found: Sequence[Score]) -> Text:
    """The result in words, ticket by ticket."""
    mean = round(sum(one.points for one in found) / len(found)) if found else 0
    rows = Text("support.drill.end", {"count": len(found), "mean": mean})
    for one in reversed(found):
        rows = Text(
            "support.drill.row",
            {
                "number": one.ticket.number,
                "points": one.points,
                "first": _mark(one.first_met),
                "next": _mark(one.next_met),
                "resolved": _mark(one.resolved),
                "macros": one.macros,
                "more": rows,
            },
        )
    return Text("support.drill.result", {"rows": rows})


def _mark(met: bool | None) -> str:
    return "–" if met is None else "✓" if met else "✗"


def cleared(found: Sequence[Score]) -> tuple[tuple[Write, ...], tuple[Action, ...]]:
    """Everything of the drill taken away: no figure ever counts it."""
    writes = tuple(
        Write(f"support.clear_{what}", {"stage": STAGE})
        for what in ("lines", "measures", "alerts", "links", "tickets")
    )
    spaces = [one.ticket.card.space for one in found]
    return writes, tuple(CloseThread(to=space) for space in spaces if space is not None and space.thread)
