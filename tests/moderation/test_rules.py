"""Each rule's judgement of a message, with the evidence in the original text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.messages import Entity, EntityKind, Message
from chat.people import PersonId, Space
from language.fold import fold
from moderation.breaches import Judgement, Mode
from moderation.recent import Recent
from moderation.rulebook import Rulebook, rule_classes
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN = PersonId("ann")


class Judge:
    """Rules with their memory, as the watch uses them; solicitation is off unless it is spoken of."""

    def __init__(self, **rules: Mapping[str, Any]) -> None:
        rules = {"solicitation": {"mode": "off"}} | rules
        settings = ModerationSettings.model_validate({"rules": rules})
        self.book = Rulebook(settings.rule_settings())
        self.recent = Recent()
        self._count = 0

    def hears(
        self,
        text: str,
        *,
        by: PersonId = ANN,
        after: float = 0,
        age: float = 0,
        space: str = "1",
        edits: str = "",
        **changes: Any,
    ) -> Judgement:
        """Say something so many seconds after noon; `edits` names the message that is changed."""
        self._count += 1
        message = Message(id=edits or str(self._count), space=Space("telegram", space), text=text, **changes)
        said = Utterance(message, by, NOON + timedelta(seconds=after), edited=bool(edits))
        judgement = self.book.judge(said, self.recent, timedelta(seconds=age))
        self.recent.add(said.heard())
        return judgement


def slices(text: str, judgement: Judgement) -> list[str]:
    return [text[one.start : one.end] for one in judgement.evidence]


def broken(judgement: Judgement) -> list[str]:
    return [one.rule for one in judgement.breaches]


def link(text: str, target: str) -> Entity:
    return Entity(kind=EntityKind.LINK, start=0, end=len(text), target=target)


PIECES: Mapping[str, Any] = {"solicitation": {}}


@pytest.mark.parametrize(
    "pieces",
    [("加", "微", "信", "看", "小", "电", "影"), ("日赚", "五千", "稳赚", "不赔", "联系", "我吧")],
    ids=len,
)
def test_what_is_said_in_pieces_is_read_as_one(pieces: tuple[str, ...]) -> None:
    judge = Judge(**PIECES)
    judged = [judge.hears(text, after=3 * n) for n, text in enumerate(pieces)]
    assert judged[0].mode is Mode.OFF
    assert judged[-1].mode is Mode.ENFORCE
    assert [one.id for one in judged[-1].also] == [str(n + 1) for n in range(len(pieces) - 1)]
    assert {one.term for one in judged[-1].evidence} == {fold(pieces[-1])}


def test_short_messages_of_ordinary_chat_make_nothing_together() -> None:
    for texts in (
        ("在吗", "下班了吗", "一起吃饭", "老地方见"),
        ("hey", "you there?", "lunch?", "see you at one"),
    ):
        judge = Judge(**PIECES)
        assert [judge.hears(text, after=5 * n).mode for n, text in enumerate(texts)] == [Mode.OFF] * 4


def test_pieces_of_different_people_or_hours_do_not_meet() -> None:
    judge = Judge(**PIECES)
    for n, text in enumerate(("日赚", "五千", "稳赚", "不赔", "联系", "我吧")):
        assert judge.hears(text, by=PersonId(f"p{n}"), after=n).mode is Mode.OFF
        assert judge.hears(text, by=PersonId("slow"), after=100 * n).mode is Mode.OFF


def test_rules_are_found_by_themselves_and_have_a_table_each() -> None:
    spoken = {"duplicates", "first_messages", "flood", "links", "listed", "mentions", "solicitation", "words"}
    assert set(rule_classes()) == {*spoken, "classifier", "hit_and_run", "names", "reactions"}
    assert set(ModerationSettings().rule_settings()) == set(rule_classes())


def test_a_sure_phrase_is_enforced_and_an_unsure_one_reviewed() -> None:
    judge = Judge()
    assert judge.hears("刷单返利，来几个").mode is Mode.ENFORCE
    assert judge.hears("想了解的加微信", by=PersonId("bo")).mode is Mode.REVIEW
    assert judge.hears("今天天气不错", by=PersonId("cy")).mode is Mode.OFF


@pytest.mark.parametrize("text", ["操你妈", "你怎么不去死", "u should kys", "Go KILL yourself"])
def test_abuse_calls_a_moderator_and_never_acts(text: str) -> None:
    judgement = Judge().hears(text)
    assert judgement.mode is Mode.REVIEW
    assert {one.rule for one in judgement.breaches} == {"words"}


@pytest.mark.parametrize("text", ["please don't kill yourself over it", "你去死磕这道题吧", "这天气真要命"])
def test_what_only_resembles_abuse_calls_nobody(text: str) -> None:
    assert Judge().hears(text).mode is Mode.OFF


def test_evidence_points_into_the_original() -> None:
    text = "😀ﬁ【ＧＵＡＲＡＮＴＥＥＤ　ＲＯＩ】"
    judgement = Judge(words={"forbidden": ["guaranteed roi"], "packs": []}).hears(text)
    assert slices(text, judgement) == ["ＧＵＡＲＡＮＴＥＥＤ　ＲＯＩ"]


def test_evidence_points_into_both_ends_of_a_very_long_text() -> None:
    text = "a " * 25_000 + "刷单返利"
    judgement = Judge().hears(text)
    assert "刷单返利" in slices(text, judgement)


def test_a_pattern_reads_the_folded_text() -> None:
    text = "联系 ＱＱ：１２３４５６７"
    judgement = Judge(words={"packs": [], "patterns": [r"qq\W{0,2}\d{5,}"]}).hears(text)
    assert slices(text, judgement) == ["ＱＱ：１２３４５６７"]


def test_a_mode_caps_every_finding() -> None:
    assert Judge(words={"mode": "shadow"}).hears("刷单返利").mode is Mode.SHADOW
    assert Judge(words={"mode": "off"}).hears("刷单返利").mode is Mode.OFF


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("https://t.me/+AbCdEf123", Mode.ENFORCE),
        ("t.me/joinchat/AAAA", Mode.ENFORCE),
        ("Discord.gg/abc", Mode.ENFORCE),
        ("https://discord.com/invite/abc", Mode.ENFORCE),
        ("ｄｉｓｃｏｒｄ.gg/abc", Mode.ENFORCE),
        ("https://chat.whatsapp.com/AbC", Mode.ENFORCE),
        ("https://t.me/some_channel", Mode.REVIEW),
        ("https://docs.python.org/3/", Mode.OFF),
        ("discord.com/channels/1/2", Mode.OFF),
        ("see file.gg/x", Mode.OFF),
        ("https://cast.me/someone", Mode.OFF),
        ("加群t.me/+AbCd", Mode.ENFORCE),
    ],
)
def test_invitations(text: str, mode: Mode) -> None:
    assert Judge().hears(text).mode is mode


def test_a_link_is_judged_by_where_it_leads() -> None:
    text = "official website"
    judgement = Judge().hears(text, entities=(link(text, "https://discord.gg/abc"),))
    assert (judgement.mode, slices(text, judgement)) == (Mode.ENFORCE, [text])


def test_own_invitations_and_allowed_domains_are_welcome() -> None:
    judge = Judge(links={"forbid": "all", "allowed": ["example.org", "t.me/our_garden"]})
    for text in ("https://docs.example.org/a", "https://t.me/our_garden", "https://t.me/our_garden/17"):
        assert judge.hears(text, entities=(link(text, text),)).mode is Mode.OFF, text
    for text in ("https://example.org.evil.com", "https://t.me/our_garden_x", "http://[bad"):
        assert judge.hears(text, entities=(link(text, text),)).mode is Mode.ENFORCE, text


def test_blocked_domains_count_with_their_subdomains() -> None:
    judge = Judge(links={"forbid": "blocked", "blocked": ["evil.com"]})
    for text, mode in (("https://a.evil.com/x", Mode.ENFORCE), ("https://notevil.com", Mode.OFF)):
        assert judge.hears(text, entities=(link(text, text),)).mode is mode


def test_flood_counts_one_persons_messages_and_an_album_once() -> None:
    judge = Judge(flood={"messages": 3, "within": "10s"})
    assert [broken(judge.hears(f"line {n}", after=n)) for n in range(5)] == [[], [], [], ["flood"], ["flood"]]
    assert broken(judge.hears("later", after=60)) == []
    album = Judge(flood={"messages": 3, "within": "10s"})
    assert not any(broken(album.hears("", after=n / 10, album="a")) for n in range(10))


def test_flood_is_never_late_and_edits_are_no_messages() -> None:
    judge = Judge(flood={"messages": 2, "within": "10s"})
    assert not any(broken(judge.hears(f"line {n}", after=n, age=3600)) for n in range(6))
    judge = Judge(flood={"messages": 2, "within": "10s"})
    judge.hears("one")
    assert not any(broken(judge.hears(f"line {n}", after=n, edits="1")) for n in range(6))


def test_hearing_a_message_again_changes_nothing() -> None:
    judge = Judge(flood={"messages": 2, "within": "10s"})
    for _ in range(5):
        message = Message(id="7", space=Space("telegram", "1"), text="hello")
        said = Utterance(message, ANN, NOON)
        assert broken(judge.book.judge(said, judge.recent)) == []
        judge.recent.add(said.heard())
    assert len(judge.recent) == 1


def test_the_third_copy_takes_the_second_along_and_leaves_the_first() -> None:
    judge = Judge()
    text = "求推荐一家靠谱的装修公司"
    assert broken(judge.hears(text)) == []
    assert broken(judge.hears(text + "!!", space="2")) == []
    third = judge.hears("求推薦一家靠譜的裝修公司～")
    assert broken(third) == ["duplicates"]
    assert [(ref.space.id, ref.id) for ref in third.also] == [("2", "2")]


def test_short_repeats_are_ordinary() -> None:
    judge = Judge()
    assert not any(broken(judge.hears("好的", after=60 * n)) for n in range(6))


def test_many_members_saying_the_same_call_a_moderator_once() -> None:
    judge = Judge(duplicates={"members": 3})
    text = "gm everyone, huge airdrop at pepe dot example"
    modes = [judge.hears(text, by=PersonId(name)).mode for name in ("a", "b", "c", "d")]
    assert modes == [Mode.OFF, Mode.OFF, Mode.REVIEW, Mode.OFF]


def test_mentions_count_people_not_names() -> None:
    def mention(n: int, target: str) -> Entity:
        return Entity(kind=EntityKind.MENTION, start=3 * n, end=3 * n + 2, target=target)

    text = "@a @b @c @d @e @f"
    judge = Judge()
    same = tuple(mention(n, "7") for n in range(6))
    many = tuple(mention(n, str(n)) for n in range(6))
    assert broken(judge.hears(text, entities=same)) == []
    assert broken(judge.hears(text, entities=many, after=60)) == ["mentions"]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("@everyone hi", True),
        ("你好@all你好", True),
        ("＠所有人", True),
        ("@all_stars", False),
        ("bob@all.com", False),
        ("@everyones", False),
        ("@here.", False),
    ],
)
def test_calling_everybody(text: str, hit: bool) -> None:
    assert (broken(Judge().hears(text)) == ["mentions"]) is hit


def test_every_rule_explains_itself_and_its_reason() -> None:
    for rule in Judge().book.rules.values():
        assert rule.explain().key.startswith(f"moderation.rule.{rule.name}.explain")
        assert rule.reason().key == f"moderation.rule.{rule.name}.reason"
        assert rule.title.key == f"moderation.rule.{rule.name}.title"


hostile = st.text(st.characters(), max_size=300) | st.text(
    st.sampled_from("加微信刷单返利@everyone t.me/+ab://[]%．。😀\u200b\u202e\ud800\x00ﬁ"), max_size=300
)


@given(st.lists(hostile, min_size=1, max_size=8))
def test_no_text_raises_and_all_evidence_lies_in_the_text(texts: list[str]) -> None:
    judge = Judge(words={"forbidden": ["加微信"], "patterns": ["微+信"]})
    for text in texts:
        for one in judge.hears(text).evidence:
            assert 0 <= one.start <= one.end <= len(text)
            if one.rule == "words" and one.term == "加微信":
                assert one.term in fold(text[one.start : one.end])
