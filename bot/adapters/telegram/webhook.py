"""Updates by webhook: an own route that answers 200 only after the durable append."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from bot.adapters.telegram.batches import Batches
from bot.adapters.telegram.settings import TelegramSettings
from bot.platform import Receive

HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 4 << 20

log = structlog.get_logger()


class Webhook:
    """The door; closed (503) while nobody receives, so that Telegram tries again."""

    def __init__(self, settings: TelegramSettings, batches: Batches) -> None:
        self._batches = batches
        self.secret = settings.webhook_secret.get_secret_value() or _secret(settings)
        self.path = urlsplit(settings.webhook_url).path or "/"
        self.receive: Receive | None = None

    def route(self) -> HTTPRouteHandler:
        """The route, at the path of the public address."""

        @post(self.path, status_code=200, request_max_body_size=LARGEST, opt={"exclude_from_csrf": True})
        async def telegram_webhook(request: Request[Any, Any, Any]) -> Response[str]:
            """One update."""
            given = request.headers.get(HEADER, "")
            if not hmac.compare_digest(given.encode(), self.secret.encode()):
                return _say(401, "unauthorized")
            return await self._take(await request.body())

        return telegram_webhook

    async def _take(self, body: bytes) -> Response[str]:
        if self.receive is None:
            return _say(503, "starting")
        raw = body.decode("utf-8", "replace")
        try:
            update = json.loads(raw)
        except ValueError:
            update = None  # stored all the same: reading it parks it, with what was wrong
        try:
            await self.receive([self._batches.delivery(update, raw)])
        except Exception:
            log.exception("telegram.not_stored")
            return _say(503, "not stored")
        return _say(200, "ok")


def _secret(settings: TelegramSettings) -> str:
    """A secret of our own where none is set: nobody who does not know the token can make it."""
    token = settings.token.get_secret_value().encode()
    return hmac.digest(token, b"steward webhook", hashlib.sha256).hex()


def _say(code: int, word: str) -> Response[str]:
    return Response(f"{word}\n", status_code=code, media_type="text/plain")
