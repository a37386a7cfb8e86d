"""The terms of all watched lists, compiled once for each change."""

from __future__ import annotations

from chat.ports import Reader
from moderation.matcher import Matcher
from moderation.rules.listed import Listed, compiled_terms


class Shelf:
    """What is in force; without a change it reads nothing."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._version = -1
        self._terms: tuple[str, ...] = ()
        self._matcher: Matcher | None = None

    async def refresh(self) -> bool:
        """Take over what was written since; whether the terms are others now."""
        version = self._reader.version("lists")
        if version == self._version:
            return False
        rows = await self._reader.rows("lists.active")
        terms = tuple(dict.fromkeys(row["term"] for row in rows))
        self._version = version
        if terms == self._terms:
            return False
        self._terms, self._matcher = terms, compiled_terms(terms)
        return True

    def supply(self, rule: object) -> None:
        """Give the rule its terms."""
        if isinstance(rule, Listed):
            rule.take(self._matcher, len(self._terms))
