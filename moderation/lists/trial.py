"""A list tried on what was said in the past: which terms are noise, and why (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chat.people import Rank
from language.fold import fold
from moderation.matcher import Matcher, WordList

_MANY = 3
"""A term that so many different members said is how people talk here."""

_SHARE = 0.002
"""A term in more than this share of all messages is noise, whoever says it."""

_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A term with what it would have hit; `noisy` says why it is kept back ("" = it is not)."""

    term: str
    hits: int = 0
    people: int = 0
    sample: str = ""
    noisy: str = ""


def try_terms(terms: Sequence[str], history: Iterable[Mapping[str, Any]]) -> list[Tried]:
    """Every term with its hits over stored messages of members. A term too short to mean anything is noise unseen."""
    matcher = Matcher([WordList(name="trial", terms=tuple(terms))])
    hits: dict[str, int] = defaultdict(int)
    people: dict[str, set[str]] = defaultdict(set)
    samples: dict[str, str] = {}
    messages = 0
    for row in history:
        if row["rank"] > Rank.MEMBER:
            continue
        messages += 1
        for term in {hit.term for hit in matcher.find(fold(row["text"]))}:
            hits[term] += 1
            people[term].add(row["person"])
            samples.setdefault(term, row["text"][:80])
    return [_tried(term, fold(term).strip(), hits, people, samples, messages) for term in terms]


def _tried(
    term: str,
    name: str,
    hits: Mapping[str, int],
    people: Mapping[str, set[str]],
    samples: Mapping[str, str],
    messages: int,
) -> Tried:
    count, heads = hits.get(name, 0), len(people.get(name, ()))
    noisy = ""
    if is_short(name):
        noisy = "short"
    elif heads >= _MANY:
        noisy = "people"
    elif count >= _MANY and count > _SHARE * messages:
        noisy = "often"
    return Tried(term=term, hits=count, people=heads, sample=samples.get(name, ""), noisy=noisy)


def is_short(name: str) -> bool:
    """One character of any script, or two Latin letters, mean nothing by themselves."""
    return len(name) < _LEAST or (name.isascii() and len(name) <= _LEAST)
