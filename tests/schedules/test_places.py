"""Where a post goes: by name, by id, with a topic; never a guess."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from chat.people import Space, SpaceKind
from chat.ports import Directory
from schedules.places import default_place, place_name, read_place
from tests.schedules.newsroom import GARDEN, NEWS, STAFF, Building

PRIVATE = Space("local", "eve", kind=SpaceKind.PRIVATE)


def directory() -> Directory:
    return cast(Directory, Building({GARDEN: "Garden", NEWS: "新闻 频道"}))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("garden", GARDEN),
        ("  GARDEN ", GARDEN),
        ("新闻 频道", NEWS),
        ("telegram:-1001", NEWS),
        ("-1001", NEWS),
        ("Garden/55", replace(GARDEN, thread="55")),
        ("新闻 频道 / 7", replace(NEWS, thread="7")),
        ("nowhere", None),
        ("garden/", None),
    ],
)
def test_places_are_read(written: str, place: Space | None) -> None:
    assert read_place(written, None, directory()) == place


def test_nothing_written_is_the_default() -> None:
    assert read_place(" ", NEWS, directory()) == NEWS


def test_two_places_of_one_name_are_told_apart_by_id_only() -> None:
    twins = cast(Directory, Building({GARDEN: "Garden", NEWS: "garden"}))
    assert read_place("Garden", None, twins) is None
    assert place_name(NEWS, twins) == "telegram:-1001"
    assert read_place(place_name(NEWS, twins), None, twins) == NEWS


def test_what_is_shown_is_what_may_be_typed() -> None:
    for space in (GARDEN, NEWS, replace(GARDEN, thread="55")):
        assert read_place(place_name(space, directory()), None, directory()) == space


def test_the_default_is_where_it_was_ordered_or_the_only_place_near() -> None:
    assert default_place(replace(GARDEN, thread="9"), directory()) == replace(GARDEN, thread="9")
    assert default_place(STAFF, directory()) == GARDEN
    assert default_place(PRIVATE, directory()) == GARDEN
    far = Space("discord", "1", kind=SpaceKind.STAFF)
    assert default_place(far, directory()) is None
    assert default_place(far, cast(Directory, Building({NEWS: "News"}))) == NEWS
