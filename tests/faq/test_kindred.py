"""Chinese words that mean nearly the same: told from others, held by entries, left out with their wording."""

from __future__ import annotations

import numpy as np
import pytest

from faq.corpus import corpora
from faq.entries import Entry, Question
from faq.index import Index
from faq.kin import sense, taken_apart, words
from faq.kindred import Kin, Kinship, likeness
from faq.learned import prior
from faq.strangers import strangers
from faq.training import learn
from tests.faq.communities import communities, entries_of


def spelt(text: str) -> list[str]:
    by_number = list(words().place)
    return [by_number[one] for one in taken_apart(text)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("密码忘记了怎么办", ["密码", "忘记", "了", "怎么办"]),
        ("退款退款", ["退款"]),
        ("refund, please", []),
        ("", []),
        ("\ud83d鿕", []),
    ],
)
def test_a_text_is_taken_apart_into_known_words(text: str, known: list[str]) -> None:
    assert spelt(text) == known


def test_the_shipped_words_are_whole() -> None:
    known = words()
    size = len(known.place)
    assert size > 10_000
    assert {len(known.cost), len(known.rows)} == {size}
    assert isinstance(known.rows.base, np.memmap), "their pages can be given back"
    assert ((known.tells >= 0) & (known.tells <= 1)).all()
    assert known.rows["sense"].any(axis=1).all()
    assert (known.like[:, 0] == np.arange(size)).all()
    assert (np.diff(known.alike.astype(int), axis=1) <= 0).all()
    assert int(known.like.max()) < size


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [("退款", "退钱", "快递"), ("便宜", "优惠", "密码"), ("邮费", "运费", "衣服"), ("取消", "退订", "颜色")],
)
def test_what_means_nearly_the_same_is_told_from_what_does_not(word: str, like: str, unlike: str) -> None:
    near, far = (float(likeness(taken_apart(word), taken_apart(one))[0]) for one in (like, unlike))
    assert near > 0.1
    assert near > far
    assert sense(taken_apart(word)) @ sense(taken_apart(like)) > sense(taken_apart(word)) @ sense(
        taken_apart(unlike)
    )


def test_each_row_has_its_likest_word() -> None:
    rows = [taken_apart(one) for one in ("快递 退款", "退钱", "颜色", "")]
    asked = taken_apart("退款")
    found = Kin(rows).has(asked)
    assert found.shape == (1, 4)
    assert found[0] == pytest.approx([likeness(asked, row)[0] for row in rows])
    assert found[0, 0] == 1 > found[0, 1] > found[0, 2] == found[0, 3] == 0


def test_who_asks_in_like_words_finds_the_entry() -> None:
    entries = entries_of(
        {
            "post": (["邮费是多少"], "满一百就不收。"),
            "ring": (["铃声太响"], "在声音里调低。"),
            "key": (["口令忘了"], "点重新设定。"),
        },
        "zh",
    )
    index = Index(entries)
    assert index.find("密码想不起来")[0].entry.name == "key"
    assert index.find("运费谁承担")[0].entry.name == "post"


def test_a_left_out_wording_takes_its_words_along() -> None:
    town = next(communities("zh"))
    asked = next(one for one in town.entries if len(one.questions) > 2)
    less = [
        Entry(name=one.name, id=one.id, questions=one.questions[1:], answers=one.answers)
        if one is asked
        else one
        for one in town.entries
    ]
    full, short = Kinship(corpora(town.entries)["zh"]), Kinship(corpora(less)["zh"])
    corpus = corpora(town.entries)["zh"]
    known = taken_apart(asked.questions[0].text)
    left = full.of(known, corpus.wordings.index(asked.questions[0].text))
    assert left.has == pytest.approx(short.of(known).has, abs=1e-6)
    assert left.cover[corpus.ids.index(asked.id)] < full.of(known).cover[corpus.ids.index(asked.id)]


def test_an_entry_that_is_taken_away_holds_nothing() -> None:
    found = Kinship(
        corpora([Entry(name="a", id="a", questions=(Question("zh", "怎么退款"),), answers={})])["zh"]
    )
    gone = found.of(taken_apart("退款")).instead(0, 0.0)
    assert found.of(taken_apart("退款")).row(0)[:2] == pytest.approx((1.0, 0.0))
    assert gone.row(0)[0] == 0
    assert gone.row(0)[1] > 0.5


def test_an_answer_counts_by_itself() -> None:
    entries = entries_of(
        {"asked": (["运费谁出", "运费多少"], "请看说明。"), "told": (["怎么寄回"], "运费由我们承担。")}, "zh"
    )
    kinship = Kinship(corpora(entries)["zh"])
    known = taken_apart("邮费谁付")
    found, left = kinship.of(known), kinship.of(known, without=0)
    assert found.said[1] > found.said[0] + 0.1
    assert found.cover[0] > found.said[0]
    assert left.told == pytest.approx(found.told)
    gone = found.less(1)
    assert gone.said[1] == gone.cover[1] == 0 < gone.cover[0]
    worded, gist = kinship.near(sense(known), np.ones(2))
    assert gist[1] > gist[0] + 0.1
    assert worded[0] > worded[1] + 0.1


def test_strangers_speak_of_no_community() -> None:
    said = strangers("zh")
    assert len(said) == len(set(said)) > 80
    assert not strangers("en")


COMMANDS = {
    "music": ["放首歌", "来点音乐", "播放周末歌单", "放一首钢琴曲"],
    "light": ["开灯", "把客厅的灯关上", "灯光调暗一点", "卧室开灯"],
    "alarm": ["定个七点的闹钟", "明早六点叫醒我", "取消闹钟", "二十分钟后提醒我关火"],
    "call": ["打电话给小王", "给妈妈回个电话", "拨打物业", "呼叫前台"],
    "weather": ["查一下明天的天气", "看看今天的气温", "查周末下不下雨", "播报空气质量"],
    "curtain": ["拉上窗帘", "打开卧室窗帘", "窗帘开一半", "关窗帘"],
}


def test_chat_with_an_assistant_is_rehearsed_where_the_manner_tells_nothing() -> None:
    """Its commands are no questions: what it hears beside them must be told by its words."""
    corpus = corpora(entries_of({name: (said, "") for name, said in COMMANDS.items()}, "zh"))["zh"]
    assistant = learn(corpus, None)
    assert assistant.asking < 1
    shop = next(one for one in communities("zh") if one.name == "snack")
    desk = learn(corpora(shop.entries)["zh"], None)
    assert desk.asking == 1
    shipped = len(prior("zh", meaning=False).examples.right)
    assert len(assistant.examples.right) - shipped == 2 * assistant.learned_on + len(strangers("zh"))
    assert len(desk.examples.right) - shipped == 2 * desk.learned_on
