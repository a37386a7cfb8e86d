"""A generic check against the official Bot API description, where the shared folder holds it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiogram.types

from tests.counterparts.telegram.wire import Json

_PROJECT = Path(__file__).parents[3]
_FILE = "shared/specs/telegram-bot-api.json"


def find_specification() -> Specification | None:
    path = _PROJECT.parent / _FILE
    return Specification(_read(path)) if path.is_file() else None


@lru_cache(maxsize=1)
def _read(path: Path) -> Json:
    loaded: Json = json.loads(path.read_text(encoding="utf-8"))
    return loaded


class Specification:
    """Shapes only. A field that aiogram knows and the file does not is newer than the file, not wrong."""

    def __init__(self, spec: Json) -> None:
        self._types: Json = spec["types"]
        self._methods: Json = {name.lower(): method for name, method in spec["methods"].items()}

    def request(self, method: str, values: Json) -> str | None:
        described = self._methods.get(method.lower())
        if described is None:
            return None
        fields = {field["name"]: field for field in described.get("fields", ())}
        for name, field in fields.items():
            if field["required"] and name not in values:
                return f"{name}: required by the Bot API"
        for name, value in values.items():
            problem = self._any(fields[name]["types"], value, name) if name in fields else None
            if problem:
                return problem
        return None

    def result(self, method: str, value: Any) -> str | None:
        described = self._methods.get(method.lower())
        return None if described is None else self._any(described["returns"], value, "result")

    def value(self, type_name: str, value: Any) -> str | None:
        return self._fits(type_name, value, type_name)

    def _any(self, type_names: list[str], value: Any, place: str) -> str | None:
        problems = [self._fits(type_name, value, place) for type_name in type_names]
        return None if None in problems else problems[-1]

    def _fits(self, type_name: str, value: Any, place: str) -> str | None:
        if type_name.startswith("Array of "):
            return self._list(type_name.removeprefix("Array of "), value, place)
        match type_name:
            case "Integer":
                good = (isinstance(value, int) and not isinstance(value, bool)) or _is_number(value)
            case "Float":
                good = isinstance(value, (int, float)) and not isinstance(value, bool)
            case "String" | "InputFile":
                good = isinstance(value, str)
            case "Boolean":
                good = isinstance(value, bool)
            case _:
                return self._object(type_name, value, place)
        return None if good else f"{place}: not of type {type_name}"

    def _list(self, type_name: str, value: Any, place: str) -> str | None:
        if not isinstance(value, list):
            return f"{place}: not an array"
        for index, item in enumerate(value):
            problem = self._fits(type_name, item, f"{place}[{index}]")
            if problem:
                return problem
        return None

    def _object(self, type_name: str, value: Any, place: str) -> str | None:
        described = self._types[type_name]
        if described.get("subtypes"):
            return self._any(described["subtypes"], value, place)
        if not isinstance(value, dict):
            return f"{place}: not a {type_name}"
        fields = {field["name"]: field for field in described.get("fields", ())}
        for name, field in fields.items():
            if field["required"] and name not in value:
                return f"{place}.{name}: required in {type_name}"
        for name, item in value.items():
            if name not in fields:
                if _is_newer(type_name, name):
                    continue
                return f"{place}.{name}: unknown in {type_name}"
            problem = self._any(fields[name]["types"], item, f"{place}.{name}")
            if problem:
                return problem
        return None


def _is_number(value: Any) -> bool:
    """The chat id of a form is left as text."""
    return isinstance(value, str) and value.lstrip("-").isdigit()


def _is_newer(type_name: str, field: str) -> bool:
    model = getattr(aiogram.types, type_name, None)
    return model is not None and field in model.model_fields
