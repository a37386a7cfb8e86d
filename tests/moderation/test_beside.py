"""What a message brings along beside its author's words, and what is left behind by who goes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest

from chat.messages import Attachment, Media, Message
from chat.people import PersonId, Space
from moderation.breaches import Judgement, Mode, View
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.rules.hit_and_run import HitAndRun
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
POLL = (Attachment(media=Media.POLL),)
OFFERS = (
    "带单老师 日赚五千 稳赚不赔 加微信 abc12345",
    "earn $500 a day with crypto signals, no risk, dm me @kingpump",
    "https://t.me/+AbCdEfGhIjK",
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook(ModerationSettings().rule_settings())


def said(message: Message, *, trusted: bool = False) -> Utterance:
    found = Utterance(message, PersonId("ann"), NOON)
    found.is_trusted = trusted
    return found


def judged(book: Rulebook, text: str, *, trusted: bool = False, **changes: object) -> Judgement:
    message = Message(id="1", space=Space("telegram", "-100"), text=text, **changes)  # type: ignore[arg-type]
    return book.judge(said(message, trusted=trusted), Recent(size=1))


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_quoted_from_elsewhere_or_in_a_poll_is_looked_at(book: Rulebook, offer: str) -> None:
    for found in (
        judged(book, "👆", quoted=offer, elsewhere=True),
        judged(book, "", quoted=f"{offer}\n好\n不好", attachments=POLL),
    ):
        assert found.mode is Mode.REVIEW
        (evidence,) = found.leading.evidence
        assert evidence.view is View.QUOTED
        assert evidence.term.startswith(offer)


def test_what_is_quoted_from_this_chat_and_harmless_polls_are_not_judged(book: Rulebook) -> None:
    assert judged(book, "真的假的", quoted=OFFERS[0]).mode is Mode.OFF
    assert judged(book, "", quoted="周五去哪吃\n火锅\n烧烤", attachments=POLL).mode is Mode.OFF
    assert judged(book, "", quoted="When shall we meet?\nFriday\nSunday", attachments=POLL).mode is Mode.OFF
    assert judged(book, "is that so?", quoted="the price is 9", elsewhere=True).mode is Mode.OFF
    assert judged(book, "👆", quoted=OFFERS[0], elsewhere=True, trusted=True).mode is Mode.OFF


def test_buttons_lead_where_links_do(book: Rulebook) -> None:
    found = judged(book, "看这里", buttons=("https://t.me/+AbCdEfGhIjK",))
    assert found.mode is Mode.ENFORCE
    assert [one.rule for one in found.breaches] == ["links"]
    assert judged(book, "vote", buttons=("https://example.org/vote", "")).mode is Mode.OFF


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("大家看 https://example.org/win", True),
        ("pump-vip.top 大家看看", True),
        ("join us: t dot me/goldpump", True),
        ("t。me/abcdef", True),
        ("加V:abc12345 免费领", True),
        ("DM @pumpking for free signals", True),
        ("QQ群 88123456", True),
        ("大家好，我先潜水了", False),
        ("我的文件叫 main.py 有人看吗", False),
        ("version 2.0.1 crashes, thanks @anna", False),
        ("我的订单号 8812345678 呢", False),
    ],
)
def test_who_goes_at_once_leaves_a_way_to_elsewhere_behind(book: Rulebook, text: str, leads: bool) -> None:
    rule = cast(HitAndRun, book.rules["hit_and_run"])
    message = Message(id="1", space=Space("telegram", "-100"), text=text)
    assert (rule.judge_left(said(message)) is not None) is leads
