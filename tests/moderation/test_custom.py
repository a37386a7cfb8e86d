"""Rules of the community's own: what they look for, about whom, and what does not compile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest

from bot.complaint import told
from chat.messages import Attachment, Media, Message
from chat.people import PersonId, Rank, Space
from moderation.breaches import Judgement, Mode
from moderation.custom.settings import AttachedMedia
from moderation.custom.written import WrongRule, read_rule
from moderation.lab import read_rules
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.utterance import Facts, Utterance, When
from tests.moderation.test_rules import NOON

QUIET = {name: {"mode": "off"} for name in ("solicitation", "words", "flood", "duplicates", "links")}


def judged(rule: dict[str, Any], text: str, *, facts: Facts | None = None, **changes: Any) -> Judgement:
    """What one rule says of a text; `rank`, `is_trusted` and `occasions` are the utterance's, others the message's."""
    settings = ModerationSettings.model_validate({"rules": QUIET, "custom": {"own": rule}})
    book = Rulebook(settings.rule_settings())
    known = {name: changes.pop(name) for name in ("rank", "is_trusted", "occasions") if name in changes}
    message = Message(id="1", space=Space("telegram", "-1"), text=text, **changes)
    said = Utterance(message, PersonId("ann"), NOON)
    for name, value in known.items():
        setattr(said, name, value)
    if book.wants_to_know(said):
        said.facts = facts
    return book.judge(said, Recent(size=1))


WORDS = {"mode": "enforce", "signals": [{"words": ["空投", "airdrop"]}]}


def test_a_word_is_found_as_a_word_of_its_own_and_shown_in_the_original() -> None:
    text = "今晚有 ＡＩＲＤＲＯＰ 空投"
    (breach,) = judged(WORDS, text).breaches
    assert (breach.rule, breach.mode) == ("own", Mode.ENFORCE)
    assert [text[one.start : one.end] for one in breach.evidence] == ["ＡＩＲＤＲＯＰ", "空投"]
    assert not judged(WORDS, "airdropped").breaches


def test_a_new_rule_only_records() -> None:
    assert judged({"signals": [{"words": ["airdrop"]}]}, "airdrop").mode is Mode.SHADOW


def test_weights_add_up_to_review_and_to_act_and_take_away() -> None:
    rule = {
        "mode": "enforce",
        "act": 2,
        "review": 1,
        "signals": [
            {"words": ["airdrop"], "weight": 1},
            {"pattern": "[0-9]{3,}", "weight": 0.5},
            {"trace": "wallet", "weight": 1},
            {"words": ["is it a scam"], "weight": -1},
        ],
    }
    wallet = "0x" + "ab12" * 10
    assert judged(rule, "500 for you").mode is Mode.OFF
    assert judged(rule, "airdrop of 500").mode is Mode.REVIEW
    breach = judged(rule, f"airdrop of 500 to {wallet}").leading
    assert (breach.mode, breach.score) == (Mode.ENFORCE, 2.5)
    assert judged(rule, "is it a scam: airdrop of 500").mode is Mode.OFF


@pytest.mark.parametrize(
    ("only", "good", "bad"),
    [
        ({"chats": ["telegram:-1"]}, {}, None),
        ({"chats": ["telegram:-2"]}, None, {}),
        ({"languages": ["en"]}, {}, None),
        ({"languages": ["zh"]}, None, {}),
        ({"trusted": False}, {}, {"is_trusted": True}),
        ({"media": ["photo"]}, {"attachments": (Attachment(media=Media.PHOTO),)}, {}),
        ({"media": ["none"]}, {}, {"attachments": (Attachment(media=Media.PHOTO),)}),
        ({}, {}, {"rank": Rank.STAFF}),
        (
            {"younger_than": "2d"},
            {"facts": Facts(age=timedelta(days=1), messages=0)},
            {"facts": Facts(age=timedelta(days=3), messages=0)},
        ),
        (
            {"fewer_messages": 5},
            {"facts": Facts(age=timedelta(days=9), messages=4)},
            {"facts": Facts(age=timedelta(), messages=5)},
        ),
    ],
    ids=str,
)
def test_conditions_say_whom_it_is_about(only: dict[str, Any], good: Any, bad: Any) -> None:
    rule = WORDS | {"only": only}
    if good is not None:
        assert judged(rule, "there is an airdrop", **good).breaches
    if bad is not None:
        assert not judged(rule, "there is an airdrop", **bad).breaches


def test_staff_are_only_looked_at() -> None:
    rule = WORDS | {"only": {"ranks": ["member", "staff"]}}
    assert judged(rule, "airdrop", rank=Rank.STAFF).mode is Mode.REVIEW
    assert judged(rule, "airdrop").mode is Mode.ENFORCE


def test_forwarded_messages_can_be_meant_alone() -> None:
    rule = WORDS | {"when": ["forwarded"]}
    assert judged(rule, "airdrop", forwarded=True).breaches
    assert not judged(rule, "airdrop").breaches


def test_a_rule_for_names_does_not_judge_messages() -> None:
    settings = ModerationSettings.model_validate({"custom": {"own": WORDS | {"when": ["name"]}}})
    book = Rulebook(settings.rule_settings())
    said = Utterance(Message(id="1", space=Space("telegram", "-1"), text="Airdrop"), PersonId("ann"), NOON)
    assert not book.judge(said, Recent(size=1)).breaches
    said.occasions = frozenset((When.NAME,))
    assert [one.rule for one in book.judge_own(said)] == ["own"]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("signals = []", "signals"),
        ('[[signals]]\nwords = ["a"]\npattern = "b"', "signals.0"),
        ('[[signals]]\npattern = "(?=x)"', "signals.0.pattern"),
        ('when = ["yesterday"]\n[[signals]]\nwords = ["a"]', "when.0"),
        ('[only]\nyounger_than = "soon"\n[[signals]]\nwords = ["a"]', "only.younger_than"),
        ('[only]\nage = "1d"\n[[signals]]\nwords = ["a"]', "only.age"),
    ],
)
def test_what_does_not_compile_names_its_key(source: str, key: str) -> None:
    with pytest.raises(ValueError, match=key.replace(".", r"\.")):
        read_rule(source)


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("x = [", {"": "文件末尾：等号后面的值不对，文字要放在引号里（Invalid value）"}),
        ("weight = 1", {"signals": "必须写上", "weight": "没有这个设置，这里可以写：mode, "}),
        ('[[signals]]\nwords = [""]', {"signals.0.words": "有一个词是空的"}),
        (
            '[[signals]]\nwords = ["a"]\npattern = "b"',
            {"signals.0": "一个信号只能写 words、pattern、trace、shape 之一"},
        ),
        ('[[signals]]\npattern = "("', {"signals.0.pattern": "这个模式不能用（missing ): (）"}),
        ("signals = []", {"signals": "至少要有 1 项"}),
        ('[only]\nmedia = ["foo"]\n[[signals]]\nwords = ["a"]', {"only.media.0": "只能是 'photo', "}),
        ('act = "x"\n[[signals]]\nwords = "a"', {"act": "必须是数字", "signals.0.words": "必须是列表"}),
    ],
)
def test_mistakes_are_told_in_both_languages_and_no_more_than_there_are(
    source: str, faults: dict[str, str]
) -> None:
    with pytest.raises(WrongRule) as wrong:
        read_rule(source)
    assert wrong.value.faults.keys() == faults.keys()
    for key, said in faults.items():
        assert told(wrong.value.faults[key], "zh").startswith(said)


def test_any_media_can_be_named() -> None:
    assert set(get_args(AttachedMedia)) == {*Media, "none"}


def test_a_rules_file_holds_them_too_and_names_are_checked() -> None:
    settings = read_rules('[moderation.custom.own]\n[[moderation.custom.own.signals]]\nwords = ["airdrop"]')
    assert "own" in settings.rule_settings()
    for name in ("words", "Own", "9own"):
        with pytest.raises(ValueError, match="custom"):
            read_rules(f'[custom.{name}]\n[[custom.{name}.signals]]\nwords = ["a"]')


def test_the_version_changes_with_a_rule_of_ones_own() -> None:
    one, other = (
        ModerationSettings.model_validate({"custom": {"own": {"signals": [{"words": [word]}]}}})
        for word in ("a", "b")
    )
    assert Rulebook(one.rule_settings()).version != Rulebook(other.rule_settings()).version
