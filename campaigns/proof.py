"""The published proof of a draw, and reading one that anybody may have written (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard, cast

from campaigns.stream import Entrant, canonical_terms

VERSION = 1
_SECRET = re.compile(r"[0-9a-f]{64}")
_MOST = 2**53 - 1
"""The largest whole number on which all JSON readers agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """A place drawn again: whose it was, who has it now, and why."""

    replaces: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All that is needed to repeat a draw. Entrants stand in byte order of their codes."""

    terms: Mapping[str, object]
    rules_hash: str
    secret_hash: str
    secret: bytes
    entrants: tuple[Entrant, ...]
    entrants_hash: str
    beacon: str
    places: int
    winners: tuple[str, ...]
    redraws: tuple[Redraw, ...] = ()

    def plain(self) -> dict[str, object]:
        """The proof as it is published and stored: JSON values only."""
        return {
            "version": VERSION,
            "terms": dict(self.terms),
            "rules_hash": self.rules_hash,
            "secret_hash": self.secret_hash,
            "secret": self.secret.hex(),
            "entrants": [[entrant.code, entrant.tickets] for entrant in self.entrants],
            "entrants_hash": self.entrants_hash,
            "beacon": self.beacon,
            "places": self.places,
            "winners": list(self.winners),
            "redraws": [{"replaces": r.replaces, "code": r.code, "reason": r.reason} for r in self.redraws],
        }

    @property
    def holders(self) -> tuple[str, ...]:
        """Who holds each place after all redraws. Raises ValueError when a redraw replaces nobody."""
        holders = list(self.winners)
        for again in self.redraws:
            holders[holders.index(again.replaces)] = again.code
        return tuple(holders)


class Flaw(StrEnum):
    """Why a proof cannot be checked, gravest first."""

    NOT_A_PROOF = "not_a_proof"
    MISSING = "missing"
    VERSION = "version"
    TYPE = "type"
    TEXT = "text"
    HEX = "hex"
    NUMBER = "number"
    CODE = "code"
    DUPLICATE = "duplicate"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """What keeps a file from being checked, and in which fields."""

    why: Flaw
    fields: tuple[str, ...] = ()


def read_proof(source: object) -> Proof | Unusable:
    """A proof from JSON values. Never raises; keys that no proof has are ignored."""
    if not isinstance(source, Mapping):
        return Unusable(why=Flaw.NOT_A_PROOF)
    found = {name: flaw(source[name]) if name in source else Flaw.MISSING for name, flaw in _FLAWS}
    for gravest in Flaw:
        fields = tuple(name for name, its in found.items() if its is gravest)
        if fields:
            return Unusable(why=gravest, fields=fields)
    return Proof(
        terms=source["terms"],
        rules_hash=source["rules_hash"],
        secret_hash=source["secret_hash"],
        secret=bytes.fromhex(source["secret"]),
        entrants=tuple(Entrant(code=code, tickets=tickets) for code, tickets in source["entrants"]),
        entrants_hash=source["entrants_hash"],
        beacon=source["beacon"],
        places=source["places"],
        winners=tuple(source["winners"]),
        redraws=tuple(Redraw(**{key: row[key] for key in _REDRAW}) for row in source["redraws"]),
    )


_REDRAW = ("replaces", "code", "reason")


def _version(value: object) -> Flaw | None:
    return None if _whole(value) and value == VERSION else Flaw.VERSION


def _text(value: object) -> Flaw | None:
    if not isinstance(value, str):
        return Flaw.TYPE
    return Flaw.TEXT if any("\ud800" <= character <= "\udfff" for character in value) else None


def _terms(value: object) -> Flaw | None:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        return Flaw.TYPE
    try:
        canonical_terms(value)
    except (TypeError, ValueError, RecursionError):
        return Flaw.TEXT
    return None


def _secret(value: object) -> Flaw | None:
    if not isinstance(value, str):
        return Flaw.TYPE
    return None if _SECRET.fullmatch(value) else Flaw.HEX


def _places(value: object) -> Flaw | None:
    if not _whole(value):
        return Flaw.TYPE
    return None if 1 <= value <= _MOST else Flaw.NUMBER


def _entrants(value: object) -> Flaw | None:
    if not _listed(value) or not all(_listed(row) and len(row) == 2 for row in value):
        return Flaw.TYPE
    rows = cast(Sequence[tuple[object, object]], value)
    if not all(isinstance(code, str) and _whole(tickets) for code, tickets in rows):
        return Flaw.TYPE
    entrants = cast(Sequence[tuple[str, int]], rows)
    if not all(1 <= tickets <= _MOST for _, tickets in entrants):
        return Flaw.NUMBER
    codes = [code for code, _ in entrants]
    if not all(code and code.isprintable() and ":" not in code for code in codes):
        return Flaw.CODE
    if len(set(codes)) < len(codes):
        return Flaw.DUPLICATE
    return None if codes == sorted(codes, key=str.encode) else Flaw.ORDER


def _winners(value: object) -> Flaw | None:
    if not _listed(value) or not all(isinstance(code, str) for code in value):
        return Flaw.TYPE
    return None


def _redraws(value: object) -> Flaw | None:
    if not _listed(value) or not all(isinstance(row, Mapping) for row in value):
        return Flaw.TYPE
    rows = cast(Sequence[Mapping[str, object]], value)
    if not all(key in row for row in rows for key in _REDRAW):
        return Flaw.MISSING
    return None if all(isinstance(row[key], str) for row in rows for key in _REDRAW) else Flaw.TYPE


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _listed(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


_FLAWS: tuple[tuple[str, Callable[[object], Flaw | None]], ...] = (
    ("version", _version),
    ("terms", _terms),
    ("rules_hash", _text),
    ("secret_hash", _text),
    ("secret", _secret),
    ("entrants", _entrants),
    ("entrants_hash", _text),
    ("beacon", _text),
    ("places", _places),
    ("winners", _winners),
    ("redraws", _redraws),
)
