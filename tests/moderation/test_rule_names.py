"""A rule answers to its own name and to what people read in Chinese."""

from __future__ import annotations

import pytest

from bot.texts import load_texts
from handlers.rule_commands import rule_named
from moderation.rulebook import rule_classes


@pytest.mark.parametrize("name", sorted(rule_classes()))
def test_a_rule_is_named_in_both_languages(name: str) -> None:
    title = load_texts()[rule_classes()[name].title.key]["zh"]
    assert (rule_named(name.upper()), rule_named(title)) == (name, name)
