"""Reading a proof that anybody may have written: named flaws, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.draw import Differs, Flaw, Reproduced, Unusable, verify
from tests.campaigns.crowds import drawn


@pytest.mark.parametrize("name", [*drawn().plain()])
def test_a_missing_field_makes_the_file_unusable(name: str) -> None:
    plain = drawn().plain()
    del plain[name]
    assert verify(plain) == Unusable(why=Flaw.MISSING, fields=(name,))


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("version", 2, Flaw.VERSION),
        ("version", True, Flaw.VERSION),
        ("version", "1", Flaw.VERSION),
        ("terms", [], Flaw.TYPE),
        ("terms", {"a": float("nan")}, Flaw.TEXT),
        ("terms", {"a": "\ud800"}, Flaw.TEXT),
        ("rules_hash", 5, Flaw.TYPE),
        ("secret", None, Flaw.TYPE),
        ("secret", "zz" * 32, Flaw.HEX),
        ("secret", "AB" * 32, Flaw.HEX),
        ("secret", "ab" * 31, Flaw.HEX),
        ("entrants", {}, Flaw.TYPE),
        ("entrants", "AB", Flaw.TYPE),
        ("entrants", [["A"]], Flaw.TYPE),
        ("entrants", ["A1"], Flaw.TYPE),
        ("entrants", [["A", "1"]], Flaw.TYPE),
        ("entrants", [["A", True]], Flaw.TYPE),
        ("entrants", [["A", 1.0]], Flaw.TYPE),
        ("entrants", [["A", -1]], Flaw.NUMBER),
        ("entrants", [["A", 0]], Flaw.NUMBER),
        ("entrants", [["A", 10**400]], Flaw.NUMBER),
        ("entrants", [["", 1]], Flaw.CODE),
        ("entrants", [["A:1\nB", 1]], Flaw.CODE),
        ("entrants", [["\ud800", 1]], Flaw.CODE),
        ("entrants", [["A", 1], ["A", 1]], Flaw.DUPLICATE),
        ("entrants", [["B", 1], ["A", 1]], Flaw.ORDER),
        ("entrants", [["\uffff", 1], ["\U0001f600", 1]], Flaw.CODE),
        ("beacon", None, Flaw.TYPE),
        ("beacon", "\ud800", Flaw.TEXT),
        ("places", "2", Flaw.TYPE),
        ("places", True, Flaw.TYPE),
        ("places", 0, Flaw.NUMBER),
        ("places", -3, Flaw.NUMBER),
        ("winners", "A", Flaw.TYPE),
        ("winners", [1], Flaw.TYPE),
        ("redraws", None, Flaw.TYPE),
        ("redraws", [["A", "B"]], Flaw.TYPE),
        ("redraws", [{"replaces": "A", "code": "B"}], Flaw.MISSING),
        ("redraws", [{"replaces": "A", "code": "B", "reason": 1}], Flaw.TYPE),
    ],
)
def test_malformed_fields_make_the_file_unusable(name: str, value: object, why: Flaw) -> None:
    assert verify({**drawn().plain(), name: value}) == Unusable(why=why, fields=(name,))


def test_terms_nested_without_end_are_refused() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    verdict = verify({**drawn().plain(), "terms": {"a": nested}})
    assert verdict == Unusable(why=Flaw.TEXT, fields=("terms",))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([*drawn().plain()]), json_values)
def test_no_value_of_any_field_raises(name: str, value: object) -> None:
    assert isinstance(verify({**drawn().plain(), name: value}), Reproduced | Differs | Unusable)


@given(json_values)
def test_no_json_raises(value: object) -> None:
    assert isinstance(verify(value), Unusable)
