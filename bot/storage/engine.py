"""Database engines: SQLite by aiosqlite (WAL, synchronous FULL) or PostgreSQL by asyncpg, same statements on both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, event
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
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

        return to_text

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        """Turn that text back into an aware moment."""

        def to_moment(value: str | None) -> datetime | None:
            return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)

        return to_moment


def read_url(url: str, base: Path) -> URL:
    """The SQLAlchemy URL of a `[store] url`; a relative SQLite path is relative to `base`, its folder is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path = base / (parsed.database or "data/steward.db")
        path.parent.mkdir(parents=True, exist_ok=True)
        return parsed.set(drivername="sqlite+aiosqlite", database=str(path))
    return parsed.set(drivername="postgresql+asyncpg")


def make_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The engine for writing (one connection on SQLite) and the one for reading (each statement by itself)."""
    if url.get_backend_name() != "sqlite":
        writer = create_async_engine(url, pool_size=2, max_overflow=0)
        reader = create_async_engine(url, pool_size=4, max_overflow=2, isolation_level="AUTOCOMMIT")
        return writer, reader
    # Each way to aiosqlite's thread and back costs as much as the SQL: no rollback after what has already ended.
    writer = create_async_engine(url, poolclass=StaticPool, pool_reset_on_return=None)
    reader = create_async_engine(
        url, poolclass=StaticPool, pool_reset_on_return=None, isolation_level="AUTOCOMMIT"
    )
    for engine in (writer, reader):
        _prepare_sqlite(engine)
    event.listen(writer.sync_engine, "begin", _begin_immediate)
    return writer, reader


def _prepare_sqlite(engine: AsyncEngine) -> None:
    dialect = engine.sync_engine.dialect
    dialect.colspecs = {**dialect.colspecs, DateTime: UtcDateTime}

    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MILLISECONDS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", on_connect)


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
