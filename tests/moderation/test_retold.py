"""Who quotes an offer, warns of it or asks whether it is real is at most looked at; who makes it is not spared."""

from __future__ import annotations

import pytest

from moderation.breaches import Mode
from moderation.retold import Retold
from tests.moderation.test_rules import Judge

RETOLD = [
    'the fake bot says "enter your seed phrase" and then your coins are gone',
    "whoever claims to double your bitcoin is a scammer, I lost rent money that way",
    'what does "no deposit bonus" mean? it stands on a tram',
    "has anyone here been paid for liking pages, as their poster promises?",
    "凡是喊黑户可贷的都是骗子，我邻居亏过",
    "“请输入助记词”这种弹窗一律关掉，官方没有这个步骤",
    "墙上贴的无抵押贷款靠谱吗",
]
MADE = [
    "double your bitcoin today, not a scam, message me",
    "paid for liking pages, my friends thought it was a scam, dm me to start",
    '"guaranteed returns"',
    "黑户可贷，不是骗子，加我",
    "无抵押贷款，当天放款，找我",
]


@pytest.mark.parametrize("text", RETOLD)
def test_what_is_retold_is_at_most_looked_at(text: str) -> None:
    assert Judge(solicitation={}).hears(text).mode is not Mode.ENFORCE


@pytest.mark.parametrize("text", MADE)
def test_who_makes_an_offer_is_not_spared(text: str) -> None:
    assert Judge(solicitation={}).hears(text).mode is Mode.ENFORCE


@pytest.mark.parametrize("text", RETOLD)
def test_a_communitys_own_words_hold_for_quotations_too(text: str) -> None:
    words = text.split("，")[0].split(",")[0]
    judge = Judge(words={"packs": [], "forbidden": [words]})
    assert judge.hears(text).mode is Mode.ENFORCE


def test_a_signal_between_quotation_marks_is_not_weighed_against_who_quotes_it() -> None:
    rule = {"words": {"mode": "off"}, "solicitation": {}}
    offer = "connect your wallet to verify"
    assert Judge(**rule).hears(f'The bot that sends "{offer}" to us drains it').mode is Mode.REVIEW
    assert Judge(**rule).hears(f"{offer}, the bot sends you all of it").mode is Mode.ENFORCE


def test_an_address_that_a_warning_gives_is_acted_on() -> None:
    text = "lost money to a scam? casino bonus and free spins at luckyspin.vip"
    assert Judge(solicitation={}).hears(text).mode is Mode.ENFORCE


def test_what_stands_alone_between_marks_is_said() -> None:
    alone, retold = Retold('"get rich at home"'), Retold('he says "get rich at home"')
    assert not alone.is_quoted(1, 9)
    assert retold.is_quoted(9, 17)
    assert not retold.is_quoted(0, 7)
