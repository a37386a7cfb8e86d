"""Webhook delivery: one update a request, in order for each chat, repeated until it is accepted."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.updates import DEFAULT_KINDS, Entry
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.town import Town

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """`retry_after` is the pause before a refused update is sent again (Telegram's own grows with each try)."""

    def __init__(self, town: Town, *, retry_after: float) -> None:
        self._town = town
        self._retry_after = retry_after
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._error: tuple[int, str] | None = None
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.attempts = 0

    def set(self, params: Params) -> None:
        url, secret = params.text("url"), params.text("secret_token")
        if url and not url.startswith(("https://", "http://")):
            raise bad_request("invalid webhook URL specified")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if params.flag("drop_pending_updates"):
            self._town.updates.clear()
        self._town.updates.allow(params.value("allowed_updates"))
        self.url, self.secret = url, secret
        self.connections = min(max(params.integer("max_connections", 40), 1), 100)
        self._error = None
        if url:
            self._town.polling.abort("terminated by setWebhook request")

    def info(self) -> Json:
        updates = self._town.updates
        body: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": updates.pending,
        }
        if self._error is not None:
            body["last_error_date"], body["last_error_message"] = self._error
        if self.url:
            body |= {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if updates.allowed != DEFAULT_KINDS:
            body["allowed_updates"] = sorted(updates.allowed)
        return body

    def pump(self) -> None:
        """Start what may be sent now: one update a chat, at most `connections` together."""
        if not self.url:
            return
        seen = set(self._busy)
        for entry in self._town.updates:
            if len(self._busy) >= self.connections:
                return
            if entry.about not in seen:
                seen.add(entry.about)
                self._busy[entry.about] = asyncio.create_task(self._send(entry))

    async def _send(self, entry: Entry) -> None:
        try:
            while self.url:
                self.attempts += 1
                problem = await self._post(entry)
                if problem is None:
                    self._town.updates.confirm(entry)
                    break
                self._error = (self._town.seconds(), problem)
                await asyncio.sleep(self._retry_after)
        finally:
            self._busy.pop(entry.about, None)
        self.pump()

    async def _post(self, entry: Entry) -> str | None:
        headers = {"Content-Type": "application/json"} | ({_HEADER: self.secret} if self.secret else {})
        self._session = self._session or aiohttp.ClientSession()
        try:
            async with self._session.post(self.url, data=entry.body, headers=headers) as response:
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                await self._run_reply(await response.text())
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"
        return None

    async def _run_reply(self, text: str) -> None:
        """The body of the answer may itself be a method call."""
        try:
            body: Any = json.loads(text)
        except ValueError:
            return
        if isinstance(body, dict) and "method" in body:
            self._town.perform(str(body.pop("method")), Params(body))

    async def close(self) -> None:
        self.url = ""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
