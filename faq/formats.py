"""FAQ files of rows: CSV and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from faq.entries import Entry
from faq.extras import NAMES, SEVERAL, extras_of, used, with_extras
from faq.parts import parts
from faq.raw import Bad, Raw, as_language

COLUMNS = ("id", "language", "question", "answer")
_NAMED: Mapping[str, str] = {
    "编号": "id", "编码": "id", "语言": "language", "语种": "language", "问题": "question", "问法": "question",
    "回答": "answer", "答案": "answer", "来源": "source", "不适用的问法": "negatives", "图片": "media", "文件": "files",
    "负责人": "owner", "部门": "department", "群": "chats", "身份": "rank", "生效日期": "valid_from",
    "失效日期": "valid_until", "复查日期": "review_after", "草稿": "draft",
}  # fmt: skip
"""Columns that are named in Chinese."""


def csv_rows(text: str) -> Iterator[Raw | Bad]:
    """`id,language,question,answer`, one row a question; further columns may follow (`faq/extras.py`).

    Spreadsheets of other countries put semicolons or tabs between, and the columns may be named in Chinese.
    """
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    line = 1
    try:
        head = [_NAMED.get(one, one) for one in (cell.strip().lower() for cell in next(reader, []))]
        if not set(COLUMNS) <= set(head):
            yield Bad(1, "head.bad", ",".join(COLUMNS))
            return
        line = reader.line_num + 1
        for values in reader:
            if any(one.strip() for one in values):
                yield _csv_row(dict(zip(head, values, strict=False)), len(values) == len(head), line)
            line = reader.line_num + 1
    except csv.Error:
        yield Bad(line, "csv.bad")


def _delimiter(text: str) -> str:
    """What stands between the columns: of comma, semicolon and tab the one that the first line has most of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _csv_row(row: dict[str, str], whole: bool, line: int) -> Raw | Bad:
    if not whole:
        return Bad(line, "columns.bad", str(len(COLUMNS)))
    language = as_language(row["language"])
    if language is None:
        return Bad(line, "language.bad", row["language"][:20])
    if not row["question"].strip() and not row["answer"].strip():
        return Bad(line, "question.missing")
    raw = Raw(
        line=line,
        name=row["id"].strip(),
        language=language,
        questions=(row["question"],),
        answer=row["answer"].strip(),
    )
    return with_extras(raw, row)


def json_rows(text: str) -> Iterator[Raw | Bad]:
    """`{"id", "language", "questions", "answer"}` on each line, with the extras; further keys are ignored."""
    for line, words in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if words.strip():
            yield _json_row(words, line)


def _json_row(words: str, line: int) -> Raw | Bad:
    try:
        row = json.loads(words)
    except (ValueError, RecursionError) as error:
        return Bad(line, "json.bad", str(error.colno if isinstance(error, json.JSONDecodeError) else 1))
    if not isinstance(row, dict):
        return Bad(line, "json.bad", "1")
    language, questions = as_language(row.get("language")), row.get("questions")
    name = row.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str):
        return Bad(line, "id.bad", str(name)[:20])
    if language is None:
        return Bad(line, "language.bad", str(row.get("language"))[:20])
    if not isinstance(questions, list) or not all(isinstance(one, str) for one in questions):
        return Bad(line, "questions.bad")
    if not isinstance(row.get("answer"), str):
        return Bad(line, "answer.missing")
    raw = Raw(
        line=line,
        name=name.strip(),
        language=language,
        questions=tuple(questions),
        answer=row["answer"].strip(),
    )
    return with_extras(raw, {name: _as_words(row.get(name)) for name in NAMES})


def _as_words(value: object) -> str:
    """A value of JSON as the other formats write it; what is no text says nothing."""
    match value:
        case str():
            return value
        case True:
            return "yes"
        case list():
            return "\n".join(one for one in value if isinstance(one, str))
    return ""


def write_csv(entries: Sequence[Entry]) -> str:
    """Every question a row, the answer beside the first of its language."""
    columns = used(entries)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *columns))
    for entry in entries:
        for language, questions, answer in parts(entry):
            extras = extras_of(entry, language)
            for place, question in enumerate(questions):
                row = (entry.name, language, question, answer if place == 0 else "")
                more = (extras.get(name, "") if place == 0 else "" for name in columns)
                writer.writerow((*row, *more))
    return out.getvalue()


def write_json(entries: Sequence[Entry]) -> str:
    """One line for each entry and language."""
    lines = []
    for entry in entries:
        for language, questions, answer in parts(entry):
            row: dict[str, object] = {"id": entry.name, "language": language}
            row |= {"questions": list(questions), "answer": answer}
            for name, value in extras_of(entry, language).items():
                row[name] = value.split("\n") if name in SEVERAL else value
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(lines)
