"""Where a backup comes from: when it was made, whether Steward was stopped then, and the restore before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_MARK = "steward_backup"
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The first line of a backup. `stopped`: nobody held the store, so the backup holds all that was done until it was
    made, at the moment `at`. `restored` is the moment of the last restore of that store, as it is kept there.
    """

    at: datetime | None = None
    stopped: bool = False
    restored: str = ""

    def line(self) -> str:
        """As it is written."""
        at = self.at.isoformat() if self.at else None
        return json.dumps({_MARK: _VERSION, "at": at, "stopped": self.stopped, "restored": self.restored})


def read_origin(line: str) -> Origin | None:
    """What a first line says, None for one that begins no backup. One of an earlier time says no more than that.

    Raises ValueError for what is no JSON.
    """
    said: Any = json.loads(line)
    if not isinstance(said, Mapping) or said.get(_MARK) != _VERSION:
        return None
    at = said.get("at")
    return Origin(
        at=datetime.fromisoformat(at) if at else None,
        stopped=bool(said.get("stopped")),
        restored=str(said.get("restored") or ""),
    )
