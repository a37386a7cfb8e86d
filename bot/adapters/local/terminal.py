"""`steward try`: the local platform in a terminal, live or from a script, one line for every action."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text as Styled

from bot.adapters.local.receive import Refusal
from bot.adapters.local.rehearsal import Rehearsal, Stopped, Watch, rehearse
from bot.adapters.local.script import BadLine, Say, read_line
from bot.adapters.local.town import Town
from bot.complaint import plain_file, refused_by_system, told
from bot.faults import language_for
from bot.journal import set_up_logs
from bot.system import System
from chat.actions import (
    Acknowledge,
    Action,
    Button,
    CloseThread,
    Degraded,
    Done,
    Edit,
    Lock,
    Mute,
    OpenThread,
    Outcome,
    Pin,
    Post,
    Sanction,
    SlowMode,
)
from chat.people import Space
from chat.text import Rich, Text

MONDAY = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
"""When every script begins, so that it goes the same way every day."""

NEW_LINE = " ⏎ "
EVERY = 0.5

Print = Callable[[str], None]


async def chat(script: Path | None) -> int:
    """Replay a script, or talk until the input ends; returns the exit code."""
    set_up_logs("error", "console", ())
    # An interrupt may leave a thread that still writes into the folder, hence ignore_cleanup_errors below.
    if script is not None:
        try:
            lines = _lines(script)
        except (OSError, UnicodeDecodeError) as trouble:
            why = refused_by_system(trouble) if isinstance(trouble, OSError) else Text("bot.config.no_utf8")
            print(f"steward: {_told(plain_file(script, why))}", file=sys.stderr)
            return 2
        return await replay(lines, print)
    if not sys.stdin.isatty():
        return await replay(sys.stdin.read().splitlines(), print)
    return await _converse(Console(highlight=False))


def _lines(script: Path) -> list[str]:
    return script.read_text(encoding="utf-8-sig").splitlines()


async def replay(lines: Iterable[str], say: Print) -> int:
    """Play a script from beginning to end: what a line cannot do is said, and the next line follows."""
    system = System(clock=Stopped(MONDAY))
    with tempfile.TemporaryDirectory(prefix="steward-", ignore_cleanup_errors=True) as folder:
        async with rehearse(Path(folder), system, lambda town: _teller(town, say)) as rehearsal:
            for number, line in enumerate(lines, 1):
                if trouble := await _take(rehearsal, line):
                    say(_told(Text("bot.cli.try.line", {"line": number, "trouble": trouble})))
    return 0


async def _take(rehearsal: Rehearsal, line: str) -> Text | None:
    """Let a line happen; what is wrong with it."""
    try:
        read = read_line(line)
        if read is not None:
            await rehearsal.take(read)
    except BadLine as bad:
        return bad.text
    except Refusal as refusal:
        return Text("bot.cli.try.refused", {"code": refusal.code})
    return None


def _told(said: Text) -> str:
    """In the terminal's language."""
    return told(said, language_for(None, os.environ))


def _teller(town: Town, say: Print) -> Watch:
    def tell(action: Action, outcome: Outcome, concerned: str) -> None:
        line = describe(action, outcome, concerned, town)
        if line:
            say(line)

    return tell


def describe(action: Action, outcome: Outcome, concerned: str, town: Town) -> str:
    """The line of an action: what was said in which place, or after a `*` what was done; "" when none noticed."""
    place = place_name(action, town)
    if not isinstance(outcome, Done | Degraded):
        return f"[{place}] * {action.verb.lower()} failed: {getattr(outcome, 'why', '')}"
    match action:
        case Post(body=Rich() as body, buttons=buttons):
            file = action.picture or action.document
            return f"[{place}] steward: {_flat(body)}{f' <{file.name}>' if file else ''}{_keys(buttons)}"
        case Acknowledge(body=Rich() as body):
            return f"[{place}] steward: {_flat(body)}"
        case Acknowledge():
            return ""
        case Edit(body=Rich() as body, buttons=buttons):
            return f"[{place}] * edit {_flat(body)}{_keys(buttons)}"
        case Mute():
            return f"[{place}] * mute {concerned} until {action.until:%Y-%m-%d %H:%M} UTC"
        case _:
            return f"[{place}] * {_deed(action, concerned)}".rstrip()


