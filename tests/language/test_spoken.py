"""What one pass over the words of a text tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.fold import fold
from language.reading import squeezed_out
from language.sounds import sound_of
from language.spoken import Traits, sound_of_all, spoken_places, traits_of

SCRAPS = tuple(
    "微信 wx weixin 加 v 刷单 s 单 free f-r-e-e fr33 m0ney sooo 彳亍 morf 8 one \u00a0 \u3000 \n ， … -".split(
        " "
    )
)
texts = st.lists(st.sampled_from(SCRAPS) | st.characters(), max_size=24).flatmap(
    lambda parts: st.sampled_from(("", " ")).map(lambda between: between.join(parts))
)


def traits(text: str) -> Traits:
    return traits_of(fold(text).split())


@given(texts)
def test_every_sound_has_its_place(text: str) -> None:
    folded = fold(text)
    sound, (starts, ends) = sound_of_all(folded.split()), spoken_places(folded)
    assert len(sound) == len(starts) == len(ends)
    assert [*starts] == sorted(starts)
    assert all(0 <= start < end <= len(folded) for start, end in zip(starts, ends, strict=True))


@given(texts)
def test_without_latin_words_the_letters_sound_one_by_one(text: str) -> None:
    folded = fold(text)
    if not traits(text).latin:
        assert sound_of_all(folded.split()) == sound_of(squeezed_out(folded))


@given(texts)
def test_the_traits_of_a_text_are_those_of_its_words(text: str) -> None:
    words = fold(text).split()
    assert traits_of(words).number == sum(traits_of([word]).number for word in words)
    assert traits_of(words).number == traits_of(words).number


def test_homophones_sound_alike() -> None:
    assert sound_of_all(["威信"]) == sound_of_all(["微信"]) == sound_of_all(["weixin"])
    assert sound_of_all(["天气"]) != sound_of_all(["电器"])


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("fr33 m0ney", "leet"),
        ("soooo good", "leet"),
        ("f-r-e-e", "dashed"),
        ("f-r-e-e", "single"),
        ("*a*", "wedged"),
        ("frsh", "bare"),
        ("morf eht", "turned"),
        ("five hundred", "figures"),
        ("彳艮多", "split"),
        ("wo xihuan ni", "pinyin"),
        ("call 12", "telling"),
        ("加微", "telling"),
        ("dot com", "telling"),
    ],
)
def test_a_word_has_traits(text: str, trait: str) -> None:
    assert getattr(traits(text), trait) > 0


@pytest.mark.parametrize("text", ["hello there, how was your weekend?", "今天的活动几点开始，有人知道吗？"])
def test_ordinary_words_have_none_that_is_rare(text: str) -> None:
    assert not traits(text).are_rare
    assert not traits(text).telling
