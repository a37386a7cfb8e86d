"""What ordinary people say is left alone, however much it looks like an advertisement at first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chat.messages import Message
from chat.people import PersonId, Space
from language.sounds import sound_of
from moderation.breaches import Mode, View
from moderation.glance import Glance
from moderation.lexicon import Lexicon, shipped, usual_sounds
from moderation.model import shipped_model, shipped_sounds
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.scoring import Scorer
from moderation.settings import ModerationSettings
from moderation.traces import traces
from moderation.utterance import Utterance


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook(ModerationSettings().rule_settings())


def verdict(book: Rulebook, text: str) -> Mode:
    message = Message(id="1", space=Space("lab", "1"), text=text)
    said = Utterance(message, PersonId("1"), datetime(2026, 1, 1, tzinfo=UTC))
    return book.judge(said, Recent(size=1)).mode


@pytest.mark.parametrize(
    "text",
    [
        "你们这里支持货到付款吗？可以先验货吗",
        "大家的微信头像都换成新年的了",
        "微信公众号的图文怎么排版好看",
        "话费充值了一百块还没有到账",
        "洗衣机 8 点能用，洗一次 4 元，大概 90 分钟",
        "日志从 2026-03-01 到 2026-03-07 都是空的，联系谁看",
        "The parcel was lost! What now! Is anybody there?",
        "send 250 dollars from my checking account to savings please",
        "we ship within 24 hours and the gps, csv and gpx files are free",
        "please tell him i am running 15 minutes late",
        "От кого это пришло, то есть от нас или от них?",
        "were you made there",
        "gr8 m8, c u l8r at b4, br1ng th3 b4ll",
        "cn u snd m th nts frm tdy",
        "see you to morrow at the foot ball ground",
        "that was about it. Meanwhile the bus left",
        "“@WillyBall4_: who is coming” @Tina99x @bob_2b me!",
        "东西是货到付款的，收到货再给钱",
        "the clan moved to the new server, ask an officer for an invite",
    ],
)
def test_it_is_not_even_looked_at(book: Rulebook, text: str) -> None:
    assert verdict(book, text) is Mode.OFF


@pytest.mark.parametrize(
    "text",
    [
        "想学摄影的加我薇信 pic_8812，每天免费领资料",
        "gt ur fr33 nitr0 bns nw, clck t.me/+abc123",
        "躺赚日结，扣一带你上车，威信 abc_9911",
        "s3ll1ng ch34p f0ll0w3rs 4nd l1k3s, m3ss4g3 m3",
        "sel ling ver ified acc ounts, ch eap fol low ers",
        "加赚\n我钱\n微日\n信结",
    ],
)
def test_what_hides_is_still_found(book: Rulebook, text: str) -> None:
    assert verdict(book, text) is Mode.ENFORCE


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("大家记得去官网投票", "gambling_zh"),
        ("报名表在群文件里", "counterfeit_zh"),
        ("全国票房前三都看过了", "documents_zh"),
        ("有人被盗号了", "data_trade_zh"),
        ("在家做饭省钱", "parttime_zh"),
        ("货到付款，数量多的话分两次", "vague_offer_zh"),
        ("把飞机票改签了", "wechat_zh"),
        ("这点我同意", "private_word_zh"),
        ("photos on request", "call_en"),
    ],
)
def test_a_term_that_lies_across_words_or_inside_a_longer_one_is_none(text: str, signal: str) -> None:
    scorer = Scorer(Lexicon(shipped()), shipped_model(), shipped_sounds())
    found = [one.found for one in scorer.score(Glance(text), []).shares]
    assert not [one for one in found if one.signal == signal and one.view is View.FOLDED]


def test_what_ordinary_text_is_full_of_is_not_sought_by_its_sound() -> None:
    assert sound_of("微信") in usual_sounds()
    assert sound_of("刷单") not in usual_sounds()


def test_a_day_and_a_tracking_number_are_no_contacts() -> None:
    for text in ("查一下 info 2026-03-01 的记录", "单号 YT7531190420668，麻烦查一下联系"):
        assert not [one for one in traces(Glance(text)) if one.signal == "number"]
