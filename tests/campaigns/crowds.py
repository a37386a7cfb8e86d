"""Entrants, secrets and draws for the tests of the draw."""

from __future__ import annotations

from hypothesis import strategies as st

from campaigns.draw import Entrant, Proof, prove

TERMS: dict[str, object] = {
    "prize": "耳机 “Pro”",
    "places": 2,
    "ends": "2026-12-01T12:00:00+00:00",
    "staff_excluded": True,
}
SECRET = bytes(range(32))

codes = st.text(alphabet="ABCDEFGHJKMNPQRSTUVWXYZ23456789", min_size=1, max_size=8)
crowds = st.dictionaries(codes, st.integers(1, 50), min_size=1, max_size=12).map(
    lambda tickets: [Entrant(code=code, tickets=number) for code, number in tickets.items()]
)
secrets = st.binary(min_size=32, max_size=32)


def crowd(size: int) -> list[Entrant]:
    return [Entrant(code=f"C{number:05}", tickets=1 + number % 3) for number in range(size)]


def drawn(secret: bytes = SECRET, size: int = 9, places: int = 3, beacon: str = "") -> Proof:
    return prove(terms=TERMS, secret=secret, entrants=crowd(size), places=places, beacon=beacon)
