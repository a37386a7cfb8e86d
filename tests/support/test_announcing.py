"""Why a ticket was opened, as its member hears it."""

from __future__ import annotations

import pytest

from chat.people import Space, SpaceKind
from chat.text import Text
from support.announcing import announced
from support.triage import Reason, Sign, Verdict, judge
from tests.support.office import a_ticket

GROUP, PRIVATE = Space("local", "garden"), Space("local", "1", kind=SpaceKind.PRIVATE)
TROUBLE = (Sign.COMPLAINT, Sign.DISPLEASED, Sign.MONEY, Sign.LEGAL, Sign.SAFETY)


def word(verdict: Verdict, name: str, space: Space = GROUP) -> str:
    said = announced(a_ticket(), verdict, space, Text("support.expect.soon")).args[name]
    assert isinstance(said, Text)
    return said.key.rpartition(".")[2]


def why(*reasons: tuple[Sign, float]) -> str:
    found = tuple(Reason(signal=sign, weight=weight) for sign, weight in reasons)
    return word(Verdict(reasons=found, escalates=True), "why")


def test_every_signal_has_words_that_fit_it() -> None:
    fits = dict.fromkeys(TROUBLE, "trouble") | {
        Sign.EXPLICIT: "asked",
        Sign.ORDER: "asked",
        Sign.SEVERAL: "several",
        Sign.REPEATED: "again",
        Sign.DOUBT: "unhelped",
        Sign.UNANSWERED: "unanswered",
        Sign.SILENCE: "unanswered",
    }
    assert {sign: why((sign, 1.0)) for sign in Sign} == fits


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (((Sign.EXPLICIT, 1.0), (Sign.MONEY, 0.3)), "asked"),
        (((Sign.EXPLICIT, 1.0), (Sign.MONEY, 1.0)), "trouble"),
        (((Sign.EXPLICIT, 1.0), (Sign.REPEATED, 0.6)), "asked"),
        (((Sign.ORDER, 0.6), (Sign.REPEATED, 0.6)), "again"),
        (((Sign.DISPLEASED, 0.5), (Sign.REPEATED, 1.2)), "again"),
        (((Sign.DISPLEASED, 0.5), (Sign.ORDER, 0.6)), "trouble"),
        (((Sign.DISPLEASED, 0.5), (Sign.DOUBT, 0.5)), "trouble"),
        (((Sign.MONEY, 0.3), (Sign.DOUBT, 0.5), (Sign.ORDER, 0.6)), "unhelped"),
    ],
)
def test_what_weighs_most_is_said(reasons: tuple[tuple[Sign, float], ...], said: str) -> None:
    assert why(*reasons) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我想找人聊聊", "asked"),
        ("I want to talk to somebody", "asked"),
        ("可以让真人来看一下吗", "asked"),
        ("Could a real person have a look, please?", "asked"),
        ("我要找真人！你们骗了我三千块，到现在不退", "trouble"),
        ("I need a human, my account was hacked and my money is gone", "trouble"),
    ],
)
def test_a_calm_wish_is_no_trouble(text: str, said: str) -> None:
    verdict = judge(text, "en" if text.isascii() else "zh")
    assert verdict.escalates
    assert word(verdict, "why") == said


def test_where_the_reply_comes_depends_on_where_it_is_said() -> None:
    verdict = Verdict(reasons=(Reason(signal=Sign.EXPLICIT, weight=1.0),), escalates=True)
    assert (word(verdict, "where"), word(verdict, "where", PRIVATE)) == ("group", "private")
