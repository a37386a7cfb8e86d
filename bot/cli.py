"""The commands of `steward`."""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App as Commands
from cyclopts import Parameter

from bot.cli_help import in_the_terminals_language
from bot.endings import BAD, announce, complain, end, once, say

PLAIN = Parameter(negative=())
"""A switch is there or not; none has an opposite."""

cli = Commands(
    name="steward",
    help="Steward, the assistant of a community.",
    version="0.1.0",
    help_formatter=in_the_terminals_language(),
    default_parameter=PLAIN,
)
faq = Commands(name="faq", help="What Steward knows.")
moderation = Commands(name="moderation", help="How well the rules judge.")
support = Commands(name="support", help="How well complaints are heard.")
giveaway = Commands(name="giveaway", help="Draws that anyone can check.")
person = Commands(name="person", help="What is kept about one person.")
encoder = Commands(name="encoder", help="Models that read meanings.")
for group in (faq, moderation, support, giveaway, person, encoder):
    group.default_parameter = PLAIN
    cli.command(group)

Config = Annotated[Path | None, Parameter(name="--config")]
Form = Annotated[Literal["jsonl", "csv", "md"], Parameter(name="--format")]


@cli.command
def run(*, config: Config = None, empty: bool = False, rehearse: bool = False) -> int:
    """Start everything that is configured; without a configuration the local rehearsal community."""
    from bot.plan import make_plan
    from bot.serve import serve

    def whole() -> int:
        return asyncio.run(serve(make_plan(config, empty=empty, rehearse=rehearse), announce))

    return once(whole, config, unreadable=BAD)


@cli.command(name="try")
def try_(*, script: Path | None = None) -> int:
    """Chat with the local platform in the terminal; --script replays a file and prints what Steward does."""
    from bot.adapters.local.terminal import chat

    return asyncio.run(chat(script))


@cli.command
def check(*, config: Config = None) -> int:
    """Validate the configuration, then examine every platform: missing rights and the feature that each breaks."""
    from bot.doctor import examine

    return once(lambda: asyncio.run(examine(config, say)), config, unreadable=BAD)


@cli.command
def explain(event: Path, *, config: Config = None) -> int:
    """What each handler would answer to an event (JSON), and why, without doing it."""
    from bot.explain import explain_file

    return once(lambda: asyncio.run(explain_file(event, config, say)), config)


@faq.command(name="import")
def faq_import(file: Path, *, config: Config = None) -> int:
    """Add the entries of a .csv, .md or .jsonl file, replacing those with the same id; all of it or nothing."""
    from bot.faq_desk import import_faq

    return once(lambda: asyncio.run(import_faq(file, config, say)), config)


@faq.command(name="ask")
def faq_ask(text: str, *, json: bool = False, config: Config = None) -> int:
    """What a question would be answered: 0 with an answer, 1 without."""
    from bot.faq_desk import ask_faq

    return once(lambda: asyncio.run(ask_faq(text, config, as_json=json, say=say)), config)


