"""Who may change the FAQ, and which entry they mean."""

from __future__ import annotations

import unicodedata

from chat.errors import SaidNo
from chat.events import SpokenEvent
from chat.people import Duty
from chat.text import Text
from faq.entries import Entry
from faq.service import Faq


def must_edit(event: SpokenEvent) -> None:
    """Raises SaidNo for anybody but an editor; the right is read at the moment of the act."""
    if not event.by.is_person:
        raise SaidNo(Text("faq.no.person"))
    if not event.by.standing.has(Duty.EDITOR):
        raise SaidNo(Text("faq.no.duty"))


def plain(words: str) -> str:
    """Numbers and letters as they are kept, however they were typed: ①, ＃１, １."""
    return unicodedata.normalize("NFKC", words).strip().lstrip("#")


async def meant(words: str, faq: Faq) -> Entry:
    """The entry of that id. Raises SaidNo when there is none."""
    name = words.strip().lstrip("#")
    if not name:
        raise SaidNo(Text("faq.usage"))
    index = await faq.index()
    entry = index.named(name) or index.named(plain(name))
    if entry is None:
        raise SaidNo(Text("faq.no.entry", {"name": name[:64]}))
    return entry
