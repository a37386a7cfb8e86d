"""What the doctor finds on Telegram: missing rights and settings, and the feature that each breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram.rights import Rights, Standing
from bot.adapters.telegram.settings import TelegramSettings
from bot.platform import Finding
from chat.text import Text

NEEDED = ("can_delete_messages", "can_restrict_members", "can_pin_messages", "can_invite_users")
_OPTIONAL = frozenset({"can_pin_messages", "can_invite_users"})


async def examine(
    bot: Bot, rights: Rights, settings: TelegramSettings, spaces: Sequence[int], staff: int | None
) -> Sequence[Finding]:
    """Everything that would not work in the members' `spaces` and in the staff's chat."""
    try:
        me = await bot.get_me()
        webhook = await bot.get_webhook_info()
    except InvalidToken:
        return (_finding("token_invalid"),)
    except TelegramError as error:
        return (_finding("unreachable", why=type(error.__cause__ or error).__name__),)
    found: list[Finding] = []
    if webhook.url and not settings.webhook_url:
        found.append(_finding("webhook_left"))
    if not spaces:
        found.append(_finding("no_spaces", is_error=False))
    for chat in spaces:
        await rights.read(chat)
        found.extend(_public(chat, rights.of(chat), reads_all=bool(me.can_read_all_group_messages)))
    if staff is None:
        found.append(_finding("no_staff_chat", is_error=False))
    else:
        await rights.read(staff)
        found.extend(_staff(staff, rights.of(staff), reads_all=bool(me.can_read_all_group_messages)))
    return found


def _public(chat: int, standing: Standing | None, *, reads_all: bool) -> Iterator[Finding]:
    if standing is None or not standing.is_present:
        yield _finding("not_there", chat=str(chat))
        return
    name = standing.title or str(chat)
    if standing.type == "group":
        yield _finding("basic_group", chat=name)
    if standing.status != "administrator":
        yield _finding("not_administrator", chat=name)
        if not reads_all:
            yield _finding("privacy_mode", chat=name)
        yield from _muted(standing, name)
        return
    if standing.type == "channel":
        if not standing.may("can_post_messages"):
            yield _finding("lacks_can_post_messages", chat=name)
        if not standing.may("can_edit_messages"):
            yield _finding("lacks_can_edit_messages", is_error=False, chat=name)
        return
    for right in NEEDED:
        if not standing.may(right):
            yield _finding(f"lacks_{right}", is_error=right not in _OPTIONAL, chat=name)


def _muted(standing: Standing, name: str) -> Iterator[Finding]:
    """Somebody restricted Steward itself."""
    if standing.status == "restricted" and not standing.mine.get("can_send_messages"):
        yield _finding("muted", chat=name)


def _staff(chat: int, standing: Standing | None, *, reads_all: bool) -> Iterator[Finding]:
    if standing is None or not standing.is_present:
        yield _finding("not_there", chat=str(chat))
        return
    name = standing.title or str(chat)
    if standing.username:
        yield _finding("staff_public", chat=name)
    if not standing.is_forum:
        yield _finding("staff_no_forum", is_error=False, chat=name)
    if standing.status != "administrator":
        yield _finding("staff_not_administrator", chat=name)
        if not reads_all:
            yield _finding("staff_privacy_mode", chat=name)
        yield from _muted(standing, name)
    elif standing.is_forum and not standing.may("can_manage_topics"):
        yield _finding("lacks_can_manage_topics", chat=name)


def _finding(name: str, *, is_error: bool = True, **arguments: str) -> Finding:
    return Finding(text=Text(f"bot.doctor.telegram.{name}", dict(arguments)), is_error=is_error)
