"""Entries ↔ rows of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chat.decision import Value, Write
from chat.people import PersonId
from chat.ports import Row
from faq.attached import in_words, read_file
from faq.entries import LANGUAGES, Entry, Question
from faq.terms import OWNER, read_terms
from faq.terms import in_words as terms_in_words


def entry_of(row: Row) -> Entry:
    """The entry that a row of entries, or of their versions, holds."""
    said: Mapping[str, Any] = json.loads(row["content"])
    answers, media, files = (said.get(name, {}) for name in ("answers", "media", "files"))
    owner = {OWNER: row["owner_person"] or ""}
    return Entry(
        name=row["name"],
        questions=_pairs(said.get("questions", ())),
        answers={language: answers[language] for language in LANGUAGES if answers.get(language)},
        source=said.get("source", ""),
        negatives=_pairs(said.get("negatives", ())),
        media={language: tuple(media[language]) for language in LANGUAGES if media.get(language)},
        files={
            language: tuple(map(read_file, files[language])) for language in LANGUAGES if files.get(language)
        },
        terms=read_terms({**said.get("terms", {}), **owner}),
        draft=bool(said.get("draft")),
        id=row["id"],
        revision=row["revision"],
        changed_at=row["changed_at"],
    )


def _pairs(pairs: Iterable[Iterable[str]]) -> tuple[Question, ...]:
    return tuple(Question("zh" if language == "zh" else "en", text) for language, text in pairs)


def add_entry(entry: Entry, key: str, by: PersonId | None, now: datetime) -> tuple[Write, ...]:
    """The row of a new entry, and its first version."""
    values: dict[str, Value] = {
        "id": key,
        "name": entry.name,
        "content": _content(entry),
        "owner_person": entry.terms.owner or None,
        "revision": 1,
        "changed_at": now,
        "changed_by_person": by,
    }
    return Write("faq.add_entry", values, expect=1), Write("faq.add_version", values, expect=1)


def change_entry(known: Entry, entry: Entry, by: PersonId | None, now: datetime) -> tuple[Write, ...]:
    """The new words of a stored entry, unless somebody else was faster, and the version that they make."""
    values: dict[str, Value] = {
        "key": known.id,
        "was": known.revision,
        "new_content": _content(entry),
        "new_owner": entry.terms.owner or None,
        "now": now,
        "by": by,
    }
    version: dict[str, Value] = {
        "id": known.id,
        "name": known.name,
        "content": _content(entry),
        "owner_person": entry.terms.owner or None,
        "revision": known.revision + 1,
        "changed_at": now,
        "changed_by_person": by,
    }
    return Write("faq.change_entry", values, expect=1), Write("faq.add_version", version, expect=1)


def remove_entry(known: Entry) -> tuple[Write, ...]:
    """An entry is gone with all its versions, unless it was changed meanwhile."""
    gone = Write("faq.remove_entry", {"key": known.id, "was": known.revision}, expect=1)
    return gone, Write("faq.remove_versions", {"key": known.id})


def new_edition() -> Write:
    """What goes with every change, so that the index is built anew."""
    return Write("faq.new_edition", {"one": 1, "edition": 1})


def _content(entry: Entry) -> str:
    terms = terms_in_words(entry.terms)
    terms.pop(OWNER, None)
    said: dict[str, object] = {
        "questions": [[one.language, one.text] for one in entry.questions],
        "answers": dict(entry.answers),
        "source": entry.source,
        "negatives": [[one.language, one.text] for one in entry.negatives],
        "media": {language: list(shown) for language, shown in entry.media.items()},
        "files": {language: [*map(in_words, sent)] for language, sent in entry.files.items() if sent},
        "terms": terms,
        "draft": entry.draft,
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
