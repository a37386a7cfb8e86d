"""A question that leans on the one before is read with it, and only then."""

from __future__ import annotations

import tomllib

import pytest

from chat.people import Language
from faq.answers import Confidence, judge
from faq.entries import Entry, Question
from faq.followups import is_hanging, readings, what_differs
from faq.index import Index
from faq.settings import FaqSettings
from tests.faq.communities import HERE, communities


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("那手表呢？", "手表"),
        ("手表呢", "手表"),
        ("换成白色的可以吗？", "白色的"),
        ("what about the white one?", "the white one"),
        ("and how about watches", "watches"),
        ("same for the watch?", "the watch"),
        ("怎么退款？", None),
        ("how do I get a refund?", None),
        ("耳机坏了，联系了客服两天都没有人回复我，那我这个钱什么时候能退回来呢，能不能给个准话呢？", None),
    ],
)
def test_what_a_follow_up_asks_about(query: str, what: str | None) -> None:
    assert what_differs(query) == what


def test_it_leans_on_the_last_question_that_stands_alone() -> None:
    before = ["怎么付款？", "耳机保修多久？", "那音箱呢？"]
    assert "手表保修多久？" in readings("那手表呢？", before)
    assert "how long is the warranty of the watch?" in readings(
        "what about the watch?", ["how long is the warranty of headphones?"]
    )
    assert readings("那手表呢？", []) == ()
    assert readings("怎么退款？", before) == ()


def test_a_follow_up_is_answered_by_its_own_entry_or_not_at_all() -> None:
    entries = [
        Entry(
            name=name,
            id=name,
            questions=(Question("zh", zh), Question("en", en)),
            answers={"en": name},
        )
        for name, zh, en in (
            ("watch", "手表怎么保修？", "how long is the warranty of the watch?"),
            ("phones", "耳机怎么保修？", "how long is the warranty of the headphones?"),
            ("pay", "可以用支付宝付款吗？", "can I pay with a credit card?"),
        )
    ]
    index = Index(entries)
    for query, before in (
        ("那手表呢？", "耳机怎么保修"),
        ("what about the watch?", "warranty of the headphones?"),
    ):
        alone, leaning = index.find(query), index.find(query, [before])
        assert leaning[0].entry.name == "watch"
        assert not alone or leaning[0].probability > alone[0].probability
    for query, before in (
        ("那火星呢？", "耳机怎么保修"),
        ("what about mars?", "warranty of the headphones?"),
    ):
        assert index.find(query, [before]) == index.find(query)


@pytest.mark.parametrize(
    ("query", "hangs"),
    [
        ("那手表呢？", True),
        ("还有红色的呢", True),
        ("and what about the white one?", True),
        ("手表保修多久呢？", False),
        ("那怎么退款？", False),
        ("how do I return the white one?", False),
        ("那" * 200, False),
    ],
)
def test_a_question_may_hang_on_one_that_nobody_knows(query: str, hangs: bool) -> None:
    assert is_hanging(query) is hangs


@pytest.mark.parametrize(("language", "least"), [("zh", 0.7), ("en", 0.8)])
def test_a_short_question_is_judged_with_its_topic(language: Language, least: float) -> None:
    """By words alone and with the shipped prior: what is added to a question is answered or offered, thanks are not."""
    said = tomllib.loads((HERE / "practice" / "followups.toml").read_text("utf-8"))[language]
    found, asked = 0, 0
    for town in communities(language):
        index = Index(town.entries)
        for before, text, wanted in said.get(town.name, ()):
            best = index.find(text, (before,))
            told = judge(best, FaqSettings()).confidence
            if not wanted:
                assert told is not Confidence.SURE, (before, text)
                continue
            asked += 1
            found += told is not Confidence.UNSURE and best[0].entry.name == wanted
    assert asked > 25
    assert found >= least * asked
