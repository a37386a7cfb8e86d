"""The word lists of cues.toml, compiled: phrases with short gaps, per language, with their exceptions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypedDict, cast

from chat.people import Language
from language.fold import fold
from language.marks import Marked


class Cue(StrEnum):
    """The named signals of `cues.toml`, each with its reason there."""

    IGNORED = "ignored"
    WAITING = "waiting"
    AGAIN = "again"
    BROKEN = "broken"
    ANGER = "anger"
    DEMAND = "demand"
    EMPHASIS = "emphasis"
    JOKING = "joking"
    SETTLED = "settled"
    PRAISE = "praise"
    ELSEWHERE = "elsewhere"
    MONEY = "money"
    LEGAL = "legal"
    SAFETY = "safety"
    HUMAN = "human"


class Role(StrEnum):
    """What a cue does: raise the complaint score, lower it, name a stake, ask for a person."""

    COMPLAINT = "complaint"
    RELIEF = "relief"
    STAKE = "stake"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Which occurrences of a cue's phrases do not count; `pattern` is a cue that is no list of phrases."""

    pattern: re.Pattern[str] | None
    unless: tuple[re.Pattern[str], ...]

    def first(self, spelt: str, phrases: frozenset[str]) -> tuple[int, int] | None:
        """The first occurrence of these phrases (those that may be in the folded text) that no exception overlaps."""
        sought = (self.pattern,) if self.pattern else _sought(phrases)
        spans = sorted(match.span() for pattern in sought for match in pattern.finditer(spelt))
        if not spans:
            return None
        kept_off = [match.span() for pattern in self.unless for match in pattern.finditer(spelt)]
        return next((span for span in spans if not any(_overlap(span, other) for other in kept_off)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One cue: its role, its weight, its phrases in each language (None = both)."""

    cue: Cue
    role: Role
    weight: float
    phrases: Mapping[Language | None, Phrases]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How questions look in one language."""

    asks: tuple[re.Pattern[str], ...]
    edge: re.Pattern[str]
    rhetorical: tuple[re.Pattern[str], ...]
    marked: Marked[bool]
    choice: re.Pattern[str]

    def in_text(self, spelt: str) -> bool:
        """Whether anything but set phrases asks."""
        if not self.marked.may_be_in(spelt) and not self.choice.search(spelt):
            return False
        for pattern in self.rhetorical:
            spelt = pattern.sub(" ", spelt)
        return bool(self.edge.search(spelt) or any(pattern.search(spelt) for pattern in self.asks))


class _CueRow(TypedDict, total=False):
    name: str
    role: str
    weight: float
    reason: str
    pattern: str
    zh: list[str]
    en: list[str]
    unless_zh: list[str]
    unless_en: list[str]


class _File(TypedDict):
    cue: list[_CueRow]
    question: dict[Language, dict[str, list[str]]]


_CHOICE_ZH = r"([\u4e00-\u9fff])[不没]\1"
_SPACE = r"\s+"
_GAP_ZH = r"[^\n。.!?]{0,8}?"
_GAP_EN = r"(?:[^\s.!?]+\s+){0,3}?"
_GREETING = r"(?:hi|hey|hello|yo|so|and|but|or|ok|okay|um|please|pls|sorry|guys|btw|also|then|now|well)"


@cache
def cue_words() -> tuple[Words, ...]:
    """Every cue in the order of the file."""
    return tuple(_words(row) for row in _file()["cue"])


def cue_phrases(language: Language | None) -> Iterator[tuple[int, str]]:
    """Every phrase of a language with the place of its cue in `cue_words`; a pattern stands for itself as ""."""
    for at, row in enumerate(_file()["cue"]):
        for phrase in [""] if "pattern" in row else _spellings(row, language):
            yield at, phrase


@cache
def cue_marks(language: Language | None) -> Marked[tuple[int, str]]:
    """Of those phrases the ones that may be in a text, by its marks."""
    return Marked((one, [one[1]]) for one in cue_phrases(language))


@cache
def question_words() -> Mapping[Language, Questions]:
    """How questions look in Chinese and in English."""
    zh, en = _file()["question"]["zh"], _file()["question"]["en"]
    greeted = rf"(?:^|[.!?;:,\n]\s*|(?<![a-z]){_GREETING}\s+)"
    closing = rf"(?:{'|'.join(zh['closing'])})(?=[\s,。.!~…;、]*(?:$|\n))"
    return {
        "zh": Questions(
            asks=_compiled(zh["asks"]),
            edge=re.compile(rf"{closing}|{_CHOICE_ZH}"),
            rhetorical=_compiled(zh["rhetorical"]),
            marked=Marked([(True, map(_spelt, [*zh["asks"], *zh["closing"]]))]),
            choice=re.compile(_CHOICE_ZH),
        ),
        "en": Questions(
            asks=_compiled(en["asks"]),
            edge=re.compile(rf"{greeted}(?:{'|'.join(map(_expression, en['openings']))})(?![a-z0-9])"),
            rhetorical=_compiled(en["rhetorical"]),
            marked=Marked([(True, map(_spelt, [*en["asks"], *en["openings"]]))]),
            choice=re.compile(r"(?!)"),
        ),
    }


def spelt_for_cues(text: str) -> str:
    """Apostrophes as English lists write them; as long as `text`, so that offsets hold."""
    return text.replace("’", "'").replace("`", "'")


def _spelt(phrase: str) -> str:
    return spelt_for_cues(fold(phrase))


def _spellings(row: _CueRow, language: Language | None) -> list[str]:
    zh, en = row.get("zh", []), row.get("en", [])
    return list(map(_spelt, {"zh": zh, "en": en, None: [*zh, *en]}[language]))


def _words(row: _CueRow) -> Words:
    unless_zh, unless_en = row.get("unless_zh", []), row.get("unless_en", [])
    return Words(
        cue=Cue(row["name"]),
        role=Role(row["role"]),
        weight=row["weight"],
        phrases={
            "zh": _phrases(row, unless_zh),
            "en": _phrases(row, unless_en),
            None: _phrases(row, [*unless_zh, *unless_en]),
        },
    )


def _phrases(row: _CueRow, unless: Sequence[str]) -> Phrases:
    pattern = row.get("pattern")
    return Phrases(pattern=re.compile(pattern) if pattern else None, unless=_compiled(unless))


@lru_cache(maxsize=1_024)
def _sought(phrases: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """What finds a few phrases: all of a cue at once would cost more than everything else that is read of a text."""
    return _compiled(sorted(phrases))


def _compiled(phrases: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """One expression for the words in Latin letters, one for the rest: mixed, neither can skip ahead."""
    spelt = [_spelt(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    latin = _by_first([phrase for phrase in spelt if phrase.isascii()])
    others = _by_first([phrase for phrase in spelt if not phrase.isascii()])
    bounded = rf"(?<![a-z0-9'])(?:{latin})(?![a-z0-9])" if latin else ""
    return tuple(re.compile(expression) for expression in (bounded, others) if expression)


def _by_first(phrases: Sequence[str]) -> str:
    """The phrases as alternatives, grouped by first letter so that a place in the text is ruled out at once."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        first = re.escape(phrase[0])
        groups.setdefault(first, []).append(_expression(phrase).removeprefix(first))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _expression(phrase: str) -> str:
    if not phrase.isascii():
        return _GAP_ZH.join(re.escape(part) for part in phrase.split("*"))
    steps = [_GAP_EN if word == "*" else re.escape(word) + _SPACE for word in phrase.split()]
    return "".join(steps).removesuffix(_SPACE)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@cache
def _file() -> _File:
    return cast(_File, tomllib.loads(files("language").joinpath("cues.toml").read_text("utf-8")))
