"""Who asks why they were sanctioned, and who asks something else."""

from __future__ import annotations

import pytest

from language.protests import asks_why_sanctioned


@pytest.mark.parametrize(
    "text",
    [
        "凭什么禁我",
        "为什么删我的消息？",
        "我的消息怎么没了",
        "我被禁言了",
        "为啥踢我",
        "怎么说不了话了",
        "禁言是怎么回事",
        "快给我解封",
        "憑什麼禁言我",
        "Why was I muted?",
        "why did you delete my message",
        "WHY AM I BANNED",
        "my post was removed",
        "What did I do wrong?",
        "why can't I write anymore",
        "unmute me please",
    ],
)
def test_a_protest_is_heard(text: str) -> None:
    assert asks_why_sanctioned(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "怎么退款？",
        "为什么还没发货",
        "怎么加群",
        "我的快递去哪了",
        "why is my order late?",
        "How do I mute notifications?",
        "what did they say",
        "my delivery was late",
        "禁止吸烟",
        "朋友圈怎么删除评论",
        "历史记录咋删",
        "Why is my PIN blocked?",
        "why was my payment declined",
        "why was I muted " + "x" * 200,
    ],
)
def test_other_questions_are_none(text: str) -> None:
    assert not asks_why_sanctioned(text)
