"""Administrators' patterns: google-re2 only, whose time is linear in the text whatever they write."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import re2
from pydantic_core import PydanticCustomError

from moderation.matcher import readable

LONGEST = 500
_MEMORY = 8 << 20


class BadPattern(ValueError):
    """The pattern is not one that RE2 understands."""


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re2._Regexp:
    """The pattern, ready to search. Raises BadPattern, with RE2's reason."""
    if not pattern or len(pattern) > LONGEST:
        raise BadPattern(f"a pattern has 1 to {LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        found = re2.compile(pattern, options)
    except re2.error as error:
        why = error.args[0] if error.args else error
        raise BadPattern(why.decode() if isinstance(why, bytes) else str(why)) from error
    if found.search("") is not None:
        raise BadPattern("a pattern that matches nothing at all would match every message")
    return found


def usable(pattern: str) -> str:
    """The same for a setting. Raises PydanticCustomError, with RE2's reason in both languages' words."""
    try:
        compiled(pattern)
    except BadPattern as error:
        said = {"said": str(error)}
        raise PydanticCustomError("moderation.unfit.pattern", "{said}", said) from error
    return pattern


def occurrences(pattern: str, text: str) -> Iterable[tuple[int, int]]:
    """Where the pattern stands in the text, in code points, left to right."""
    regex = compiled(pattern)
    try:
        found = list(regex.finditer(text))
    except UnicodeEncodeError:
        found = list(regex.finditer(readable(text)))
    return [match.span() for match in found if match.end() > match.start()]
