"""A sieve before costly patterns: one pass of RE2 tells which of them may match at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import re2

from moderation.matcher import readable

_SPACES = r"\s\pZ\x0b\x1c-\x1f\x85"
_CLASSES = {"s": _SPACES, "w": r"\pL\pN_", "d": r"\pN"}
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\([sSwWdbuU]|.)")
_LOOK = re.compile(r"\(\?(?:P<\w+>|<?[=!])")


_LONG = 1_000
_AT_ONCE = 3
_NOTHING: frozenset[str] = frozenset()


class Sieve:
    """Holds a looser spelling of each pattern, which matches wherever the pattern does, and in few other texts.

    The states of one automaton for all patterns are as many as what they can have seen at once, and are made when first
    met. A short text meets few; a long one, which may be made to meet many, is read once for every few patterns.
    """

    def __init__(self, patterns: Mapping[str, re.Pattern[str] | str]) -> None:
        spelt = {
            name: one if isinstance(one, str) else loosened(one.pattern) for name, one in patterns.items()
        }
        names = [*spelt]
        self._whole = _compiled(spelt, names)
        apart = -(-len(names) // _AT_ONCE)
        self._parts = [_compiled(spelt, names[n::apart]) for n in range(apart)]

    def may_match(self, folded: str) -> AbstractSet[str]:
        """The names of those patterns that are worth a search."""
        try:
            return self._matching(folded)
        except UnicodeEncodeError:
            return self._matching(readable(folded))

    def _matching(self, folded: str) -> AbstractSet[str]:
        if len(folded) > _LONG:
            return frozenset().union(*[_named(one, folded) for one in self._parts])
        return _named(self._whole, folded)


def _named(part: tuple[Sequence[str], re2.Set], folded: str) -> AbstractSet[str]:
    names, patterns = part
    found = patterns.Match(folded.encode())
    return {names[index] for index in found} if found else _NOTHING


def _compiled(spelt: Mapping[str, str], names: Sequence[str]) -> tuple[Sequence[str], re2.Set]:
    patterns = re2.Set.SearchSet()
    for name in names:
        patterns.Add(spelt[name])
    patterns.Compile()
    return names, patterns


def loosened(pattern: str) -> str:
    """The pattern as RE2 takes it: what must not stand around is left out, what must is read as a part of it.

    Of use for patterns that look around at the beginning and end of their alternatives alone.
    """
    text, at, kept = "", 0, ""
    while look := _LOOK.search(pattern, at):
        text += pattern[at : look.start()]
        if look[0].endswith("!"):
            at = _closing(pattern, look.end())
        else:
            text += "(?:"
            at = look.end()
    text += pattern[at:]
    inside = False
    at = 0
    while at < len(text):
        if escape := _ESCAPE.match(text, at):
            kept += _escaped(escape, inside=inside)
            at = escape.end()
            continue
        inside = text[at] == "[" if not inside else text[at] != "]"
        kept += text[at]
        at += 1
    return kept


def _closing(pattern: str, at: int) -> int:
    """Where the group ends whose inside begins here."""
    depth, inside = 1, False
    while depth:
        one = pattern[at]
        if one == "\\":
            at += 1
        elif inside:
            inside = one != "]"
        elif one == "[":
            inside = True
        else:
            depth += (one == "(") - (one == ")")
        at += 1
    return at


def _escaped(escape: re.Match[str], *, inside: bool) -> str:
    code, letter = escape.groups()
    if code:
        return chr(int(code, 16))
    if letter == "b" and not inside:
        return ""
    if letter == "S":
        return "." if not inside else r"\S"
    if letter in _CLASSES:
        return _CLASSES[letter] if inside else f"[{_CLASSES[letter]}]"
    return escape[0] if letter.isascii() and not letter.isspace() and letter not in "'`\"" else letter
