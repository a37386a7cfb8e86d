"""What editors read about entries: the list, one entry, a question tried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chat.messages import Attachment
from chat.people import Language, PersonId
from chat.text import Markdown, Text
from faq.answers import Verdict
from faq.entries import LANGUAGES, Entry, Version
from faq.given import Record
from faq.terms import OWNER, RANK, in_words

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
        key = "faq.list.draft" if entry.draft else "faq.list.row"
        rows = Text(key, {"name": entry.name, "question": entry.title(language), "more": rows})
    return rows


def entry_text(entry: Entry, record: Record, owner: str) -> Text:
    """One entry, whole; `owner` is what its owner is called."""
    counts = {"helpful": record.helpful, "unhelpful": record.unhelpful, "failed": record.failed}
    more = Text("faq.entry.end", {"given": record.given, **counts})
    said: dict[str, str | Text] = {**in_words(entry.terms)}
    if entry.terms.owner:
        said[OWNER] = owner or "?"
    if entry.terms.rank:
        said[RANK] = Text(f"faq.rank.{entry.terms.rank.name.lower()}")
    for name in reversed(said):
        more = Text(f"faq.entry.{name}", {"value": said[name], "more": more})
    for question in reversed(entry.negatives[:SHOWN]):
        more = Text("faq.entry.negative", {"question": question.text, "more": more})
    if entry.source:
        more = Text("faq.entry.source", {"source": entry.source, "more": more})
    for link in reversed([one for shown in entry.media.values() for one in shown]):
        more = Text("faq.entry.media", {"link": link, "more": more})
    for file in reversed(list(dict.fromkeys(one for sent in entry.files.values() for one in sent))):
        more = Text("faq.entry.file", {"name": _file_name(file.attachment), "more": more})
    for language in reversed(LANGUAGES):
        if entry.answers.get(language):
            words = Markdown(entry.answers[language])
            more = Text(f"faq.entry.answer_{language}", {"answer": words, "more": more})
    if len(entry.questions) > SHOWN:
        more = Text("faq.entry.hidden", {"count": len(entry.questions) - SHOWN, "more": more})
    for question in reversed(entry.questions[:SHOWN]):
        more = Text("faq.entry.question", {"question": question.text, "more": more})
    head = "faq.entry.draft" if entry.draft else "faq.entry.head"
    return Text(head, {"name": entry.name, "more": more})


def _file_name(file: Attachment) -> str:
    return file.name or file.media.value


def history_text(entry: Entry, versions: Sequence[Version], names: Mapping[PersonId, str]) -> Text:
    """The versions of an entry, the newest on top."""
    more = Text("faq.history.end", {"name": entry.name})
    for one in reversed(versions[:SHOWN]):
        who: Text | str = names.get(one.by, "") if one.by else Text("faq.history.file")
        more = Text(
            "faq.history.row",
            {
                "version": one.revision,
                "at": one.at,
                "who": who or Text("faq.history.somebody"),
                "more": more,
            },
        )
    return Text("faq.history.head", {"name": entry.name, "more": more})


def tried_text(verdict: Verdict) -> Text:
    """What a question would get, and how likely each entry is."""
    more = Text(f"faq.tried.{verdict.confidence.value}")
    for one in reversed(verdict.findings):
        more = Text(
            "faq.tried.row",
            {"name": one.entry.name, "percent": round(one.probability * 100), "more": more},
        )
    return more
