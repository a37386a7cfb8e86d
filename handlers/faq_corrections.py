"""An entry was corrected: what was already said is edited, as far back as the settings and the platform allow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chat.actions import About, Action, Capability, Delete, Edit, Post
from chat.decision import Alarm, Audit, Decision, Write, silent
from chat.events import TimerRang
from chat.handler import Stage, handles
from chat.ports import Abilities, Community
from chat.text import Text
from faq.answers import answer_buttons, corrected_text
from faq.entries import Entry
from faq.given import Standing
from faq.service import Faq

CORRECTED = "faq.corrected"
FILES = "files"
"""What an action says of an answer whose files were sent anew."""


def correction(entry_id: str, at: datetime) -> tuple[Alarm, ...]:
    """What goes with every change of an entry: its answers are looked through, off the editor's way."""
    return (Alarm(kind=CORRECTED, subject=entry_id, at=at),)


@handles(Stage.REACT, CORRECTED)
async def faq_corrections(
    event: TimerRang, *, faq: Faq, abilities: Abilities, community: Community
) -> Decision:
    """Every recent answer that says something else now says what the entry says, or that it was withdrawn."""
    entry = await faq.entry(event.subject)
    if entry is not None and (entry.draft or not entry.terms.holds(faq.today())):
        entry = None
    edits, writes = list[Action](), list[Write]()
    for standing in await faq.given.outdated(event.subject, entry):
        writes.append(faq.given.corrected(standing, entry))
        if not abilities.can(standing.message.space, Capability.EDIT):
            continue
        body = (
            corrected_text(entry, standing.language, community.zone)
            if entry
            else Text("faq.answer.withdrawn")
        )
        edits.append(
            Edit(
                to=standing.message.space,
                message=standing.message,
                body=body,
                buttons=answer_buttons(entry, standing.id) if entry else (),
                bare=standing.refiled,
                language=standing.language,
                about=About("faq", f"corrected:{standing.id}"),
            )
        )
        edits += _refiled(standing, entry) if standing.refiled else ()
    if not writes:
        return silent("faq.nothing_to_correct")
    edited = sum(isinstance(one, Edit) for one in edits)
    audit = Audit(code="faq.answers_corrected", subject=event.subject, data={"edited": edited})
    return Decision(reason="faq.corrected", actions=tuple(edits), writes=tuple(writes), audit=(audit,))


def _refiled(standing: Standing, entry: Entry | None) -> Iterator[Action]:
    """The files that stand behind an answer go, and those that go with it now follow."""
    space = standing.message.space
    if standing.more:
        yield Delete(to=space, messages=standing.more)
    files = entry.attached(standing.language) if entry else ()
    if files:
        yield Post(
            to=space,
            body=Text("faq.answer.files"),
            reply_to=standing.message,
            carried=files,
            language=standing.language,
            silent=True,
            about=About("faq", f"{FILES}:{standing.id}"),
        )
