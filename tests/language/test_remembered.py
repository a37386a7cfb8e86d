"""What is remembered of texts: enough for all that are read side by side, and no more."""

from __future__ import annotations

from language.remembered import LONGEST, TEXTS, remembered

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
