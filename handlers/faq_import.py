"""Many entries at once, from a CSV, Markdown or JSON lines file that an editor sends: all of it or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.messages import Carried
from chat.people import Identity
from chat.ports import Clock, Directory, Files
from chat.text import Text
from faq.attached import sent
from faq.editing import fault_text
from faq.entries import Entry, doubled
from faq.files import Read, decoded, format_of, read
from faq.raw import Bad
from faq.service import Faq
from handlers.faq_corrections import correction

LARGEST = 1_000_000
"""Bytes of a file that is imported in the chat: thousands of entries. A larger one is imported on the machine."""

SHOWN = 10
"""Problems that are named."""


async def imported(
    event: CommandGiven, faq: Faq, files: Files, directory: Directory, clock: Clock
) -> Decision:
    """Add the entries of the file sent along or replied to, and replace those with the same id. Raises SaidNo."""
    carried = next(iter(sent(event.message, event.about)), None)
    if carried is None:
        raise SaidNo(Text("faq.no.import_here"))
    found = await _read(carried, files)
    entries = [await _with_owner(one, directory) for one in found.entries]
    index = await faq.index()
    fresh = {one.name for one in entries}
    stay = [one for one in index.entries.values() if one.name not in fresh]
    taken = doubled([*stay, *entries])
    if taken:
        raise SaidNo(
            _problems(
                [fault_text("question.taken", f"{one.text[:40]} ({old.name})") for one, old, _ in taken]
            )
        )
    done = faq.editing.imported(index, entries, event.by.person)
    counts = {"added": done.added, "changed": done.changed, "same": done.same}
    now = clock.now()
    return Decision(
        reason="faq.imported",
        actions=(answer(event, Text("faq.saved.imported", counts)),),
        writes=done.writes,
        alarms=tuple(alarm for one in done.corrected for alarm in correction(one, now)),
        audit=(Audit(code="faq.imported", subject=carried.attachment.name, data=counts),),
    )


async def _read(carried: Carried, files: Files) -> Read:
    """What the file holds, read off the loop. Raises SaidNo where it cannot be used."""
    name = carried.attachment.name
    form = format_of(name)
    if form is None:
        raise SaidNo(Text("faq.no.import_form", {"name": name or carried.attachment.media.value}))
    data = await files.fetch(carried) if carried.attachment.size <= LARGEST else b" " * (LARGEST + 1)
    if data is None:
        raise SaidNo(Text("faq.no.import_gone", {"name": name}))
    if len(data) > LARGEST:
        raise SaidNo(Text("faq.no.import_large", {"name": name, "kilobytes": LARGEST // 1000}))
    text = decoded(data)
    if text is None:
        raise SaidNo(Text("faq.no.import_form", {"name": name}))
    found = await asyncio.to_thread(read, text, form)
    if found.problems:
        raise SaidNo(_problems([_on_its_line(one) for one in found.problems]))
    return found


def _on_its_line(problem: Bad) -> Text:
    return Text(
        "faq.imported.line", {"line": problem.line, "fault": fault_text(problem.code, problem.detail)}
    )


def _problems(faults: Sequence[Text]) -> Text:
    """The first of them, and how many there are: nothing was changed."""
    rows = Text("faq.imported.end", {"count": len(faults)})
    for fault in reversed(faults[:SHOWN]):
        rows = Text("faq.imported.row", {"fault": fault, "more": rows})
    return Text("faq.no.import_bad", {"problems": rows})


async def _with_owner(entry: Entry, directory: Directory) -> Entry:
    """Files name an entry's owner by an account (`telegram:42`), the store by person. Raises SaidNo."""
    owner = entry.terms.owner
    if not owner:
        return entry
    platform, colon, native = owner.partition(":")
    if not (platform and colon and native):
        raise SaidNo(_problems([fault_text("term.bad", f"owner: {owner} ({entry.name})")]))
    person = await directory.person(Identity(platform, native))
    return replace(entry, terms=replace(entry.terms, owner=person))
