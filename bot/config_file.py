"""Reading config.toml: an unknown key is an error with the line and the nearest valid name."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.settings import Settings

PREFIX = "STEWARD_"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the configuration: the key's path, the line in the file (0 = not from it), and why."""

    key: str
    line: int
    why: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.key}: {self.why}"


class BadSettings(Exception):
    """The configuration cannot be used."""

    def __init__(self, faults: Sequence[Fault], file: str = "") -> None:
        super().__init__("\n".join(_placed(fault, file) for fault in faults))
        self.faults = tuple(faults)


def _placed(fault: Fault, file: str) -> str:
    return f"{file}: {fault}" if file and not fault.key.startswith(PREFIX) else str(fault)


class NoSettings(BadSettings):
    """There is no such file, or it is no text."""


def load_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from a file (None = defaults) with the environment's overrides. Raises BadSettings."""
    source = ""
    if path is not None:
        try:
            source = path.read_text(encoding="utf-8")
        except OSError as error:
            raise NoSettings([Fault(str(path), 0, error.strerror or str(error))]) from error
        except UnicodeDecodeError as error:
            raise NoSettings([Fault(str(path), 0, str(error))]) from error
    return read_settings(source, environment, "" if path is None else str(path))


def read_settings(source: str, environment: Mapping[str, str], file: str = "") -> Settings:
    """Settings from TOML text with the environment's overrides. Raises BadSettings, which names the file."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings([_no_toml(error)], file) from error
    variables = _override(values, environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise BadSettings([_fault(one, source, variables) for one in error.errors()], file) from error


def _override(values: dict[str, Any], environment: Mapping[str, str]) -> Mapping[tuple[str, ...], str]:
    """`STEWARD_PLATFORMS__TELEGRAM__TOKEN=x` sets platforms.telegram.token; lists and tables are written as TOML.

    Returns which variable set which path.
    """
    variables: dict[tuple[str, ...], str] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or "__" not in name:
            continue
        table = values
        *path, last = name.removeprefix(PREFIX).lower().split("__")
        for place, step in enumerate(path):
            table = table.setdefault(step, {})
            if not isinstance(table, dict):
                raise BadSettings([Fault(name, 0, f"{'.'.join(path[: place + 1])} is no table")])
        table[last] = _plain(value)
        variables[*path, last] = name
    return variables


def _no_toml(error: tomllib.TOMLDecodeError) -> Fault:
    """tomllib's words, with the place at which it gave up before them as everywhere else."""
    said, _, place = str(error).removesuffix(")").partition(" (at ")
    return Fault("syntax", 0, f"{place.replace('end of document', 'at the end')}: {said}" if place else said)


def _plain(value: str) -> Any:
    """A list, table, number or boolean as TOML would read it, else the text itself."""
    if value[:1] in "[{" or value in ("true", "false"):
        try:
            return tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            return value
    return value


def _fault(error: Any, source: str, variables: Mapping[tuple[str, ...], str]) -> Fault:
    path = [str(part) for part in error["loc"]]
    set_by = next((name for known, name in variables.items() if known == tuple(path[: len(known)])), "")
    key, line = (set_by, 0) if set_by else (".".join(path), _line(source, path))
    if error["type"] != "extra_forbidden":
        return Fault(key, line, _plainly(error["msg"]))
    near = difflib.get_close_matches(path[-1], _names(path[:-1]), n=1, cutoff=0.5)
    hint = (
        f'unknown key; did you mean "{near[0]}"?'
        if near
        else f"unknown key; known are {', '.join(_names(path[:-1]))}"
    )
    return Fault(key, line, hint)


def _plainly(said: str) -> str:
    """What pydantic says of a value, in the words of a configuration file."""
    return (
        said.removeprefix("Value error, ")
        .replace("Input should be", "must be")
        .replace("a valid tuple", "a list")
    )


def _names(path: Sequence[str]) -> list[str]:
    """The valid names of the table at that path."""
    model: Any = Settings
    for step in path:
        field = model.model_fields.get(step)
        if field is None:
            return []
        options = getattr(field.annotation, "__args__", (field.annotation,))
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
