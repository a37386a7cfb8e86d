"""Discord's own OpenAPI description: its operations and schemas as validators, each built once."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from tests.counterparts.discord.shapes import Json

FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """ISO 8601 with an offset."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_moment(value: str) -> bool:
    try:
        return is_moment(value)
    except ValueError:
        return False


class Schema:
    """What one body must be. The swift validator says whether it is, the thorough one then says what is not."""

    def __init__(self, schema: Json) -> None:
        self._swift = jsonschema_rs.Draft202012Validator(
            schema, formats={"date-time": _is_moment}, validate_formats=True
        )
        self._thorough = Draft202012Validator(schema, format_checker=FORMATS)

    def problems(self, value: Any) -> list[str]:
        """What is wrong with a value, and where."""
        if self._swift.is_valid(value):
            return []
        return [_told(error) for error in self._thorough.iter_errors(value)]


class Description:
    """One reading of the file."""

    def __init__(self, path: Path) -> None:
        self._whole: Json = json.loads(path.read_text())
        self._built: dict[tuple[str, ...], Schema | None] = {}

    def operation(self, method: str, template: str) -> Json | None:
        """What is said of an operation, if it exists."""
        found: Json | None = self._whole["paths"].get(template, {}).get(method.lower())
        return found

    def template_of(self, method: str, path: str) -> str | None:
        """The template that a path fits, the one with the fewest names first."""
        parts = path.split("/")
        fitting = [one for one in self._whole["paths"] if _fits(one.split("/"), parts)]
        fitting = [one for one in fitting if self.operation(method, one) is not None]
        return min(fitting, key=lambda one: one.count("{"), default=None)

    def of_request(self, method: str, template: str) -> Schema | None:
        """For the body of a request; None where none is described."""
        key = ("request", method, template)
        if key not in self._built:
            content = (self.operation(method, template) or {}).get("requestBody", {}).get("content", {})
            self._built[key] = _from(content, self._lenient_components)
        return self._built[key]

    def of_answer(self, method: str, template: str, status: int) -> Schema | None:
        """For the body of an answer; None where none is described."""
        key = ("answer", method, template, str(status))
        if key not in self._built:
            answers = (self.operation(method, template) or {}).get("responses", {})
            chosen = answers.get(str(status)) or (answers.get("4XX") if 400 <= status < 500 else None) or {}
            self._built[key] = _from(self._resolved(chosen).get("content", {}), self._components)
        return self._built[key]

    def of_schema(self, name: str) -> Schema:
        """For a named part, such as a message."""
        key = ("schema", name)
        validator = self._built.get(key)
        if validator is None:
            validator = _validator({"$ref": f"#/components/schemas/{name}"}, self._components)
            self._built[key] = validator
        return validator

    def _resolved(self, answer: Json) -> Json:
        """Shared answers are described in one place."""
        name = answer.get("$ref", "").rpartition("/")[2]
        shared: Json = self._components["responses"][name] if name else answer
        return shared

    @cached_property
    def _components(self) -> Json:
        """With the one value that the description leaves out: a forward (Message Reference Types in Discord's docs)."""
        components: Json = self._whole["components"]
        schemas: Json = components["schemas"]
        kinds = schemas["MessageReferenceType"]
        both = kinds | {"oneOf": [*kinds["oneOf"], {"title": "FORWARD", "const": 1}]}
        return components | {"schemas": schemas | {"MessageReferenceType": both}}

    @cached_property
    def _lenient_components(self) -> Json:
        """For requests: Discord takes snowflakes as numbers too, and discord.py sends some so."""
        schemas: Json = self._components["schemas"]
        snowflake = schemas["SnowflakeType"] | {"type": ["string", "integer"]}
        return self._components | {"schemas": schemas | {"SnowflakeType": snowflake}}


@cache
def described(path: Path) -> Description:
    """The description in a file: read once, because every test opens a town of its own."""
    return Description(path)


def _from(content: Json, components: Json) -> Schema | None:
    body = content.get("application/json")
    return None if body is None else _validator(body["schema"], components)


def _validator(schema: Json, components: Json) -> Schema:
    return Schema({**schema, "components": components})


def _told(error: ValidationError) -> str:
    """Where and what; of a union the alternative that came closest."""
    while error.context:
        error = max(error.context, key=_closeness)
    place = ".".join(str(part) for part in error.absolute_path)
    return f"{place or 'body'}: {error.message[:200]}"


def _closeness(error: ValidationError) -> tuple[int, bool]:
    """How far an alternative got: deep, and not stopped by the very type."""
    return len(error.absolute_path), error.validator not in ("type", "const", "enum")


def _fits(template: list[str], parts: list[str]) -> bool:
    if len(template) != len(parts):
        return False
    return all(one.startswith("{") or one == part for one, part in zip(template, parts, strict=True))
