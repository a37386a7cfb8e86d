"""What greets and what says more."""

from __future__ import annotations

import pytest

from language.greetings import (
    announces_question,
    asks_who_is_there,
    is_greeting,
    seeks_company,
    seeks_somebody,
)


@pytest.mark.parametrize(
    "text",
    [
        "您好",
        "你好！",
        "你好呀~",
        "在吗？",
        "您好，在吗",
        "嗨 Steward",
        "早上好",
        "有人吗？？",
        "妳好",
        "Hi",
        "hello there!",
        "Hey, anyone there?",
        "HELLO",
    ],
)
def test_a_greeting_greets(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "？",
        "您好，怎么退款？",
        "在哪里发货",
        "早就下单了",
        "谢谢",
        "你好" * 40,
        "hi how do I get a refund",
        "history",
        "hello world cup tickets",
    ],
)
def test_whoever_says_more_means_more(text: str) -> None:
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "我想问一下",
        "请问",
        "你好，请问一下～",
        "想咨询个事",
        "问个问题可以吗？",
        "我有个问题",
        "quick question",
        "Hi, I've got a question!",
        "Can I ask you something?",
        "hello, question for you",
    ],
)
def test_a_question_is_announced(text: str) -> None:
    assert announces_question(text)
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    ["", "你好", "请问怎么退款", "我想问一下退款多久到账", "hello there", "I have a question about refunds"],
)
def test_whoever_greets_or_asks_announces_nothing(text: str) -> None:
    assert not announces_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "你是谁",
        "您好，您是机器人吗？",
        "你叫什么名字呀",
        "你会什么",
        "你能帮我做什么？",
        "怎么用你",
        "Who are you?",
        "hi, are you a bot",
        "what can you do",
        "What are you?",
    ],
)
def test_somebody_asks_who_is_there(text: str) -> None:
    assert asks_who_is_there(text)
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    ["你好", "你能帮我退款吗", "who are your partners", "what can you do about my order", "你是会员吗"],
)
def test_other_questions_are_about_something(text: str) -> None:
    assert not asks_who_is_there(text)


@pytest.mark.parametrize(
    "text",
    [
        "想找人聊聊",
        "你好，我想找个人说说话",
        "有没有人可以聊聊？",
        "有人能帮我吗",
        "谁能帮帮我",
        "I want to talk to somebody",
        "Hi, is there anyone I can talk to?",
        "I need someone to talk to",
        "can somebody help me please",
        "我只是想找个人说说话",
        "好想有人陪我聊聊天",
        "I just want somebody to talk to",
        "I really need someone to talk to tonight",
        "wish I had somebody to talk to",
        "想找你们的人聊聊",
        "Can I speak to someone?",
    ],
)
def test_somebody_is_looked_for(text: str) -> None:
    assert seeks_somebody(text)
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "聊聊",
        "找人代购",
        "想找人聊聊退款的事",
        "谁能告诉我怎么退款",
        "can someone help me with my order",
        "talk",
        "help",
    ],
)
def test_whoever_says_what_about_looks_for_an_answer(text: str) -> None:
    assert not seeks_somebody(text)


@pytest.mark.parametrize(
    ("text", "anybody"),
    [
        ("我只是想找个人说说话", True),
        ("I just want somebody to talk to", True),
        ("Is there anybody I can talk to?", True),
        ("想找你们的人聊聊", False),
        ("想找客服的人聊聊", False),
        ("我想和人说话", False),
        ("Can I speak to someone?", False),
        ("I want to talk to someone", False),
    ],
)
def test_company_may_be_anybodys(text: str, anybody: bool) -> None:
    assert seeks_somebody(text)
    assert seeks_company(text) is anybody
