"""The communities that the prior is fitted on: what is settled there and what is not are asked in the same manners."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from chat.people import Language
from faq.wordings import essence
from tests.faq.communities import Community, communities
from tests.faq.prior import ASKED, AT_LENGTH, BRIEFLY, LOOSELY, PLAINLY, WHOLE


def texts(said: Iterable[tuple[str, str]]) -> list[str]:
    return [text for text, _ in said]


def length(town: Community, shares: Iterable[tuple[float, Iterable[str]]]) -> float:
    assert town.otherwise.plainly
    return sum(share * float(np.mean([len(one) for one in said])) for share, said in shares)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_length_tells_little_of_what_is_settled(language: Language) -> None:
    other = [(town, town.otherwise) for town in communities(language) if town.otherwise.plainly]
    assert len(other) >= 8
    settled, not_settled = list[float](), list[float]()
    for town, said in other:
        wholes = (
            (ASKED, texts(town.asked)),
            (PLAINLY, texts(said.plainly)),
            (AT_LENGTH, texts(said.at_length)),
        )
        settled.append(length(town, wholes))
        parts = (WHOLE, town.near), (LOOSELY, said.loosely), (BRIEFLY, said.briefly)
        not_settled.append(length(town, parts))
    assert 0.75 < np.mean(not_settled) / np.mean(settled) < 1.25


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_asked_otherwise_is_new_and_names_its_entry(language: Language) -> None:
    for town in communities(language):
        said = town.otherwise
        names = {one.id for one in town.entries}
        assert {name for _, name in (*said.plainly, *said.at_length)} <= names
        known = {essence(one.text) for entry in town.entries for one in entry.questions}
        known |= {essence(one) for one in (*texts(town.asked), *town.near)}
        new = [*texts((*said.plainly, *said.at_length)), *said.loosely, *said.briefly]
        assert len({essence(one) for one in new}) == len(new)
        assert known.isdisjoint(map(essence, new))
