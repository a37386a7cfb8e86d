"""Reading a list in whatever form it comes: plain, CSV, sensitive words with tags, one file a language (pure)."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator

from language.fold import fold

MOST_TERMS = 100_000
LONGEST_TERM = 100
_HEADS = frozenset({"term", "word", "words", "keyword", "text", "词", "词语", "敏感词", "关键词", "违禁词"})
_COMMENT = ("#", "//", ";", "<!--")
_INLINE = re.compile(r"[,，、;；|\t]")
_TAGGED = re.compile(r"^(?P<term>[^=|\t]+?)\s*(?:=\S*|\|.*|\t.*)$")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LONGEST_LINE = 60_000
"""Python's csv reads fields of 131,072 characters at most."""
_NUMBERED = re.compile(r"^[\d.\s]+$")


def read_terms(source: str) -> tuple[str, ...]:
    """The terms of a list, each once by its folded spelling, in order; at most 100,000.

    Known forms: one term a line; CSV with or without a head (the column `term` or `word`, else the first); sensitive
    words as `term=level`, `term|replacement` or many in a line between commas or 、; LDNOOBW's one file a language.
    Lines that begin with #, //, ; are comments. A web page holds no terms.
    """
    if _PAGE.match(source.removeprefix("\ufeff")):
        return ()
    found: dict[str, str] = {}
    for raw in _raw(source.removeprefix("\ufeff")):
        term = raw.strip().strip("\"'“”").strip()
        name = fold(term).strip()
        if name and len(term) <= LONGEST_TERM and not _NUMBERED.match(name):
            found.setdefault(name, term)
        if len(found) >= MOST_TERMS:
            break
    return tuple(found.values())


def text_of(body: bytes) -> str:
    """The text of a file from outside: UTF-8, UTF-16 by its mark, else GB 18030, in which many Chinese lists are."""
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace")


def _raw(source: str) -> Iterator[str]:
    lines = [one for one in source.splitlines() if one.strip() and not one.lstrip().startswith(_COMMENT)]
    if not lines:
        return
    column = _column(lines[0])
    if column is not None:
        for line in lines[1:]:  # each by itself: an open quotation mark swallows no others
            row = next(csv.reader([line]), []) if len(line) <= _LONGEST_LINE else []
            if len(row) > column:
                yield row[column]
        return
    for line in lines:
        tagged = _TAGGED.match(line)
        if tagged:
            yield tagged["term"]
        elif _is_row(line):
            yield line.partition(",")[0]
        else:
            yield from _INLINE.split(line)


def _column(head: str) -> int | None:
    """Which column of a CSV holds the terms, None when the first line is no head."""
    names = [one.strip().strip('"').lower() for one in head.split(",")]
    found = [index for index, name in enumerate(names) if name in _HEADS]
    return found[0] if found else None


def _is_row(line: str) -> bool:
    """A term with a number or level behind one comma, such as `词,2`."""
    term, comma, rest = line.partition(",")
    return bool(comma and term.strip() and _NUMBERED.match(rest or "0"))
