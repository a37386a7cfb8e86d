"""How Alembic reaches the store: on the connection that it is given."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from bot.storage.catalog import load_catalog


def run() -> None:
    """Run the migrations on the given connection, inside its transaction."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=list(load_catalog().tables),
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="sa.",
    )
    context.run_migrations()


run()
