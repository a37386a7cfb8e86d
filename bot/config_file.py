"""Reading config.toml: an unknown key is an error with the line and the nearest valid name."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.complaint import refused_by_system
from bot.faults import PREFIX, Fault, language_for, operators_language, unfit, unknown
from bot.settings import Settings
from bot.toml_faults import no_toml
from chat.people import Language
from chat.text import Text


class BadSettings(Exception):
    """The configuration cannot be used; told in the operator's language."""

    def __init__(self, faults: Sequence[Fault], file: str = "", language: Language = "en") -> None:
        super().__init__("\n".join(fault.told(language, file) for fault in faults))
        self.faults = tuple(faults)


class NoSettings(BadSettings):
    """There is no such file, or it is no text."""


def load_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from a file (None = defaults) with the environment's overrides. Raises BadSettings."""
    source = ""
    if path is not None:
        try:
            source = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise _no_file(path, refused_by_system(error), environment) from error
        except UnicodeDecodeError as error:
            raise _no_file(path, Text("bot.config.no_utf8"), environment) from error
    return read_settings(source, environment, "" if path is None else str(path))


def _no_file(path: Path, why: Text | str, environment: Mapping[str, str]) -> NoSettings:
    return NoSettings([Fault(str(path), 0, why)], language=language_for(None, environment))


def read_settings(source: str, environment: Mapping[str, str], file: str = "") -> Settings:
    """Settings from TOML text with the environment's overrides. Raises BadSettings, which names the file."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(
            [Fault("syntax", 0, no_toml(error))], file, operators_language(source, {}, environment)
        ) from error
    variables = _override(values, environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = [_fault(one, source, variables) for one in error.errors()]
        raise BadSettings(faults, file, operators_language(source, values, environment)) from error


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
                no_table = Text("bot.config.no_table", {"key": ".".join(path[: place + 1])})
                language = operators_language("", values, environment)
                raise BadSettings([Fault(name, 0, no_table)], language=language)
        table[last] = _plain(value)
        variables[*path, last] = name
    return variables


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
        return Fault(key, line, unfit(error))
    names = _names(path[:-1])
    return Fault(key, line, unknown(difflib.get_close_matches(path[-1], names, n=1, cutoff=0.5), names))


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
