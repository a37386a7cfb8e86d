"""One spelling for look-alikes, full width, zero width, zh variants, with exact offsets to the original."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from itertools import accumulate, compress

_JOIN = "\uffff"
"""Marks what the table alone cannot spell: what may combine with the character before it, or is not met yet.

It is a noncharacter and never in the output."""

_LONGEST_CLUSTER = 32
"""Marks on one character beyond Unicode's stream-safe 30 start anew: sorting them is quadratic in CPython."""

_TABLED = 0x20000
"""Spellings from here on are worked out each time: rare ideographs and tags, too many to remember."""

_UNTABLED = re.compile("[\U00020000-\U0010ffff]")

_NAMED_LATIN = re.compile(
    r"(?:LATIN (?:SMALL|CAPITAL) LETTER (?:DOTLESS |SCRIPT |LONG )?(?P<a>[A-Z])(?: WITH .+)?"
    r"|LATIN LETTER SMALL CAPITAL (?P<b>[A-Z])"
    r"|(?:CROSSED )?NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER (?P<c>[A-Z])"
    r"|PARENTHESIZED LATIN (?:SMALL|CAPITAL) LETTER (?P<d>[A-Z])"
    r"|REGIONAL INDICATOR SYMBOL LETTER (?P<e>[A-Z]))"
)
_DROPPED = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
    r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Default-ignorable characters, and combining marks of Latin, Greek and Cyrillic."""

_JAMO = re.compile(r"[\u1161-\u1175\u11a8-\u11c2]")


def fold(text: str) -> str:
    """The one spelling: NFKC, casefold, nothing invisible, Latin look-alikes as Latin, simplified Han.

    Folding is idempotent, never raises (lone surrogates stay), and takes time linear in the length.
    """
    if text.isascii():
        return text.lower()
    if _FIRST_CHANGE(text) is None:
        return text
    folded = _tabled(text)
    return folded if folded is not None else _walk(text)[0]


def _quickly(text: str) -> str | None:
    """The fold where the table alone tells it; None where that cannot spell it."""
    if text.isascii():
        return text.lower()
    return text if _FIRST_CHANGE(text) is None else _tabled(text)


def _tabled(text: str) -> str | None:
    simply = text.replace("，", ",").replace("？", "?").replace("！", "!").replace("：", ":").lower()
    if _FIRST_CHANGE(simply) is None:
        return simply
    folded = text.translate(_SPELLINGS.table)
    return None if _JOIN in folded or _UNTABLED.search(text) else folded


def _first_change() -> Callable[[str], re.Match[str] | None]:
    """Looks for what the fold may change: all but ASCII without capitals, and the Han that stay as they are."""
    ranges: list[list[int]] = []
    for code in range(0x4E00, 0xA000):
        if not _SPELLINGS.keeps(chr(code)):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    kept = "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)
    return re.compile(f"[^\\x00-@\\[-\\x7f\\u3001\\u3002{kept}]").search


class Folded:
    """A folded text that can say where each part of it stands in the original, in code points."""

    __slots__ = ("_origins", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self._origins: Callable[[int, int], tuple[int, int]] | None = None
        folded = _quickly(original)
        if folded is None:
            folded, starts, ends = _walk(original)
            self._origins = partial(_walked, starts, ends)
        self.text = folded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` was folded from, its last marks included.

        Positions outside are clipped; an empty stretch stays empty.
        """
        start = min(max(start, 0), len(self.text))
        end = min(max(end, start), len(self.text))
        if self.original.isascii():
            return start, end
        if start == len(self.text):
            return len(self.original), len(self.original)
        if self._origins is None:
            self._origins = partial(_counted, self.original, _folded_so_far(self.original))
        return self._origins(start, end)


