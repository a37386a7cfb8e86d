"""Reading config.toml: an unknown key is an error with the line and the nearest valid name."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.complaint import refused_by_system
from bot.faults import PREFIX, Fault, language_for, operators_language
from bot.misfits import faults_in
from bot.settings import Settings
from chat.people import Language
from chat.text import Text
from language.toml_faults import no_toml


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
        faults = faults_in(error, Settings, source, set_by=variables)
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
