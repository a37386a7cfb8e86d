"""The commands of `steward faq`: import, ask, evaluate, export."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.complaint import plain_file, told
from bot.desk import BAD, GOOD, Say, UnusableFile, peak_rss_mb, plain_json, read_rows, read_text, write_rows
from bot.faults import language_for
from chat.errors import Unusable
from chat.people import Identity, Language
from chat.text import Text


def faq_entries(path: Path, *, strict: bool, config: Path | None = None) -> Sequence[Any]:
    """The entries of a FAQ file. Raises UnusableFile with every problem on a line of its own."""
    from faq.files import format_of, read

    form = format_of(path.name)
    if form is None:
        raise UnusableFile(plain_file(path, Text("bot.cli.no.form")))
    found = read(read_text(path), form, strict=strict)
    if found.problems:
        language = language_for(config, os.environ)
        said = (f"{path}:{one.line}: {_words(one, language)}" for one in found.problems)
        raise UnusableFile("\n".join(said))
    return found.entries


def _words(problem: Any, language: Language) -> str:
    from bot.texts import Texts, load_texts
    from faq.editing import fault_text

    texts = Texts(load_texts(("faq",)), ZoneInfo("UTC"))
    return texts.words(fault_text(problem.code, problem.detail), language)


def evaluate_faq(
    entries: Path, queries: Path, *, max_wrong: float | None, encoder: str, answers: Path | None, say: Say
) -> int:
    """`steward faq evaluate`: one JSON object, and the reliability table on standard error."""
    from faq.encoder import UnusableEncoder
    from faq.encoders import find_encoder
    from faq.evaluation import evaluate, read_queries
    from faq.settings import FaqSettings
    from faq.trainer import NothingLearned

    settings = FaqSettings()
    if max_wrong is not None:
        if not 0 < max_wrong < 0.5:
            raise UnusableFile(Text("bot.cli.no.rate", {"rate": str(max_wrong)}))
        settings = settings.model_copy(update={"max_wrong_answer_rate": max_wrong})
    try:
        folder = find_encoder(encoder, Path())
        asked = read_queries(read_rows(queries))
        known = faq_entries(entries, strict=False)
        report = evaluate(
            lambda: _built(known, folder),
            asked,
            settings=settings,
            encoder=encoder,
            seconds=time.perf_counter,
            peak_rss_mb=peak_rss_mb,
        )
    except UnusableEncoder as trouble:
        raise UnusableFile(plain_file("steward", trouble.text)) from trouble
    except Unusable as trouble:
        raise UnusableFile(plain_file(queries, trouble.text)) from trouble
    except NothingLearned as trouble:
        why = Text("bot.cli.no.learning", {"trouble": str(trouble)})
        raise UnusableFile(plain_file(entries, why)) from trouble
    write_rows(answers, report.answers)
    for row in report.reliability:
        complain(told(_tenth(*row), language_for(None, os.environ)))
    say(plain_json(report.summary))
    return GOOD


def _tenth(low: float, high: float, count: int, chance: float, right: float) -> Text:
    """A row of the reliability table: how sure, how many, and how many of them were right."""
    facts = {"sure": f"{low:.1f}-{high:.1f}", "count": f"{count:6d}"}
    return Text("bot.cli.done.tenth", {**facts, "told": f"{chance:.3f}", "right": f"{right:.3f}"})


def _built(entries: Sequence[Any], folder: Path | None) -> Any:
    """The index of a file's entries, learned from them."""
    from faq.encoder import load_encoder
    from faq.index import Index
    from faq.trainer import learn_now

    named = [replace(one, id=one.name) for one in entries]
    learned = learn_now(corpora_of(named), folder, lambda *_: None)
    return Index(named, learned, load_encoder(folder) if folder else None)


def corpora_of(entries: Sequence[Any]) -> Sequence[Any]:
    """What is to be learned from."""
    from faq.corpus import corpora

    return tuple(corpora(entries).values())


