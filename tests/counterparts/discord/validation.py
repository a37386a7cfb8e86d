"""Validation of requests, answers and event parts against Discord's own OpenAPI description, when it is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from tests.counterparts.discord.shapes import Json

SPECIFICATION = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
BODY_MAY_BE_ABSENT = (
    ("PUT", "/guilds/{guild_id}/bans/{user_id}"),
    ("DELETE", "/guilds/{guild_id}/bans/{user_id}"),
)
"""discord.py sends these without the body that the description calls required."""
OF_EVENTS: Mapping[str, str] = {
    "MESSAGE_CREATE": "MessageResponse",
    "MESSAGE_UPDATE": "MessageResponse",
    "GUILD_MEMBER_ADD": "GuildMemberResponse",
    "GUILD_MEMBER_UPDATE": "GuildMemberResponse",
    "GUILD_CREATE": "GuildResponse",
    "GUILD_UPDATE": "GuildResponse",
    "CHANNEL_CREATE": "GuildChannelResponse",
    "CHANNEL_UPDATE": "GuildChannelResponse",
    "CHANNEL_DELETE": "GuildChannelResponse",
    "THREAD_CREATE": "ThreadResponse",
    "THREAD_UPDATE": "ThreadResponse",
    "GUILD_AUDIT_LOG_ENTRY_CREATE": "AuditLogEntryResponse",
}
FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """ISO 8601 with an offset."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that Discord would not send, or not take."""

    side: str
    what: str
    problems: tuple[str, ...]
    value: object

    def __str__(self) -> str:
        return f"{self.side} {self.what}: {'; '.join(self.problems)}"


class Validation:
    """Holds values against the description; each validator is built once."""

    def __init__(self, path: Path = SPECIFICATION, *, wanted: bool = True) -> None:
        self._path = path
        self.active = wanted and path.is_file()
        self._validators: dict[tuple[str, ...], Draft202012Validator | None] = {}
        self.violations: list[Violation] = []

    @cached_property
    def _specification(self) -> Json:
        read: Json = json.loads(self._path.read_text())
        return read

    def knows(self, method: str, template: str) -> bool:
        """Whether Discord has the operation."""
        return not self.active or method.lower() in self._specification["paths"].get(template, {})

    def known_template(self, method: str, path: str) -> str | None:
        """The template of a path that this town has not built."""
        if not self.active:
            return None
        parts = path.split("/")
        fitting = [one for one in self._specification["paths"] if _fits(one.split("/"), parts)]
        fitting = [one for one in fitting if self.knows(method, one)]
        return min(fitting, key=lambda one: one.count("{"), default=None)

    def report(self, side: str, what: str, problems: list[str], value: object) -> None:
        """Notes a violation."""
        if problems:
            self.violations.append(Violation(side=side, what=what, problems=tuple(problems), value=value))

    def request(self, method: str, template: str, body: object) -> list[str]:
        """What is wrong with a request's body."""
        if not self.active or (body is None and (method, template) in BODY_MAY_BE_ABSENT):
            return []
        validator = self._of_request(method, template)
        if validator is None:
            return [] if body is None else ["no body is known here"]
        problems = ["a body is required"] if body is None else _problems(validator, body)
        self.report("request", f"{method} {template}", problems, body)
        return problems

    def answer(self, method: str, template: str, status: int, body: object) -> None:
        """Notes what is wrong with our own answer."""
        if not self.active:
            return
        validator = self._of_answer(method, template, status)
        if status >= 400 and isinstance(body, dict):
            # described with numbers as codes; Discord really writes words such as BASE_TYPE_MAX_LENGTH
            body = {key: value for key, value in body.items() if key != "errors"}
        if validator is not None:
            problems = _problems(validator, body)
            self.report("answer", f"{status} {method} {template}", problems, body)
        elif body is not None and status < 500:
            self.report("answer", f"{status} {method} {template}", ["no body is known here"], body)

    def event(self, name: str, data: Json) -> None:
        """Notes what is wrong with an event, as far as its shape is described."""
        schema = OF_EVENTS.get(name)
        if not self.active or schema is None:
            return
        shown = data | {"id": data.get("id", "1")}
        problems = _problems(self._of_schema(schema), shown)
        if name == "GUILD_CREATE":
            for key, part in (("channels", "GuildChannelResponse"), ("threads", "ThreadResponse")):
                problems += [text for one in data[key] for text in _problems(self._of_schema(part), one)]
        self.report("event", name, problems, data)

    def _of_schema(self, name: str) -> Draft202012Validator:
        key = ("schema", name)
        if key not in self._validators:
            schema = {"$ref": f"#/components/schemas/{name}"}
            self._validators[key] = _built(schema, self._components)
        built = self._validators[key]
        assert built is not None
        return built

    def _of_request(self, method: str, template: str) -> Draft202012Validator | None:
        key = ("request", method, template)
        if key not in self._validators:
            content = self._operation(method, template).get("requestBody", {}).get("content", {})
            self._validators[key] = self._from(content, self._lenient_components)
        return self._validators[key]

    def _of_answer(self, method: str, template: str, status: int) -> Draft202012Validator | None:
        key = ("answer", method, template, str(status))
        if key not in self._validators:
            answers = self._operation(method, template).get("responses", {})
            chosen = answers.get(str(status)) or (answers.get("4XX") if 400 <= status < 500 else None) or {}
            content = self._resolved(chosen).get("content", {})
            self._validators[key] = self._from(content, self._components)
        return self._validators[key]

    def _operation(self, method: str, template: str) -> Json:
        found: Json = self._specification["paths"].get(template, {}).get(method.lower(), {})
        return found

    def _from(self, content: Json, components: Json) -> Draft202012Validator | None:
        described = content.get("application/json")
        return None if described is None else _built(described["schema"], components)

    def _resolved(self, answer: Json) -> Json:
        """Shared answers are described in one place."""
        name = answer.get("$ref", "").rpartition("/")[2]
        shared: Json = self._components["responses"][name] if name else answer
        return shared

    @property
    def _components(self) -> Json:
        components: Json = self._specification["components"]
        return components

    @cached_property
    def _lenient_components(self) -> Json:
        """For requests: Discord takes snowflakes as numbers too, and discord.py sends some so."""
        schemas: Json = self._components["schemas"]
        snowflake = schemas["SnowflakeType"] | {"type": ["string", "integer"]}
        return self._components | {"schemas": schemas | {"SnowflakeType": snowflake}}


def _built(schema: Json, components: Json) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": components}, format_checker=FORMATS)


def _problems(validator: Draft202012Validator, value: Any) -> list[str]:
    return [_told(error) for error in validator.iter_errors(value)]


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
