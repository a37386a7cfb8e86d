"""The tables of moderation with every statement on them, whichever noun declares it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable

from moderation.store import (
    appeals,
    cases,
    custom,
    evidence,
    judging,
    labels,
    messages,
    orders,
    penalties,
    reports,
    trust,
)
from moderation.store.tables import TABLES

__all__ = ["READS", "TABLES", "WRITES"]

_NOUNS = (appeals, cases, custom, evidence, judging, labels, messages, orders, penalties, reports, trust)

WRITES: Mapping[str, Executable] = {name: shape for noun in _NOUNS for name, shape in noun.WRITES.items()}

READS: Mapping[str, Executable] = {name: shape for noun in _NOUNS for name, shape in noun.READS.items()}
