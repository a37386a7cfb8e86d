"""Asking how a person is reached, and calling for one."""

from __future__ import annotations

import pytest

from language.way import asks_the_way


@pytest.mark.parametrize(
    "text",
    [
        "how do I talk to support?",
        "How can I reach a human here",
        "where can i contact customer service",
        "who do I ask to speak to a moderator",
        "is there a way to contact support",
        "what's the email of support",
        "怎么联系客服？",
        "请问如何转人工",
        "在哪里找管理员",
        "客服在哪",
        "客服的联系方式是什么",
        "人工客服怎么转",
    ],
)
def test_asking_the_way(text: str) -> None:
    assert asks_the_way(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can I talk to a human?",
        "I want to speak to support",
        "转人工",
        "我要找客服",
        "客服怎么不理人",
        "怎么没有客服回复我",
        "how long does support take to answer",
        "where is my order",
        "怎么退款",
        "support is useless, how can you treat people like that",
    ],
)
def test_calling_for_somebody_or_asking_something_else(text: str) -> None:
    assert not asks_the_way(text)
