"""What moderators taught: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import labels

_label = insert(labels)

WRITES: Mapping[str, Executable] = {
    "moderation.teach": _label.on_conflict_do_update(
        index_elements=["platform", "space", "message"],
        set_={name: getattr(_label.excluded, name) for name in ("text", "label", "case", "by_person", "at")},
    ),
    "moderation.unteach": delete(labels).where(
        labels.c.platform == bindparam("on"),
        labels.c.space == bindparam("lane"),
        labels.c.message == bindparam("key"),
    ),
    "moderation.rejoin_labels": renamed(labels, "person", "by_person"),
    "moderation.erase_labels": delete(labels).where(labels.c.person == bindparam("p")),
    "moderation.expire_labels": delete(labels).where(labels.c.at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.labels": select(labels).order_by(labels.c.at, labels.c.message),
    "moderation.label_of": select(labels).where(
        labels.c.platform == bindparam("on"),
        labels.c.space == bindparam("lane"),
        labels.c.message == bindparam("key"),
    ),
    "moderation.labels_of": select(labels).where(labels.c.person == bindparam("p")).order_by(labels.c.at),
}
