"""Why the town says no → outcomes."""

from __future__ import annotations

from typing import Literal

from chat.actions import Refused

Why = Literal["person.blocked", "thread.gone", "target.gone", "target.is_admin"]


def refusal(why: Why) -> Refused:
    """The town's no."""
    return Refused(why)
