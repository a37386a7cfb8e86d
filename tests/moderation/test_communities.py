"""Ten ordinary communities under the shipped rules: what a stranger says there, and who has been there for a month."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chat.messages import Message
from chat.people import PersonId, Space
from moderation.breaches import Mode
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance

COMMUNITIES = tomllib.loads(Path(__file__).with_name("communities.toml").read_text(encoding="utf-8"))


def shares(kind: str, *, trusted: bool) -> tuple[float, float]:
    """How much of what is said is acted on, and how much is acted on or looked at."""
    book = Rulebook(ModerationSettings().rule_settings())
    found: Counter[Mode] = Counter()
    for text in (text for one in COMMUNITIES.values() for text in one[kind]):
        message = Message(id="1", space=Space("lab", "1"), text=text)
        said = Utterance(message, PersonId("1"), datetime(2026, 1, 1, tzinfo=UTC))
        said.is_stranger, said.is_trusted = not trusted, trusted
        found[book.judge(said, Recent(size=1)).mode] += 1
    acted = found[Mode.ENFORCE]
    return acted / found.total(), (acted + found[Mode.REVIEW]) / found.total()


@pytest.mark.parametrize("trusted", [False, True])
def test_what_people_say_in_their_communities_is_left_alone(trusted: bool) -> None:
    acted, flagged = shares("ordinary", trusted=trusted)
    assert acted <= 0.001
    assert flagged <= 0.025


@pytest.mark.parametrize(
    ("kind", "least_acted", "least_flagged"), [("plain", 0.94, 0.96), ("disguised", 0.78, 0.86)]
)
def test_the_advertisements_that_come_there_are_found(
    kind: str, least_acted: float, least_flagged: float
) -> None:
    acted, flagged = shares(kind, trusted=False)
    assert acted >= least_acted
    assert flagged >= least_flagged


def test_plain_advertisements_of_who_is_trusted_are_found_too() -> None:
    acted, _ = shares("plain", trusted=True)
    assert acted >= 0.93
