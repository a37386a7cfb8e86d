"""The model of concerns: what it was taught, what it reads, and that it was taught nothing that measures it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.people import Language
from language.concern import UNIT, Concern, concern_of
from language.lessons import Lesson, lessons
from language.similar import gist
from language.teach import fit
from language.traits import traits

LANGUAGES: tuple[Language, ...] = ("zh", "en")
TROUBLES = frozenset(Concern) - {Concern.CALM, Concern.COMPANY}


def taught(language: Language, most: int):
    return list(lessons(language, most=most))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concern_is_taught_with_many_patterns(language: Language) -> None:
    patterns = {lesson.line: lesson.concern for lesson in taught(language, 1)}
    for concern in Concern:
        assert list(patterns.values()).count(concern) >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_weights_were_fitted_on_these_lessons(language: Language) -> None:
    rows = taught(language, 1)
    right = sum(concern_of(row.text, language).trouble > 0.5 for row in rows if row.concern in TROUBLES)
    wrong = sum(concern_of(row.text, language).trouble > 0.5 for row in rows if row.concern not in TROUBLES)
    assert right >= 0.85 * sum(row.concern in TROUBLES for row in rows)
    assert wrong <= 0.05 * sum(row.concern not in TROUBLES for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lesson_is_a_message_that_measures_us(shared: Callable[[str], Path], language: Language) -> None:
    lines = shared("data/faq/gold/queries.jsonl").read_text("utf-8").splitlines()
    measured = {gist(json.loads(line)["text"]).letters for line in lines}
    said = {gist(row.text).letters for row in taught(language, 40)}
    shortest = 8 if language == "zh" else 16
    assert not [one for one in measured & said if len(one) >= shortest]


@given(st.text(max_size=300), st.sampled_from(["zh", "en", None]))
def test_any_text_is_read_and_its_chances_make_one(text: str, language: Language | None) -> None:
    reading = concern_of(text, language)
    assert sum(reading.chances.values()) == pytest.approx(1)
    assert 0 <= reading.trouble <= 1
    assert reading.gravest in TROUBLES
    assert reading.company == pytest.approx(reading.chances[Concern.COMPANY])
    assert reading.trouble == pytest.approx(sum(reading.chances[one] for one in TROUBLES), abs=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_the_sum_over_the_traits_it_was_fitted_on(language: Language) -> None:
    rows = files("language").joinpath(f"concern.{language}.tsv").read_text("utf-8").splitlines()
    weights = {trait: list(map(int, parts)) for trait, *parts in (row.split("\t") for row in rows)}
    for lesson in taught(language, 1)[::25]:
        shown = {"": 1.0, **traits(lesson.text, language)}
        known = [(weights[trait], strength) for trait, strength in shown.items() if trait in weights]
        sums = [sum(strength * row[place] for row, strength in known) for place in range(len(Concern))]
        whole = sum(math.exp(one / UNIT) for one in sums)
        chances = concern_of(lesson.text, language).chances
        for concern, one in zip(Concern, sums, strict=True):
            assert chances[concern] == pytest.approx(math.exp(one / UNIT) / whole)


def test_a_model_can_be_fitted_anew() -> None:
    chosen: dict[str, list[Lesson]] = {}
    for row in taught("en", 1):
        chosen.setdefault(row.concern, []).append(row)
    rows = [row for some in chosen.values() for row in some[:4]]
    weights = fit("en", rows)
    assert len(weights[""]) == len(Concern)
    assert len(weights) > 100
    with pytest.raises(ValueError, match="every concern"):
        fit("en", [row for row in rows if row.concern != Concern.HUMAN])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_keeps_a_sign_of_how_its_pattern_was_written(language: Language) -> None:
    assert not [row.text for row in taught(language, 20) if re.search(r"[,，]\?| \?\w|[+*]", row.text)]


def test_choices_are_written_out_each_once() -> None:
    rows = taught("en", 5)
    assert all("(" not in row.text and "|" not in row.text for row in rows)
    assert len({(row.line, row.text) for row in rows}) == len(rows)
