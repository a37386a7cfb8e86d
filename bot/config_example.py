"""Writing config.example.toml and the JSON schema for editors, both from the settings themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import tomlkit
from pydantic import BaseModel

from bot.settings import Settings


def write_schema() -> str:
    """config.schema.json."""
    return json.dumps(Settings.model_json_schema(), ensure_ascii=False, indent=1) + "\n"


def write_example() -> str:
    """config.example.toml: every setting with its description and default, commented out."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Every setting of Steward with its default. Uncomment what you change."))
    document.add(tomlkit.comment("Environment variables override: STEWARD_PLATFORMS__TELEGRAM__TOKEN=…"))
    lines = [document.as_string()]
    _describe(Settings, "", lines)
    return "\n".join(lines).rstrip() + "\n"


def _describe(model: type[BaseModel], prefix: str, lines: list[str]) -> None:
    tables = []
    for name, field in model.model_fields.items():
        options = getattr(field.annotation, "__args__", (field.annotation,))
        inner = next((one for one in options if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if inner is not None and not isinstance(field.default, tuple):
            tables.append((name, inner))
            continue
        lines.append(f"# {field.description}")
        lines.append(f"# {name} = {_toml(field.get_default(call_default_factory=True))}")
    for name, inner in tables:
        path = f"{prefix}{name}"
        lines.append(
            f"\n# {(inner.__doc__ or '').splitlines()[0]}\n[{path}]"
            if not _optional(model, name)
            else f"\n# {(inner.__doc__ or '').splitlines()[0]}\n# [{path}]"
        )
        _describe(inner, f"{path}.", lines)


def _optional(model: type[BaseModel], name: str) -> bool:
    return model.model_fields[name].default is None


def _toml(value: Any) -> str:
    if isinstance(value, timedelta):
        return f'"{_short(value)}"'
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if value is None:
        return '""  # unset'
    if isinstance(value, tuple | list | frozenset):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return str(tomlkit.item(value.value if hasattr(value, "value") else value).as_string())


def _short(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
