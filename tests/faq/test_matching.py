"""The matcher: verbatim is certain, look-alikes are found, small talk is not, and it stays quick."""

from __future__ import annotations

import json
import logging
import timeit
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.people import Language
from faq.matching import Candidate, Matcher, Step, Wording, confidence, decide
from faq.wordings import essence, stem
from tests.conftest import count

ANSWER, SUGGEST = 0.45, 0.3
SAMPLES = tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8"))
Shared = Callable[[str], Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares of the queries that an entry answers, and of those that none does."""

    accuracy: float
    recall_at_3: float
    answered: float
    right_when_answered: float
    answered_out_of_scope: float


def gym(language: Language) -> Matcher:
    entries: dict[str, list[str]] = SAMPLES[language]["entries"]
    return Matcher(
        [Wording(entry_id=e, language=language, text=t) for e, texts in entries.items() for t in texts]
    )


def gym_queries(language: Language) -> list[tuple[str | None, str]]:
    asked = [(entry, text) for entry, texts in SAMPLES[language]["asked"].items() for text in texts]
    return [*asked, *((None, text) for text in SAMPLES[language]["unanswered"])]


def measure(matcher: Matcher, queries: Sequence[tuple[str | None, str]]) -> Figures:
    found = [(expected, matcher.best(text)) for expected, text in queries]
    inside = [(expected, best) for expected, best in found if expected]
    outside = [best for expected, best in found if not expected]
    answered = [
        (e, best) for e, best in inside if decide(best, answer=ANSWER, suggest=SUGGEST) is Step.ANSWER
    ]
    loud = [best for best in outside if decide(best, answer=ANSWER, suggest=SUGGEST) is Step.ANSWER]
    figures = Figures(
        accuracy=sum(_first(best) == e for e, best in inside) / len(inside),
        recall_at_3=sum(e in [c.entry_id for c in best] for e, best in inside) / len(inside),
        answered=len(answered) / len(inside),
        right_when_answered=sum(_first(best) == e for e, best in answered) / max(len(answered), 1),
        answered_out_of_scope=len(loud) / max(len(outside), 1),
    )
    logging.getLogger(__name__).info("%s", figures)
    return figures


def _first(best: tuple[Candidate, ...]) -> str | None:
    return best[0].entry_id if best else None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_wording_finds_its_own_entry_for_certain(language: Language) -> None:
    matcher = gym(language)
    for entry, texts in SAMPLES[language]["entries"].items():
        for text in texts:
            best = matcher.best(text)
            assert (best[0].entry_id, best[0].score, best[0].wording.text) == (entry, 1.0, text)
            assert all(candidate.score < 1.0 for candidate in best[1:])
            assert decide(best, answer=ANSWER, suggest=SUGGEST) is Step.ANSWER


@pytest.mark.parametrize(
    ("written", "entry"),
    [
        ("會員卡可以退嗎", "refund"),
        ("　有停车位吗？？？", "parking"),
        ("怎么连ＷＩＦＩ", "wifi"),
        ("IS THERE PARKING!", "parking"),
        ("i don’t have climbing shoes", "shoes"),
    ],
)
def test_spelling_and_punctuation_do_not_make_another_wording(written: str, entry: str) -> None:
    both = Matcher([*gym("zh")._wordings, *gym("en")._wordings])
    best = both.best(written)
    assert (best[0].entry_id, best[0].score) == (entry, 1.0)


@pytest.mark.parametrize(
    ("language", "floor"),
    [
        (
            "zh",
            Figures(
                accuracy=0.95,
                recall_at_3=0.98,
                answered=0.4,
                right_when_answered=0.97,
                answered_out_of_scope=0.05,
            ),
        ),
        (
            "en",
            Figures(
                accuracy=0.94,
                recall_at_3=0.97,
                answered=0.5,
                right_when_answered=0.97,
                answered_out_of_scope=0.04,
            ),
        ),
    ],
)
def test_questions_are_found_and_small_talk_is_left_alone(language: Language, floor: Figures) -> None:
    _hold(measure(gym(language), gym_queries(language)), floor)


@pytest.mark.parametrize(("language", "style"), [*product(("zh", "en"), ("plain", "messy"))])
def test_gold_questions(shared: Shared, language: str, style: str) -> None:
    """Measured: plain .97 zh, .95 en right, .8 answered of which all (zh) and .98 (en) right; messy .47 and .40."""
    rows = [row for row in _rows(shared("data/faq/gold/queries.jsonl")) if row["language"] == language]
    direct = [
        (row["expected"], row["text"]) for row in rows if row["kind"] == "direct" and row["style"] == style
    ]
    outside = [(None, row["text"]) for row in rows if row["expected"] is None and not row.get("context")]
    figures = measure(_matcher(shared("data/faq/gold/entries.jsonl")), [*direct, *outside])
    floor = {
        "plain": Figures(
            accuracy=0.92,
            recall_at_3=0.98,
            answered=0.7,
            right_when_answered=0.96,
            answered_out_of_scope=0.02,
        ),
        "messy": Figures(
            accuracy=0.35, recall_at_3=0.55, answered=0.0, right_when_answered=0.9, answered_out_of_scope=0.02
        ),
    }
    _hold(figures, floor[style])


def test_one_wording_an_entry_among_thousands(shared: Shared) -> None:
    """LCQMC: P@1 .83, R@3 .97 of 7,963 wordings, as character BM25; unlabelled paraphrases count as wrong."""
    matcher = _matcher(shared("data/faq/lcqmc/docs.jsonl"))
    rows = _rows(shared("data/faq/lcqmc/queries_dev.jsonl"))[:: count(10, 1)]
    figures = measure(matcher, [(row["expected"], row["text"]) for row in rows])
    assert figures.accuracy >= 0.8
    assert figures.recall_at_3 >= 0.95


def test_fine_grained_english_with_ten_wordings_an_entry(shared: Shared) -> None:
    """BANKING77, 10 wordings each: .66 right (BM25 .55, a sentence encoder .84)."""
    matcher = _matcher(shared("data/faq/banking77/entries_10shot.jsonl"))
    rows = _rows(shared("data/faq/banking77/queries_dev.jsonl"))[:: count(4, 1)]
    figures = measure(matcher, [(row["expected"], row["text"]) for row in rows])
    assert figures.accuracy >= 0.6
    assert figures.right_when_answered >= 0.8


def test_one_wording_of_two_entries_is_not_answered() -> None:
    matcher = Matcher(
        [
            Wording(entry_id="a", language="zh", text="怎么报名"),
            Wording(entry_id="b", language="zh", text="怎么报名？"),
        ]
    )
    best = matcher.best("怎么报名")
    assert [candidate.score for candidate in best] == [1.0, 1.0]
    assert confidence(best) == 0.75
    assert decide(best, answer=0.8, suggest=SUGGEST) is Step.SUGGEST


def test_the_asker_s_language_is_preferred() -> None:
    matcher = Matcher(
        [
            Wording(entry_id="en", language="en", text="How do I get a VIP badge"),
            Wording(entry_id="zh", language="zh", text="VIP 徽章怎么领"),
        ]
    )
    assert _first(matcher.best("vip 徽章")) == "zh"
    assert _first(matcher.best("vip badge")) == "en"


def test_each_entry_appears_once_with_its_nearest_wording() -> None:
    best = gym("zh").best("停车怎么收费啊", k=5)
    assert (best[0].entry_id, best[0].wording.text) == ("parking", "停车怎么收费")
    assert len({candidate.entry_id for candidate in best}) == len(best) <= 5
    assert [c.score for c in best] == sorted((c.score for c in best), reverse=True)


@pytest.mark.parametrize("query", ["", "？？？", "😀", "\ud800", "ωψξ", " \n"])
def test_what_says_nothing_finds_nothing(query: str) -> None:
    assert gym("zh").best(query) == ()
    assert decide((), answer=0.0, suggest=0.0) is Step.SILENT
    assert Matcher([]).best("怎么退卡") == ()


def test_a_wording_without_words_is_never_found() -> None:
    matcher = Matcher(
        [Wording(entry_id="a", language="zh", text="？？"), Wording(entry_id="b", language="zh", text="退卡")]
    )
    assert _first(matcher.best("？？")) is None
    assert _first(matcher.best("退卡")) == "b"


texts = st.text(alphabet="怎么退卡费用停车abc DEF1，？\u200b😀", min_size=1, max_size=10)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["zh", "en"]), texts), max_size=8), texts)
def test_scores_are_bounded_and_verbatim_is_always_certain(
    rows: list[tuple[str, Language, str]], query: str
) -> None:
    wordings = [Wording(entry_id=entry, language=language, text=text) for entry, language, text in rows]
    matcher = Matcher(wordings)
    for candidate in matcher.best(query):
        assert 0 < candidate.score <= 1
    for wording in wordings:
        if not essence(wording.text):
            continue
        sure = {candidate.entry_id for candidate in matcher.best(wording.text) if candidate.score == 1.0}
        assert sure == {other.entry_id for other in wordings if essence(other.text) == essence(wording.text)}


@pytest.mark.parametrize("query", ["怎么退卡" * 25_000, "refund " * 15_000, "a" * 100_000])
def test_a_hostile_query_takes_bounded_work(query: str) -> None:
    matcher = gym("zh")
    assert min(timeit.repeat(lambda: matcher.best(query), number=1, repeat=3)) < 0.1


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("refunds", "refund"),
        ("stopped", "stop"),
        ("cities", "city"),
        ("class", "class"),
        ("it's", "it"),
        ("bus", "bus"),
    ],
)
def test_stems(word: str, root: str) -> None:
    assert stem(word) == root


def test_it_is_quick() -> None:
    """Measured on an idle core: 2,000 wordings built in .1 to .25 s, a query among 500 in .4 (zh) to .75 ms (en)."""
    zh = [Wording(entry_id=f"{n}", language="zh", text=t) for n, t in enumerate(_made("zh", 2000))]
    en = [Wording(entry_id=f"{n}", language="en", text=t) for n, t in enumerate(_made("en", 2000))]
    assert min(timeit.repeat(lambda: Matcher([*zh[:1000], *en[:1000]]), number=1, repeat=2)) < 1.5
    for wordings, query in (
        (zh[:500], "请问会员卡可以退钱吗，怎么操作"),
        (en[:500], "how can i get my money back for a membership"),
    ):
        matcher = Matcher(wordings)
        assert min(timeit.repeat(partial(matcher.best, query), number=20, repeat=5)) / 20 < 3e-3


def _made(language: Language, number: int) -> list[str]:
    """Distinct wordings: every sample with every other one's tail."""
    texts = [text for row in SAMPLES[language]["entries"].values() for text in row]
    pairs = (f"{one} {other}" for one, other in product(texts, texts))
    return [text for text, _ in zip((*texts, *pairs), range(number), strict=False)]


def _hold(figures: Figures, floor: Figures) -> None:
    assert figures.accuracy >= floor.accuracy
    assert figures.recall_at_3 >= floor.recall_at_3
    assert figures.answered >= floor.answered
    assert figures.right_when_answered >= floor.right_when_answered
    assert figures.answered_out_of_scope <= floor.answered_out_of_scope


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _matcher(path: Path) -> Matcher:
    rows = _rows(path)
    return Matcher(
        [
            Wording(entry_id=r["id"], language=r["language"], text=text)
            for r in rows
            for text in r["questions"]
        ]
    )
