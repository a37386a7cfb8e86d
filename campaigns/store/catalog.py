"""The tables of the room with every statement on them, whichever noun declares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select

from campaigns.store import draws, entries, events, giveaways, questions, votes
from campaigns.store.tables import TABLES

__all__ = ["READS", "TABLES", "WRITES"]

_NOUNS = (giveaways, entries, draws, events, questions, votes)

WRITES: Mapping[str, Executable] = {name: shape for noun in _NOUNS for name, shape in noun.WRITES.items()}

READS: Mapping[str, Select[Any]] = {name: shape for noun in _NOUNS for name, shape in noun.READS.items()}
