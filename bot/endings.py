"""How a command of `steward` ends: an exit code, and one line that says what was wrong and what to do."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

from cyclopts import App as Commands
from cyclopts import CycloptsError

GOOD, BAD, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def say(line: str) -> None:
    """A line of what was asked for."""
    print(line, flush=True)


def announce(line: str) -> None:
    """A line of a process that goes on, whether or not anybody still reads its output."""
    try:
        say(line)
    except OSError:
        _read_no_more()


def complain(line: object) -> None:
    """A line beside what was asked for."""
    print(line, file=sys.stderr, flush=True)


def once(work: Callable[[], int], *, unreadable: int = UNUSABLE) -> int:
    """Run a command: what it cannot use goes to standard error; `unreadable` is the code for a file or folder."""
    from bot.config_file import BadSettings, NoSettings
    from bot.desk import UnusableFile
    from bot.plan import CannotStart
    from bot.storage.database import Refusal
    from bot.storage.lock import StoreAway, StoreTaken
    from bot.storage.migrations import StoreIsNewer

    try:
        return work()
    except UnusableFile as trouble:
        complain(trouble)
        return UNUSABLE
    except (BadSettings, CannotStart, StoreTaken, StoreAway, StoreIsNewer) as trouble:
        complain(f"steward: {trouble}")
        return UNUSABLE if isinstance(trouble, NoSettings) else BAD
    except Refusal as trouble:
        complain(f"steward: the database refused: {trouble.orig}")
        return BAD
    except BrokenPipeError:
        raise
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        complain(f"steward: {where}{trouble.strerror or trouble}")
        return unreadable


def end(commands: Commands, arguments: list[str] | None) -> int:
    """Run the command that was typed; returns the exit code."""
    try:
        result: Any = commands(
            arguments, exit_on_error=False, print_error=False, result_action="return_value"
        )
        if sys.stdout is not None:  # None where it was closed before the start: `… >&-`
            sys.stdout.flush()
    except CycloptsError as wrong:
        complain(f"steward: {_plainly(wrong)} `{_help(wrong)}` tells how it is written.")
        return UNUSABLE
    except BrokenPipeError:  # whoever read the output has enough of it: `… | head`
        _read_no_more()
        return GOOD
    except KeyboardInterrupt:
        return INTERRUPTED
    return result if isinstance(result, int) else GOOD


def _plainly(wrong: CycloptsError) -> str:
    """What is wrong with the words, in words of those who typed them."""
    said = " ".join(str(wrong).split())
    said = re.sub(r" Available commands: .*", "", said)
    return re.sub(r"^Unused Tokens: \[(.*)\]\.?$", r"not expected here: \1.", said)


def _help(wrong: CycloptsError) -> str:
    """The command that explains the one that was meant."""
    return " ".join(["steward", *(wrong.command_chain or ()), "--help"])


def _read_no_more() -> None:
    """What is still written goes nowhere, the flush at the interpreter's end too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
