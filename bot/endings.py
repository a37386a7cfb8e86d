"""How a command of `steward` ends: an exit code, and one line that says what was wrong and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
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


def once(work: Callable[[], int], config: Path | None = None, *, unreadable: int = UNUSABLE) -> int:
    """Run a command: what it cannot use goes to standard error, in the language of the configuration or the terminal;
    `unreadable` is the code for a file or folder.
    """
    from bot.complaint import Complaint, plain_file, refused_by_system, told
    from bot.config_file import BadSettings, NoSettings
    from bot.desk import UnusableFile
    from bot.faults import language_for
    from bot.storage.database import Refusal
    from chat.text import Text

    try:
        return work()
    except UnusableFile as trouble:
        complain(trouble.told(language_for(config, os.environ)))
        return UNUSABLE
    except BadSettings as trouble:
        complain(f"steward: {trouble}")
        return UNUSABLE if isinstance(trouble, NoSettings) else BAD
    except Complaint as trouble:
        complain(f"steward: {trouble.told(language_for(config, os.environ))}")
        return BAD
    except Refusal as trouble:
        why = Text("bot.cli.no.refused", {"trouble": str(trouble.orig)})
        complain(f"steward: {told(why, language_for(config, os.environ))}")
        return BAD
    except BrokenPipeError:
        raise
    except OSError as trouble:
        why_not = refused_by_system(trouble)
        said = plain_file(trouble.filename, why_not) if trouble.filename else why_not
        complain(f"steward: {told(said, language_for(config, os.environ))}")
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
        from bot.cli_errors import wrong_words
        from bot.faults import language_for

        complain(f"steward: {wrong_words(wrong, language_for(None, os.environ))}")
        return UNUSABLE
    except BrokenPipeError:  # whoever read the output has enough of it: `… | head`
        _read_no_more()
        return GOOD
    except KeyboardInterrupt:
        return INTERRUPTED
    return result if isinstance(result, int) else GOOD


def _read_no_more() -> None:
    """What is still written goes nowhere, the flush at the interpreter's end too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
