"""A fair draw that anyone can check: draw with a proof, draw a place again, verify a published proof (pure).

The order of commitments makes it fair: the hashes of terms and secret are published before the first entry, the hash
of the entrants (and the name of the beacon) before the secret is shown. `steward giveaway verify` describes the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from campaigns.proof import Flaw, Proof, Redraw, Unusable, read_proof
from campaigns.stream import Entrant, draw_key, draws, entrants_hash, in_order, rules_hash, secret_hash

__all__ = [
    "Differs",
    "Entrant",
    "Flaw",
    "Proof",
    "Redraw",
    "Reproduced",
    "Unusable",
    "Verdict",
    "entrants_hash",
    "prove",
    "read_proof",
    "redraw",
    "rules_hash",
    "secret_hash",
    "verify",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """The draw is what its commitments say."""

    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """What was recomputed and is not what the file says."""

    fields: tuple[str, ...]


Verdict = Reproduced | Differs | Unusable


def prove(
    *, terms: Mapping[str, object], secret: bytes, entrants: Sequence[Entrant], places: int, beacon: str = ""
) -> Proof:
    """Draws, and says how. With fewer entrants than places all of them win, in the order drawn.

    Raises ValueError for what nobody could verify: a secret that is not 32 bytes, a code twice, no places …
    """
    proof = Proof(
        terms=terms,
        rules_hash="",
        secret_hash=secret_hash(secret),
        secret=secret,
        entrants=in_order(entrants),
        entrants_hash=entrants_hash(entrants),
        beacon=beacon,
        places=places,
        winners=(),
    )
    read = read_proof(proof.plain())
    if isinstance(read, Unusable):
        raise ValueError(f"no draw from this: {read.why.value} in {', '.join(read.fields)}")
    proof = replace(proof, rules_hash=rules_hash(terms))
    return replace(proof, winners=_stream(proof, places))


def redraw(proof: Proof, *, replaces: str, reason: str) -> Proof | None:
    """The proof with one place drawn again from the same stream; None when nobody is left.

    Raises ValueError when `replaces` holds no place.
    """
    if replaces not in proof.holders:
        raise ValueError(f"{replaces} holds no place in this draw")
    drawn = len(proof.winners) + len(proof.redraws)
    codes = _stream(proof, drawn + 1)
    if len(codes) == drawn:
        return None
    again = Redraw(replaces=replaces, code=codes[-1], reason=reason)
    return replace(proof, redraws=(*proof.redraws, again))


def verify(source: object) -> Verdict:
    """Recomputes everything in a proof as read from JSON. Never raises, whatever it is given."""
    claimed = read_proof(source)
    if isinstance(claimed, Unusable):
        return claimed
    actual = prove(
        terms=claimed.terms,
        secret=claimed.secret,
        entrants=claimed.entrants,
        places=claimed.places,
        beacon=claimed.beacon,
    )
    different = [
        name
        for name in ("rules_hash", "secret_hash", "entrants_hash", "winners")
        if getattr(claimed, name) != getattr(actual, name)
    ]
    if not _redraws_hold(actual, claimed.redraws):
        different.append("redraws")
    return Differs(fields=tuple(different)) if different else Reproduced(proof=claimed)


def _stream(proof: Proof, count: int) -> tuple[str, ...]:
    key = draw_key(proof.secret, proof.rules_hash, proof.entrants_hash, proof.beacon)
    return tuple(islice(draws(key, proof.entrants), count))


def _redraws_hold(actual: Proof, redraws: Sequence[Redraw]) -> bool:
    """Whether each redraw replaces a holder and is the next code of the stream."""
    drawn = len(actual.winners)
    codes = _stream(actual, drawn + len(redraws))[drawn:]
    holders = set(actual.winners)
    for again, code in zip(redraws, codes, strict=False):
        if again.replaces not in holders or again.code != code:
            return False
        holders.remove(again.replaces)
        holders.add(code)
    return len(codes) == len(redraws)
