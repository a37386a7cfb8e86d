"""The tables of the support desk with every statement on them, whichever noun declares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select

from support.store import agents, blocks, figures, lines, macros, ratings, tickets
from support.store.tables import TABLES

__all__ = ["READS", "TABLES", "WRITES"]

_NOUNS = (tickets, lines, figures, agents, ratings, macros, blocks)

WRITES: Mapping[str, Executable] = {name: shape for noun in _NOUNS for name, shape in noun.WRITES.items()}

READS: Mapping[str, Select[Any]] = {name: shape for noun in _NOUNS for name, shape in noun.READS.items()}
