"""What Discord answers when it does not do what it was asked: status, code, text, and the place of each fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.counterparts.discord.shapes import Json


class Refusal(Exception):
    """One refused request."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message} {errors or ''}".strip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def json(self) -> Json:
        """The error body."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


class NotAllowed(Exception):
    """A person tried what a client would not let them do: the test's own mistake, or the very thing it asserts."""


@dataclass(slots=True)
class Form:
    """Faults of a request body, gathered by place and raised together as 50035."""

    errors: Json = field(default_factory=dict)

    def fault(self, place: str, code: str, message: str) -> None:
        """Notes a fault at a dotted place such as `embeds.0.title`."""
        branch = self.errors
        for part in place.split("."):
            branch = branch.setdefault(part, {})
        branch.setdefault("_errors", []).append({"code": code, "message": message})

    def longest(self, place: str, value: object, limit: int) -> None:
        """A text may not be longer than `limit` code points."""
        if isinstance(value, str) and len(value) > limit:
            self.fault(place, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")

    def length(self, place: str, value: object, least: int, most: int) -> None:
        """A text must be there, and between both lengths."""
        if not isinstance(value, str):
            self.fault(place, "BASE_TYPE_REQUIRED", "This field is required")
        elif not least <= len(value) <= most:
            self.fault(place, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def done(self) -> None:
        """Raises when anything was noted."""
        if self.errors:
            raise Refusal(400, 50035, "Invalid Form Body", self.errors)


def invalid_form(place: str, code: str, message: str) -> Refusal:
    """A 50035 with one fault."""
    form = Form()
    form.fault(place, code, message)
    return Refusal(400, 50035, "Invalid Form Body", form.errors)


def number(query: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    """A numeric query parameter within its range."""
    text = query.get(name, default)
    value = int(text) if str(text).isdecimal() else None
    if value is None:
        raise invalid_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
    if not least <= value <= most:
        raise invalid_form(name, "NUMBER_TYPE_RANGE", f"int value should be between {least} and {most}.")
    return value


def unauthorized() -> Refusal:
    """The token is missing or wrong."""
    return Refusal(401, 0, "401: Unauthorized")


def missing_access() -> Refusal:
    """The channel or guild cannot be seen."""
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    """A right is lacking, or the target stands too high."""
    return Refusal(403, 50013, "Missing Permissions")


def unknown(what: str) -> Refusal:
    """There is no such thing."""
    return Refusal(404, UNKNOWN[what], f"Unknown {what}")


UNKNOWN: Mapping[str, int] = {
    "Application": 10002,
    "Channel": 10003,
    "Guild": 10004,
    "Invite": 10006,
    "Member": 10007,
    "Message": 10008,
    "Permission Overwrite": 10009,
    "Role": 10011,
    "User": 10013,
    "Emoji": 10014,
    "Webhook": 10015,
    "Ban": 10026,
    "interaction": 10062,
    "application command": 10063,
    "Auto Moderation Rule": 10066,
}