def _deed(action: Action, concerned: str) -> str:
    match action:
        case Pin():
            return "pin" if action.pinned else "unpin"
        case OpenThread():
            return f"thread {action.title}"
        case CloseThread():
            return "close thread" if action.closed else "reopen thread"
        case Lock():
            return "lock" if action.locked else "unlock"
        case SlowMode():
            return f"slow mode {action.delay.total_seconds():.0f}s"
        case Sanction():
            return f"{action.verb.lower()} {concerned}"
        case _:
            return f"{action.verb.lower()} {concerned}".replace("\n", NEW_LINE)


def place_name(action: Action, town: Town) -> str:
    """Where: `garden`, `staff`, `staff/title` of a thread, `private name`; with `→ name` when only they see it."""
    space = action.to
    assert isinstance(space, Space)
    name = space.id
    if space.is_private:
        return f"private {_resident(town, space.id)}"
    if space.thread is not None:
        thread = town.threads.get(space.thread)
        name = f"{space.id}/{thread.title if thread else space.thread}"
    if isinstance(action, Acknowledge):
        return f"{name} → {_resident(town, action.interaction.partition('/')[0])}"
    return name


def _resident(town: Town, native: str) -> str:
    who = town.residents.get(native)
    return who.name if who else native


def _flat(body: Rich) -> str:
    return body.plain.strip().replace("\n", NEW_LINE)


def _keys(rows: tuple[tuple[Button, ...], ...]) -> str:
    labels = [str(button.label) for row in rows for button in row]
    return f" {{{' | '.join(labels)}}}" if labels else ""


async def _converse(console: Console) -> int:
    """Talk live: time goes by as usual, and a line without a name is said by whoever spoke last, in the same place."""
    console.print(Styled(_told(Text("bot.cli.try.help")), style="dim"))
    speaker = "Ann:"

    def show(line: str) -> None:
        style = "yellow" if "] * " in line else "green"
        console.print(Styled(line, style=style))

    with tempfile.TemporaryDirectory(prefix="steward-", ignore_cleanup_errors=True) as folder:
        async with rehearse(Path(folder), System(), lambda town: _teller(town, show)) as rehearsal:
            ticking = asyncio.create_task(_tick(rehearsal))
            with suppress(EOFError, asyncio.CancelledError):
                while True:
                    typed = await _typed(console, f"{speaker} ❯ ")
                    line = _with_speaker(typed, speaker)
                    if trouble := await _take(rehearsal, line):
                        console.print(Styled(_told(trouble), style="red"))
                    speaker = _speaker(line) or speaker
            ticking.cancel()
            await asyncio.gather(ticking, return_exceptions=True)
    return 0


def _with_speaker(typed: str, speaker: str) -> str:
    """The line as a script has it."""
    if not typed.strip():
        return ""
    try:
        read_line(typed)
    except BadLine:
        return f"{speaker} {typed}"
    return typed


def _speaker(line: str) -> str:
    with suppress(BadLine):
        read = read_line(line)
        if isinstance(read, Say):
            return f"{read.name}{'>' if read.private else ':'}"
    return ""


async def _tick(rehearsal: Rehearsal) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await rehearsal.tick()


async def _typed(console: Console, prompt: str) -> str:
    """One line of input, read beside the loop (a thread that waits must not hold up the end). Raises EOFError."""
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str] = loop.create_future()

    def finish(line: str | None) -> None:
        if not typed.done():
            typed.set_result(line) if line is not None else typed.set_exception(EOFError())

    def read() -> None:
        try:
            line: str | None = console.input(Styled(prompt, style="bold"))
        except (EOFError, ValueError):
            line = None
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(finish, line)

    threading.Thread(target=read, daemon=True).start()
    return await typed
