"""The commands of `steward`."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App as Commands
from cyclopts import CycloptsError, Parameter

GOOD, BAD, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

cli = Commands(name="steward", help="Steward, the assistant of a community.", version="0.1.0")
faq = Commands(name="faq", help="What Steward knows.")
moderation = Commands(name="moderation", help="How well the rules judge.")
support = Commands(name="support", help="How well complaints are heard.")
giveaway = Commands(name="giveaway", help="Draws that anyone can check.")
person = Commands(name="person", help="What is kept about one person.")
encoder = Commands(name="encoder", help="Models that read meanings.")
for group in (faq, moderation, support, giveaway, person, encoder):
    cli.command(group)

Config = Annotated[Path | None, Parameter(name="--config", help="Configuration file.")]
Form = Annotated[Literal["jsonl", "csv", "md"], Parameter(name="--format", help="How the file is written.")]


def _say(line: str) -> None:
    print(line, flush=True)


def _complain(line: object) -> None:
    print(line, file=sys.stderr, flush=True)


@cli.command
def run(*, config: Config = None, empty: bool = False, rehearse: bool = False) -> int:
    """Start everything that is configured; without a configuration the local rehearsal community."""
    from bot.config_file import BadSettings, NoSettings
    from bot.plan import CannotStart, make_plan
    from bot.serve import serve
    from bot.storage.lock import StoreAway, StoreTaken
    from bot.storage.migrations import StoreIsNewer

    try:
        plan = make_plan(config, empty=empty, rehearse=rehearse)
        return asyncio.run(serve(plan, _say))
    except (BadSettings, CannotStart, StoreTaken, StoreAway, StoreIsNewer) as trouble:
        _complain(f"steward: {trouble}")
        return UNUSABLE if isinstance(trouble, NoSettings) else BAD
    except OSError as trouble:
        _complain(f"steward: {trouble}")
        return BAD


@cli.command(name="try")
def try_(*, script: Path | None = None) -> int:
    """Chat with the local platform in the terminal; --script replays a file and prints what Steward does."""
    from bot.adapters.local.terminal import chat

    return asyncio.run(chat(script))


@cli.command
def check(*, config: Config = None) -> int:
    """Validate the configuration, then examine every platform: missing rights and the feature that each breaks."""
    from bot.doctor import examine

    return _once(lambda: asyncio.run(examine(config, _say)))


@cli.command
def explain(event: Path, *, config: Config = None) -> int:
    """What each handler would answer to an event (JSON), and why, without doing it."""
    from bot.explain import explain_file

    return _once(lambda: asyncio.run(explain_file(event, config, _say)))


@faq.command(name="import")
def faq_import(file: Path, *, config: Config = None) -> int:
    """Add the entries of a .csv, .md or .jsonl file, replacing those with the same id; all of it or nothing."""
    from bot.faq_desk import import_faq

    return _once(lambda: asyncio.run(import_faq(file, config, _say)))


@faq.command(name="ask")
def faq_ask(text: str, *, json: bool = False, config: Config = None) -> int:
    """What a question would be answered: 0 with an answer, 1 without."""
    from bot.faq_desk import ask_faq

    return _once(lambda: asyncio.run(ask_faq(text, config, as_json=json, say=_say)))


@faq.command(name="export")
def faq_export(*, form: Form = "jsonl", config: Config = None) -> int:
    """Write all entries to standard output, as a file that can be imported again."""
    from bot.faq_desk import export_faq

    return _once(lambda: asyncio.run(export_faq(form, config, _say)))


@faq.command(name="evaluate")
def faq_evaluate(
    *,
    entries: Path,
    queries: Path,
    max_wrong: float | None = None,
    encoder: str = "none",
    answers: Path | None = None,
    json: bool = False,
) -> int:
    """Measure the answers to labelled questions; prints one JSON object, with or without --json."""
    from bot.faq_desk import evaluate_faq

    return _once(
        lambda: evaluate_faq(
            entries, queries, max_wrong=max_wrong, encoder=encoder, answers=answers, say=_say
        )
    )


@moderation.command(name="evaluate")
def moderation_evaluate(
    *,
    messages: Path,
    rules: Path | None = None,
    train: Path | None = None,
    decisions: Path | None = None,
    json: bool = False,
) -> int:
    """Measure the rules on labelled messages; prints one JSON object, with or without --json."""
    from bot.desk import evaluate_moderation

    return _once(
        lambda: evaluate_moderation(messages, rules=rules, train=train, decisions=decisions, say=_say)
    )


@moderation.command(name="import")
def moderation_import(
    file: Path, *, name: str, reason: str, since: str = "30d", watch: bool = False, config: Config = None
) -> int:
    """Try a list of terms on stored messages and keep it, noise in quarantine; --watch puts it in force."""
    from bot.list_desk import import_list

    return _once(
        lambda: asyncio.run(
            import_list(file, config, name=name, reason=reason, since=since, watch=watch, say=_say)
        )
    )


@moderation.command(name="backtest")
def moderation_backtest(
    *, rules: Path | None = None, since: str = "7d", json: bool = False, config: Config = None
) -> int:
    """What rules would have done with the stored messages; prints one JSON object, with or without --json."""
    from bot.desk import backtest_moderation

    return _once(lambda: asyncio.run(backtest_moderation(rules, since, config, _say)))


@support.command(name="triage")
def support_triage(*, messages: Path, decisions: Path | None = None, json: bool = False) -> int:
    """Measure which messages would open a ticket; prints one JSON object, with or without --json."""
    from bot.desk import triage_support

    return _once(lambda: triage_support(messages, decisions=decisions, say=_say))


@support.command(name="import")
def support_import(file: Path, *, config: Config = None) -> int:
    """Take over the threads of Modmail: its logs as JSON become closed tickets."""
    from bot.modmail_desk import import_modmail

    return _once(lambda: asyncio.run(import_modmail(file, config, _say)))


@giveaway.command
def verify(proof: Path) -> int:
    """Recompute a draw from its proof: 0 reproduced, 1 a field differs, 2 unusable."""
    from bot.desk import verify_giveaway

    return _once(lambda: verify_giveaway(proof, _say))


@cli.command
def bench(*, json: bool = False, quick: bool = False) -> int:
    """Measure this machine; needs a checkout."""
    from bot.desk import run_bench

    return _once(lambda: run_bench(as_json=json, quick=quick, say=_say))


@encoder.command(name="add")
def encoder_add(
    model: str, *, languages: Annotated[Literal["en", "zh", "zh,en"], Parameter(name="--languages")] = "en"
) -> int:
    """Put a model under data/encoders: MODEL is a folder with a ready ONNX file, or a hub's owner/name."""
    from bot.encoder_desk import add_encoder

    return _once(lambda: add_encoder(model, languages.split(","), _say))


