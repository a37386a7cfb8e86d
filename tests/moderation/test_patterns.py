"""Administrators' patterns are RE2: linear whatever they write, refused with a reason when they are wrong."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from moderation.patterns import BadPattern, compiled, occurrences
from moderation.settings import ModerationSettings


def test_spans_are_code_points() -> None:
    assert list(occurrences("加微信", "😀加微信")) == [(1, 4)]


def test_lone_surrogates_do_not_raise() -> None:
    assert list(occurrences("b+", "\ud83dabb")) == [(2, 4)]


@pytest.mark.parametrize("pattern", ["", "(", "(?=a)b", r"(a)\1", "a*", "x" * 501])
def test_what_re2_cannot_or_what_hits_everything_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        compiled(pattern)


def test_a_pattern_that_would_take_forever_elsewhere_is_linear() -> None:
    assert list(occurrences("(a+)+$", "a" * 50_000 + "b")) == []


def test_a_wrong_pattern_names_its_key() -> None:
    with pytest.raises(ValidationError) as refused:
        ModerationSettings.model_validate({"rules": {"words": {"patterns": ["fine", "("]}}})
    assert refused.value.errors()[0]["loc"] == ("rules", "words", "patterns")
