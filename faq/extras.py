"""What a FAQ file may say beside questions and answer, as words by name: the same in CSV, Markdown and JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chat.people import Language
from faq import terms
from faq.attached import in_words
from faq.entries import Entry
from faq.raw import Raw

SOURCE, NEGATIVES, MEDIA, FILES, DRAFT = "source", "negatives", "media", "files", "draft"
NAMES = (SOURCE, NEGATIVES, MEDIA, FILES, *terms.NAMES, DRAFT)
SEVERAL = (NEGATIVES, MEDIA, FILES)
"""What may be said several times: a list in JSON, one line each in a CSV field, a comment each in Markdown."""

_YES = frozenset(("1", "yes", "true", "是"))


def extras_of(entry: Entry, language: Language) -> dict[str, str]:
    """What there is to say about one language of an entry; several values stand on a line each."""
    words = {
        SOURCE: entry.source,
        NEGATIVES: "\n".join(one.text for one in entry.negatives if one.language == language),
        MEDIA: "\n".join(entry.media.get(language, ())),
        FILES: "\n".join(map(in_words, entry.files.get(language, ()))),
        **terms.in_words(entry.terms),
        DRAFT: "yes" if entry.draft else "",
    }
    return {name: value for name, value in words.items() if value}


def used(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The names that any of the entries needs, in their order."""
    said = {name for one in entries for language in ("zh", "en") for name in extras_of(one, _as(language))}
    return tuple(name for name in NAMES if name in said)


def with_extras(raw: Raw, words: Mapping[str, str]) -> Raw:
    """A row with what its file says beside questions and answer."""
    return Raw(
        line=raw.line,
        name=raw.name,
        language=raw.language,
        questions=raw.questions,
        answer=raw.answer,
        source=words.get(SOURCE, "").strip(),
        negatives=_lines(words.get(NEGATIVES, "")),
        media=tuple(words.get(MEDIA, "").split()),
        files=_lines(words.get(FILES, "")),
        terms={name: words[name].strip() for name in (*terms.NAMES, DRAFT) if words.get(name, "").strip()},
    )


def is_draft(words: Mapping[str, str]) -> bool:
    """Whether the entry is kept but not given."""
    return words.get(DRAFT, "").lower() in _YES


def _lines(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split("\n") if one.strip())


def _as(language: str) -> Language:
    return "zh" if language == "zh" else "en"
