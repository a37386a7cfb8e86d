"""Entries ↔ rows of the store."""

from __future__ import annotations

import json
from datetime import datetime

from chat.decision import Value, Write
from chat.people import PersonId
from chat.ports import Row
from faq.entries import LANGUAGES, Entry, Question


def entry_of(row: Row) -> Entry:
    """The entry that a row holds."""
    pairs = json.loads(row["questions"])
    answers = {language: row[f"answer_{language}"] for language in LANGUAGES if row[f"answer_{language}"]}
    return Entry(
        name=row["name"],
        questions=tuple(Question("zh" if language == "zh" else "en", text) for language, text in pairs),
        answers=answers,
        source=row["source"],
        id=row["id"],
        revision=row["revision"],
    )


def add_entry(entry: Entry, key: str, by: PersonId | None, now: datetime) -> Write:
    """The row of a new entry."""
    values: dict[str, Value] = {
        "id": key,
        "name": entry.name,
        "questions": _questions(entry),
        "answer_zh": entry.answers.get("zh", ""),
        "answer_en": entry.answers.get("en", ""),
        "source": entry.source,
        "revision": 1,
        "changed_at": now,
        "changed_by_person": by,
    }
    return Write("faq.add_entry", values, expect=1)


def change_entry(known: Entry, entry: Entry, by: PersonId | None, now: datetime) -> Write:
    """The new words of a stored entry, unless somebody else was faster."""
    values: dict[str, Value] = {
        "key": known.id,
        "was": known.revision,
        "new_questions": _questions(entry),
        "new_zh": entry.answers.get("zh", ""),
        "new_en": entry.answers.get("en", ""),
        "new_source": entry.source,
        "now": now,
        "by": by,
    }
    return Write("faq.change_entry", values, expect=1)


def remove_entry(known: Entry) -> Write:
    """An entry is gone, unless it was changed meanwhile."""
    return Write("faq.remove_entry", {"key": known.id, "was": known.revision}, expect=1)


def new_edition() -> Write:
    """What goes with every change, so that the index is built anew."""
    return Write("faq.new_edition", {"one": 1, "edition": 1})


def _questions(entry: Entry) -> str:
    return json.dumps([[one.language, one.text] for one in entry.questions], ensure_ascii=False)
