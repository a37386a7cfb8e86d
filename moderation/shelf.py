"""The terms of all watched lists, read once for each change."""

from __future__ import annotations

from chat.ports import Reader


class Shelf:
    """What is in force; without a change it reads nothing."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._version = -1
        self.terms: tuple[str, ...] = ()

    async def refresh(self) -> bool:
        """Take over what was written since; whether the terms are others now."""
        version = self._reader.version("lists")
        if version == self._version:
            return False
        rows = await self._reader.rows("lists.active")
        terms = tuple(dict.fromkeys(row["term"] for row in rows))
        changed = terms != self.terms
        self._version, self.terms = version, terms
        return changed
