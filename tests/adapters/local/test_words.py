"""What the page says to somebody who may not speak."""

from __future__ import annotations

import pytest

from bot.adapters.local.views import WORDS


@pytest.mark.parametrize("state", ["asking", "left", "removed", "banned", "muted"])
def test_every_state_has_a_name_and_says_what_to_do(state: str) -> None:
    assert {state, f"{state}_here"} <= set(WORDS)
