"""The engine as a whole: what it decides can be shown, replayed and trusted for any text."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from random import Random  # noqa: TID251  the same texts each time
from time import process_time

import pytest

from chat.messages import Message
from chat.people import PersonId, Space
from language.fold import fold
from moderation.breaches import Judgement, Mode, View
from moderation.recent import Recent
from moderation.records import record
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance
from tests.conftest import count
from tests.moderation.test_rules import NOON

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
WHOLE = (View.PACE, View.LIKENESS, View.ENTITY, View.LINK)
HOSTILE = (
    "加微信刷单返利+vVx：:@.。/[]()*~_-|丨 \u3000\n\t\u200b\u202e\u0301\ud800\x00ﬁ㍿ⓥ𝓋🅥💰➕🐧🍃✈️力口彳亻氵"
    "abcdefghijklmnopqrstuvwxyz0123456789$@!零壹贰叁肆伍陆柒捌玖http://t.me/+discord.gg/%{}"
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook(ModerationSettings().rule_settings())


def judged(book: Rulebook, text: str) -> Judgement:
    said = Utterance(Message(id="1", space=Space("telegram", "1"), text=text), PersonId("ann"), NOON)
    return book.judge(said, Recent(size=1))


def disguised(text: str, chance: Random) -> str:
    """A text as somebody writes it who wants to get past a filter."""
    match chance.randrange(5):
        case 0:
            return "\u200b".join(text)
        case 1:
            return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
        case 2:
            return chance.choice("*.~ ").join(text)
        case 3:
            return "".join(c + "\u0301" if chance.random() < 0.3 else c for c in text)
        case _:
            return f"{'x' * chance.randrange(30)} {text} {'好' * chance.randrange(30)}"


def test_what_is_enforced_is_found_in_the_original_text(book: Rulebook) -> None:
    chance = Random(7)
    texts = [
        text for name, rows in SENTENCES.items() if name.startswith(("spam", "evasive")) for text in rows
    ]
    enforced = 0
    for _ in range(count(150, 20_000)):
        text = disguised(chance.choice(texts), chance)
        for breach in judged(book, text).breaches:
            if breach.mode is not Mode.ENFORCE:
                continue
            enforced += 1
            spans = [one for one in breach.evidence if one.view not in WHOLE and one.term]
            spans += [one for one in breach.evidence if one.view in WHOLE]
            assert spans
            for one in spans:
                assert 0 <= one.start < one.end <= len(text)
                if breach.rule == "solicitation":
                    assert fold(text[one.start : one.end]) == one.term
    assert enforced > 100


def test_no_text_raises_and_hardly_any_takes_long(book: Rulebook) -> None:
    chance = Random(11)
    slow = 0
    tries = count(300, 10_000)
    for turn in range(tries):
        length = chance.choice((3, 30, 200, 1000)) if turn % 200 else 20_000
        alphabet = HOSTILE if chance.random() < 0.8 else "".join(map(chr, range(0x20, 0x3000)))
        text = "".join(chance.choices(alphabet, k=length))
        best = float("inf")
        for _ in range(3):
            began = process_time()
            judged(book, text)
            best = min(best, process_time() - began)
            if best <= 0.02:
                break
        slow += best > 0.02
    assert slow <= max(1, tries // 1000)


def test_a_decision_is_replayed_bit_for_bit(book: Rulebook) -> None:
    again = Rulebook(ModerationSettings().rule_settings())
    assert again.version == book.version
    for rows in SENTENCES.values():
        for text in rows:
            first = json.dumps(record(judged(book, text), text, book.version), ensure_ascii=False)
            assert first == json.dumps(record(judged(again, text), text, again.version), ensure_ascii=False)


def test_a_set_of_rules_has_a_name_of_its_own(book: Rulebook) -> None:
    other = ModerationSettings.model_validate({"rules": {"solicitation": {"act": 3}}})
    assert Rulebook(other.rule_settings()).version != book.version


def test_the_record_counts_as_both_platforms_do(book: Rulebook) -> None:
    text = "😀😀 保本高收益，稳赚不赔，日入过千，加微信 wx_889911"
    (breach,) = [one for one in record(judged(book, text), text, book.version)["breaches"] if one["score"]]
    for one in breach["signals"]:
        start, end = one["span"]
        offset, length = one["utf16"]
        assert text[start:end] == text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode(
            "utf-16-le"
        )


@pytest.mark.parametrize(
    "text",
    [
        "班长的威信很高，大家都听他的",
        "今天的菠菜很新鲜，多吃点",
        "这个老湿真会玩",
        "l33t h4x0r jokes are so 2004",
        "trained it via gradient descent",
        "这家沙发票价不贵",
    ],
)
def test_a_weak_reading_never_punishes_alone(book: Rulebook, text: str) -> None:
    assert judged(book, text).mode is Mode.OFF


@pytest.mark.parametrize(
    "text",
    [
        "小心那个说日入过千的人，是诈骗，我已经举报了",
        "our mod team banned the guy with the guaranteed profit scam",
        "群里有人问“刷单返利”是不是骗局",
    ],
)
def test_talking_about_fraud_is_no_fraud(book: Rulebook, text: str) -> None:
    settings = dict(ModerationSettings().rule_settings())
    only = Rulebook(settings | {"words": settings["words"].model_copy(update={"mode": Mode.OFF})})
    assert judged(only, text).mode is not Mode.ENFORCE