def complain(line: str) -> None:
    """A line for a reader, beside the JSON on standard output."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201


async def import_faq(file: Path, config: Path | None, say: Say) -> int:
    """`steward faq import`: all of the file or nothing."""
    from bot.composer import alarm_write
    from bot.offline import opened
    from faq.entries import doubled
    from faq.service import Faq
    from handlers.faq_corrections import correction

    entries = faq_entries(file, strict=True, config=config)
    async with opened(config, lock=True) as app:
        faq: Any = app.services[Faq]
        entries = [await _with_owner(one, app.people, file) for one in entries]
        index = await faq.index()
        fresh = {one.name for one in entries}
        stay = [one for one in index.entries.values() if one.name not in fresh]
        taken = doubled([*stay, *entries])
        if taken:
            lines = [f"{file}: {new.name}: {question.text} ({old.name})" for question, old, new in taken]
            raise UnusableFile(Text("bot.cli.no.doubled", {"lines": "\n".join(lines)}))
        done = faq.editing.imported(index, entries, None)
        if done.writes:
            now = app.system.clock.now()
            alarms = [one for key in done.corrected for one in correction(key, now)]
            await app.committer.commit([*done.writes, *(alarm_write(one, now) for one in alarms)])
    say(
        plain_json({"entries": len(entries), "added": done.added, "changed": done.changed, "same": done.same})
    )
    return GOOD


async def _with_owner(entry: Any, people: Any, file: Path) -> Any:
    """Files name an entry's owner by an account (`telegram:42`), the store by person."""
    owner = entry.terms.owner
    if not owner:
        return entry
    platform, colon, native = owner.partition(":")
    if not (platform and colon and native):
        raise UnusableFile(Text("bot.cli.no.owner", {"file": str(file), "name": entry.name}))
    person = await people.person(Identity(platform, native))
    return replace(entry, terms=replace(entry.terms, owner=person))


async def _with_account(entry: Any, people: Any) -> Any:
    """The other way: the account of the owner that was seen last; nobody when none is left."""
    if not entry.terms.owner:
        return entry
    accounts = await people.identities(entry.terms.owner)
    return replace(entry, terms=replace(entry.terms, owner=str(accounts[0]) if accounts else ""))


async def ask_faq(text: str, config: Path | None, *, as_json: bool, say: Say) -> int:
    """`steward faq ask`: 0 when it would be answered, 1 when not."""
    from bot.offline import opened
    from faq.answers import Confidence
    from faq.service import Faq
    from language.lanes import language_of

    async with opened(config, lock=False) as app:
        faq: Any = app.services[Faq]
        await faq.library.learned()
        verdict = await faq.look_up(text)
    sure = verdict.confidence is Confidence.SURE
    entry = verdict.best.entry if sure else None
    language = language_of(text) or "en"
    found = {
        "text": text,
        "confidence": verdict.confidence.value,
        "answered": entry.name if entry else None,
        "answer": entry.answer(language) if entry else None,
        "source": entry.source or None if entry else None,
        "top": [[one.entry.name, round(one.probability, 6)] for one in verdict.findings[:3]],
    }
    if as_json:
        say(plain_json(found))
    else:
        say(found["answer"] or f"({verdict.confidence.value})")
        for name, chance in found["top"]:
            say(f"  {chance:.3f}  {name}")
    return GOOD if sure else BAD


async def export_faq(form: str, config: Path | None, say: Say) -> int:
    """`steward faq export`: all entries as a file that can be imported again."""
    from bot.offline import opened
    from faq.files import Format, write
    from faq.service import Faq

    async with opened(config, lock=False) as app:
        faq: Any = app.services[Faq]
        stored = (await faq.index()).entries.values()
        entries = [await _with_account(one, app.people) for one in stored]
    if entries:
        say(write(entries, Format(form)).rstrip("\r\n"))
    return GOOD
