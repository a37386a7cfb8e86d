"""One spelling: what folds together, what must not, and the way back to the original."""

from __future__ import annotations

import sys
import timeit
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from language.fold import Folded, fold
from language.utf16 import utf16_span

ANY_TEXT = st.text(max_size=60)
TRICKY = st.text(
    alphabet=st.sampled_from(
        "aZé\u0301\u0327ßİﬁ㍿½カｶﾞ\u3099が各가\u1100\u1161\u11a8ㅎㅏ\u200b\ufe0f\u200d❤🇨𝐅後著ЕеΗ\u05b0\u05bcשׁ\u0e34\u0e49ก\ud800\udc00"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("Free MONEY", "free money"),
        ("ＦＲＥＥ　ｍｏｎｅｙ！", "free money!"),
        ("加\u200b微\u2060信\ufeff", "加微信"),
        ("раураl", "paypal"),
        ("ꜰʀᴇᴇ 𝐅𝐑𝐄𝐄 𝓕𝓻𝓮𝓮 Ⓕⓡⓔⓔ 🅵🆁🅴🅴 🇫🇷🇪🇪", "free free free free free free"),
        ("f̶r̷e̸e̵ café", "free cafe"),
        ("①②③ ❶❷❸ ٣٤ １２", "123 123 34 12"),
        ("退款後請聯繫客服", "退款后请联系客服"),
        ("看著說明", "看着说明"),
        ("㍿ Ⅷ ﬁ ß", "株式会社 viii fi ss"),
        ("ｶﾞｯｺｳ か\u3099", "ガッコウ が"),
        ("\u1112\u1161\u11ab\uae00 ㅎㅏ", "한글 하"),
        ("1\ufe0f\u20e3", "1"),
        ("", ""),
    ],
)
def test_look_alikes_share_one_spelling(written: str, spelt: str) -> None:
    assert fold(written) == spelt


def test_chinese_that_looks_like_latin_stays_chinese() -> None:
    assert fold("千山万水乙几丁卜工口日一丨") == "千山万水乙几丁卜工口日一丨"


def test_the_table_of_look_alikes_holds_no_east_asian_character() -> None:
    table = files("language").joinpath("lookalikes.toml").read_text("utf-8")
    latin = table[table.index("[latin]") : table.index("# Han variants")]
    names = [unicodedata.name(c, "") for c in latin if not c.isascii()]
    assert len(names) > 150
    assert not [name for name in names if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))]


def test_every_ideograph_folds_to_one_ideograph() -> None:
    strays = [c for c in map(chr, range(0x4E00, 0xA000)) if not "\u3400" <= fold(c) <= "\U000323af"]
    assert strays == []
    assert all(len(fold(chr(code))) == 1 for code in range(0x4E00, 0xA000))


def test_kana_and_hangul_are_only_normalised() -> None:
    for code in [*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), *range(0xAC00, 0xD7A4, 7)]:
        assert fold(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_whatever_unicode_composes_is_composed() -> None:
    for code in range(0x80, sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<") and unicodedata.is_normalized("NFC", chr(code)):
            assert fold("".join(chr(int(part, 16)) for part in parts)) == fold(chr(code))


@given(st.one_of(ANY_TEXT, TRICKY))
@example("か" + "\u3099" * 29)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(ANY_TEXT, TRICKY))
def test_canonically_equal_texts_fold_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(unicodedata.normalize("NFC", text))


@given(st.one_of(ANY_TEXT, TRICKY), st.integers(-3, 60), st.integers(-3, 60))
def test_a_span_leads_back_to_what_was_folded(text: str, one: int, other: int) -> None:
    folded = Folded(text)
    assert folded.text == fold(text)
    start, end = folded.span(min(one, other), max(one, other))
    assert 0 <= start <= end <= len(text)
    assert folded.text[max(min(one, other), 0) : max(one, other, 0)] in fold(text[start:end])


def test_spans_leave_out_what_surrounds_them() -> None:
    folded = Folded("😀 加\u200b微\u200b信 e\u0301!")
    at = folded.text.index("加微信")
    assert folded.original[slice(*folded.span(at, at + 3))] == "加\u200b微\u200b信"
    at = folded.text.index("e")
    assert folded.original[slice(*folded.span(at, at + 1))] == "e\u0301"


def test_part_of_an_expansion_is_the_whole_character() -> None:
    assert Folded("a㍿b").span(2, 3) == (1, 2)


@given(ANY_TEXT, st.integers(0, 60), st.integers(0, 60))
def test_utf16_units_lead_to_the_same_stretch(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    offset, length = utf16_span(text, start, end)
    units = text.encode("utf-16-le")
    assert units[: 2 * offset].decode("utf-16-le") == text[:start]
    assert units[2 * offset : 2 * (offset + length)].decode("utf-16-le") == text[start:end]


def test_a_pair_counts_as_two_units() -> None:
    assert utf16_span("a😀b", 1, 2) == (1, 2)
    assert utf16_span("a😀b", 2, 3) == (3, 1)
    assert utf16_span("abc", 1, 3) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800加\udfff",
        "中" * 100_000,
        "\u05b0\u05bc" * 50_000,
        "か" + "\u3099" * 99_999,
        "\U000e0041" * 50_000,
        "\uffff",
    ],
)
def test_hostile_text_is_folded_in_linear_time(text: str) -> None:
    assert len(fold(text)) <= len(text)
    assert Folded(text).span(0, len(text))[1] <= len(text)


def test_folding_is_cheap() -> None:
    """Measured 1.9 µs and .09 µs on an idle core; the bound leaves room for a busy one."""
    chinese = (
        "大家好，我想请问一下这个活动的奖品什么时候发货呢？"
        + "我上周填了地址，现在还没有收到快递单号，客服没有回复我啊！！"
    )
    english = "hello can anyone tell me how i reset my password please??"
    fold(chinese)
    assert min(timeit.repeat(lambda: fold(chinese), number=2000, repeat=7)) / 2000 < 9e-6
    assert min(timeit.repeat(lambda: fold(english), number=2000, repeat=7)) / 2000 < 0.9e-6
