"""FAQ files: CSV, Markdown and JSON lines ↔ entries; a file with one bad row is refused whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from chat.messages import Carried
from chat.people import Language
from faq.attached import BadFile, read_file
from faq.entries import LANGUAGES, Entry, Question, distinct, doubled, faults, storable
from faq.extras import is_draft
from faq.formats import csv_rows, json_rows, write_csv, write_json
from faq.markdown import markdown_rows, write_markdown
from faq.raw import Bad, Raw
from faq.terms import BadTerm, Terms, read_terms


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    MARKDOWN = "md"
    JSON_LINES = "jsonl"


_SUFFIXES: Mapping[str, Format] = {
    ".csv": Format.CSV,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
}
_READERS = {Format.CSV: csv_rows, Format.MARKDOWN: markdown_rows, Format.JSON_LINES: json_rows}
_WRITERS = {Format.CSV: write_csv, Format.MARKDOWN: write_markdown, Format.JSON_LINES: write_json}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file holds: its entries, or why it cannot be used (then `entries` is empty)."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Bad, ...] = ()


def format_of(name: str) -> Format | None:
    """The format that a file's name tells."""
    return _SUFFIXES.get(PurePath(name).suffix.lower())


def decoded(data: bytes) -> str | None:
    """The text of a file: UTF-8, with or without a mark, else GB 18030 as Chinese spreadsheets save it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def read(text: str, form: Format, *, strict: bool = True) -> Read:
    """The entries of a file, rows of one id gathered, every problem with its line.

    Without `strict` only what cannot be read is a problem: no limits, no question of two entries.
    """
    rows: list[Raw] = []
    problems: list[Bad] = []
    for one in _READERS[form](text):
        if isinstance(one, Bad):
            problems.append(one)
        else:
            rows.append(one)
    gathered = _gathered(rows, problems)
    entries = tuple(one for one, _ in gathered.values())
    if strict:
        problems += _faulty(gathered)
    if not entries and not problems:
        problems.append(Bad(1, "file.empty"))
    if problems:
        return Read(problems=tuple(sorted(problems, key=lambda one: one.line)))
    return Read(entries=entries)


def _faulty(gathered: Mapping[str, tuple[Entry, int]]) -> Iterator[Bad]:
    for entry, line in gathered.values():
        yield from (Bad(line, fault.code, fault.detail) for fault in faults(entry))
    for question, first, second in doubled(entry for entry, _ in gathered.values()):
        yield Bad(gathered[second.name][1], "question.taken", f"{question.text[:40]} ({first.name})")


def write(entries: Iterable[Entry], form: Format) -> str:
    """The file that `read` understands again."""
    return _WRITERS[form](tuple(entries))


def _gathered(rows: Sequence[Raw], problems: list[Bad]) -> dict[str, tuple[Entry, int]]:
    """One entry for each id, with the line on which it begins."""
    by_name: dict[str, list[Raw]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    return {name: (_joined(name, parts, problems), parts[0].line) for name, parts in by_name.items()}


def _joined(name: str, parts: Sequence[Raw], problems: list[Bad]) -> Entry:
    answers: dict[Language, str] = {}
    media: dict[Language, tuple[str, ...]] = {}
    files: dict[Language, tuple[Carried, ...]] = {}
    source, words = "", dict[str, str]()
    for part in parts:
        if part.answer and answers.setdefault(part.language, part.answer) != part.answer:
            problems.append(Bad(part.line, "answer.differs", name))
        if part.source and source and part.source != source:
            problems.append(Bad(part.line, "source.differs", name))
        source = source or part.source
        media[part.language] = tuple(dict.fromkeys((*media.get(part.language, ()), *part.media)))
        sent = _files(part, problems)
        files[part.language] = tuple(dict.fromkeys((*files.get(part.language, ()), *sent)))
        problems += [
            Bad(part.line, "term.differs", f"{term} ({name})")
            for term, value in part.terms.items()
            if words.setdefault(term, value) != value
        ]
    bounds = Terms()
    try:
        bounds = read_terms({term: storable(value) for term, value in words.items()})
    except BadTerm as bad:
        problems.append(Bad(parts[0].line, "term.bad", f"{bad.name}: {bad.value}"))
    return Entry(
        name=name,
        questions=distinct(Question(part.language, text) for part in parts for text in part.questions),
        answers={language: storable(answers[language]) for language in LANGUAGES if language in answers},
        source=source,
        negatives=distinct(Question(part.language, text) for part in parts for text in part.negatives),
        media={language: media[language] for language in LANGUAGES if media.get(language)},
        files={language: files[language] for language in LANGUAGES if files.get(language)},
        terms=bounds,
        draft=is_draft(words),
    )


def _files(part: Raw, problems: list[Bad]) -> list[Carried]:
    found: list[Carried] = []
    for words in part.files:
        try:
            found.append(read_file(storable(words)))
        except BadFile:
            problems.append(Bad(part.line, "file.bad", words[:40]))
    return found
