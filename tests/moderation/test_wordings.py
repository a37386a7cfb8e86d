"""Disguised words are read as they were, for the models to weigh; innocent ones stay as they are."""

from __future__ import annotations

import pytest

from language.disguise import columns, downwards, letter_words
from language.fold import fold
from language.sounds import as_han, numbered_of, sound_of, spelling_of
from language.whole_words import mended, whole_words
from moderation.breaches import View
from moderation.glance import Glance
from moderation.lexicon import Kind
from moderation.readings import readings
from moderation.rules.solicitation import shipped_lexicon
from moderation.traces import traces
from moderation.vocabulary import shipped_vocabulary, vocabulary
from moderation.wordings import sounding, wordings

KNOWN = vocabulary(
    "selling course accounts money looking investors aged no investment personal plan my by home loan line".split()
)
WORDS = KNOWN.words


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("s3lling h4cked acc0unts", "selling hacked accounts"),
        ("ch**ea**t lo__ad__er", "cheat loader"),
        ("dis/cord ni/tro", "discord nitro"),
        ("f r e e  n i t r o", "free  nitro"),
        ("lkng for nvstrs", "looking for investors"),
        ("room 101 at 5pm, 10k steps", "room 101 at 5pm, 10k steps"),
        ("nice one!!! see you there", "nice one!!! see you there"),
        ("4g3d acc0unts, n0 plan", "aged accounts, no plan"),
        ("!!! + ?", "!!! + ?"),
        ("@tom sells cakes at b4", "@tom sells cakes at b4"),
        ("a prsnl ln by my pln", "a personal loan by my plan"),
        ("the ln is at home, I think it was", "the ln is at home, I think it was"),
    ],
)
def test_words_are_whole_again(shown: str, meant: str) -> None:
    assert whole_words(shown, KNOWN.words, KNOWN.bared) == meant


def test_halves_are_joined_where_only_together_they_are_a_word() -> None:
    assert mended("sel ling cou rse bundles", WORDS) == "selling course bundles"
    assert mended("in vest ment pl an, per so nal lo an", WORDS) == "investment plan, personal loan"
    assert mended("money accounts for the course", WORDS) is None
    assert mended("sel ling it by home", WORDS) is None, "one such word may be a slip of the pen"
    assert mended("an ordinary line of chat", WORDS) is None


def test_columns_are_read_from_either_side() -> None:
    seen = Glance("加|看\n我|片\n微|吧")
    assert [text for text, _ in wordings(seen, [], KNOWN)][-2:] == ["加我微 看片吧", "看片吧 加我微"]
    assert not columns("two lines\nare no columns")
    assert not columns("a line that is far too long for a column\nand another\nand one more")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("加|看\n我|片\n微|吧", "加我微看片吧"),
        ("加看\n我片\n微", "加我微看片"),
        ("join 3\nour 5\nclub 8", "joinourclub358"),
        ("a1 . b2\n\nc3 . d4\ne5 . f6", "a1c3e5b2d4f6"),
    ],
)
def test_each_letter_of_a_column_has_its_place(shown: str, meant: str) -> None:
    read = downwards(shown)
    assert read is not None
    assert read.text == meant
    starts, ends = read.places
    assert "".join(shown[start:end] for start, end in zip(starts, ends, strict=True)) == meant


@pytest.mark.parametrize("shown", ["⻩⾊", "⻜机", "⼥⼈上⻔"])
def test_radicals_of_dictionaries_are_the_characters_that_they_look_like_and_a_disguise(shown: str) -> None:
    folded = fold(shown)
    assert not any("\u2e80" <= one <= "\u2fdf" for one in folded)
    found = {one.signal for one in traces(Glance(shown))}
    assert ("radicals" in found) == (sum("\u2e80" <= one <= "\u2fd5" for one in shown) > 1)


@pytest.mark.parametrize("shown", ["贷★款★秒★到", "〔兼〕〔职〕〔日〕", "≮兼≯≮职≯≮日≯"])
def test_what_stands_between_chinese_characters_parts_them(shown: str) -> None:
    assert "separated" in {one.signal for one in traces(Glance(shown))}


def test_letters_that_are_named_are_a_contact() -> None:
    assert letter_words().search("snap is em eye ell ell why two ex")
    assert letter_words().search("victor india papa nine two")
    assert not letter_words().search("why are you so late, see you at two")


def test_what_is_quoted_is_not_said() -> None:
    quoted = '"guaranteed profit, deposit now and double it" who believes such things'
    relief = [one for one in traces(Glance(quoted)) if one.kind is Kind.RELIEF]
    assert [one.signal for one in relief] == ["quotation"]
    for bare in ('"guaranteed profit, deposit now and double it"', 'the film is called "up"'):
        assert not [one for one in traces(Glance(bare)) if one.kind is Kind.RELIEF]


def test_syllables_are_numbered_and_spelt_and_back() -> None:
    numbered = as_han(sound_of("加微信") + "?")
    assert spelling_of(numbered[:-1]) == "jia wei xing"  # xin and xing are one to many speakers
    assert numbered_of("jia wei xing") == numbered[:-1]
    assert numbered[-1] == " "


def test_only_what_is_pinyin_sounds() -> None:
    words = shipped_lexicon().words
    spelt, english = Glance("jia wei xin ling hong bao"), Glance("see you at the harbour tonight")
    assert spelling_of(sounding(spelt, readings(spelt, words)).strip()) == "jia wei xing ling hong bao"
    assert sounding(english, readings(english, words)) == ""


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("urgant hirring, wrok at hom", "urgent hiring, work at home"),
        ("ern mony onlien tody", "earn money online tody"),
        ("cheep folowers 4 sael", "cheap followers 4 sale"),
    ],
)
def test_words_that_are_spelt_wrongly_are_meant_as_the_nearest_that_is_known(shown: str, meant: str) -> None:
    words = "urgent hiring work at home earn money online cheap followers sale sell".split()
    known = vocabulary(words)
    assert known.spelling.respelt(shown) == meant
    assert (meant, View.SPELLING) in list(wordings(Glance(shown), [], known))


@pytest.mark.parametrize(
    "shown",
    [
        "work at home, earn money",
        "one slip of the penn happens to everybody who wroks",
        "@ern/@mony and www.hirring.wrok",
        "hat pork dome learn",
    ],
)
def test_what_is_spelt_right_or_nearly_all_is_read_as_it_stands(shown: str) -> None:
    words = "work at home earn money hiring pen works".split()
    assert vocabulary(words).spelling.respelt(shown) is None


def test_what_is_written_from_behind_is_read_forwards() -> None:
    turned = Glance("yadot eerf rof stols nioj")
    assert ("join slots for free today", View.BACKWARDS) in list(wordings(turned, [], KNOWN))


def test_each_wording_says_how_one_gets_there() -> None:
    turned = Glance("I am from \u202effats drocsid\u202c")
    assert (fold("I am from discord staff"), View.BACKWARDS) in list(wordings(turned, [], KNOWN))
    assert list(wordings(Glance("a calm line"), [], KNOWN)) == []


def test_the_first_of_the_words_that_sound_without_vowels_alike_is_meant() -> None:
    known = vocabulary(["loan", "line", "my", "an"])
    assert known.bared == {"ln": "loan"}, "what has no vowels lost none, and of one letter nothing is told"
    assert "my" in known.words


def test_the_shipped_words_are_ordinary_ones_too() -> None:
    known = shipped_vocabulary()
    assert {"casino", "investment", "kitchen", "by"} <= known.words
    assert [known.bared[left] for left in ("csn", "dpst")] == ["casino", "deposit"]
