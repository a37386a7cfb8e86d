"""Prepared replies in both languages, with variables, and what happens to the ticket afterwards (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chat.decision import Value, Write
from chat.people import Language, PersonId
from chat.ports import Row

VARIABLES = ("name", "number", "me", "community", "department", "topic")
"""What `{…}` may name: the member, the ticket, whoever replies, the community, the department, the subject."""
NAME = re.compile(r"[\w-]{1,32}")
LONGEST = 2_000
_VARIABLE = re.compile(r"\{(\w{1,20})\}")
_SNIPPET = re.compile(r"::([\w-]{1,32})")


class Then(StrEnum):
    """What happens to the ticket after the reply."""

    NOTHING = ""
    CLOSE = "close"
    WAIT = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """One prepared reply; at least one of the languages is written."""

    name: str
    number: int
    zh: str
    en: str
    then: Then = Then.NOTHING
    tags: tuple[str, ...] = ()

    def words(self, language: Language) -> str:
        """The text in a language, in the other one where it was not written."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


def unknown_variables(text: str) -> list[str]:
    """Names in braces that mean nothing."""
    return [one for one in _VARIABLE.findall(text) if one not in VARIABLES]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables put in; what is no variable stays as it is written."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def expanded(text: str, macros: Sequence[Macro], language: Language, values: Mapping[str, str]) -> str:
    """A reply in which `::name` stands for the text of that macro (a snippet)."""
    known = {one.name: one for one in macros}

    def put(found: re.Match[str]) -> str:
        macro = known.get(found[1].lower())
        return filled(macro.words(language), values) if macro else found[0]

    return _SNIPPET.sub(put, text)


def read_macro(row: Row) -> Macro:
    """The macro in a row."""
    return Macro(
        name=row["name"],
        number=row["number"],
        zh=row["zh"],
        en=row["en"],
        then=Then(row["then"]),
        tags=tuple(row["tags"].split()),
    )


def keep_macro(macro: Macro, by: PersonId, at: datetime) -> Write:
    """The insert of a macro; fails when the name is taken, which is when the event is decided afresh."""
    values: dict[str, Value] = {
        "name": macro.name,
        "number": macro.number,
        "zh": macro.zh,
        "en": macro.en,
        "then": macro.then.value,
        "tags": " ".join(macro.tags),
        "by_person": by,
        "at": at,
    }
    return Write("support.macro", values, expect=1)


def drop_macro(name: str) -> Write:
    """The macro taken away."""
    return Write("support.macro_drop", {"called": name})
