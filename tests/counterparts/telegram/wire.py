"""Reading a Bot API request: form fields, multipart files, JSON bodies, query strings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

Json = dict[str, Any]

# Values that stay text even when they look like numbers or JSON.
_TEXT = frozenset(
    "text caption title name description first_name last_name callback_query_id url question parse_mode "
    "question_parse_mode explanation explanation_parse_mode custom_title tag secret_token invite_link file_id "
    "language_code action type emoji business_connection_id message_effect_id inline_message_id short_description "
    "icon_custom_emoji_id chat_join_request_query_id result photo document video audio animation voice sticker".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file part of a multipart request."""

    name: str
    filename: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Params:
    """The parameters of one request, read the way the Bot API server reads them."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.values or name in self.files

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        return value.lower() in ("true", "yes", "1") if isinstance(value, str) else bool(value)

    def value(self, name: str) -> Any:
        """The decoded JSON of a parameter, None when it is absent, empty or not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            return None

    def plain(self) -> Json:
        """All parameters decoded, as a test wants to compare them."""
        return {name: _decoded(name, value) for name, value in self.values.items()}


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in _TEXT:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read(request: web.Request) -> Params:
    """Query string and body together; the body wins."""
    params = Params(dict(request.query))
    if not request.can_read_body:
        return params
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        params.values.update(body if isinstance(body, Mapping) else {})
    elif request.content_type == "multipart/form-data":
        await _read_multipart(request, params)
    else:
        params.values.update({name: str(value) for name, value in (await request.post()).items()})
    return params


async def _read_multipart(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=False))
        if part.filename is None:
            params.values[part.name] = data.decode("utf-8", "surrogatepass")
            continue
        mime_type = part.headers.get("Content-Type", "application/octet-stream")
        params.files[part.name] = Upload(
            name=part.name, filename=part.filename, mime_type=mime_type, data=data
        )


def ok(result: Any) -> Json:
    return {"ok": True, "result": result}
