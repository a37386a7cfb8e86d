"""Pictures and files that an editor sends with a command, or replies to with one."""

from __future__ import annotations

from chat.decision import Write
from chat.errors import SaidNo
from chat.events import CommandGiven, FormSubmitted
from chat.messages import Carried
from chat.text import Text
from faq.attached import LARGEST, is_too_large, sent
from faq.enclosures import MARK
from faq.service import Faq

_MEGA = 1_000_000


def files_of(event: CommandGiven) -> tuple[Carried, ...]:
    """The files of the command, else of the message that it replies to. Raises SaidNo for one that is too large."""
    files = sent(event.message, event.about)
    for one in files:
        if is_too_large(one):
            named = one.attachment.name or one.attachment.media.value
            raise SaidNo(Text("faq.no.large_file", {"name": named, "megabytes": LARGEST // _MEGA}))
    return files


async def enclosed(event: CommandGiven, faq: Faq) -> tuple[str, tuple[Write, ...]]:
    """What the form's subject ends with, and the write that keeps its files until it is filled in.

    Where only a slash command opens a form, which carries no message, the files typed just before it are meant.
    """
    files = files_of(event)
    if files:
        return MARK, (faq.enclosures.keep(event.by.person, files),)
    waiting = bool(event.interaction) and await faq.enclosures.are_fresh(event.by.person)
    return (MARK if waiting else ""), ()


async def unwrapped(event: FormSubmitted, faq: Faq) -> tuple[Carried, ...]:
    """The files that waited for this form."""
    return await faq.enclosures.of(event.by.person) if event.subject.endswith(MARK) else ()
