"""What is left besides words: ways to somebody, hosts that only look like others, numbers in words; and price lists."""

from __future__ import annotations

import pytest

from moderation.breaches import Mode, View
from moderation.glance import Glance
from moderation.lexicon import Found, Kind
from moderation.rulebook import Rulebook
from moderation.rules.solicitation import Solicitation, SolicitationSettings
from moderation.scores import combine
from moderation.settings import ModerationSettings
from moderation.traces import traces
from tests.moderation.test_engine import judged


def left(text: str) -> set[str]:
    return {one.signal for one in traces(Glance(text))}


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("she pays well, reach her at mary_trades", "reach"),
        ("text me on snap: lena.22x", "reach"),
        ("tg聊：xiaomei_sh", "handle"),
        ("V我：kk_7789", "handle"),
        ("your card is limited, see paypa1-help.com", "host"),
        ("t .me/ profits", "hidden_link"),
        ("the address is pump-win. top", "hidden_link"),
        ("the new room is at tme/alphawins", "hidden_link"),
        ("read it backwards: moc.knil-yap-etsac", "hidden_link"),
        ("扣扣：三五七八零九一二", "number_in_words"),
        ("企鹅裙：幺零二四七七八九", "number_in_words"),
        ("she turned my 200 into 2400", "rate"),
    ],
)
def test_a_way_to_somebody_is_seen(text: str, signal: str) -> None:
    assert signal in left(text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("message me at 5pm, or find the answer on page 22", "reach"),
        ("review 123456 is waiting in window 3", "number"),
        ("打电话给幺三二三五六二零二五五", "number_in_words"),
        ("he turned into a frog at 12", "rate"),
        ("see acme/readme and the rest of acme.moc-up", "hidden_link"),
        ("Ok. Me watching tv too", "hidden_link"),
        ("trust him. Bet you do. Top of the class", "hidden_link"),
    ],
)
def test_ordinary_talk_names_nobody(text: str, signal: str) -> None:
    assert signal not in left(text)


def test_a_host_that_only_looks_like_a_known_one_weighs_more() -> None:
    def weight(host: str) -> float:
        text = f"see https://{host}/x"
        (found,) = [one for one in traces(Glance(text)) if one.signal == "host"]
        return found.weight

    assert weight("steamcornmunity.com") > 2
    assert weight("disc0rd-help.com") > weight("discord-help.com") + 1


@pytest.mark.parametrize(
    "text",
    [
        "月卡 15 元，年卡 128 元，首次开通可免费试用 14 天。",
        "¥15 a month or ¥128 a year, with a 14-day free trial.",
    ],
)
def test_prices_without_anybody_to_turn_to_are_no_more_than_looked_at(text: str) -> None:
    book = Rulebook(ModerationSettings().rule_settings())
    assert judged(book, text).mode is not Mode.ENFORCE
    assert judged(book, f"{text} 加微信 vip_8899").mode is Mode.ENFORCE


def test_letters_amid_chinese_are_no_slip_of_the_pen() -> None:
    book = Rulebook(ModerationSettings().rule_settings())
    mixed = judged(book, "带你赚零花，jia 我 wei xin 问")
    assert mixed.mode is Mode.ENFORCE
    assert View.SOUND in {one.view for one in mixed.evidence}


def test_russian_is_not_read_as_chinese_sounds() -> None:
    text = "что за ситуация такая может сложиться, где нам этот подход может понадобится?"
    rule = Solicitation(SolicitationSettings(review=0.5))
    book = Rulebook({"solicitation": rule.settings})
    assert View.SOUND not in {one.view for one in judged(book, text).evidence}


@pytest.mark.parametrize(
    "text",
    [
        "加我微信吧，我把照片发你",
        "加我微信，晚点把票发你",
        "looking for 2 players, no experience needed, we play on fridays",
    ],
)
def test_who_offers_nothing_is_no_more_than_looked_at(text: str) -> None:
    book = Rulebook(ModerationSettings().rule_settings())
    assert judged(book, text).mode is not Mode.ENFORCE


def test_one_stretch_is_one_kind_of_signal() -> None:
    whole = Found("jobs", Kind.TRADE, "noexperienceneeded", 10, 30, View.FOLDED, 1.5)
    part = Found("quick_money", Kind.LURE, "noexperience", 10, 23, View.FOLDED, 0.7)
    assert combine([whole, part]).kinds == 1
    assert combine([whole, part._replace(start=40, end=53)]).kinds == 2


@pytest.mark.parametrize(
    "text",
    [
        "需要的看我头像，不回群消息",
        "招几个帮忙点赞的，一单一结，联系方式在昵称里",
        "link in bio if u want it",
    ],
)
def test_where_somebody_is_to_be_found_is_a_way_to_reach_them(text: str) -> None:
    found = judged(Rulebook(ModerationSettings().rule_settings()), text)
    assert found.mode is not Mode.OFF
    assert {one.signal for one in found.evidence} & {"pointer_zh", "pointer_en"}


@pytest.mark.parametrize(
    "text",
    [
        'got this today: "congratulations, you won a prize, click here" is this real?',
        "> congratulations, you won a prize, click here\nis this real? my mum got it",
        "这个是真的吗？“恭喜您中奖了，点击领取红包”",
    ],
)
def test_who_asks_about_what_somebody_else_said_is_no_more_than_looked_at(text: str) -> None:
    assert judged(Rulebook(ModerationSettings().rule_settings()), text).mode is not Mode.ENFORCE


def test_what_only_the_model_takes_offence_at_calls_a_moderator_later() -> None:
    book = Rulebook(ModerationSettings().rule_settings())
    rule = "rule 4: no job ads, loans or account sales in here"
    assert judged(book, rule).mode is Mode.OFF
    assert judged(book, f"{rule}, write to t.me/rule_four_9").mode is not Mode.OFF
