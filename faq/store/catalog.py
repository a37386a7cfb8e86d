"""The tables of the FAQ with every statement on them, whichever noun declares it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable

from faq.store import answers, enclosures, entries, gaps, manners, misses, notices, votes
from faq.store.tables import TABLES

__all__ = ["READS", "TABLES", "WRITES"]

_NOUNS = (answers, enclosures, entries, gaps, manners, misses, notices, votes)

WRITES: Mapping[str, Executable] = {name: shape for noun in _NOUNS for name, shape in noun.WRITES.items()}

READS: Mapping[str, Executable] = {name: shape for noun in _NOUNS for name, shape in noun.READS.items()}