def _once(work: Callable[[], int]) -> int:
    """Run a command that ends by itself: what it cannot use goes to standard error."""
    from bot.config_file import BadSettings, NoSettings
    from bot.desk import UnusableFile
    from bot.plan import CannotStart
    from bot.storage.lock import StoreAway, StoreTaken
    from bot.storage.migrations import StoreIsNewer

    try:
        return work()
    except UnusableFile as trouble:
        _complain(trouble)
        return UNUSABLE
    except (BadSettings, CannotStart, StoreTaken, StoreAway, StoreIsNewer) as trouble:
        _complain(f"steward: {trouble}")
        return UNUSABLE if isinstance(trouble, NoSettings) else BAD
    except BrokenPipeError:
        raise
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        _complain(f"steward: {where}{trouble.strerror or trouble}")
        return UNUSABLE


@cli.command
def backup(file: Path, *, config: Config = None) -> int:
    """Write a consistent copy of the store, without secrets, while Steward runs."""
    from bot.backup_desk import back_up

    return _once(lambda: asyncio.run(back_up(file, config, _say)))


@cli.command
def restore(file: Path, *, config: Config = None) -> int:
    """Put a backup in place; what was about to be sent is parked for a manager."""
    from bot.backup_desk import restore as put_back

    return _once(lambda: asyncio.run(put_back(file, config, _say)))


@cli.command
def export(folder: Path, *, config: Config = None) -> int:
    """Write all tables as JSON lines."""
    from bot.backup_desk import export as export_tables

    return _once(lambda: asyncio.run(export_tables(folder, config, _say)))


@person.command(name="export")
def person_export(account: str, *, config: Config = None) -> int:
    """Everything that is kept about one person, as JSON. ACCOUNT is platform:id."""
    from bot.person_desk import export_person

    return _once(lambda: asyncio.run(export_person(account, config, _say, _complain)))


@person.command(name="erase")
def person_erase(account: str, *, config: Config = None) -> int:
    """Remove one person's names, texts, media and links. ACCOUNT is platform:id."""
    from bot.person_desk import erase_person

    return _once(lambda: asyncio.run(erase_person(account, config, _say, _complain)))


def _spare_rich() -> None:
    """structlog loads rich where it finds it, five megabytes for tracebacks that Steward prints without it."""
    if "structlog" not in sys.modules and "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment]
        importlib.import_module("structlog")
        del sys.modules["rich"]


def main(arguments: list[str] | None = None) -> None:
    """The console script."""
    _spare_rich()
    try:
        result: Any = cli(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError as wrong:
        _complain(f"steward: {' '.join(str(wrong).split())} `steward --help` lists the commands.")
        sys.exit(UNUSABLE)
    except BrokenPipeError:  # whoever read the output has enough of it: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(GOOD)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(result if isinstance(result, int) else GOOD)
