"""Brings a store to the newest shape; nothing is loaded when it already is."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, insert, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.complaint import Complaint
from bot.storage.lock import StoreAway
from bot.storage.store import Store
from chat.text import Text

if TYPE_CHECKING:
    from alembic.config import Config


_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table, in its own shape."""

_REVISION = text("SELECT version_num FROM alembic_version")


class StoreIsNewer(Complaint):
    """A newer version of Steward has written this store."""


def newest() -> str:
    """The revision that this version needs: the last file of `versions/` by name."""
    folder = resources.files("bot.storage").joinpath("versions")
    names = sorted(one.name for one in folder.iterdir() if one.name[:1].isdigit())
    return names[-1].partition("_")[0] if names else ""


async def revision(store: Store) -> str:
    """The revision of a store, "" when it is empty or away."""
    try:
        return await store.database.read(lambda one: str(one.scalar(_REVISION) or ""))
    except (SQLAlchemyError, OSError):
        return ""


async def is_behind(store: Store) -> bool:
    """Whether an older version of Steward has written the store."""
    return "" < await revision(store) < newest()


async def migrate(store: Store) -> bool:
    """Upgrade when needed; returns whether it was. Raises StoreIsNewer for a store of a newer version, StoreAway."""
    try:
        await store.database.read(lambda one: one.scalar(text("SELECT 1")))
    except (DBAPIError, OSError) as error:
        why = getattr(error, "orig", None) or error
        said = str(why).rpartition(">: ")[2]
        raise StoreAway(Text("bot.cli.store.away", {"trouble": said, "place": store.place})) from error
    current = await revision(store)
    if current == newest():
        return False
    if current > newest():
        facts = {"place": store.place, "current": current, "newest": newest()}
        raise StoreIsNewer(Text("bot.cli.store.newer", facts))
    if current:
        await upgrade(store)
    else:
        await _begin(store)
    return True


async def upgrade(store: Store) -> None:
    """Run every migration that the store has not seen, all in one transaction. Raises StoreAway when one fails."""
    try:
        await store.database.write(_upgrade)
    except DBAPIError as error:
        facts = {"trouble": str(error.orig), "place": store.place}
        raise StoreAway(Text("bot.cli.store.not_upgraded", facts)) from error


async def _begin(store: Store) -> None:
    """Make an empty store what all migrations together make it (a test holds them equal), without loading Alembic:
    that would stay in the memory of the process that serves.
    """

    def everything(connection: Connection) -> None:
        store.create_tables(connection)
        _VERSION.metadata.create_all(connection)
        connection.execute(insert(_VERSION), {"version_num": newest()})

    await store.database.write(everything)


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(make_config(connection), "head")


def make_config(connection: Connection) -> Config:
    """Alembic's configuration for one connection; nothing is read from a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic"))
    config.set_main_option("version_locations", str(Path(__file__).parent / "versions"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
