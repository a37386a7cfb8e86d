"""The rule matcher beside its bare automaton, and the FAQ's matcher."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import ahocorasick_rs

from faq.matching import Matcher as FaqMatcher
from faq.matching import Wording
from language.fold import Folded, fold
from tests.bench.mixture import WORDS, entries, record


def terms(count: int) -> list[str]:
    """Made-up terms, Latin and Han by turns."""
    return [f"{WORDS[n % len(WORDS)]}{WORDS[(n * 7) % len(WORDS)]}{n}" for n in range(count)]


def rate(work: Callable[[str], object], texts: Sequence[str], seconds: float = 0.7) -> float:
    """Texts a second."""
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for text in texts:
            work(text)
        done += len(texts)
    return done / (time.perf_counter() - begun)


def matcher() -> dict[str, float | None]:
    """The automaton over raw text, over folded text with spans back, and how it grows from 10 to 100,000 terms.

    There are no further views yet, so their ratio is null.
    """
    texts = [one.text for one in record(500, 1)]
    automata = {
        count: ahocorasick_rs.AhoCorasick(terms(count), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        for count in (10, 10_000, 100_000)
    }
    ten_thousand = automata[10_000]
    raw = rate(ten_thousand.find_matches_as_indexes, texts)
    folded = rate(lambda text: ten_thousand.find_matches_as_indexes(fold(text)), texts)
    spans = rate(lambda text: _with_spans(ten_thousand, text), texts)
    few, many = (rate(automata[count].find_matches_as_indexes, texts) for count in (10, 100_000))
    return {
        "raw_per_second": round(raw),
        "fold_ratio": round(folded / raw, 3),
        "spans_ratio": round(spans / raw, 3),
        "views_ratio": None,
        "growth_10_100k": round(few / many, 2),
    }


def _with_spans(automaton: ahocorasick_rs.AhoCorasick, text: str) -> list[tuple[int, int]]:
    folded = Folded(text)
    return [folded.span(start, end) for _, start, end in automaton.find_matches_as_indexes(folded.text)]


def faq() -> dict[str, float]:
    """Building 500 entries, and asking them."""
    wordings = [
        Wording(entry_id=str(one["id"]), language="zh" if one["language"] == "zh" else "en", text=question)
        for one in entries()
        for question in one["questions"]  # type: ignore[attr-defined]
    ]
    begun = time.perf_counter()
    built = FaqMatcher(wordings)
    building = time.perf_counter() - begun
    spent = []
    for one in record(600, 1):
        begun = time.perf_counter()
        built.best(one.text)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    return {
        "entries": 500,
        "build_seconds": round(building, 3),
        "p50_ms": round(spent[len(spent) // 2], 3),
        "p95_ms": round(spent[int(len(spent) * 0.95)], 3),
    }
