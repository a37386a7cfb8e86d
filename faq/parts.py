"""An entry by its languages, as every file writes it."""

from __future__ import annotations

from collections.abc import Iterator

from chat.people import Language
from faq.entries import LANGUAGES, Entry


def parts(entry: Entry) -> Iterator[tuple[Language, tuple[str, ...], str]]:
    """The languages of an entry, each with questions and answer.

    A language that has an answer only comes last and borrows a question: read again, it is the same one.
    """
    asked = {one: tuple(q.text for q in entry.questions if q.language == one) for one in LANGUAGES}
    for language in sorted(LANGUAGES, key=lambda one: not asked[one]):
        answer = entry.answers.get(language, "")
        if asked[language] or answer or _only_extra(entry, language):
            yield language, asked[language] or (entry.questions[0].text,), answer


def _only_extra(entry: Entry, language: Language) -> bool:
    return bool(entry.media.get(language) or entry.files.get(language)) or any(
        one.language == language for one in entry.negatives
    )
