"""Commands that measure and verify: files in, one JSON object out, an exit code."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.complaint import Complaint, plain_file, refused_by_system
from bot.faults import language_for
from chat.errors import Unusable
from chat.text import Text
from language.toml_faults import no_toml

GOOD, BAD, UNUSABLE = 0, 1, 2

Say = Callable[[str], None]
Row = Mapping[str, Any]


class UnusableFile(Complaint):
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
        where: dict[str, str | int] = {"file": str(path), "line": number}
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnusableFile(Text("bot.cli.no.json", {**where, "column": _place(error)[1]})) from error
        if not isinstance(row, dict):
            raise UnusableFile(Text("bot.cli.no.object", {**where}))
        rows.append(row)
    return rows


def _place(error: Exception) -> tuple[int, int]:
    """The line and character from which on something is no JSON; what is nested or counted without end is none."""
    return (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)


def read_text(path: Path) -> str:
    """A text file. Raises UnusableFile."""
    from faq.files import decoded

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFile(plain_file(path, refused_by_system(error))) from error
    text = decoded(data)
    if text is None:
        raise UnusableFile(plain_file(path, Text("bot.cli.no.text")))
    return text


def write_rows(path: Path | None, rows: Iterable[Row]) -> None:
    """A JSON-lines file. Raises UnusableFile."""
    if path is None:
        return
    try:
        path.write_text("".join(plain_json(row) + "\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise UnusableFile(plain_file(path, refused_by_system(error))) from error


def plain_json(value: object) -> str:
    """One line, as it goes to standard output."""
    return json.dumps(value, ensure_ascii=False)


def evaluate_moderation(
    messages: Path, *, rules: Path | None, train: Path | None, decisions: Path | None, say: Say
) -> int:
    """`steward moderation evaluate`."""
    from moderation.lab import evaluate

    rows = _labelled(messages)
    learned = _labelled(train) if train else None
    report = evaluate(rows, _rules(rules), learned, timer=time.perf_counter)
    write_rows(decisions, [one.as_json() for one in report.decisions])
    say(plain_json(report.figures))
    return GOOD


def _labelled(path: Path) -> list[Row]:
    rows = read_rows(path)
    for number, row in enumerate(rows, 1):
        if not isinstance(row.get("text"), str) or row.get("label") not in ("spam", "ham"):
            raise UnusableFile(Text("bot.cli.no.label", {"file": str(path), "row": number}))
    return rows


def _rules(path: Path | None) -> Any:
    from moderation.lab import read_rules

    if path is None:
        return None
    try:
        return read_rules(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise UnusableFile(plain_file(path, no_toml(error))) from error
    except ValidationError as error:
        raise UnusableFile(_misfits(path, error)) from error


def _misfits(path: Path, error: ValidationError) -> str:
    """What is wrong in a rules file, a line for each fault."""
    from bot.misfits import faults_in
    from moderation.settings import ModerationSettings

    source = read_text(path)
    above = ("moderation",) if "moderation" in tomllib.loads(source) else ()
    found = faults_in(error, ModerationSettings, source, above=above)
    language = language_for(None, os.environ)
    return "\n".join(one.told(language, str(path)) for one in found)


async def backtest_moderation(rules: Path | None, since: str, config: Path | None, say: Say) -> int:
    """`steward moderation backtest`: what the rules would have done with the stored messages."""
    from bot.offline import opened
    from language.durations import parse_duration
    from moderation.service import Moderation

    length: timedelta | None = parse_duration(since)
    if length is None:
        raise UnusableFile(Text("bot.cli.no.length", {"since": since}))
    chosen = _rules(rules)
    async with opened(config, lock=False) as app:
        moderation = app.services[Moderation]
        assert isinstance(moderation, Moderation)
        figures = await moderation.rulings.backtest(chosen, app.system.clock.now() - length)
    say(plain_json({"since": since, **figures}))
    return GOOD


def triage_support(messages: Path, *, decisions: Path | None, say: Say) -> int:
    """`steward support triage`, with the shipped weights."""
    from support.evaluation import evaluate

    try:
        report = evaluate(read_rows(messages), milliseconds=lambda: time.perf_counter() * 1000)
    except Unusable as trouble:
        raise UnusableFile(plain_file(messages, trouble.text)) from trouble
    write_rows(decisions, report.decisions)
    say(plain_json(report.summary))
    return GOOD


def verify_giveaway(file: Path, say: Say) -> int:
    """`steward giveaway verify`: 0 reproduced, 1 a recomputed field differs, 2 unusable."""
    from campaigns.draw import Differs, Reproduced, verify

    try:
        claimed = json.loads(read_text(file))
    except (ValueError, RecursionError) as error:
        line, column = _place(error)
        where: dict[str, str | int] = {"file": str(file), "line": line, "column": column}
        raise UnusableFile(Text("bot.cli.no.json", where)) from error
    verdict = verify(claimed)
    if isinstance(verdict, Reproduced):
        proof = verdict.proof
        again = [{"replaces": one.replaces, "code": one.code} for one in proof.redraws]
        found = {"verdict": "reproduced", "winners": list(proof.winners)}
        say(plain_json(found | {"redraws": again} if again else found))
        return GOOD
    if isinstance(verdict, Differs):
        say(plain_json({"verdict": "differs", "fields": list(verdict.fields)}))
        return BAD
    say(plain_json({"verdict": "unusable", "why": str(verdict.why), "fields": list(verdict.fields)}))
    return UNUSABLE


def run_bench(*, as_json: bool, quick: bool, say: Say) -> int:
    """`steward bench`: the bench lies beside the tests, so only a checkout has it."""
    if find_spec("tests") is None or find_spec("tests.bench") is None:
        raise UnusableFile(Text("bot.cli.no.checkout"))
    try:
        main: Any = import_module("tests.bench.main")
    except ModuleNotFoundError as missing:
        raise UnusableFile(Text("bot.cli.no.bench", {"name": str(missing.name)})) from missing
    return int(main.run(as_json=as_json, quick=quick, say=say))
