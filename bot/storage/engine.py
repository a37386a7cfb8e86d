"""Database engines: SQLite (WAL, synchronous FULL) or PostgreSQL by asyncpg, the same statements on both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

BUSY_MILLISECONDS = 5_000


class UtcDateTime(sqlite.DATETIME):
    """Aware moments on SQLite, which drops offsets: stored as UTC, given back as UTC."""

    def bind_processor(self, dialect: Any) -> Any:
        """Turn an aware moment into the text of its UTC time."""

        def to_text(value: datetime | None) -> str | None:
            if value is None:
                return None
            if value.tzinfo is None:
                raise ValueError("a moment without a zone cannot be stored")
            return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]

        return to_text

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        """Turn that text back into an aware moment."""

        def to_moment(value: str | None) -> datetime | None:
            return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)

        return to_moment


OWN_FOLDER, OWN_FILE = 0o700, 0o600
"""What Steward makes holds what members wrote: nobody else on the machine reads it."""


def read_url(url: str, base: Path) -> URL:
    """The SQLAlchemy URL of a `[store] url`; a relative SQLite path is relative to `base`; its folder is made, for the
    operator's eyes alone.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path = base / (parsed.database or "data/steward.db")
        path.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        return parsed.set(drivername="sqlite", database=str(path))
    return parsed.set(drivername="postgresql+asyncpg")


def make_postgresql(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The engine for writing and the one for reading (each statement by itself)."""
    writer = create_async_engine(url, pool_size=2, max_overflow=0)
    reader = create_async_engine(url, pool_size=4, max_overflow=2, isolation_level="AUTOCOMMIT")
    return writer, reader


def make_sqlite(url: URL, *, writes: bool) -> Engine:
    """An engine of one connection: for transactions that take the write lock at once, or for single statements."""
    # What has ended needs no rollback after it.
    single: dict[str, Any] = {"poolclass": StaticPool, "pool_reset_on_return": None}
    engine = (
        create_engine(url, **single) if writes else create_engine(url, isolation_level="AUTOCOMMIT", **single)
    )
    engine.dialect.colspecs = {**engine.dialect.colspecs, DateTime: UtcDateTime}
    event.listen(engine, "connect", _on_connect)
    if writes:
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MILLISECONDS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
