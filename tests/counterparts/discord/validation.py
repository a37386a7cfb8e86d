"""Validation of requests, answers and events against Discord's own description, when it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.counterparts.discord.description import Description, described
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


RIGHTS = ("permissions", "allow", "deny", "default_member_permissions")
"""Described as numbers in requests; Discord documents them as strings and takes both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that Discord would not send, or not take. Sides: request, answer, event, town (its own bug)."""

    side: str
    what: str
    problems: tuple[str, ...]
    value: object

    def __str__(self) -> str:
        return f"{self.side} {self.what}: {'; '.join(self.problems)}"


class Validation:
    """What was found in one town."""

    def __init__(self, path: Path = SPECIFICATION, *, wanted: bool = True) -> None:
        self._description: Description | None = described(path) if wanted and path.is_file() else None
        self.violations: list[Violation] = []

    @property
    def active(self) -> bool:
        """Whether anything is held against the description."""
        return self._description is not None

    def knows(self, method: str, template: str) -> bool:
        """Whether Discord has the operation, as far as can be known."""
        return self._description is None or self._description.operation(method, template) is not None

    def template_of(self, method: str, path: str) -> str | None:
        """The template of a path that this town has not built."""
        return None if self._description is None else self._description.template_of(method, path)

    def report(self, side: str, what: str, found: list[str], value: object) -> None:
        """Notes a violation."""
        if found:
            self.violations.append(Violation(side=side, what=what, problems=tuple(found), value=value))

    def request(self, method: str, template: str, body: object) -> list[str]:
        """What is wrong with a request's body."""
        if self._description is None or (body is None and (method, template) in BODY_MAY_BE_ABSENT):
            return []
        validator = self._description.of_request(method, template)
        if validator is None:
            found = [] if body is None else ["no body is known here"]
        else:
            found = ["a body is required"] if body is None else validator.problems(_as_described(body))
        self.report("request", f"{method} {template}", found, body)
        return found

    def answer(self, method: str, template: str, status: int, body: object) -> None:
        """Notes what is wrong with our own answer."""
        if self._description is None:
            return
        validator = self._description.of_answer(method, template, status)
        if status >= 400 and isinstance(body, dict):
            # described with numbers as codes; Discord really writes words such as BASE_TYPE_MAX_LENGTH
            body = {key: value for key, value in body.items() if key != "errors"}
        what = f"{status} {method} {template}"
        if validator is not None:
            self.report("answer", what, validator.problems(body), body)
        elif body is not None and status < 500:
            self.report("answer", what, ["no body is known here"], body)

    def event(self, name: str, data: Json) -> None:
        """Notes what is wrong with an event, as far as its shape is described."""
        schema = OF_EVENTS.get(name)
        if self._description is None or schema is None:
            return
        found = self._description.of_schema(schema).problems(data)
        if name == "GUILD_CREATE":
            for key, part in (("channels", "GuildChannelResponse"), ("threads", "ThreadResponse")):
                validator = self._description.of_schema(part)
                found += [text for one in data[key] for text in validator.problems(one)]
        self.report("event", name, found, data)


def _as_described(body: object) -> object:
    """The body with permission strings as the numbers that the description wants."""
    if isinstance(body, list):
        return [_as_described(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        key: int(value)
        if key in RIGHTS and isinstance(value, str) and value.isdecimal()
        else _as_described(value)
        for key, value in body.items()
    }
