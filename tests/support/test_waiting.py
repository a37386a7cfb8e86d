"""Nearly the same from several people; which words beside the text weigh how much."""

from __future__ import annotations

import pytest

from support.asked import alike
from support.settings import TriageSettings
from support.triage import CALM, Reason, Sign, judge, with_reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("支付页面打不开了", "支付页面打不开了，急"),
        ("the payment page is down", "payment page is down again"),
        ("登录收不到验证码", "登錄收不到驗證碼啊"),
    ],
)
def test_people_may_say_nearly_the_same(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("支付页面打不开了", "周末一起爬山吗"),
        ("the payment page is down", "the new theme looks great"),
        ("好的", "好吗"),
    ],
)
def test_other_words_are_something_else(one: str, other: str) -> None:
    assert not alike(one, other)


def test_what_is_known_beside_the_words_adds_up() -> None:
    weights = TriageSettings()
    more = (
        Reason(signal=Sign.UNANSWERED, weight=weights.unanswered),
        Reason(signal=Sign.SILENCE, weight=weights.silence),
    )
    assert with_reasons(CALM, (), weights) is CALM
    assert not with_reasons(CALM, more[:1], weights).escalates
    both = with_reasons(CALM, more, weights)
    assert both.escalates
    assert both.score == 1.0
    grave = judge("我的账号被盗了", "zh")
    assert with_reasons(grave, more, weights).priority is grave.priority