def _walked(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Where a stretch stands of a text that was folded character by character."""
    return starts[start], ends[end - 1] if end > start else starts[start]


def _folded_so_far(text: str) -> Sequence[int]:
    """How long the folded text is after each character of the original."""
    return [*accumulate(map(len, map(_SPELLINGS.__getitem__, text)))]


def _counted(text: str, folded_so_far: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Where a stretch stands of a text whose characters do not combine: each is folded by itself."""
    first = bisect_right(folded_so_far, start)
    if start == end:
        return first, first
    last = bisect_right(folded_so_far, end - 1)
    stop = last + 1
    for at in range(stop, bisect_right(folded_so_far, end)):
        if unicodedata.category(text[at])[0] == "M":
            stop = at + 1
    return first, stop


def _walk(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Folds and composes character by character; with the original start and end of each result."""
    spelt = [*map(_SPELLINGS.__getitem__, text)]
    odd = _not_single(spelt)
    if not odd:
        return "".join(spelt), range(len(text)), range(1, len(text) + 1)
    clusters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    joined, plain = False, 0
    for position in (*odd, len(text)):
        if plain < position:
            clusters += spelt[plain:position]
            starts += range(plain, position)
            ends += range(plain + 1, position + 1)
        plain = position + 1
        if position == len(text):
            break
        if spelt[position]:
            joined |= _add(spelt[position], position, clusters, starts, ends)
        elif ends and unicodedata.category(text[position])[0] == "M":
            ends[-1] = plain
    return _composed(clusters, starts, ends) if joined else ("".join(clusters), starts, ends)


def _add(spelling: str, position: int, clusters: list[str], starts: list[int], ends: list[int]) -> bool:
    """Adds the parts of one character's spelling; whether any was joined to what stands before."""
    joins = joined = False
    for part in spelling:
        if part == _JOIN:
            joins = True
            continue
        if joins and clusters and len(clusters[-1]) < _LONGEST_CLUSTER:
            clusters[-1] += part
            ends[-1] = position + 1
            joined = True
        else:
            clusters.append(part)
            starts.append(position)
            ends.append(position + 1)
        joins = False
    return joined


def _not_single(texts: Sequence[str]) -> list[int]:
    """Which of them are not one character."""
    return [*compress(range(len(texts)), map((1).__ne__, map(len, texts)))]


def _composed(
    clusters: list[str], starts: Sequence[int], ends: Sequence[int]
) -> tuple[str, Sequence[int], Sequence[int]]:
    """Each joined cluster in its shortest form; what stays of several characters shares one place."""
    begins: list[int] = []
    stops: list[int] = []
    last = 0
    for index in _not_single(clusters):
        piece = clusters[index] = unicodedata.normalize("NFC", clusters[index])
        further = len(piece) - 1
        if further:
            begins += starts[last : index + 1]
            stops += ends[last : index + 1]
            begins += (starts[index],) * further
            stops += (ends[index],) * further
            last = index + 1
    return "".join(clusters), [*begins, *starts[last:]], [*stops, *ends[last:]]


class _Spellings(dict[str, str]):
    """How each character is spelt, worked out when first met; `table` is for `str.translate`.

    `_JOIN` stands before each part that may combine with what precedes it.
    """

    def __init__(self, lookalikes: dict[str, str], simplified: dict[str, str]) -> None:
        super().__init__()
        self.table = [_JOIN] * _TABLED
        self._lookalikes = lookalikes
        self._simplified = simplified

    def __missing__(self, character: str) -> str:
        spelling = self._spell(character)
        if ord(character) < _TABLED:
            self.table[ord(character)] = self[character] = spelling
        return spelling

    def keeps(self, han: str) -> bool:
        """Whether an ideograph of the first block, none of which decomposes, is spelt as it is."""
        return han not in self._lookalikes and han not in self._simplified

    def _spell(self, character: str) -> str:
        if character.isascii():
            return character.lower()
        if _DROPPED.match(character):
            return ""
        step = self._one_step(character)
        if step == character:
            return _JOIN + character if _joins(character) else character
        return "".join(self[part] for part in step)

    def _one_step(self, character: str) -> str:
        if character in self._lookalikes:
            return self._lookalikes[character]
        if character in self._simplified:
            return self._simplified[character]
        digit = unicodedata.digit(character, None)
        if digit is not None:
            return str(digit)
        latin = _NAMED_LATIN.fullmatch(unicodedata.name(character, ""))
        if latin:
            return str(latin[latin.lastgroup or 0]).lower()
        bare = _DROPPED.sub("", unicodedata.normalize("NFKD", character))
        bare = unicodedata.normalize("NFC", bare)
        return bare if bare != character else character.casefold()


def _joins(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _JAMO.match(character) is not None


def _spellings() -> _Spellings:
    shapes = tomllib.loads(files("language").joinpath("lookalikes.toml").read_text("utf-8"))
    lookalikes = {shape: letter for letter, row in shapes["latin"].items() for shape in row}
    return _Spellings(lookalikes, _traditional() | shapes["han"])


def _traditional() -> dict[str, str]:
    """Traditional to simplified by single characters; of several spellings the first that is a change."""
    rows = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    choices = ((row.split("\t")[0], row.split("\t")[1].split(" ")) for row in rows)
    return {written: next((c for c in spelt if c != written), written) for written, spelt in choices}


_SPELLINGS = _spellings()
_FIRST_CHANGE = _first_change()
