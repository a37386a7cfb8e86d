"""What editors read about entries: the list, one entry, a question tried out."""

from __future__ import annotations

from collections.abc import Sequence

from chat.people import Language
from chat.text import Markdown, Text
from faq.answers import Verdict
from faq.entries import LANGUAGES, Entry

SHOWN = 30
"""Questions of one entry that are shown."""


def entry_list(entries: Sequence[Entry], page: int, size: int, language: Language) -> Text:
    """One page of all entries."""
    if not entries:
        return Text("faq.list.empty")
    pages = (len(entries) + size - 1) // size
    page = min(max(page, 1), pages)
    rows = Text("faq.list.end", {"page": page, "pages": pages, "count": len(entries)})
    for entry in reversed(entries[(page - 1) * size : page * size]):
        rows = Text("faq.list.row", {"name": entry.name, "question": entry.title(language), "more": rows})
    return rows


def entry_text(entry: Entry, helpful: int, unhelpful: int) -> Text:
    """One entry, whole."""
    more = Text("faq.entry.end", {"helpful": helpful, "unhelpful": unhelpful})
    if entry.source:
        more = Text("faq.entry.source", {"source": entry.source, "more": more})
    for language in reversed(LANGUAGES):
        if entry.answers.get(language):
            words = Markdown(entry.answers[language])
            more = Text(f"faq.entry.answer_{language}", {"answer": words, "more": more})
    if len(entry.questions) > SHOWN:
        more = Text("faq.entry.hidden", {"count": len(entry.questions) - SHOWN, "more": more})
    for question in reversed(entry.questions[:SHOWN]):
        more = Text("faq.entry.question", {"question": question.text, "more": more})
    return Text("faq.entry.head", {"name": entry.name, "more": more})


def tried_text(verdict: Verdict) -> Text:
    """What a question would get, and how likely each entry is."""
    more = Text(f"faq.tried.{verdict.confidence.value}")
    for one in reversed(verdict.findings):
        more = Text(
            "faq.tried.row",
            {"name": one.entry.name, "percent": round(one.probability * 100), "more": more},
        )
    return more
