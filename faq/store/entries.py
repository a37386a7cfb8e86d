"""Entries, their versions, and the count of their changes: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from faq.store.tables import edition, entries, versions

_edition = upsert(edition)

WRITES: Mapping[str, Executable] = {
    "faq.add_entry": insert(entries),
    "faq.change_entry": update(entries)
    .where(entries.c.id == bindparam("key"), entries.c.revision == bindparam("was"))
    .values(
        content=bindparam("new_content"),
        owner_person=bindparam("new_owner"),
        revision=entries.c.revision + 1,
        changed_at=bindparam("now"),
        changed_by_person=bindparam("by"),
    ),
    "faq.remove_entry": delete(entries).where(
        entries.c.id == bindparam("key"), entries.c.revision == bindparam("was")
    ),
    "faq.add_version": insert(versions),
    "faq.remove_versions": delete(versions).where(versions.c.id == bindparam("key")),
    "faq.new_edition": _edition.on_conflict_do_update(
        index_elements=["one"], set_={"edition": edition.c.edition + 1}
    ),
    "faq.erase_editor": update(entries)
    .where(entries.c.changed_by_person == bindparam("p"))
    .values(changed_by_person=bindparam("pseudonym")),
    "faq.erase_version_editor": update(versions)
    .where(versions.c.changed_by_person == bindparam("p"))
    .values(changed_by_person=bindparam("pseudonym")),
    "faq.erase_owner": update(entries)
    .where(entries.c.owner_person == bindparam("p"))
    .values(owner_person=None),
    "faq.erase_version_owner": update(versions)
    .where(versions.c.owner_person == bindparam("p"))
    .values(owner_person=None),
    "faq.rejoin_editor": update(entries)
    .where(entries.c.changed_by_person == bindparam("dropped"))
    .values(changed_by_person=bindparam("kept")),
    "faq.rejoin_version_editor": update(versions)
    .where(versions.c.changed_by_person == bindparam("dropped"))
    .values(changed_by_person=bindparam("kept")),
    "faq.rejoin_owner": update(entries)
    .where(entries.c.owner_person == bindparam("dropped"))
    .values(owner_person=bindparam("kept")),
    "faq.rejoin_version_owner": update(versions)
    .where(versions.c.owner_person == bindparam("dropped"))
    .values(owner_person=bindparam("kept")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.entries": select(entries).order_by(entries.c.id),
    "faq.edition": select(edition.c.edition),
    "faq.versions": select(versions)
    .where(versions.c.id == bindparam("key"))
    .order_by(versions.c.revision.desc()),
    "faq.version": select(versions).where(
        versions.c.id == bindparam("key"), versions.c.revision == bindparam("revision")
    ),
    "faq.owned_by": select(entries.c.name)
    .where(entries.c.owner_person == bindparam("p"))
    .order_by(entries.c.id),
    "faq.changed_by": select(versions.c.name, versions.c.revision, versions.c.changed_at)
    .where(versions.c.changed_by_person == bindparam("p"))
    .order_by(versions.c.id, versions.c.revision),
}
