"""What a wording is made of: characters and pairs in Chinese, stems and letter runs in English (pure)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from chat.people import Language
from language.fold import fold

_LONGEST = 512
"""A question says what it wants in its first characters; the rest of a pasted log only costs time."""

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\W_]")
_COMMON = 0.4
"""What a common word or character counts, a pair of two common characters too."""

_PAIR = 0.7
"""What two neighbouring Chinese characters count beside the characters themselves."""

_WORD = 0.4
_RUNS = 0.8
"""Letter runs of a word together outweigh the word: they forgive endings and typos. A word of six letters then
weighs about as much as two Chinese characters with their pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One way of asking for an entry."""

    entry_id: str
    language: Language
    text: str


def essence(text: str) -> str:
    """What two texts share when they are the same wording, however spelt and punctuated."""
    return "".join(tokens(text))


def features(text: str) -> dict[str, float]:
    """Each feature with its weight before rarity; pairs and letter runs are marked by what cannot stand in a token."""
    found: dict[str, float] = {}
    before, before_common = "", False
    for token in tokens(text):
        common = token in _common()
        share = _COMMON if common else 1.0
        if token.isascii():
            _add_word(found, token, share)
            before = ""
            continue
        found[token] = share
        if before:
            found[before + token] = _PAIR * (_COMMON if common and before_common else 1.0)
        before, before_common = token, common
    return found


def subjects(text: str) -> frozenset[str]:
    """What a text speaks of: stems of words that say something, pairs of Chinese characters (one that stands alone)."""
    said = [one for one in tokens(text) if one not in _common()]
    stems = {stem(one) for one in said if one.isascii()}
    runs = re.findall(r"[^\x00-\x7f]+", "".join(one if not one.isascii() else " " for one in said))
    pairs = {run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1))}
    return frozenset(stems | pairs)


def is_common(word: str) -> bool:
    """Whether most questions share a word, so that it says little."""
    return word in _common()


@lru_cache(maxsize=4_096)
def stem(word: str) -> str:
    """An English word without its commonest endings; crude, but the same on both sides."""
    word = word.partition("'")[0]
    for ending, rest in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("edly", ""),
        ("ed", ""),
        ("ly", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + rest
            if ending in ("ing", "ed") and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def tokens(text: str) -> list[str]:
    """Words and numbers in Latin letters, any other letter by itself; folded, without punctuation."""
    return list(_tokens(text[:_LONGEST]))


@lru_cache(maxsize=8)
def _tokens(text: str) -> tuple[str, ...]:
    """Several views read the same question one after another."""
    return tuple(_TOKEN.findall(fold(text).replace("’", "'")))


def _add_word(found: dict[str, float], word: str, share: float) -> None:
    root = stem(word)
    found[root] = _WORD * share
    for run, weight in _runs(root, share):
        if found.get(run, 0.0) < weight:
            found[run] = weight


@lru_cache(maxsize=4_096)
def _runs(root: str, share: float) -> tuple[tuple[str, float], ...]:
    """The runs of three and four letters of a word with its edges, and what each weighs."""
    bounded = f"<{root}>"
    return tuple(
        (f"~{bounded[start : start + length]}", _RUNS * share / length)
        for length in (3, 4)
        for start in range(len(bounded) - length + 1)
    )


@cache
def _common() -> frozenset[str]:
    words = tomllib.loads(files("faq").joinpath("common.toml").read_text("utf-8"))
    return frozenset((*words["zh"], *words["en"]))
