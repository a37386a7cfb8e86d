"""The desk's figures from rows: medians, shares, and what is not told of few."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.adapters.local.town import STAFF
from bot.composer import alarm_write
from bot.storage.store import open_store
from chat.decision import Alarm
from chat.people import PersonId
from support.calling import CLOCK
from support.clocks import Kind
from support.figures import figures, quantile, report, told
from support.recount import AT_ONCE
from support.rows import add_measure, open_ticket
from support.tickets import Card
from support.timekeeping import Measure
from tests.conftest import count
from tests.support.office import NOON, OfficeDriver, a_ticket, office
from tests.support.test_upkeep import the_desk


def a_measure(took: float, budget: float = 60, **changes: object) -> dict[str, object]:
    row = {"kind": "first", "took_seconds": took, "budget_seconds": budget}
    return {**row, "department": "", "assignee_person": None, **changes}


def test_quantiles_are_measured_values() -> None:
    assert quantile([], 0.5) == 0
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([1, 2, 3, 4], 0.5) == 2
    assert quantile(list(range(1, 11)), 0.9) == 9


def test_shares_come_from_counts() -> None:
    measures = [a_measure(took) for took in (10, 20, 90)]
    ended = [{"shut_seconds": 0, "replies": 1}, {"shut_seconds": 5, "replies": 3}]
    ratings = [{"score": 5}, {"score": 2}, {"score": None}]
    found = figures(measures, ended, ratings)  # type: ignore[arg-type]
    pace = found.paces[Kind.FIRST]
    assert (pace.count, pace.median, pace.p90, pace.met) == (3, 20, 90, 2)
    assert (found.resolved, found.reopened, found.one_touch) == (2, 1, 1)
    assert (found.asked, found.rated, found.satisfied, found.mean_score) == (3, 2, 1, 3.5)
    assert Kind.NEXT not in found.paces


async def test_a_report_of_a_period_by_department_and_person(tmp_path: Path) -> None:
    store = await open_store("sqlite:///figures.db", tmp_path)
    await store.create()
    writes = [
        add_measure(
            f"m{number}",
            Measure(
                kind=Kind.FIRST,
                ticket="t1",
                person=PersonId("rae" if number % 2 else "ray"),
                department="billing" if number < 4 else "",
                started_at=NOON,
                at=NOON + timedelta(minutes=number),
                took=timedelta(minutes=number),
                budget=timedelta(minutes=10),
            ),
        )
        for number in range(1, 21)
    ]
    await store.write([writes, [open_ticket(a_ticket(opened_at=NOON))]])
    found = await report(store, NOON, NOON + timedelta(minutes=20))
    assert found.whole.paces[Kind.FIRST].count == 19, "the end of a period is not in it"
    assert found.departments["billing"].paces[Kind.FIRST].count == 3
    assert list(found.people) == ["rae", "ray"]
    assert (found.backlog, found.oldest) == (1, timedelta(minutes=20))
    words = told(found, {}, timedelta(minutes=20), with_people=False)
    assert words.key == "support.figures.whole"
    await store.close()


async def test_the_tick_of_ten_thousand_tickets(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """What a tick of the alarms costs while so many tickets are open, and to ring for ten that are due."""
    many, late = count(2_000, 10_000), 10
    async with office(tmp_path, OfficeDriver()) as town:
        now, keeper = town.clock.now(), the_desk(town).desk.timekeeper
        tickets = [
            keeper.begun(
                a_ticket(
                    id=f"t{number:05}",
                    number=number + 1,
                    person=PersonId(f"p{number}"),
                    opened_at=now - timedelta(hours=2 if number < late else 1),
                    card=Card(space=STAFF, message=str(number)),
                )
            )
            for number in range(many)
        ]
        rings = [
            alarm_write(Alarm(kind=CLOCK, subject=one.id, at=None, space=STAFF), at)
            for one in tickets
            if (at := keeper.rings_at(one.clocks)) is not None
        ]
        assert len(rings) == many
        await town.store.write([[open_ticket(one) for one in tickets], rings])
        began = time.perf_counter()
        assert await town.app.alarms.tick() == late
        ringing = time.perf_counter() - began
        await town.settles()
        idle = []
        for _ in range(5):
            began = time.perf_counter()
            assert await town.app.alarms.tick() == 0
            idle.append(time.perf_counter() - began)
        began = time.process_time()
        anew = await the_desk(town).recount.go_on(0)
        assert (anew.writes, anew.alarms[0].subject) == ((), str(AT_ONCE))
        part = (time.process_time() - began) * 1000
        tick = f"tick {statistics.median(idle) * 1000:.1f} ms, with {late} due {ringing * 1000:.0f} ms"
        says = f"clocks: {many} open tickets: {tick}; {AT_ONCE} reckoned anew by the same hours {part:.1f} ms"
        record_property("says", says)
        assert statistics.median(idle) < 0.5, says
        assert ringing < 5, says
        assert part < 100, says
        await town.passes(seconds=5)
        await town.staff.heard("support.call.digest", count=late)
