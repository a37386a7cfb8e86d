"""A question that leans on the one before is read with it, and only then."""

from __future__ import annotations

import pytest

from faq.followups import in_context, what_differs


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
    assert in_context("那手表呢？", before) == "手表 耳机保修多久？"
    assert in_context("那手表呢？", []) == "那手表呢？"
    assert in_context("怎么退款？", before) == "怎么退款？"
