"""Who may open no ticket: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Executable,
    Select,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from support.store.tables import (
    blocks,
)

_kept = blocks.alias("kept")

WRITES: Mapping[str, Executable] = {
    "support.block": insert(blocks),
    "support.unblock": delete(blocks).where(blocks.c.person == bindparam("p")),
    "support.rejoin_blocks": delete(blocks).where(
        blocks.c.person == bindparam("dropped"),
        exists().where(_kept.c.person == bindparam("kept")),
    ),
    "support.rejoin_blocked": update(blocks)
    .where(blocks.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "support.rejoin_blockers": update(blocks)
    .where(blocks.c.by_person == bindparam("dropped"))
    .values(by_person=bindparam("kept")),
    "support.erase_blocks": update(blocks)
    .where(blocks.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym"), reason=""),
    "support.erase_blockers": update(blocks)
    .where(blocks.c.by_person == bindparam("p"))
    .values(by_person=bindparam("pseudonym")),
    "support.expire_blocks": delete(blocks).where(blocks.c.until < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "support.block_of": select(blocks).where(blocks.c.person == bindparam("p")),
    "support.blocks_by": select(blocks).where(blocks.c.by_person == bindparam("p")),
    "support.blocks": select(blocks).order_by(blocks.c.at),
}
