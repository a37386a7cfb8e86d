"""Writing config.example.toml and the JSON schema for editors, both from the settings themselves."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from enum import Enum
from typing import Any, get_args, get_origin

import tomlkit
from pydantic import BaseModel, SecretStr

from bot.settings import Settings

WIDTH = 110
HEAD = """\
#:schema ./config.schema.json
# Every setting of Steward with its default. Take away the # before what you change, and before its [table].
# Lengths of time are written "30s", "15m", "4h", "7d" or "1y". Docs: docs/settings.md, docs/running.md
# The environment overrides the file: STEWARD_PLATFORMS__TELEGRAM__TOKEN=…, STEWARD_COMMUNITY__NAME=…
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One line of the configuration: its table, its name, its default and what it means."""

    table: str
    name: str
    default: Any
    description: str
    annotation: Any

    @property
    def path(self) -> str:
        """The whole name."""
        return f"{self.table}.{self.name}"

    @property
    def is_unset(self) -> bool:
        """Whether it has no default of its own."""
        return self.default is None

    @property
    def value(self) -> str:
        """The default as TOML writes it; of one that is unset, a value of its type."""
        if not self.is_unset:
            return as_toml(self.default)
        return "true" if bool in get_args(self.annotation) else "1234567890"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the configuration with its settings; an optional one exists only when it is written."""

    path: str
    meaning: str
    optional: bool
    settings: tuple[Setting, ...]


def write_schema() -> str:
    """config.schema.json."""
    return json.dumps(Settings.model_json_schema(), ensure_ascii=False, indent=1) + "\n"


def write_example() -> str:
    """config.example.toml: every setting with its description and default, commented out."""
    return HEAD + "".join(_write_table(table) for table in tables())


def tables(model: type[BaseModel] = Settings, path: str = "", optional: bool = False) -> Iterator[Table]:
    """Every table in the order of the file, those without a setting of their own left out."""
    settings, inner = [], []
    for name, field in model.model_fields.items():
        below = _table_of(field.annotation)
        if below is None:
            settings.append(
                Setting(
                    table=path,
                    name=name,
                    default=field.get_default(call_default_factory=True),
                    description=field.description or "",
                    annotation=field.annotation,
                )
            )
        else:
            inner.append((f"{path}.{name}".lstrip("."), below, optional or field.default is None))
    if settings:
        meaning = (model.__doc__ or "").splitlines()[0]
        yield Table(path=path, meaning=meaning, optional=optional, settings=tuple(settings))
    for name, below, may_lack in inner:
        yield from tables(below, name, may_lack)


def _table_of(annotation: Any) -> type[BaseModel] | None:
    if get_origin(annotation) in (tuple, list, dict):
        return None  # a list of tables is one setting, empty unless written
    options = (annotation, *get_args(annotation))
    return next((one for one in options if isinstance(one, type) and issubclass(one, BaseModel)), None)


def _write_table(table: Table) -> str:
    head = f"# [{table.path}]" if table.optional else f"[{table.path}]"
    lines = ["", "", *_comment(table.meaning), head]
    for setting in table.settings:
        unset = "  # unset unless written" if setting.is_unset else ""
        lines += [*_comment(setting.description), f"# {setting.name} = {setting.value}{unset}"]
    return "\n".join(lines[1:]) + "\n"


def _comment(words: str) -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent="## ", subsequent_indent="## ", break_on_hyphens=False)


def as_toml(value: Any) -> str:
    """A default as one writes it in the file."""
    match value:
        case timedelta():
            return f'"{_short(value)}"'
        case time():
            return f'"{value:%H:%M}"'
        case SecretStr():
            return as_toml(value.get_secret_value())
        case Enum():
            return as_toml(value.value)
        case tuple() | list() | frozenset():
            return "[" + ", ".join(as_toml(one) for one in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{key} = {as_toml(one)}" for key, one in value.items()) + " }"
        case _:
            return str(tomlkit.item(value).as_string())


def _short(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
