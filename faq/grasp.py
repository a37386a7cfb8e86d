"""How much of a question each entry speaks of, piece by piece, and what an entry never mentions (pure)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq.kindred import Kindred, ahead
from faq.pieces import Piece
from faq.postings import Postings

_ASKED = 0.5
"""What a piece that is asked for counts: a price is named by many entries, and by few in these words."""

_MISSED = 0.25
"""Of the rarest piece: what an entry lacks from here on counts as a piece that it never mentions."""

_HALF = 0.5
_MEANT = 0.6
"""What a piece counts that an entry says in other words."""

_MOST = 3
_ENOUGH = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one entry has of a question; shares of what the pieces tell, by how few entries have them."""

    cover: float
    worded: float
    """What its wordings have."""

    strangest: float
    """The most telling piece that it lacks, against a piece that no entry has."""

    missed: float
    """Pieces that it lacks, as a share of three."""

    fits: float
    """1 when the question asks for a price, a time, a number or a place, and the entry has one."""

    ahead: float
    """By how much it covers more than any other entry."""

    telling: float
    """How much the pieces tell together; 1 = as much as two pieces that no entry has."""

    akin: float = 0.0
    """What it has of the question in words that mean nearly the same."""

    alien: float = 0.0
    """The most telling word that it has nothing like, against one that no entry has."""

    apart: float = 0.0
    """By how much it has more in such words than any other entry."""


@dataclass(frozen=True, eq=False)
class Grasp:
    """The pieces of a question, a row each: what they tell, and the share of each that each entry has."""

    pieces: Sequence[Piece]
    tells: NDArray[np.float64]
    has: NDArray[np.float64]
    kindred: Kindred | None = None
    """The same by words that mean nearly the same, where those are known."""

    def cover(self) -> NDArray[np.float64]:
        """For each entry the share of the question that it has, by what the pieces tell."""
        return self._cover

    @cached_property
    def _cover(self) -> NDArray[np.float64]:
        return np.asarray(self.tells @ self.has / max(float(self.tells.sum()), 1e-9), np.float64)

    def less(self, entry: int) -> Grasp:
        """The same as if that entry had never been written."""
        has = self.has.copy()
        has[:, entry] = 0.0
        return _weighed(self.pieces, has, self.kindred and self.kindred.less(entry))

    def of(self, entry: int, worded: AbstractSet[str]) -> Held:
        """What an entry has, `worded` being the terms of its wordings."""
        total = float(self.tells.sum())
        akin, alien, apart = self.kindred.row(entry) if self.kindred else (0.0, 0.0, 0.0)
        if not total:
            return Held(
                cover=0,
                worded=0,
                strangest=0,
                missed=0,
                fits=0,
                ahead=0,
                telling=0,
                akin=akin,
                alien=alien,
                apart=apart,
            )
        cover, has = self.cover(), self.has[:, entry]
        lacks = (self.tells * (1 - has)).tolist()
        asked = [held > 0 for held, piece in zip(has.tolist(), self.pieces, strict=True) if piece.asks]
        return Held(
            cover=float(cover[entry]),
            worded=float(self.tells @ [share(one, worded) for one in self.pieces]) / total,
            strangest=max(lacks),
            missed=min(sum(one > _MISSED for one in lacks), _MOST) / _MOST,
            fits=float(bool(asked) and all(asked)),
            ahead=ahead(cover, entry),
            telling=min(total, _ENOUGH) / _ENOUGH,
            akin=akin,
            alien=alien,
            apart=apart,
        )


def share(piece: Piece, terms: AbstractSet[str]) -> float:
    """How much of a piece there is among terms."""
    spelt = sum(one in terms for one in piece.spelt) / len(piece.spelt)
    return max(spelt, 0.0 if terms.isdisjoint(piece.ideas) else _MEANT)


def grasp(
    pieces: Sequence[Piece],
    documents: Postings,
    entry: int | None = None,
    gone: AbstractSet[str] = frozenset(),
    kindred: Kindred | None = None,
) -> Grasp:
    """What all entries have of the pieces. `entry` is taken not to have the terms `gone`."""
    has = np.zeros((len(pieces), documents.size))
    for row, piece in zip(has, pieces, strict=True):
        part = 1 / len(piece.spelt)
        for term in piece.spelt:
            row[documents.holders(term)] += part
        for idea in piece.ideas:
            holders = documents.holders(idea)
            row[holders] = np.maximum(row[holders], _MEANT)
        if entry is not None and not gone.isdisjoint((*piece.spelt, *piece.ideas)):
            kept = {
                one for one in (*piece.spelt, *piece.ideas) if one not in gone and documents.has(one, entry)
            }
            row[entry] = share(piece, kept)
    return _weighed(pieces, has, kindred)


def _weighed(pieces: Sequence[Piece], has: NDArray[np.float64], kindred: Kindred | None) -> Grasp:
    size = has.shape[1]
    held = np.count_nonzero(has > _HALF, axis=1)
    tells = np.log1p((size - held + 0.5) / (held + 0.5)) / math.log1p((size + 0.5) / 0.5)
    for row, piece in enumerate(pieces):
        if piece.asks:
            tells[row] *= _ASKED
    return Grasp(pieces, tells, has, kindred)
