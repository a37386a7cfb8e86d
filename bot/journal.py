"""Logs with the event's key; secrets hidden, those of libraries too."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

HIDDEN = "…hidden…"
_SHAPES = (
    re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}"),
    re.compile(r"(?<=/bot)\d+:[A-Za-z0-9_-]+"),
    re.compile(r"\b[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}"),
    re.compile(r"(?<=://)[^/\s@]+(?=@)"),
    re.compile(r"(?<=/webhooks/)\d+/[\w-]{20,}|(?<=/interactions/)\d+/[\w-]{20,}"),
)
"""What a Telegram token, a token within a URL, a Discord token, who logs in by a URL, and the tokens of Discord's
webhooks and interactions look like.
"""


class Redactor:
    """Takes every known secret, and everything that looks like one, out of what is logged."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= 4}
        self._secrets = sorted(known, key=len, reverse=True)  # one may be the beginning of another

    def clean(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(HIDDEN, text)
        return text

    def __call__(self, _: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """As a structlog processor: every value of the log entry, nested ones by their repr."""
        for key, value in event.items():
            if isinstance(value, str):
                event[key] = self.clean(value)
            elif not isinstance(value, int | float | bool | type(None)):
                event[key] = self.clean(repr(value))
        return event


class _CleanFormatter(structlog.stdlib.ProcessorFormatter):
    """The last look: the finished line, tracebacks included."""

    def __init__(self, redactor: Redactor, **options: Any) -> None:
        super().__init__(**options)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def set_up_logs(level: str, form: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """One handler on the root logger for ourselves and all libraries; httpx and httpcore speak from WARNING on."""
    stream = stream or sys.stderr
    redactor = Redactor(secrets)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    if form == "json":
        shared.append(structlog.processors.format_exc_info)
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = _CleanFormatter(
        redactor,
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redactor, renderer],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("httpx", "httpcore", "apscheduler", "aiosqlite", "asyncio", "discord.gateway"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in ("telegram", "discord"):  # at DEBUG they write what members say, in every call and answer
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
