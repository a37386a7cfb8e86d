"""What does not fit a model of settings: each fault with its key, the line in the file, and the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot.faults import Fault, unfit, unknown


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
    return [_fault(one, model, source, tuple(above), set_by or {}) for one in error.errors()]


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
    if error["type"] != "extra_forbidden":
        return Fault(key, line, unfit(error))
    names = _names(model, path[:-1])
    return Fault(key, line, unknown(difflib.get_close_matches(path[-1], names, n=1, cutoff=0.5), names))


def _names(model: Any, path: Sequence[str]) -> list[str]:
    """The valid names of the table at that path; the steps into a list or a table of tables are names of nobody."""
    steps = iter(path)
    for step in steps:
        field = model.model_fields.get(step)
        if field is None:
            return []
        annotation = field.annotation
        if get_origin(annotation) in (tuple, list, dict):
            next(steps, None)
        options = get_args(annotation) or (annotation,)
        model = next((one for one in options if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if model is None:
            return []
    return list(model.model_fields)


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
