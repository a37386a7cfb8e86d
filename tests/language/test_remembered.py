"""What is remembered of texts: enough for all that are read side by side, and no more."""

from __future__ import annotations

from language.remembered import LONGEST, TEXTS, remembered
from language.words import Measured

AT_ONCE = 300
"""Places whose messages are read in turns."""


def test_questions_about_one_text_are_answered_once_though_other_places_ask_in_between() -> None:
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    texts = [f"text {number}" for number in range(AT_ONCE)]
    assert [length(text) for text in texts * 2] == [len(text) for text in texts * 2]
    assert asked == texts


def test_what_is_remembered_is_bounded() -> None:
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    long = "x" * (LONGEST + 1)
    assert length(long) == length(long) == LONGEST + 1
    assert asked == [long, long]
    for number in (*range(TEXTS + 1), 0):
        length(f"{number}")
    assert asked.count("0") == 2


def test_of_long_numbers_one_of_each_length_is_looked_at() -> None:
    asked: list[str] = []

    def look(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Measured(look)
    words = ["7", "8", "1234", "5678", "12345", "54321", "１２３４", "2" * 30, "3" * 30, "a1234"]
    assert [lengths[word] for word in words * 2] == [len(word) for word in words * 2]
    assert asked[:6] == ["7", "8", "1234", "12345", "１２３４", "2" * 30]
    assert "5678" not in asked
    assert "54321" not in asked