@faq.command(name="export")
def faq_export(*, form: Form = "jsonl", config: Config = None) -> int:
    """Write all entries to standard output, as a file that can be imported again."""
    from bot.faq_desk import export_faq

    return once(lambda: asyncio.run(export_faq(form, config, say)), config)


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

    return once(
        lambda: evaluate_faq(entries, queries, max_wrong=max_wrong, encoder=encoder, answers=answers, say=say)
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

    return once(lambda: evaluate_moderation(messages, rules=rules, train=train, decisions=decisions, say=say))


@moderation.command(name="import")
def moderation_import(
    file: Path, *, name: str, reason: str, since: str = "30d", watch: bool = False, config: Config = None
) -> int:
    """Try a list of terms on stored messages and keep it, noise in quarantine; --watch puts it in force."""
    from bot.list_desk import import_list

    return once(
        lambda: asyncio.run(
            import_list(file, config, name=name, reason=reason, since=since, watch=watch, say=say)
        ),
        config,
    )


@moderation.command(name="backtest")
def moderation_backtest(
    *, rules: Path | None = None, since: str = "7d", json: bool = False, config: Config = None
) -> int:
    """What rules would have done with the stored messages; prints one JSON object, with or without --json."""
    from bot.desk import backtest_moderation

    return once(lambda: asyncio.run(backtest_moderation(rules, since, config, say)), config)


@support.command(name="triage")
def support_triage(*, messages: Path, decisions: Path | None = None, json: bool = False) -> int:
    """Measure which messages would open a ticket; prints one JSON object, with or without --json."""
    from bot.desk import triage_support

    return once(lambda: triage_support(messages, decisions=decisions, say=say))


@support.command(name="import")
def support_import(file: Path, *, config: Config = None) -> int:
    """Take over the threads of Modmail: its logs as JSON become closed tickets."""
    from bot.modmail_desk import import_modmail

    return once(lambda: asyncio.run(import_modmail(file, config, say)), config)


@giveaway.command
def verify(proof: Path) -> int:
    """Recompute a draw from its proof: 0 reproduced, 1 a field differs, 2 unusable."""
    from bot.desk import verify_giveaway

    return once(lambda: verify_giveaway(proof, say))


@cli.command
def bench(*, json: bool = False, quick: bool = False) -> int:
    """Measure this machine; needs a checkout."""
    from bot.desk import run_bench

    return once(lambda: run_bench(as_json=json, quick=quick, say=say))


@encoder.command(name="add")
def encoder_add(
    model: str, *, languages: Annotated[Literal["en", "zh", "zh,en"], Parameter(name="--languages")] = "en"
) -> int:
    """Put a model under data/encoders: MODEL is a folder with a ready ONNX file, or a hub's owner/name."""
    from bot.encoder_desk import add_encoder

    return once(lambda: add_encoder(model, languages.split(","), say))


@cli.command
def backup(file: Path, *, config: Config = None) -> int:
    """Write a consistent copy of the store, without secrets, while Steward runs."""
    from bot.backup_desk import back_up

    return once(lambda: asyncio.run(back_up(file, config, say)), config)


@cli.command
def restore(file: Path, *, config: Config = None, moved: bool = False) -> int:
    """Put a backup in place; what was about to be sent is parked for a manager."""
    from bot.backup_desk import restore as put_back

    return once(lambda: asyncio.run(put_back(file, config, say, moved=moved)), config)


@cli.command
def export(folder: Path, *, config: Config = None) -> int:
    """Write all tables as JSON lines."""
    from bot.backup_desk import export as export_tables

    return once(lambda: asyncio.run(export_tables(folder, config, say)), config)


@person.command(name="export")
def person_export(account: str, *, config: Config = None) -> int:
    """Everything that is kept about one person, as JSON. ACCOUNT is platform:id."""
    from bot.person_desk import export_person

    return once(lambda: asyncio.run(export_person(account, config, say, complain)), config)


@person.command(name="erase")
def person_erase(account: str, *, config: Config = None) -> int:
    """Remove one person's names, texts, media and links. ACCOUNT is platform:id."""
    from bot.person_desk import erase_person

    return once(lambda: asyncio.run(erase_person(account, config, say, complain)), config)


def _spare_rich() -> None:
    """structlog loads rich where it finds it, five megabytes for tracebacks that Steward prints without it."""
    if "structlog" not in sys.modules and "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment]
        importlib.import_module("structlog")
        del sys.modules["rich"]


def _quiet_logs() -> None:
    """Standard error, without what looks like a secret, until a command sets up more; nothing where somebody has."""
    from bot.journal import set_up_logs

    if not logging.getLogger().handlers:
        set_up_logs("warning", "console", ())


def _speak_any_language() -> None:
    """No text ends a command because the locale has no letters for it: a terminal shows `?` for each that it lacks, and
    files and other programs get UTF-8 whatever the locale.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.isatty():
            stream.reconfigure(errors="replace")
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main(arguments: list[str] | None = None) -> None:
    """The console script."""
    _speak_any_language()
    _spare_rich()
    _quiet_logs()
    sys.exit(end(cli, arguments))
