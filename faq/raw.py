"""A row of a FAQ file as it was read, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.people import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Some questions of one entry in one language, perhaps with the answer; `line` counts from 1."""

    line: int
    name: str
    language: Language
    questions: tuple[str, ...]
    answer: str
    source: str = ""
    negatives: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    """What is said of the whole entry, by name: `owner`, `valid_until`, `draft` …"""


@dataclass(frozen=True, slots=True)
class Bad:
    """A problem on a line: a code (`language.bad`) and what it is about."""

    line: int
    code: str
    detail: str = ""


_LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("zh", "chinese", "中文", "汉语", "简体中文", "繁体中文", "繁體中文"), "zh"),
    **dict.fromkeys(("en", "english", "英文", "英语", "英語"), "en"),
}


def as_language(word: object) -> Language | None:
    """zh or en, in whatever case, with a region (`zh-CN`), or called by its name."""
    said = word.strip().lower() if isinstance(word, str) else ""
    return _LANGUAGES.get(said) or _LANGUAGES.get(said.partition("-")[0].partition("_")[0])
