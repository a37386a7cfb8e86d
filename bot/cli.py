"""The commands of `steward`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App as Commands
from cyclopts import Parameter

GOOD, BAD, UNUSABLE = 0, 1, 2

cli = Commands(name="steward", help="Steward, the assistant of a community.", version="0.1.0")
faq = Commands(name="faq", help="What Steward knows.")
moderation = Commands(name="moderation", help="How well the rules judge.")
support = Commands(name="support", help="How well complaints are heard.")
giveaway = Commands(name="giveaway", help="Draws that anyone can check.")
person = Commands(name="person", help="What is kept about one person.")
for group in (faq, moderation, support, giveaway, person):
    cli.command(group)

Config = Annotated[Path | None, Parameter(name="--config", help="Configuration file.")]


def _say(line: str) -> None:
    print(line, flush=True)


def _complain(line: object) -> None:
    print(line, file=sys.stderr, flush=True)


@cli.command
def run(*, config: Config = None, empty: bool = False, rehearse: bool = False) -> int:
    """Start everything that is configured; without a configuration the local rehearsal community."""
    from bot.config_file import BadSettings
    from bot.serve import CannotStart, make_plan, serve
    from bot.storage.lock import StoreTaken

    try:
        plan = make_plan(config, empty=empty, rehearse=rehearse)
        return asyncio.run(serve(plan, _say))
    except (BadSettings, CannotStart, StoreTaken) as trouble:
        _complain(f"steward: {trouble}")
        return BAD
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

    return asyncio.run(examine(config, _say))


@cli.command
def explain(event: Path, *, config: Config = None) -> int:
    """What each handler would answer to an event (JSON), and why, without doing it."""
    from bot.explain import explain_file

    return asyncio.run(explain_file(event, config, _say))


@giveaway.command
def verify(proof: Path) -> int:
    """Recompute a draw from its proof: 0 reproduced, 1 a field differs, 2 unusable."""
    from bot.desk import verify_giveaway

    return verify_giveaway(proof, _say)


@cli.command
def bench(*, json: bool = False, quick: bool = False) -> int:
    """Measure this machine; needs a checkout."""
    from bot.desk import run_bench

    return run_bench(json=json, quick=quick)


@cli.command
def backup(file: Path, *, config: Config = None) -> int:
    """Write a consistent copy of the store, without secrets, while Steward runs."""
    from bot.storage.backup import back_up

    return asyncio.run(back_up(file, config))


@cli.command
def restore(file: Path, *, config: Config = None) -> int:
    """Put a backup in place; what was about to be sent is parked for a manager."""
    from bot.storage.backup import restore as put_back

    return asyncio.run(put_back(file, config))


@cli.command
def export(folder: Path, *, config: Config = None) -> int:
    """Write all tables as JSON lines."""
    from bot.storage.backup import export_tables

    return asyncio.run(export_tables(folder, config))


@person.command(name="export")
def person_export(account: str, *, config: Config = None) -> int:
    """Everything that is kept about one person, as JSON. ACCOUNT is platform:id."""
    from bot.privacy import export_person

    return asyncio.run(export_person(account, config, _say))


@person.command(name="erase")
def person_erase(account: str, *, config: Config = None) -> int:
    """Remove one person's names, texts, media and links. ACCOUNT is platform:id."""
    from bot.privacy import erase_person

    return asyncio.run(erase_person(account, config, _say))


def main(arguments: list[str] | None = None) -> None:
    """The console script."""
    result: Any = cli(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    sys.exit(result if isinstance(result, int) else GOOD)
