"""FAQ files in Markdown: a section for each entry and language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.people import Language
from faq.entries import Entry
from faq.extras import NAMES, extras_of, with_extras
from faq.parts import parts
from faq.raw import Bad, Raw, as_language
from language.fold import fold
from language.lanes import language_of

_COMMENT = re.compile(r"<!--\s*(\S+)\s+(zh|en)\s*-->")
_EXTRA = re.compile(rf"<!--\s*({'|'.join(NAMES)}):\s*(.*?\S)\s*-->")
_HEADING = re.compile(r"##\s+(.*\S)\s*")
_ESCAPED = re.compile(r"\\(\\*(?:#|- |<!--))")
_TO_ESCAPE = re.compile(r"(\\*(?:#|- |<!--))")
_ARROW = re.compile(r"(--\\*)(>)")
_ARROW_ESCAPED = re.compile(r"(--\\*)\\(?=>)")
"""An arrow within a comment, which would end it, is written with a backslash more than it has."""

_SLUG = 40


def markdown_rows(text: str) -> Iterator[Raw | Bad]:
    """`## question`, `- variant` lines, then the answer; `<!-- id lang -->` may stand below or beside the question."""
    taken: set[str] = set()
    for line, heading, body in _sections(text.removeprefix("\ufeff").splitlines()):
        if heading:
            yield _section(line, heading, body, taken)
        elif any(one.strip() for one in body):
            first = next(number for number, one in enumerate(body, 1) if one.strip())
            if not body[first - 1].startswith("# "):  # a title above all sections is welcome
                yield Bad(first, "heading.missing")


def _sections(lines: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    start, heading, body = 1, "", list[str]()
    for number, line in enumerate(lines, 1):
        found = _HEADING.fullmatch(line)
        if found:
            yield start, heading, body
            start, heading, body = number, found[1], []
        else:
            body.append(line)
    yield start, heading, body


def _section(line: int, heading: str, body: list[str], taken: set[str]) -> Raw | Bad:
    named = _COMMENT.search(heading)
    question = _COMMENT.sub("", heading).strip()
    rest, extras = list(body), dict[str, str]()
    while rest and (
        not rest[0].strip() or _COMMENT.fullmatch(rest[0].strip()) or _EXTRA.fullmatch(rest[0].strip())
    ):
        named = named or _COMMENT.fullmatch(rest[0].strip())
        found = _EXTRA.fullmatch(rest.pop(0).strip())
        if found:
            told = _ARROW_ESCAPED.sub(r"\1", found[2])
            extras[found[1]] = f"{extras[found[1]]}\n{told}" if found[1] in extras else told
    variants: list[str] = []
    while rest and rest[0].startswith("- "):
        variants.append(rest.pop(0)[2:].strip())
    answer = "\n".join(
        _ESCAPED.sub(r"\1", one, count=1) if _ESCAPED.match(one) else one for one in rest
    ).strip()
    language: Language | None = (
        as_language(named[2]) if named else language_of(question) or language_of(answer)
    )
    if not question:
        return Bad(line, "question.missing")
    if language is None:
        return Bad(line, "language.bad", question[:20])
    name = named[1] if named else _slug(question, taken)
    taken.add(name)
    raw = Raw(line=line, name=name, language=language, questions=(question, *variants), answer=answer)
    return with_extras(raw, extras)


def _slug(question: str, taken: set[str]) -> str:
    """An id from the question, the same at every import."""
    words = re.sub(r"[\W_]+", "-", fold(question)).strip("-")[:_SLUG].strip("-") or "entry"
    name, number = words, 1
    while name in taken:
        number += 1
        name = f"{words}-{number}"
    return name


def write_markdown(entries: Sequence[Entry]) -> str:
    """One section for each entry and language."""
    sections = []
    for entry in entries:
        for language, questions, answer in parts(entry):
            lines = [f"## {questions[0]}", f"<!-- {entry.name} {language} -->"]
            for name, value in extras_of(entry, language).items():
                told = _ARROW.sub(r"\1\\\2", value)
                lines += [f"<!-- {name}: {one} -->" for one in told.split("\n")]
            lines += [f"- {one}" for one in questions[1:]]
            words = "\n".join(rf"\{one}" if _TO_ESCAPE.match(one) else one for one in answer.splitlines())
            sections.append("\n".join(lines) + f"\n\n{words}\n")
    return "\n".join(sections)
