"""Values ↔ JSON: every frozen dataclass of `chat/`, tagged with its name; read back by the types of its fields."""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from chat import actions, decision, events, messages, people, text

TAG = "_"

_CLASSES: Mapping[str, type] = {
    name: value
    for module in (actions, decision, events, messages, people, text)
    for name, value in vars(module).items()
    if isinstance(value, type) and dataclasses.is_dataclass(value)
}


class Unreadable(ValueError):
    """The JSON is not what this version writes."""


def encode(value: object) -> str:
    """The JSON text of a value; lone surrogates survive as escapes."""
    return json.dumps(to_json(value), ensure_ascii=True, separators=(",", ":"))


def decode(payload: str) -> Any:
    """The value that `encode` was given. Raises Unreadable."""
    try:
        return from_json(json.loads(payload))
    except json.JSONDecodeError as error:
        raise Unreadable(f"no JSON: {error}") from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error


_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_json(value: Any) -> Any:
    """The plain JSON value (dict, list, str …); fields that hold their default are left out."""
    shape = type(value)
    if shape in _PLAIN:
        return value
    if _CLASSES.get(shape.__name__) is shape:
        return _dataclass_to_json(shape, value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return {TAG: "datetime", "at": value.isoformat()}
    if isinstance(value, timedelta):
        return {TAG: "timedelta", "seconds": value.total_seconds()}
    if isinstance(value, bytes):
        return {TAG: "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, tuple | list | frozenset | set):
        items = sorted(value) if isinstance(value, frozenset | set) else value
        return [to_json(item) for item in items]
    if isinstance(value, Mapping):
        plain = {key: to_json(item) for key, item in value.items()}
        return {TAG: "mapping", "items": plain} if TAG in plain else plain
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"{shape.__name__} is not a value of chat/")


def _dataclass_to_json(shape: Any, value: Any) -> dict[str, Any]:
    result: dict[str, Any] = {TAG: shape.__name__}
    for field, default in _fields(shape):
        item = getattr(value, field)
        if item is not default and item != default:
            result[field] = item if type(item) in _PLAIN else to_json(item)
    return result


@functools.cache
def _fields(shape: Any) -> tuple[tuple[str, Any], ...]:
    fields = []
    for field in dataclasses.fields(shape):
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        fields.append((field.name, default))
    return tuple(fields)


def from_json(value: Any) -> Any:
    """The value behind plain JSON that `to_json` made."""
    if isinstance(value, list):
        return tuple([from_json(item) for item in value])
    if not isinstance(value, dict):
        return value
    name = value.get(TAG)
    if name is None:
        return {key: from_json(item) for key, item in value.items()}
    read = _TAGGED.get(name)
    if read is not None:
        return read(value)
    shape = _CLASSES[name]
    readers = _readers(shape)
    fields = {}
    for key, item in value.items():
        if key != TAG:
            reader = readers[key]
            fields[key] = reader(item) if reader is not from_json or isinstance(item, dict | list) else item
    return shape(**fields)


_TAGGED: Mapping[str, Callable[[Any], Any]] = {
    "datetime": lambda value: datetime.fromisoformat(value["at"]),
    "timedelta": lambda value: timedelta(seconds=value["seconds"]),
    "mapping": lambda value: {key: from_json(item) for key, item in value["items"].items()},
    "bytes": lambda value: base64.b64decode(value["base64"], validate=True),
}


@functools.cache
def _readers(shape: Any) -> Mapping[str, Callable[[Any], Any]]:
    hints = get_type_hints(shape)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(shape)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """How to read a field: enums by value, frozensets from lists, all else by its own tags."""
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    enums = [option for option in options if isinstance(option, type) and issubclass(option, Enum)]
    if enums:
        return functools.partial(_read_enum, enums[0])
    origin = get_origin(hint)
    if origin is frozenset:
        inner = _reader(get_args(hint)[0])
        return lambda items: frozenset(inner(item) for item in items)
    return from_json


def _read_enum(enum: type[Enum], value: Any) -> Any:
    try:
        return enum(value)
    except ValueError:
        return from_json(value)
