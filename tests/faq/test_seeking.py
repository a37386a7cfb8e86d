"""Whether a message wants an answer."""

from __future__ import annotations

import math

import pytest

from chat.people import Language
from faq.evaluation import auroc
from faq.seeking import LONGEST, seeking
from tests.faq.communities import communities
from tests.faq.prior import said_in, seeking_weights, wish_by

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LEAST = {"zh": 0.93, "en": 0.9}
"""Of wanted messages before talk, in a community that the model never saw; measured .97 and .94."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_requests_from_talk_in_a_community_that_it_never_saw(language: Language) -> None:
    town = next(one for one in communities(language) if one.name == "carrier")
    others = [one for one in said_in(language) if one.source != town.name]
    wish = wish_by(seeking_weights(others, language), language)
    wanted = [wish(text) for text in (*(text for text, _ in town.asked), *town.near)]
    told = auroc(wanted, [wish(text) for text in town.talk])
    assert told is not None
    assert told >= LEAST[language]


@pytest.mark.parametrize(
    ("language", "asks", "talks"),
    [
        ("zh", "运费谁出？", "运费我出过一次 心疼"),
        ("en", "who pays for shipping?", "shipping was free for me lol"),
    ],
)
def test_the_shipped_model_prefers_the_request(language: Language, asks: str, talks: str) -> None:
    assert seeking(asks, language) > seeking(talks, language) + 1


@pytest.mark.parametrize("text", ["", "?", "\n\t", "\ud83d", "a" * 10_000, "群" * 10_000])
def test_it_reads_anything(text: str) -> None:
    for language in LANGUAGES:
        assert math.isfinite(seeking(text, language))
        assert seeking(text[:LONGEST], language) == seeking(text, language)
