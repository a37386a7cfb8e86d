"""The rule matcher beside its bare automaton, and the FAQ's matcher."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import ahocorasick_rs

from chat.messages import Message
from chat.people import PersonId, Space
from faq.entries import Entry, Question
from faq.index import Index
from language.fold import Folded, fold
from moderation.backtest import backtest
from moderation.glance import Glance
from moderation.readings import lines, readings
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance
from tests.bench.mixture import WORDS, entries, record


def terms(count: int) -> list[str]:
    """Made-up terms, Latin and Han by turns."""
    return [f"{WORDS[n % len(WORDS)]}{WORDS[(n * 7) % len(WORDS)]}{n}" for n in range(count)]


def rate(work: Callable[[str], object], texts: Sequence[str], seconds: float = 0.7) -> float:
    """Texts a second, once everything that is made on first use is there."""
    for text in texts:
        work(text)
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for text in texts:
            work(text)
        done += len(texts)
    return done / (time.perf_counter() - begun)


def matcher() -> dict[str, float | None]:
    """The automaton over raw text, over folded text with spans back, in every reading, and how it grows.

    `views_ratio`: all readings of a text that an untrusted member sends, each asked of the same automaton.
    `decision_microseconds`: the median of a complete decision by the shipped rules.
    `growth_10_100k`: complete decisions with 10 words of the community's own against 100,000.
    """
    texts = [one.text for one in record(500, 1)]
    ten_thousand = ahocorasick_rs.AhoCorasick(
        terms(10_000), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    raw = rate(ten_thousand.find_matches_as_indexes, texts)
    folded = rate(lambda text: ten_thousand.find_matches_as_indexes(fold(text)), texts)
    spans = rate(lambda text: _with_spans(ten_thousand, text), texts)
    views = rate(lambda text: _in_every_reading(ten_thousand, text), texts)
    judge = _judge(())
    rate(judge, texts, 0.1)
    decisions = sorted(_spent(judge, text) for text in texts for _ in range(3))
    few, many = (rate(_judge(tuple(terms(count))), texts) for count in (10, 100_000))
    return {
        "raw_per_second": round(raw),
        "fold_ratio": round(folded / raw, 3),
        "spans_ratio": round(spans / raw, 3),
        "views_ratio": round(views / raw, 3),
        "backtest_200k_100_seconds": round(backtest_seconds(), 1),
        "growth_10_100k": round(few / many, 2),
        "decision_microseconds": round(decisions[len(decisions) // 2] * 1e6, 1),
    }


def backtest_seconds(messages: int = 200_000, rules: int = 100) -> float:
    """How long it takes to rehearse so many rules of one's own, beside the shipped ones, on so many stored messages."""
    named = terms(3 * rules)
    signals = (
        lambda n: {"words": named[3 * n : 3 * n + 3]},
        lambda n: {"pattern": rf"{named[3 * n]}\W{{0,3}}[0-9]+"},
        lambda n: {"trace": "wallet"} if n % 2 else {"trace": "phone"},
    )
    kinds = [signals[0 if n % 10 < 6 else 1 if n % 10 < 9 else 2](n) for n in range(rules)]
    custom = {f"own{n}": {"signals": [one]} for n, one in enumerate(kinds)}
    settings = ModerationSettings.model_validate({"custom": custom})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        {
            "platform": "bench",
            "space": "1",
            "thread": None,
            "message": str(one.number),
            "person": str(one.person),
            "rank": 0,
            "text": one.text,
            "album": None,
            "at": at + timedelta(seconds=one.number),
        }
        for one in record(messages, 1)
    ]
    began = time.process_time()
    backtest(settings.rule_settings(), rows)
    return time.process_time() - began


def _judge(words: tuple[str, ...]) -> Callable[[str], object]:
    """The shipped rules with further words of the community's own."""
    settings = ModerationSettings.model_validate({"rules": {"words": {"forbidden": words}}})
    book, recent = Rulebook(settings.rule_settings()), Recent(size=1)
    at = datetime(2026, 1, 1, tzinfo=UTC)

    def judge(text: str) -> object:
        message = Message(id="1", space=Space("lab", "1"), text=text)
        return book.judge(Utterance(message, PersonId("1"), at), recent)

    return judge


def _spent(work: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    work(text)
    return time.perf_counter() - begun


def _in_every_reading(automaton: ahocorasick_rs.AhoCorasick, text: str) -> int:
    seen = Glance(text)
    return len(automaton.find_matches_as_indexes(lines(seen.plain, readings(seen, {}))))


def _with_spans(automaton: ahocorasick_rs.AhoCorasick, text: str) -> list[tuple[int, int]]:
    folded = Folded(text)
    return [folded.span(start, end) for _, start, end in automaton.find_matches_as_indexes(folded.text)]


def faq() -> dict[str, float]:
    """Building 500 entries, and asking them."""
    known = [
        Entry(
            name=str(one["id"]),
            id=str(one["id"]),
            questions=tuple(
                Question("zh" if one["language"] == "zh" else "en", text)
                for text in one["questions"]  # type: ignore[attr-defined]
            ),
            answers={},
        )
        for one in entries()
    ]
    begun = time.perf_counter()
    built = Index(known)
    building = time.perf_counter() - begun
    spent = []
    for one in record(600, 1):
        begun = time.perf_counter()
        built.find(one.text)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    return {
        "entries": 500,
        "build_seconds": round(building, 3),
        "p50_ms": round(spent[len(spent) // 2], 3),
        "p95_ms": round(spent[int(len(spent) * 0.95)], 3),
    }
