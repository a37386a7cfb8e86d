"""The desk's figures: how long, how often in time, how satisfied; by department, and by person for one pair of eyes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chat.people import PersonId
from chat.ports import Reader, Row
from chat.text import Text
from support.clocks import Kind

FEW = 10
"""Below so many no share is told, only the number: it would say more about chance than about people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One clock's measures: how many, their median and 90th percentile in seconds, how many in time."""

    count: int
    median: float
    p90: float
    met: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured in a period (all counts; shares are made when they are shown)."""

    paces: Mapping[Kind, Pace] = field(default_factory=dict)
    resolved: int = 0
    reopened: int = 0
    one_touch: int = 0
    asked: int = 0
    rated: int = 0
    satisfied: int = 0
    mean_score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole desk, its departments by name, its people by name; the backlog as it stands now."""

    whole: Figures
    departments: Mapping[str, Figures]
    people: Mapping[PersonId, Figures]
    backlog: int
    median_age: timedelta
    oldest: timedelta


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all do not exceed (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else 0.0


def figures(measures: Iterable[Row], ended: Iterable[Row], ratings: Iterable[Row]) -> Figures:
    """The figures of these rows."""
    measures, ended, ratings = list(measures), list(ended), list(ratings)
    paces: dict[Kind, Pace] = {}
    for kind in Kind:
        rows = [row for row in measures if row["kind"] == kind]
        if rows:
            took = [row["took_seconds"] for row in rows]
            met = sum(row["took_seconds"] <= row["budget_seconds"] for row in rows)
            paces[kind] = Pace(count=len(rows), median=quantile(took, 0.5), p90=quantile(took, 0.9), met=met)
    scores = [row["score"] for row in ratings if row["score"] is not None]
    return Figures(
        paces=paces,
        resolved=len(ended),
        reopened=sum(row["shut_seconds"] > 0 for row in ended),
        one_touch=sum(row["replies"] == 1 for row in ended),
        asked=len(ratings),
        rated=len(scores),
        satisfied=sum(score >= 4 for score in scores),
        mean_score=sum(scores) / len(scores) if scores else 0.0,
    )


async def report(reader: Reader, since: datetime, until: datetime) -> Report:
    """The report of a period."""
    measures = await reader.rows("support.measured", since=since, until=until)
    ended = await reader.rows("support.ended", since=since, until=until)
    ratings = await reader.rows("support.rated", since=since, until=until)
    ages = [
        max((until - row["opened_at"]).total_seconds() - row["shut_seconds"], 0)
        for row in await reader.rows("support.ages")
    ]

    def of(column: str, value: str) -> Figures:
        return figures(
            *([row for row in rows if row[column] == value] for rows in (measures, ended, ratings))
        )

    rows = [*measures, *ended, *ratings]
    departments = sorted({row["department"] for row in rows if row["department"]})
    people = sorted({row["assignee_person"] for row in rows if row["assignee_person"]})
    return Report(
        whole=figures(measures, ended, ratings),
        departments={name: of("department", name) for name in departments},
        people={PersonId(name): of("assignee_person", name) for name in people},
        backlog=len(ages),
        median_age=timedelta(seconds=round(quantile(ages, 0.5))),
        oldest=timedelta(seconds=round(max(ages, default=0))),
    )


def told(found: Report, names: Mapping[PersonId, str], length: timedelta, *, with_people: bool) -> Text:
    """The report in words. People stand in the order of their names, never of their figures."""
    rows: Text = Text("support.figures.end", {"length": length})
    if with_people:
        for person, one in sorted(
            found.people.items(), key=lambda pair: names.get(pair[0], ""), reverse=True
        ):
            who = names.get(person) or Text("support.card.someone")
            rows = Text("support.figures.part", {"name": who, "figures": _shown(one), "more": rows})
    for name, one in sorted(found.departments.items(), reverse=True):
        rows = Text("support.figures.part", {"name": name, "figures": _shown(one), "more": rows})
    backlog = Text(
        "support.figures.backlog",
        {"count": found.backlog, "median": found.median_age, "oldest": found.oldest},
    )
    return Text("support.figures.whole", {"figures": _shown(found.whole), "backlog": backlog, "more": rows})


def _shown(one: Figures) -> Text:
    words = {f"{kind}": _pace(one.paces.get(kind)) for kind in Kind}
    return Text(
        "support.figures.body",
        {
            **words,
            "reopened": _share(one.reopened, one.resolved),
            "one_touch": _share(one.one_touch, one.resolved),
            "satisfied": _share(one.satisfied, one.rated),
            "asked": one.asked,
            "score": f"{one.mean_score:.1f}" if one.rated else "–",
            "resolved": one.resolved,
        },
    )


def _pace(pace: Pace | None) -> Text:
    if pace is None:
        return Text("support.figures.no_pace")
    return Text(
        "support.figures.pace",
        {
            "median": timedelta(seconds=round(pace.median)),
            "tenth": timedelta(seconds=round(pace.p90)),
            "met": _share(pace.met, pace.count),
        },
    )


def _share(part: int, whole: int) -> Text:
    """A share with its n; of few only the counts."""
    counts = {"part": part, "whole": whole}
    if whole < FEW:
        return Text("support.figures.few", counts)
    return Text("support.figures.share", {**counts, "percent": round(100 * part / whole)})
