"""What a draw commits to and the stream of winners that follows from it: hashes, key, tickets (pure)."""

from __future__ import annotations

import hashlib
import hmac
import json
from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One entry: the code its owner was told, and how many tickets it holds."""

    code: str
    tickets: int = 1


def canonical_terms(terms: Mapping[str, object]) -> bytes:
    """The one JSON form of the terms: sorted keys, no blanks, no escapes, UTF-8.

    Raises ValueError or TypeError for what JSON cannot say.
    """
    text = json.dumps(dict(terms), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def rules_hash(terms: Mapping[str, object]) -> str:
    """SHA-256 of the canonical terms, published when the giveaway opens."""
    return hashlib.sha256(canonical_terms(terms)).hexdigest()


def secret_hash(secret: bytes) -> str:
    """SHA-256 of the secret, published when the giveaway opens; the secret itself only after the draw."""
    return hashlib.sha256(secret).hexdigest()


def in_order(entrants: Sequence[Entrant]) -> tuple[Entrant, ...]:
    """Entrants by the bytes of their codes."""
    return tuple(sorted(entrants, key=lambda entrant: entrant.code.encode("utf-8")))


def entrants_hash(entrants: Sequence[Entrant]) -> str:
    """SHA-256 of the lines `code:tickets` in order, published when entries close."""
    lines = "".join(f"{entrant.code}:{entrant.tickets}\n" for entrant in in_order(entrants))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def draw_key(secret: bytes, rules: str, entrants: str, beacon: str) -> bytes:
    """What the whole stream follows from: the secret and the three published values."""
    return hmac.digest(secret, f"{rules}|{entrants}|{beacon}".encode(), "sha256")


def draws(key: bytes, entrants: Sequence[Entrant]) -> Iterator[str]:
    """Codes in the order in which they win, until nobody is left; the entrants must be in order.

    Each draw leaves out earlier winners, so the first 50 of 60 are the 50, and a redraw is the next one.
    """
    ends = list(accumulate(entrant.tickets for entrant in entrants))
    gone: list[tuple[int, int]] = []
    left = ends[-1] if ends else 0
    for number in range(len(entrants)):
        ticket = _ticket(key, number, left)
        for start, width in gone:
            if ticket < start:
                break
            ticket += width
        index = bisect_right(ends, ticket)
        tickets = entrants[index].tickets
        insort(gone, (ends[index] - tickets, tickets))
        left -= tickets
        yield entrants[index].code


def _ticket(key: bytes, number: int, total: int) -> int:
    """Draw `number`: the first of its tries below `total`, so that no ticket is likelier than another."""
    bits = total.bit_length()
    attempt = 0
    while True:
        digest = hmac.digest(key, f"winner:{number}:{attempt}".encode(), "sha256")
        ticket = int.from_bytes(digest) >> (8 * len(digest) - bits)
        if ticket < total:
            return ticket
        attempt += 1
