"""Terms of an entry set by a line, its versions listed and brought back, a draft published."""

from __future__ import annotations

from dataclasses import replace

from chat.decision import Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.people import Identity, PersonId, Speaker
from chat.ports import Clock, Directory
from chat.text import Text
from faq import terms
from faq.amending import NAMES, NOTHING, amended
from faq.attached import with_files
from faq.entries import LANGUAGES, Entry
from faq.extras import MEDIA
from faq.raw import as_language
from faq.reading import history_text
from faq.service import Faq
from faq.terms import BadTerm
from handlers.faq_answers import language_for
from handlers.faq_corrections import correction
from handlers.faq_files import files_of
from handlers.faq_rights import meant, plain
from language.first_word import first_word

_HERE = frozenset(("here", "这里", "本群"))
_ME = frozenset(("me", "我"))


async def versioned(
    event: CommandGiven, order: str, words: str, faq: Faq, directory: Directory, clock: Clock
) -> Decision:
    """`/faq set ID TERM VALUE · history ID · restore ID VERSION · publish ID`."""
    name, rest = first_word(words)
    entry = await meant(name, faq)
    met: tuple[Write, ...] = ()
    match order:
        case "history":
            return await _history(event, entry, faq, directory)
        case "restore":
            changed = await _restored(entry, plain(rest), faq)
        case "publish":
            if not entry.draft:
                raise SaidNo(Text("faq.no.draft", {"name": entry.name}))
            changed = replace(entry, draft=False)
        case _:
            changed, met = await _set(event, entry, rest, directory)
    decision = await stored(event, entry, changed, order, faq, clock)
    return replace(decision, writes=(*met, *decision.writes))


async def stored(
    event: CommandGiven, known: Entry, changed: Entry, order: str, faq: Faq, clock: Clock
) -> Decision:
    """A stored entry as it shall be, and the word that it is."""
    change = faq.editing.changed(await faq.index(), known, changed, event.by.person)
    key = {"publish": "published", "restore": "restored"}.get(order, "changed")
    told = Text("faq.saved.draft" if changed.draft else f"faq.saved.{key}", {"name": known.name})
    return Decision(
        reason=f"faq.entry_{key}",
        actions=(answer(event, told),),
        writes=change.writes,
        alarms=correction(known.id, clock.now()),
        audit=(Audit(code=f"faq.entry_{key}", subject=known.name, data={"version": change.entry.revision}),),
    )


async def _history(event: CommandGiven, entry: Entry, faq: Faq, directory: Directory) -> Decision:
    versions = await faq.versions(entry)
    names = {by: await directory.name(by) for by in {one.by for one in versions} if by}
    return Decision(reason="faq.history", actions=(answer(event, history_text(entry, versions, names)),))


async def _restored(entry: Entry, version: str, faq: Faq) -> Entry:
    """The entry as it once was, to be stored as its newest version."""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    before = await faq.version(entry, number)
    if before is None:
        raise SaidNo(Text("faq.no.version", {"name": entry.name}))
    return replace(before, revision=entry.revision)


async def _set(
    event: CommandGiven, entry: Entry, words: str, directory: Directory
) -> tuple[Entry, tuple[Write, ...]]:
    """The entry with that term, and the row of an owner who was never met."""
    spoken, value = first_word(words)
    name = NAMES.get(spoken.lower())
    files = files_of(event) if name == MEDIA else ()
    if files and value.lower() in ("", *LANGUAGES):
        return with_files(entry, files, as_language(value)), ()
    if name == MEDIA and value.lower() in ("", *LANGUAGES):
        raise SaidNo(Text("faq.no.file"))
    if name is None or not value:
        raise SaidNo(Text("faq.no.term"))
    met: tuple[Write, ...] = ()
    if name == terms.OWNER and terms.plain(value) != NOTHING:
        value, met = await _owner(event, value, directory)
    if name == terms.CHATS and value.lower() in _HERE:
        value = event.space.lane
    language = await language_for(event, directory)
    try:
        return amended(entry, name, value, language), met
    except BadTerm as bad:
        raise SaidNo(Text("faq.no.value", {"value": bad.value})) from bad


async def _owner(event: CommandGiven, value: str, directory: Directory) -> tuple[PersonId, tuple[Write, ...]]:
    """Me, somebody mentioned, or an account such as `telegram:42`; also who never said a word. Raises SaidNo."""
    if value.lower() in _ME:
        return event.by.person, ()
    mentions = event.message.mentions if event.message else ()
    target = next((one.target for one in mentions if one.target), "")
    named: Speaker | None
    if target:
        named = Speaker(identity=Identity(event.space.platform, target), name=value.lstrip("@"))
    else:
        spoken = value.removeprefix("<@").removeprefix("!").removesuffix(">")
        named = await directory.named(event.space.platform, spoken)
    if named is None:
        raise SaidNo(Text("faq.no.value", {"value": value[:64]}))
    return await directory.meant(named, keep=True)
