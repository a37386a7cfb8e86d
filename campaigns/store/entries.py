"""Entries of giveaways: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from campaigns.store.clauses import become, ended, key
from campaigns.store.tables import entries, giveaways

_live = select(giveaways.c.id).where(giveaways.c.state == "open")
_live_here = _live.where(giveaways.c.platform == bindparam("p"), giveaways.c.space == bindparam("s"))
_kept_entries = select(entries.c.giveaway).where(entries.c.person == bindparam("kept"))
_own_entry = (entries.c.giveaway == key, entries.c.person == bindparam("who"))

WRITES: Mapping[str, Executable] = {
    "campaigns.entry_add": insert(entries),
    "campaigns.entry_take_back": delete(entries).where(*_own_entry),
    "campaigns.entry_bar": update(entries).where(*_own_entry).values(ineligible=bindparam("why")),
    "campaigns.entries_moved": update(entries)
    .where(entries.c.person == bindparam("who"), entries.c.giveaway.in_(_live_here))
    .values(ineligible=bindparam("why")),
    "campaigns.erase_live_entries": delete(entries).where(
        entries.c.person == bindparam("was"), entries.c.giveaway.in_(_live)
    ),
    "campaigns.entries_become": become(entries, "person"),
    "campaigns.rejoin_entries": delete(entries).where(
        entries.c.person == bindparam("dropped"), entries.c.giveaway.in_(_kept_entries)
    ),
    "campaigns.expire_entries": delete(entries).where(entries.c.giveaway.in_(ended)),
}

READS: Mapping[str, Select[Any]] = {
    "campaigns.entry": select(entries).where(*_own_entry),
    "campaigns.entry_by_code": select(entries).where(
        entries.c.giveaway == key, entries.c.code == bindparam("which")
    ),
    "campaigns.entries": select(entries).where(entries.c.giveaway == key).order_by(entries.c.code),
    "campaigns.entries_of": select(entries, giveaways.c.number)
    .join(giveaways, giveaways.c.id == entries.c.giveaway)
    .where(entries.c.person == bindparam("who")),
    "campaigns.entry_count": select(func.count().label("count")).where(
        entries.c.giveaway == key, entries.c.ineligible == ""
    ),
}
