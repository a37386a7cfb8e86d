"""Discord's errors → outcomes, and why a session cannot be had."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import discord

from bot.platform import PlatformRefused
from chat.actions import Ambiguous, NotNow, Outcome, Refused, TooLate

WRONG_TOKEN = 4004
"""The gateway's close code for a token that it does not take."""

CODES = {
    10003: "space.gone",
    10004: "space.gone",
    10007: "target.gone",
    10008: "target.gone",
    10013: "person.unknown",
    10026: "target.gone",
    30003: "pins.full",
    40005: "content.too_large",
    50001: "right.missing",
    50007: "person.blocked",
    50013: "right.missing",
    50024: "space.wrong_kind",
    50035: "content.invalid",
    50083: "thread.closed",
    160005: "thread.closed",
    160004: "thread.exists",
}
EXPIRED = frozenset({10015, 10062, 50027})
ALREADY_ANSWERED = 40060
UNKNOWN_CHANNEL = 10003


def outcome_of(error: Exception) -> Outcome:
    """What an exception of the SDK or its transport means; what it cannot name is ambiguous."""
    match error:
        case discord.RateLimited():
            return NotNow(timedelta(seconds=error.retry_after))
        case discord.DiscordServerError():
            return Ambiguous("server")
        case discord.HTTPException():
            return _of_http(error)
        case aiohttp.ClientConnectorError():
            return NotNow(timedelta(seconds=1), whole_platform=True, why="connection")
        case TimeoutError() | aiohttp.ClientError() | OSError():
            return Ambiguous("connection")
        case RuntimeError() if "closed" not in str(error).lower():
            raise error
        case discord.ClientException() | RuntimeError():
            return NotNow(timedelta(seconds=1), whole_platform=True, why="not_connected")
        case _:
            raise error


def _of_http(error: discord.HTTPException) -> Outcome:
    if error.code in EXPIRED:
        return TooLate()
    if error.status == 429:
        wait = float(getattr(error.response, "headers", {}).get("Retry-After", 5))
        return NotNow(timedelta(seconds=wait), whole_platform=True)
    if error.status == 401:
        return NotNow(timedelta(seconds=30), whole_platform=True, why="token")
    if error.code in CODES:
        return Refused(CODES[error.code])
    if error.status == 404:
        return Refused("target.gone")
    if error.status == 403:
        return Refused("right.missing")
    return Refused(f"http.{error.status}.{error.code}")


def refusal_of(error: Exception) -> PlatformRefused | None:
    """Why a session could not be had, or ended; None for what is neither Discord nor the network."""
    match error:
        case discord.LoginFailure():
            return PlatformRefused("token.invalid")
        case discord.PrivilegedIntentsRequired():
            return PlatformRefused("intents.missing")
        case discord.ConnectionClosed():
            code = "token.invalid" if error.code == WRONG_TOKEN else f"gateway.{error.code}"
            return PlatformRefused(code)
        case discord.DiscordServerError() | aiohttp.ClientError() | OSError():
            return PlatformRefused("network", type(error).__name__)
        case _:
            return None
