"""Whether the disk under a SQLite database has room for the next commits."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.storage.store import Store

ROOM = 16 * 1024 * 1024
"""Bytes of a large commit: its pages go into the write-ahead log (4 MB until SQLite empties it), then into the file."""


def is_short(store: Store, room: int = ROOM) -> bool:
    """Whether less than that is free there for this process. PostgreSQL's disk is watched where it runs."""
    if not store.is_sqlite:
        return False
    try:
        return shutil.disk_usage(Path(str(store.url.database)).parent).free < room
    except OSError:
        return False
