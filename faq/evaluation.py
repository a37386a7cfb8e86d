"""How well the entries answer labelled questions: the figures of `steward faq evaluate`."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chat.errors import Unusable
from chat.text import Text
from faq.answers import Confidence, judge
from faq.calibration import reliability
from faq.index import Index
from faq.settings import FaqSettings

Reliability = tuple[tuple[float, float, int, float, float], ...]
"""For each tenth of chance: from, to, answers, mean chance told, share that was right."""

RETAINED = 0.95
"""Share of in-scope queries that out_of_scope_recall_at_95 keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A labelled row; `expected` None = must not be answered. `row` is the row as it was read."""

    text: str
    expected: str | None
    row: Mapping[str, object]
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered before any label was read: the best entries with their probability, best first."""

    top: tuple[tuple[str, float], ...]
    answered: str | None
    milliseconds: float

    @property
    def confidence(self) -> float:
        """The probability of the first."""
        return self.top[0][1] if self.top else 0.0

    @property
    def first(self) -> str | None:
        """The likeliest entry, answered or not."""
        return self.top[0][0] if self.top else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is printed, and a row with its answer for each query."""

    summary: Mapping[str, int | float | str | None]
    answers: tuple[Mapping[str, object], ...]
    reliability: Reliability = ()


def read_queries(rows: Sequence[Mapping[str, object]]) -> tuple[Query, ...]:
    """Rows as queries. Raises Unusable naming the first that is none."""
    return tuple(_query(number, row) for number, row in enumerate(rows, 1))


def _query(number: int, row: Mapping[str, object]) -> Query:
    text, expected, context = row.get("text"), row.get("expected"), row.get("context", [])
    if not isinstance(text, str):
        raise Unusable(Text("faq.row.text", {"row": number}))
    if "expected" not in row or not isinstance(expected, str | None):
        raise Unusable(Text("faq.row.expected", {"row": number}))
    if not isinstance(context, list) or not all(isinstance(one, str) for one in context):
        raise Unusable(Text("faq.row.context", {"row": number}))
    return Query(text=text, expected=expected, row=row, context=tuple(context))


def evaluate(
    build: Callable[[], Index],
    queries: Sequence[Query],
    *,
    settings: FaqSettings,
    encoder: str,
    seconds: Callable[[], float],
    peak_rss_mb: Callable[[], float],
) -> Report:
    """Answer every query, then compare. `seconds` is a steadily growing clock, `peak_rss_mb` this process's memory."""
    begun = seconds()
    index = build()
    built = seconds() - begun
    given = [_ask(index, one, settings, seconds) for one in queries]
    summary = {
        **figures(given, [one.expected for one in queries]),
        "build_seconds": round(built, 4),
        "encoder": encoder,
        "peak_rss_mb": round(peak_rss_mb(), 1),
    }
    rows = [
        {
            **query.row,
            "top": [[name, round(chance, 6)] for name, chance in one.top[:3]],
            "answered": one.answered,
        }
        for query, one in zip(queries, given, strict=True)
    ]
    return Report(summary=summary, answers=tuple(rows), reliability=reliable(given, queries))


def reliable(given: Sequence[Answered], queries: Sequence[Query]) -> Reliability:
    """How often answers of each tenth of chance were right, in scope and out of scope as they came."""
    right = [one.first == query.expected for one, query in zip(given, queries, strict=True)]
    return tuple(reliability([one.confidence for one in given], right))


def _ask(index: Index, query: Query, settings: FaqSettings, seconds: Callable[[], float]) -> Answered:
    begun = seconds()
    found = index.find(query.text, query.context)
    sure = judge(found, settings).confidence is Confidence.SURE
    spent = (seconds() - begun) * 1000
    top = tuple((one.entry.name, one.probability) for one in found)
    return Answered(top=top, answered=top[0][0] if sure else None, milliseconds=spent)


def figures(given: Sequence[Answered], expected: Sequence[str | None]) -> dict[str, int | float | str | None]:
    """All rates, as fractions; None where there are no rows that they speak of."""
    inside = [(one, wanted) for one, wanted in zip(given, expected, strict=True) if wanted is not None]
    outside = [one for one, wanted in zip(given, expected, strict=True) if wanted is None]
    kept, strangers = [one.confidence for one, _ in inside], [one.confidence for one in outside]
    times = sorted(one.milliseconds for one in given)
    return {
        "queries": len(given),
        "in_scope": len(inside),
        "out_of_scope": len(outside),
        "accuracy": _share([one.first == wanted for one, wanted in inside]),
        "recall_at_3": _share([wanted in [name for name, _ in one.top[:3]] for one, wanted in inside]),
        "auroc": auroc(kept, strangers),
        "answered_in_scope": _share([one.answered is not None for one, _ in inside]),
        "answered_out_of_scope": _share([one.answered is not None for one in outside]),
        "wrong_answer_rate": wrong_answer_rate(inside, outside),
        "out_of_scope_recall_at_95": recall_at_retention(kept, strangers),
        "p50_ms": _quantile(times, 0.5),
        "p95_ms": _quantile(times, 0.95),
    }


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 6) if hits else None


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that an in-scope query is surer than an out-of-scope one, ties one half (Mann–Whitney)."""
    if not inside or not outside:
        return None
    ordered = sorted(outside)
    wins = sum(bisect_left(ordered, one) + bisect_right(ordered, one) for one in inside) / 2
    return round(wins / (len(inside) * len(outside)), 6)


def wrong_answer_rate(
    inside: Sequence[tuple[Answered, str | None]], outside: Sequence[Answered]
) -> float | None:
    """Wrong entries and answered strangers among all answers, in scope and out of scope weighing one half each."""
    known = [one.answered != wanted for one, wanted in inside if one.answered is not None]
    strangers = sum(one.answered is not None for one in outside)
    of_known = 1 / len(inside) if inside else 0.0
    of_strangers = 1 / len(outside) if outside else 0.0
    answered = len(known) * of_known + strangers * of_strangers
    if not answered:
        return None
    return round((sum(known) * of_known + strangers * of_strangers) / answered, 6)


def recall_at_retention(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """Share of out-of-scope queries below the highest threshold that keeps 95 % of those in scope."""
    if not inside or not outside:
        return None
    ordered = sorted(inside, reverse=True)
    threshold = ordered[math.ceil(RETAINED * len(ordered)) - 1]
    return round(sum(one < threshold for one in outside) / len(outside), 6)


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """The nearest-rank quantile."""
    if not ordered:
        return None
    return round(ordered[max(math.ceil(share * len(ordered)) - 1, 0)], 4)
