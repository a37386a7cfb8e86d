"""What people see of lists: a preview, one list with its quarantine, all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chat.errors import SaidNo
from chat.ports import Reader, Row
from chat.text import Text
from moderation.lists.trial import Tried

SHOWN = 15
"""So many terms are named at most."""


class ListViews:
    """Reads lists for people."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def show(self, name: str) -> Text:
        """A list with its quarantined terms, or all lists. Raises SaidNo."""
        if not name:
            return await self._all()
        row = await self.named(name)
        rows = await self._reader.rows("lists.terms", of=row["id"])
        held = [one for one in rows if one["state"] == "quarantined"]
        return Text(
            "moderation.list.shown",
            {
                "name": row["name"],
                "source": row["source"],
                "reason": row["reason"],
                "state": Text(f"moderation.list.state.{row['state']}"),
                "active": sum(one["state"] == "active" for one in rows),
                "held": len(held),
                "terms": " · ".join(f"{one['term']} ({one['people']})" for one in held[:SHOWN]) or "—",
            },
        )

    async def _all(self) -> Text:
        rows = await self._reader.rows("lists.all")
        if not rows:
            return Text("moderation.list.none")
        counts: Mapping[tuple[str, str], int] = {
            (one["list"], one["state"]): one["count"] for one in await self._reader.rows("lists.counts")
        }
        lines = [
            Text(
                "moderation.list.line",
                {
                    "name": row["name"],
                    "state": Text(f"moderation.list.state.{row['state']}"),
                    "active": counts.get((row["id"], "active"), 0),
                    "held": counts.get((row["id"], "quarantined"), 0),
                },
            )
            for row in rows
        ]
        body = lines[-1]
        for line in reversed(lines[:-1]):
            body = Text("moderation.list.lines", {"first": line, "rest": body})
        return body

    async def named(self, name: str) -> Row:
        """The list of that name. Raises SaidNo."""
        row = await self._reader.row("lists.named", wanted=name)
        if row is None:
            raise SaidNo(Text("moderation.list.unknown", {"name": name}))
        return row


def preview(name: str, tried: Sequence[Tried]) -> Text:
    """What a list would have done, before it does anything."""
    noisy = sorted((one for one in tried if one.noisy), key=lambda one: -one.people)
    hits = sorted((one for one in tried if one.hits and not one.noisy), key=lambda one: -one.hits)
    return Text(
        "moderation.list.preview",
        {
            "name": name,
            "count": len(tried),
            "held": len(noisy),
            "noisy": " · ".join(f"{one.term} ({one.people})" for one in noisy[:SHOWN]) or "—",
            "hits": " · ".join(f"{one.term} ({one.hits})" for one in hits[:SHOWN]) or "—",
        },
    )


def summary(tried: Sequence[Tried]) -> dict[str, Any]:
    """A trial as plain values, for the command line."""
    noisy = [one for one in tried if one.noisy]
    return {
        "terms": len(tried),
        "hit": sum(one.hits > 0 for one in tried),
        "quarantined": [
            {"term": one.term, "why": one.noisy, "hits": one.hits, "people": one.people, "sample": one.sample}
            for one in noisy
        ],
    }
