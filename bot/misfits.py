"""What does not fit a model of settings: each fault with its key, the line in the file, and the nearest valid name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.faults import Fault
from language.unfit import mistakes, trouble


def faults_in(
    error: ValidationError,
    model: type[BaseModel],
    source: str,
    *,
    above: Sequence[str] = (),
    set_by: Mapping[tuple[str, ...], str] | None = None,
) -> list[Fault]:
    """The faults of a TOML text that `model` refused. `above`: the tables that the model stands in; `set_by`: which
    variable of the environment set which path.
    """
    return [_fault(one, model, source, tuple(above), set_by or {}) for one in mistakes(error)]


def _fault(
    error: Any,
    model: type[BaseModel],
    source: str,
    above: tuple[str, ...],
    variables: Mapping[tuple[str, ...], str],
) -> Fault:
    path = [str(part) for part in error["loc"]]
    whole = [*above, *path]
    set_by = next((name for known, name in variables.items() if known == tuple(path[: len(known)])), "")
    key, line = (set_by, 0) if set_by else (".".join(whole), _line(source, whole))
    return Fault(key, line, trouble(error, model))


def _line(source: str, path: Sequence[str]) -> int:
    """The line on which the last key of the path stands in the file."""
    table, last = ".".join(path[:-1]), path[-1] if path else ""
    current = ""
    for number, line in enumerate(source.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            current = stripped.strip("[] ").split("]")[0]
            if current == ".".join(path):
                return number
        elif current == table and stripped.partition("=")[0].strip().strip('"') == last:
            return number
    return 0
