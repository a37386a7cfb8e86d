"""The reasons of a verdict as a ticket keeps them (JSON)."""

from __future__ import annotations

import json

from support.triage import Reason, Sign, Verdict


def kept_reasons(verdict: Verdict) -> str:
    """The reasons as a ticket keeps them (JSON)."""
    return json.dumps([{"signal": one.signal.value, "weight": one.weight} for one in verdict.reasons])


def read_reasons(kept: str) -> tuple[Reason, ...]:
    """The reasons that a ticket kept."""
    return tuple(Reason(signal=Sign(one["signal"]), weight=one["weight"]) for one in json.loads(kept))
