"""What a name, or what somebody tells of themselves, says: offers and titles of the staff, also disguised ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest

from chat.messages import Message
from chat.people import PersonId, Space
from language.fold import fold
from moderation.breaches import Breach, Mode, View
from moderation.rulebook import Rulebook
from moderation.rules.names import Names
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def names() -> Names:
    return cast(Names, Rulebook(ModerationSettings().rule_settings()).rules["names"])


def judged(names: Names, *lines: str) -> Breach | None:
    text = "\n".join(lines)
    message = Message(id="1", space=Space("telegram", "-100"), text=text)
    return names.judge_name(Utterance(message, PersonId("ann"), NOON))


@pytest.mark.parametrize(
    "name",
    [
        "看我简介领U",
        "USDT代付 @kk_pay",
        "同城约茶点我头像",
        "招代理 日结 ➕V xx886655",
        "承接引流 拉群 vx: kk9988",
        "Crypto Signals DM me",
        "Forex trader | whatsapp +447911123456",
        "Earn $500 daily 👉 bio",
        "free nudes -> pump-vip.top",
        "Cheap followers @smmking",
    ],
)
def test_a_name_that_is_an_advertisement_is_looked_at(names: Names, name: str) -> None:
    breach = judged(names, name)
    assert breach is not None
    assert breach.mode is Mode.REVIEW
    assert all(0 <= one.start <= one.end <= len(name) for one in breach.evidence)


@pytest.mark.parametrize(
    "lines",
    [
        ("小李 做代购的", "xiaoli1990"),
        ("理财规划师小赵", "zhao_88", "写代码，养猫，github.com/kim"),
        ("王老师(数学)", "maths_wang", "在读研究生 微信同名"),
        ("老板娘在线营业", "star_qq", "摄影师｜约拍私信"),
        ("安客 服务生", "小官 方便面"),
        ("Anna | frontend dev", "anna_dev", "Freelance translator, write to anna@translate.de"),
        ("Bitcoin Bob", "btcbob", "mostly lurking, ask me about chess"),
        ("Lucky777", "dm_open", "hire me pls | CS grad"),
        ("Sales manager at Acme", "acme_sales", "Bob's Bakery, open daily 8-18"),
        ("badminton_fan", "b4dminton", "moderate mouse"),
    ],
)
def test_who_tells_what_they_do_is_left_alone(names: Names, lines: tuple[str, ...]) -> None:
    assert judged(names, *lines) is None


def test_what_is_offered_in_a_description_is_found_where_it_stands(names: Names) -> None:
    lines = ("Ann", "ann_1", "跟我做 日入五千 加微信 abc12345")
    breach = judged(names, *lines)
    assert breach is not None
    text = "\n".join(lines)
    shown = {text[one.start : one.end] for one in breach.evidence}
    assert "微信 abc12345" in shown
    plain = [one for one in breach.evidence if one.view is View.FOLDED]
    assert plain
    assert all(fold(text[one.start : one.end]) == one.term for one in plain)


@pytest.mark.parametrize(
    ("offers", "mode"),
    [
        ({"mode": "off"}, None),
        ({"mode": "shadow"}, Mode.SHADOW),
        ({"mode": "review"}, Mode.REVIEW),
        ({"review": 20.0, "act": 20.0}, None),
    ],
)
def test_offers_in_names_are_told_as_the_community_tells_them(
    offers: dict[str, object], mode: Mode | None
) -> None:
    settings = ModerationSettings.model_validate({"rules": {"solicitation": offers}})
    strict = cast(Names, Rulebook(settings.rule_settings()).rules["names"])
    breach = judged(strict, "Crypto Signals DM me")
    assert (breach.mode if breach else None) is mode
    assert judged(strict, "Adm1n") is not None, "a title is no offer"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Adm1n", "Adm1n"),
        ("M0derator | Jo", "M0derator"),
        ("Support_Team", "Support_Team"),
        ("cust0mer-support", "cust0mer-support"),
        ("Tech Support", "Tech Support"),
        ("官 方 小 王", "官 方"),
        ("群·主", "群·主"),
    ],
)
def test_a_title_of_the_staff_is_seen_through_its_spelling(names: Names, name: str, shown: str) -> None:
    breach = judged(names, name)
    assert breach is not None
    assert [name[one.start : one.end] for one in breach.evidence] == [shown]
