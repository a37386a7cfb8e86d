"""Why Telegram says no → outcomes."""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.adapters.telegram.calling import FloodWait
from chat.actions import Ambiguous, Done, NotNow, Outcome, Refused, TooLate, Unsupported

_NOTHING_LEFT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_FORBIDDEN = (
    ("blocked by the user", "person.blocked"),
    ("initiate conversation", "person.blocked"),
    ("user is deactivated", "person.gone"),
    ("messages to bots", "person.bot"),
    ("kicked from", "space.left"),
    ("not a member of", "space.left"),
    ("was deleted", "space.gone"),
)
_REFUSED = (
    ("is an administrator of the chat", "target.is_admin"),
    ("can't remove chat owner", "target.is_admin"),
    ("user_admin_invalid", "target.is_admin"),
    ("can't restrict self", "target.is_self"),
    ("message to edit not found", "target.gone"),
    ("message to pin not found", "target.gone"),
    ("message to unpin not found", "target.gone"),
    ("message to react not found", "target.gone"),
    ("message_id_invalid", "target.gone"),
    ("message can't be edited", "target.not_ours"),
    ("thread not found", "thread.gone"),
    ("topic_id_invalid", "thread.gone"),
    ("topic_deleted", "thread.gone"),
    ("topic_closed", "thread.closed"),
    ("participant_id_invalid", "person.unknown"),
    ("user not found", "person.unknown"),
    ("user_id_invalid", "person.unknown"),
    ("chat not found", "space.gone"),
    ("not enough rights", "right.missing"),
    ("need administrator rights", "right.missing"),
    ("admin_required", "right.missing"),
    ("right_forbidden", "right.missing"),
    ("reply markup is too long", "buttons.too_many"),
    ("button_data_invalid", "buttons.invalid"),
    ("message is too long", "text.too_long"),
)
_DONE = (
    "message is not modified",
    "message to delete not found",
    "chat_not_modified",
    "topic_not_modified",
    "user_not_participant",
    "hide_requester_missing",
    "user_already_participant",
)
_TOO_LATE = ("query is too old", "query id is invalid", "query_id_invalid", "message can't be deleted")
_UNSUPPORTED = (
    "available only for supergroups",
    "available for supergroup and channel",
    "is not a forum",
    "in private chats",
    "in basic groups",
)


def outcome_of(error: TelegramError) -> Outcome:
    """What a failed call means. BadRequest and TimedOut are NetworkErrors to the SDK: the finer class comes first."""
    match error:
        case FloodWait():
            return NotNow(error.wait)
        case ChatMigrated():
            return NotNow(timedelta(seconds=1), why="migrated")
        case Forbidden():
            return Refused(_named(str(error), _FORBIDDEN) or "forbidden")
        case BadRequest():
            return _bad_request(str(error).lower())
        case InvalidToken() | Conflict():
            return NotNow(timedelta(seconds=30), whole_platform=True, why="token")
        case NetworkError():
            return _network(error)
        case _:
            return Ambiguous("answer.unreadable")


def _bad_request(said: str) -> Outcome:
    if any(part in said for part in _DONE):
        return Done()
    if any(part in said for part in _TOO_LATE):
        return TooLate()
    if any(part in said for part in _UNSUPPORTED):
        return Unsupported()
    return Refused(_named(said, _REFUSED) or "request.refused")


def _network(error: NetworkError) -> Outcome:
    if isinstance(error.__cause__, _NOTHING_LEFT):
        return NotNow(timedelta(seconds=1), why="network")
    if "immediately deleted" in str(error).lower():
        return Refused("target.gone")
    return Ambiguous("timeout" if isinstance(error, TimedOut) else "network")


def _named(said: str, names: tuple[tuple[str, str], ...]) -> str:
    said = said.lower()
    return next((code for part, code in names if part in said), "")
