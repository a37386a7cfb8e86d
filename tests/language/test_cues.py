"""Cues: questions, complaints with their evidence, stakes, the wish for a human."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.people import Language
from language.cues import asks_for_human, complaint_tone, looks_like_question, stakes
from language.fold import fold
from language.lexicon import Cue, cue_marks, cue_phrases, cue_words, question_words, spelt_for_cues


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("怎么领取奖品", "zh"),
        ("奖品发货了没", "zh"),
        ("明天还有活动吗", "zh"),
        ("能不能换个颜色", "zh"),
        ("老用户有優惠？", "zh"),
        ("請問客服幾點下班", "zh"),
        ("how do I join the draw", "en"),
        ("hey, is there a student discount", "en"),
        ("anyone know when it starts", "en"),
        ("the draw is on Friday, right?", "en"),
        ("Thanks! What’s the deadline", "en"),
    ],
)
def test_questions_with_and_without_their_mark(text: str, language: Language) -> None:
    assert looks_like_question(text, language)
    assert looks_like_question(text, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("谢谢大家", "zh"),
        ("没什么，随便聊聊", "zh"),
        ("我过几天再来", "zh"),
        ("？？？", "zh"),
        ("", "zh"),
        ("thanks everyone", "en"),
        ("that's how it works", "en"),
        ("see https://example.com/a?page=2", "en"),
        ("I did it", "en"),
        ("😀?", "en"),
    ],
)
def test_statements_are_no_questions(text: str, language: Language) -> None:
    assert not looks_like_question(text, language)


@pytest.mark.parametrize(
    ("text", "language", "cues"),
    [
        ("等了五天還沒人回覆，太垃圾了！！！", "zh", {Cue.WAITING, Cue.IGNORED, Cue.ANGER, Cue.EMPHASIS}),
        ("又崩了，反馈过三次没人处理，给个说法", "zh", {Cue.AGAIN, Cue.BROKEN, Cue.IGNORED, Cue.DEMAND}),
        (
            "It's been four days, nobody answers, give me my money back",
            "en",
            {Cue.WAITING, Cue.IGNORED, Cue.DEMAND},
        ),
        ("the app keeps crashing and I’m fed up with no reply", "en", {Cue.AGAIN, Cue.ANGER, Cue.IGNORED}),
    ],
)
def test_complaints_score_high_and_show_why(text: str, language: Language, cues: set[Cue]) -> None:
    tone = complaint_tone(text, language)
    assert tone.score >= 0.8
    assert cues <= {signal.cue for signal in tone.signals}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("怎么换绑手机号", "zh"),
        ("大家早上好", "zh"),
        ("哈哈哈这垃圾游戏我又输了", "zh"),
        ("好用到离谱", "zh"),
        ("隔壁群的客服太差了", "zh"),
        ("how do I change my email", "en"),
        ("good morning all", "en"),
        ("lol this game is trash, love it", "en"),
        ("my boss is terrible", "en"),
        ("never mind, it works now", "en"),
    ],
)
def test_calm_talk_banter_and_praise_score_low(text: str, language: Language) -> None:
    assert complaint_tone(text, language).score < 0.4


def test_a_solved_problem_is_no_complaint_and_an_unsolved_one_is() -> None:
    assert complaint_tone("等了三天，已经解决了", "zh").score < 0.3
    assert complaint_tone("等了三天，还没解决", "zh").score > 0.6


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("转人工", "zh"),
        ("人工", "zh"),
        ("管理員在嗎", "zh"),
        ("能不能来个人处理一下", "zh"),
        ("can I speak to a real person please", "en"),
        ("HUMAN!!", "en"),
        ("any mods online", "en"),
        ("人工！人工！", "zh"),
        ("想跟客服聊一下售后", "zh"),
        ("let me speak to the manager", "en"),
        ("who do I talk to here to get this fixed? a real one", "en"),
        ("ok who can actually fix this for me, not a script", "en"),
        ("which of you do I message about a broken order?", "en"),
        ("could one of the mods write me back directly?", "en"),
        ("no more canned replies, let a living person read this", "en"),
        ("I want this sorted by a person", "en"),
        ("stop the auto replies and fetch a colleague", "en"),
        ("does anybody from the shop read these messages?", "en"),
        ("有没有能拍板的人，我这单子卡住了", "zh"),
        ("售后的人在哪，出来解决问题", "zh"),
        ("找个说了算的跟我讲", "zh"),
        ("来个能解决的，别复读了", "zh"),
    ],
)
def test_wishes_for_a_human(text: str, language: Language) -> None:
    assert asks_for_human(text, language)
    assert asks_for_human(text, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("人工智能真厉害", "zh"),
        ("不用转人工了", "zh"),
        ("客服说明天发货", "zh"),
        ("to be human is to err", "en"),
        ("human rights", "en"),
        ("who do I talk to in the game to get the sword", "en"),
        ("I'm on your side to be honest", "en"),
        ("one of the mods told me it's fine", "en"),
        ("I know someone who can fix phones downtown", "en"),
        ("was this poem written by a person", "en"),
        ("我家说了算的人是我妈", "zh"),
        ("售后的人在忙，等会儿就回了", "zh"),
        ("他是个能解决问题的人", "zh"),
    ],
)
def test_talk_about_humans_is_no_wish(text: str, language: Language) -> None:
    assert asks_for_human(text, language) is None


def test_stakes_are_named_however_calmly_said() -> None:
    assert [signal.cue for signal in stakes("你好，请问退款怎么走流程", "zh")] == [Cue.MONEY]
    assert [signal.cue for signal in stakes("my account was hacked and I will call my lawyer", "en")] == [
        Cue.LEGAL,
        Cue.SAFETY,
    ]


def test_evidence_stands_in_the_original() -> None:
    text = "😀 我要轉\u200b人工！"
    signal = asks_for_human(text, "zh")
    assert signal is not None
    assert text[signal.start : signal.end] == "轉\u200b人工"


def test_evidence_at_the_end_of_a_long_text_stands_in_the_original() -> None:
    text = "好" * 60_000 + "转人工" + "好" * 100
    signal = asks_for_human(text, "zh")
    assert signal is not None
    assert text[signal.start : signal.end] == "转人工"


def test_every_cue_has_a_reason_a_weight_and_words() -> None:
    rows = tomllib.loads(files("language").joinpath("cues.toml").read_text("utf-8"))["cue"]
    assert [row["name"] for row in rows] == [cue.value for cue in Cue]
    for row in rows:
        assert row["reason"]
        assert 0 < row["weight"] <= 1
        assert row.get("pattern") or (row["zh"] and row["en"])
        for kind in ("zh", "en", "unless_zh", "unless_en"):
            phrases = row.get(kind, [])
            assert len(set(phrases)) == len(phrases), (row["name"], kind)
            assert not [phrase for phrase in phrases if phrase.startswith("*") or phrase.endswith("*")]


def test_english_phrases_match_whole_words_only() -> None:
    assert complaint_tone("strawberry scrapbook, useful trashy", "en").score == 0
    assert complaint_tone("what a TRASH", "en").score > 0


@given(st.text(max_size=80), st.sampled_from(["zh", "en", None]))
def test_any_text_is_judged(text: str, language: Language | None) -> None:
    looks_like_question(text, language)
    tone = complaint_tone(text, language)
    assert 0 <= tone.score <= 1
    for signal in (*tone.signals, *stakes(text, language)):
        assert 0 <= signal.start < signal.end <= len(text)


@pytest.mark.parametrize(
    "text", ["等了" * 50_000, "been " * 20_000, "waited a " * 11_000, "没人管" * 33_000, "\ud800人工"]
)
def test_hostile_text_takes_bounded_work(text: str) -> None:
    assert complaint_tone(text, None).score <= 1
    assert looks_like_question(text, None) in (True, False)
    asks_for_human(text, None)


def test_every_phrase_finds_itself() -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for at, phrase in cue_phrases(language):
            if phrase:
                spelt = spelt_for_cues(fold(phrase.replace("*", "two" if phrase.isascii() else "两")))
                likely = frozenset(one for place, one in cue_marks(language).may_be_in(spelt) if place == at)
                words = cue_words()[at]
                assert words.phrases[language].first(spelt, likely), (words.cue, phrase)


def _phrases(key: str, language: Language) -> list[str]:
    rows = tomllib.loads(files("language").joinpath("cues.toml").read_text("utf-8"))
    if key == "question":
        return [one for name, some in rows["question"][language].items() if name != "reason" for one in some]
    return [one for row in rows["cue"] for one in row.get(language, [])]


@pytest.mark.parametrize("language", ["zh", "en"])
@given(data=st.data())
def test_no_cue_is_overlooked_for_being_sought_only_where_its_words_stand(
    data: st.DataObject, language: Language
) -> None:
    pieces = st.sampled_from(_phrases("cue", language) + _phrases("question", language))
    around = st.sampled_from(["", " ", "，", "ok ", "我们", "the ", "!!!", "'s", "  "])
    said = data.draw(st.lists(st.tuples(around, pieces, around), max_size=4))
    spelt = spelt_for_cues(fold("".join("".join(one) for one in said).replace("*", "x y")))
    every, likely = defaultdict(set), defaultdict(set)
    for at, phrase in cue_phrases(language):
        every[at].add(phrase)
    for at, phrase in cue_marks(language).may_be_in(spelt):
        likely[at].add(phrase)
    for at, words in enumerate(cue_words()):
        found = words.phrases[language].first(spelt, frozenset(every[at]))
        assert words.phrases[language].first(spelt, frozenset(likely[at])) == found
    asked = question_words()[language]
    bare = spelt
    for pattern in asked.rhetorical:
        bare = pattern.sub(" ", bare)
    asks = bool(asked.edge.search(bare) or any(pattern.search(bare) for pattern in asked.asks))
    assert asked.in_text(spelt) == asks
