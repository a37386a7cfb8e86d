"""Other readings of a text: what they find, and what they leave alone."""

from __future__ import annotations

import pytest

from language.disguise import backwards, leet, vowelled
from language.fold import fold

WORDS = {"ntrs": "nitros", "bns": "bonus", "frms": "forms", "vgr": "viagra"}


def test_words_that_lost_their_vowels_are_whole_again() -> None:
    made = vowelled("gt ur bns nd frms", WORDS)
    assert made is not None
    assert made.text == "getyourbonusandforms"
    assert made.span(7, 12) == (6, 9)


@pytest.mark.parametrize("text", ["the csv and gpx files", "lol wtf was that btw", "notorious bns rms"])
def test_short_forms_and_other_words_with_the_same_consonants_stay(text: str) -> None:
    made = vowelled(text, WORDS)
    assert made is None or "nitros" not in made.text


def test_no_word_begins_or_ends_inside_a_word_made_whole() -> None:
    made = vowelled("bns frms via gravel", WORDS)
    assert made is not None
    at = made.text.index("viagra")
    assert (made.starts[at], made.ends[at + 5]) == (9, 16)


def test_cyrillic_words_are_not_english_from_behind() -> None:
    text = "от кого это, то есть от нас или от вас"
    assert backwards(fold(text), text) is None
    assert backwards("emoc ot em morf", "emoc ot em morf") is not None


def test_leet_letters_stand_where_they_stood() -> None:
    made = leet("fr33 m0o0ney!")
    assert made is not None
    assert len(made.text) == len(made.starts) == len(made.ends)
    assert made.span(0, 3) == (0, 4)
    assert leet("nothing here") is None
