"""Conditions that statements on several nouns share."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, bindparam, or_, select

from support.store.tables import tickets

on_stage = select(tickets.c.id).where(tickets.c.origin_platform == bindparam("stage"))
"""The tickets of one drill."""
played = select(tickets.c.id).where(tickets.c.origin_platform == "drill")
"""The tickets of all drills."""
of_person = select(tickets.c.id).where(tickets.c.person == bindparam("p"))
expired = select(tickets.c.id).where(tickets.c.closed_at < bindparam("before"))


def among(column: Column[str], names: tuple[str, ...]) -> ColumnElement[bool]:
    """An IN that can be part of a write for many rows at once."""
    return or_(*(column == name for name in names))
