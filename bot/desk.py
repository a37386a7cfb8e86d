"""Commands that measure, import and verify: files in, one JSON object out, an exit code."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

GOOD, BAD, UNUSABLE = 0, 1, 2

Say = Callable[[str], None]
Row = Mapping[str, Any]


class UnusableFile(Exception):
    """A file cannot be read; the message names it, the line, and why."""


def peak_rss_mb() -> float:
    """The most memory that this process ever held (kilobytes on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def read_rows(path: Path) -> list[Row]:
    """A JSON-lines file. Raises UnusableFile with the first line that is no object."""
    rows: list[Row] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise UnusableFile(f"{path}:{number}: no JSON: {error}") from error
        if not isinstance(row, dict):
            raise UnusableFile(f"{path}:{number}: no JSON object")
        rows.append(row)
    return rows


def read_text(path: Path) -> str:
    """A text file. Raises UnusableFile."""
    from faq.files import decoded

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFile(f"{path}: {error.strerror}") from error
    text = decoded(data)
    if text is None:
        raise UnusableFile(f"{path}: neither UTF-8 nor GB 18030")
    return text


def write_rows(path: Path | None, rows: Iterable[Row]) -> None:
    """A JSON-lines file. Raises UnusableFile."""
    if path is None:
        return
    try:
        path.write_text("".join(_json(row) + "\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise UnusableFile(f"{path}: {error.strerror}") from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def faq_entries(path: Path, *, strict: bool) -> Sequence[Any]:
    """The entries of a FAQ file. Raises UnusableFile with every problem on a line of its own."""
    from faq.files import format_of, read

    form = format_of(path.name)
    if form is None:
        raise UnusableFile(f"{path}: the name must end in .csv, .md or .jsonl")
    found = read(read_text(path), form, strict=strict)
    if found.problems:
        raise UnusableFile("\n".join(f"{path}:{one.line}: {_words(one)}" for one in found.problems))
    return found.entries


def _words(problem: Any) -> str:
    from bot.texts import Texts, load_texts
    from faq.editing import fault_text

    texts = Texts(load_texts(("faq",)), ZoneInfo("UTC"))
    return texts.words(fault_text(problem.code, problem.detail), "en")


def evaluate_faq(
    entries: Path, queries: Path, *, max_wrong: float | None, encoder: str, answers: Path | None, say: Say
) -> int:
    """`steward faq evaluate`."""
    from faq.evaluation import Unusable, evaluate, read_queries
    from faq.settings import FaqSettings

    if encoder != "none":
        raise UnusableFile(f"--encoder {encoder}: there is none of that name; known is none")
    settings = FaqSettings()
    if max_wrong is not None:
        if not 0 < max_wrong < 0.5:
            raise UnusableFile(f"--max-wrong {max_wrong}: a rate above 0 and below 0.5 is needed")
        settings = settings.model_copy(update={"max_wrong_answer_rate": max_wrong})
    try:
        asked = read_queries(read_rows(queries))
    except Unusable as trouble:
        raise UnusableFile(f"{queries}: {trouble}") from trouble
    report = evaluate(
        faq_entries(entries, strict=False),
        asked,
        settings=settings,
        seconds=time.perf_counter,
        peak_rss_mb=peak_rss_mb,
    )
    write_rows(answers, report.answers)
    say(_json(report.summary))
    return GOOD


async def import_faq(file: Path, config: Path | None, say: Say) -> int:
    """`steward faq import`: all of the file or nothing."""
    from bot.offline import opened
    from faq.entries import doubled
    from faq.service import Faq

    entries = faq_entries(file, strict=True)
    async with opened(config, lock=True) as app:
        faq: Any = app.services[Faq]
        index = await faq.index()
        fresh = {one.name for one in entries}
        stay = [one for one in index.entries.values() if one.name not in fresh]
        taken = doubled([*stay, *entries])
        if taken:
            lines = [f"{file}: {new.name}: {question.text} ({old.name})" for question, old, new in taken]
            raise UnusableFile("\n".join(["these questions belong to stored entries:", *lines]))
        done = faq.editing.imported(index, entries, None)
        if done.writes:
            await app.committer.commit(list(done.writes))
    say(_json({"entries": len(entries), "added": done.added, "changed": done.changed, "same": done.same}))
    return GOOD


async def ask_faq(text: str, config: Path | None, *, as_json: bool, say: Say) -> int:
    """`steward faq ask`: 0 when it would be answered, 1 when not."""
    from bot.offline import opened
    from faq.answers import Confidence
    from faq.service import Faq
    from language.lanes import language_of

    async with opened(config, lock=False) as app:
        faq: Any = app.services[Faq]
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
        "top": [[one.entry.name, round(one.probability, 6)] for one in verdict.findings],
    }
    if as_json:
        say(_json(found))
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
        entries = list((await faq.index()).entries.values())
    if entries:
        say(write(entries, Format(form)).rstrip("\r\n"))
    return GOOD


def evaluate_moderation(
    messages: Path, *, rules: Path | None, train: Path | None, decisions: Path | None, say: Say
) -> int:
    """`steward moderation evaluate`."""
    from moderation.lab import evaluate

    rows = _labelled(messages)
    learned = _labelled(train) if train else None
    report = evaluate(rows, _rules(rules), learned, timer=time.perf_counter)
    write_rows(decisions, [one.as_json() for one in report.decisions])
    say(_json(report.figures))
    return GOOD


def _labelled(path: Path) -> list[Row]:
    rows = read_rows(path)
    for number, row in enumerate(rows, 1):
        if not isinstance(row.get("text"), str) or row.get("label") not in ("spam", "ham"):
            raise UnusableFile(f"{path}: row {number}: text must be a string, label spam or ham")
    return rows


def _rules(path: Path | None) -> Any:
    from moderation.lab import read_rules

    if path is None:
        return None
    try:
        return read_rules(read_text(path))
    except ValueError as error:
        raise UnusableFile(f"{path}: {error}") from error


async def backtest_moderation(rules: Path | None, since: str, config: Path | None, say: Say) -> int:
    """`steward moderation backtest`: what the rules would have done with the stored messages."""
    from bot.offline import opened
    from language.durations import parse_duration
    from moderation.lab import backtest
    from moderation.settings import ModerationSettings

    length: timedelta | None = parse_duration(since)
    if length is None:
        raise UnusableFile(f"--since {since}: a length of time such as 7d or 24h is needed")
    chosen = _rules(rules) or ModerationSettings()
    async with opened(config, lock=False) as app:
        begin = app.system.clock.now() - length
        history = await app.store.rows("moderation.history", since=begin)
    say(_json({"since": since, **backtest(chosen, history)}))
    return GOOD


def triage_support(messages: Path, *, decisions: Path | None, say: Say) -> int:
    """`steward support triage`, with the shipped weights."""
    from support.triage import evaluate

    try:
        report = evaluate(read_rows(messages), milliseconds=lambda: time.perf_counter() * 1000)
    except ValueError as error:
        raise UnusableFile(f"{messages}: {error}") from error
    write_rows(decisions, report.decisions)
    say(_json(report.summary))
    return GOOD


def verify_giveaway(file: Path, say: Say) -> int:
    """`steward giveaway verify`: 0 reproduced, 1 a recomputed field differs, 2 unusable."""
    from campaigns.draw import Differs, Reproduced, verify

    try:
        claimed = json.loads(read_text(file))
    except (ValueError, RecursionError) as error:
        raise UnusableFile(f"{file}: no JSON: {error}") from error
    verdict = verify(claimed)
    if isinstance(verdict, Reproduced):
        say(_json({"verdict": "reproduced", "winners": list(verdict.proof.winners)}))
        return GOOD
    if isinstance(verdict, Differs):
        say(_json({"verdict": "differs", "fields": list(verdict.fields)}))
        return BAD
    say(_json({"verdict": "unusable", "why": str(verdict.why), "fields": list(verdict.fields)}))
    return UNUSABLE


def run_bench(*, as_json: bool, quick: bool, say: Say) -> int:
    """`steward bench`: the bench lies beside the tests, so only a checkout has it."""
    if find_spec("tests") is None or find_spec("tests.bench") is None:
        raise UnusableFile("steward bench needs a checkout: tests/bench is not part of an installed package")
    from tests.bench import main

    return int(main.run(as_json=as_json, quick=quick, say=say))
