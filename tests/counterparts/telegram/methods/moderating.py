"""Ban, unban, restrict, promote: what the bot may do to members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram import membership
from tests.counterparts.telegram.access import (
    find_chat,
    named_user,
    only_supergroups,
    reach,
    require,
    standing,
)
from tests.counterparts.telegram.members import ALL_RIGHTS, Member, Status, effective_until, read_permissions
from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

_RESTRICT = "not enough rights to restrict/unrestrict chat member"
_LARGE_ONLY = "method is available for supergroup and channel chats only"


def _until(town: Town, params: Params) -> int:
    return effective_until(params.integer("until_date"), town.seconds())


def _guard_target(town: Town, chat: Chat, member: Member) -> None:
    """The bot itself, the owner and other administrators are out of its reach."""
    if member.status is Status.OWNER:
        raise bad_request("can't remove chat owner")
    if member.user is town.bot:
        raise bad_request("can't restrict self")
    require(chat, "can_restrict_members", _RESTRICT)
    appointed_by_bot = member.editable and chat.bot.may("can_promote_members")
    if member.status is Status.ADMINISTRATOR and not appointed_by_bot:
        raise bad_request("user is an administrator of the chat")


def ban(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    if chat.is_private:
        raise bad_request("can't ban members in private chats")
    member = standing(chat, named_user(town, params))
    if not chat.is_large:
        return _throw_out_of_group(town, chat, member, revoke=params.flag("revoke_messages"))
    _guard_target(town, chat, member)
    membership.ban(chat, member, by=town.bot, until=_until(town, params))
    membership.erase_messages_of(chat, member.user)
    return True


def _throw_out_of_group(town: Town, chat: Chat, member: Member, *, revoke: bool) -> bool:
    if not chat.bot.may("can_restrict_members"):
        raise bad_request("CHAT_ADMIN_REQUIRED")
    if member.leads:
        raise bad_request(
            "can't remove chat owner" if member.status is Status.OWNER else "USER_ADMIN_INVALID"
        )
    if not member.present:
        raise bad_request("USER_NOT_PARTICIPANT")
    membership.remove(chat, member, by=town.bot)
    if revoke:
        membership.erase_messages_of(chat, member.user)
    return True


def unban(town: Town, params: Params) -> bool:
    """Without `only_if_banned` it removes a person who is present."""
    chat = reach(town, params)
    if not chat.is_large:
        raise bad_request(_LARGE_ONLY)
    member = chat.member(named_user(town, params))
    if params.flag("only_if_banned") and member.status is not Status.BANNED:
        return True
    _guard_target(town, chat, member)
    membership.remove(chat, member, by=town.bot)
    return True


def restrict(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    only_supergroups(chat)
    member = chat.member(named_user(town, params))
    given = params.value("permissions")
    if not isinstance(given, dict):
        raise bad_request("can't parse permissions JSON object")
    _guard_target(town, chat, member)
    permissions = read_permissions(given, independent=params.flag("use_independent_chat_permissions"))
    membership.restrict(chat, member, by=town.bot, permissions=permissions, until=_until(town, params))
    return True


def set_permissions(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    if chat.is_private or chat.is_channel:
        raise bad_request("can't change chat permissions")
    require(chat, "can_restrict_members", "not enough rights to change chat permissions")
    given = params.value("permissions") or {}
    permissions = read_permissions(given, independent=params.flag("use_independent_chat_permissions"))
    if permissions == chat.permissions:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.permissions = permissions
    town.changed()
    return True


def promote(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    if not chat.is_large:
        raise bad_request(_LARGE_ONLY)
    member = chat.member(named_user(town, params))
    if member.status is Status.OWNER:
        raise bad_request("can't remove chat owner")
    if member.user is town.bot:
        raise bad_request("can't promote self")
    require(chat, "can_promote_members", "not enough rights")
    rights = {name: params.flag(name) for name in ALL_RIGHTS}
    if any(granted and not chat.bot.may(name) for name, granted in rights.items()):
        raise bad_request("RIGHT_FORBIDDEN")
    if not any(rights.values()):
        membership.demote(chat, member.user, by=town.bot)
    else:
        membership.promote(chat, member.user, by=town.bot, rights=rights)
    return True


def set_custom_title(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    only_supergroups(chat)
    member = chat.member(named_user(town, params))
    if member.status is Status.OWNER:
        raise bad_request("only creator can edit their custom title")
    if member.status is not Status.ADMINISTRATOR:
        raise bad_request("user is not an administrator")
    if not member.editable:
        raise bad_request("not enough rights to change custom title of the user")
    if len(params.text("custom_title")) > 16:
        raise bad_request("ADMIN_RANK_INVALID")
    member.custom_title = params.text("custom_title") or None
    return True


def set_tag(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    only_supergroups(chat)
    require(chat, "can_manage_tags", "not enough rights to change the tag of the member")
    chat.member(named_user(town, params)).tag = params.text("tag") or None
    return True


def ban_sender_chat(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    if not chat.is_large:
        raise bad_request("can't ban chats in basic groups")
    require(chat, "can_restrict_members", _RESTRICT)
    chat.banned_chats.add(find_chat(town, params.text("sender_chat_id")).id)
    return True


def unban_sender_chat(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    require(chat, "can_restrict_members", _RESTRICT)
    chat.banned_chats.discard(params.integer("sender_chat_id"))
    return True


METHODS: Mapping[str, Method] = {
    "banchatmember": ban,
    "unbanchatmember": unban,
    "restrictchatmember": restrict,
    "setchatpermissions": set_permissions,
    "promotechatmember": promote,
    "setchatadministratorcustomtitle": set_custom_title,
    "setchatmembertag": set_tag,
    "banchatsenderchat": ban_sender_chat,
    "unbanchatsenderchat": unban_sender_chat,
}
