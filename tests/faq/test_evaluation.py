"""The figures of `steward faq evaluate`, against straightforward counting."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import Unusable
from faq.entries import Entry, Question
from faq.evaluation import (
    Answered,
    auroc,
    evaluate,
    figures,
    read_queries,
    recall_at_retention,
)
from faq.index import Index
from faq.settings import FaqSettings

CHANCES = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.9, 1.0]), min_size=1, max_size=25)


def answered(*top: tuple[str, float], given: bool = True, milliseconds: float = 1.0) -> Answered:
    return Answered(top=top, answered=top[0][0] if given and top else None, milliseconds=milliseconds)


@given(inside=CHANCES, outside=CHANCES)
def test_auroc_counts_pairs(inside: list[float], outside: list[float]) -> None:
    pairs = [(one > other) + (one == other) / 2 for one, other in itertools.product(inside, outside)]
    assert auroc(inside, outside) == pytest.approx(sum(pairs) / len(pairs), abs=1e-6)


@given(inside=CHANCES, outside=CHANCES)
def test_the_threshold_keeps_95_percent_and_is_the_highest(inside: list[float], outside: list[float]) -> None:
    kept = [t for t in sorted(set(inside)) if sum(one >= t for one in inside) >= 0.95 * len(inside)]
    wanted = sum(one < max(kept) for one in outside) / len(outside)
    assert recall_at_retention(inside, outside) == pytest.approx(wanted, abs=1e-6)


def test_every_rate_on_a_small_example() -> None:
    given_answers = [
        answered(("a", 0.99), ("b", 0.1)),
        answered(("b", 0.97), ("a", 0.2)),
        answered(("c", 0.4), ("b", 0.3), ("a", 0.2), given=False),
        answered(given=False),
        answered(("a", 0.96)),
        answered(("a", 0.1), given=False),
    ]
    found = figures(given_answers, ["a", "a", "a", "a", None, None])
    assert (found["queries"], found["in_scope"], found["out_of_scope"]) == (6, 4, 2)
    assert found["accuracy"] == 0.25
    assert found["recall_at_3"] == 0.75
    assert found["answered_in_scope"] == 0.5
    assert found["answered_out_of_scope"] == 0.5
    assert found["wrong_answer_rate"] == pytest.approx((1 / 4 + 1 / 2) / (2 / 4 + 1 / 2))
    assert found["auroc"] == pytest.approx((2 + 2 + 1 + 0) / 8)
    assert (found["p50_ms"], found["p95_ms"]) == (1.0, 1.0)


def test_rates_without_rows_are_null() -> None:
    inside = figures([answered(("a", 0.1), given=False)], ["a"])
    assert [inside[one] for one in ("auroc", "answered_out_of_scope", "out_of_scope_recall_at_95")] == [
        None
    ] * 3
    assert inside["wrong_answer_rate"] is None
    assert figures([answered(("a", 0.99))], ["b"])["wrong_answer_rate"] == 1.0
    outside = figures([answered(("a", 0.99))], [None])
    assert outside["accuracy"] is None
    assert outside["wrong_answer_rate"] == 1.0


def test_a_report_has_the_keys_of_the_interface_in_order() -> None:
    entries = [
        Entry(name="pay", questions=(Question("en", "how do I pay"),), answers={"en": "By card."}),
        Entry(name="ship", questions=(Question("en", "when will it ship"),), answers={"en": "Soon."}),
    ]
    rows: list[dict[str, object]] = [
        {"text": "How do I pay?", "expected": "pay", "kept": 1},
        {"text": "is the moon made of cheese", "expected": None, "context": ["hello"]},
    ]
    ticks = itertools.count()
    report = evaluate(
        lambda: Index([replace(one, id=one.name) for one in entries]),
        read_queries(rows),
        settings=FaqSettings(),
        encoder="none",
        seconds=lambda: next(ticks) / 1000,
        peak_rss_mb=lambda: 12.34,
    )
    assert list(report.summary) == [
        "queries", "in_scope", "out_of_scope", "accuracy", "recall_at_3", "auroc", "answered_in_scope",
        "answered_out_of_scope", "wrong_answer_rate", "out_of_scope_recall_at_95", "p50_ms", "p95_ms",
        "build_seconds", "encoder", "peak_rss_mb",
    ]  # fmt: skip
    assert (report.summary["accuracy"], report.summary["answered_out_of_scope"]) == (1.0, 0.0)
    assert (report.summary["build_seconds"], report.summary["p50_ms"]) == (0.001, 1.0)
    first, second = report.answers
    assert (first["answered"], first["kept"]) == ("pay", 1)
    assert second["answered"] is None
    assert [row[2] for row in report.reliability] == [1, 1]


@pytest.mark.parametrize(
    "row", [{"expected": "a"}, {"text": 1, "expected": "a"}, {"text": "a"}, {"text": "a", "expected": 2}]
)
def test_an_unusable_query_is_named(row: dict[str, object]) -> None:
    with pytest.raises(Unusable) as wrong:
        read_queries([{"text": "a", "expected": None}, row])
    assert wrong.value.text.args == {"row": 2}
