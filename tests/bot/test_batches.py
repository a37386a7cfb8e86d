"""Rows of many units are written in few batches, and every unit's own rows in its order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.storage.batches import Batch, batches
from chat.decision import Write


def unit(name: str, shapes: str) -> list[Write]:
    return [Write(shape, {"unit": name, "place": place}) for place, shape in enumerate(shapes)]


def shapes_of(found: list[Batch]) -> str:
    return "".join(batch.shape for batch in found)


def test_units_of_like_order_need_one_batch_a_shape() -> None:
    units = [unit("ann", "ad"), unit("bob", "abcd"), unit("cat", "bc"), unit("dan", "acd"), unit("eve", "e")]
    assert sorted(shapes_of(batches(units, ()))) == list("abcde")


def test_units_that_disagree_write_a_shape_twice() -> None:
    assert shapes_of(batches([unit("ann", "ab"), unit("bob", "ba")], ())) == "aba"


def test_what_is_looked_at_stands_apart_from_what_is_not() -> None:
    looked_at = Write("a", {}, expect=2)
    found = batches([[Write("a", {}), looked_at], [looked_at], [Write("set", {}), Write("set", {})]], {"set"})
    assert [(one.shape, one.guarded, one.expected, len(one.rows)) for one in found] == [
        ("a", False, 1, 1),
        ("a", True, 4, 2),
        ("set", True, 2, 2),
    ]


@given(st.lists(st.text("abcde", max_size=7), max_size=12))
def test_every_unit_keeps_its_order_and_loses_nothing(orders: list[str]) -> None:
    found = batches([unit(str(number), shapes) for number, shapes in enumerate(orders)], ())
    for number, shapes in enumerate(orders):
        mine = [
            (batch.shape, row["place"]) for batch in found for row in batch.rows if row["unit"] == str(number)
        ]
        assert mine == [(shape, place) for place, shape in enumerate(shapes)]
    for batch in found:
        numbers = [int(str(row["unit"])) for row in batch.rows]
        assert numbers == sorted(numbers), "rows of one batch stand in the order of their units"
