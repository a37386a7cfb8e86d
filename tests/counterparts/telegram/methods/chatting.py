"""getChat and its neighbours: reading and naming a chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram import membership
from tests.counterparts.telegram.access import Access, named_user, reach, require
from tests.counterparts.telegram.posting import post
from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(town: Town, params: Params) -> Json:
    chat = reach(town, params, Access.READ)
    body = chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    optional = {
        "bio": chat.person.bio if chat.person else None,
        "description": chat.description,
        "permissions": None if chat.is_private or chat.is_channel else chat.permissions,
        "slow_mode_delay": chat.slow_mode,
        "linked_chat_id": chat.linked.id if chat.linked else None,
        "join_by_request": chat.by_request,
        "pinned_message": chat.pinned[-1].json(nested=True) if chat.pinned else None,
        "invite_link": next((link.url for link in chat.links if link.primary and not link.revoked), None),
    }
    return body | {name: value for name, value in optional.items() if value}


def get_member(town: Town, params: Params) -> Json:
    user_id = params.integer("user_id")
    chat = reach(town, params, Access.READ if user_id == town.bot.id else Access.MEMBERS)
    user = named_user(town, params)
    if chat.is_private and user.id not in (chat.id, town.bot.id):
        raise bad_request("member not found")
    if chat.is_channel and not chat.bot.leads:
        raise bad_request("member list is inaccessible")
    if chat.is_private:
        return {"status": "member", "user": user.json()}
    return chat.member(user).json(channel=chat.is_channel)


def get_administrators(town: Town, params: Params) -> list[Json]:
    """Other bots are left out unless asked for."""
    chat = reach(town, params, Access.MEMBERS)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    if chat.is_channel and not chat.bot.leads:
        raise bad_request("member list is inaccessible")
    shown = [member for member in chat.members.values() if member.leads and member.present]
    return [
        member.json(channel=chat.is_channel)
        for member in shown
        if not member.user.is_bot or member.user is town.bot or params.flag("return_bots")
    ]


def get_member_count(town: Town, params: Params) -> int:
    chat = reach(town, params, Access.MEMBERS)
    return 2 if chat.is_private else sum(member.present for member in chat.members.values())


def leave(town: Town, params: Params) -> bool:
    chat = reach(town, params, Access.READ)
    if chat.is_private:
        raise bad_request("can't leave private chats")
    membership.leave(chat, town.bot)
    return True


def _writable(town: Town, params: Params, what: str) -> Chat:
    chat = reach(town, params)
    if chat.is_private:
        raise bad_request(f"can't change private {what}")
    return chat


def set_title(town: Town, params: Params) -> bool:
    chat = _writable(town, params, "chat title")
    require(chat, "can_change_info", "not enough rights to change chat title")
    title = params.text("title").strip()
    if not title:
        raise bad_request("title must be non-empty")
    if title != chat.title:
        chat.title = title[:128]
        voice = chat if chat.is_channel else None
        content = {"new_chat_title": chat.title}
        post(chat, sender=town.bot, sender_chat=voice, content=content, service=True)
    return True


def set_description(town: Town, params: Params) -> bool:
    chat = _writable(town, params, "chat description")
    require(chat, "can_change_info", "not enough rights to set chat description")
    if params.text("description") == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = params.text("description")[:255]
    return True


def get_me(town: Town, params: Params) -> Json:
    return town.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not town.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_profile_photos(town: Town, params: Params) -> Json:
    named_user(town, params)
    return {"total_count": 0, "photos": []}


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_member,
    "getchatadministrators": get_administrators,
    "getchatmembercount": get_member_count,
    "leavechat": leave,
    "setchattitle": set_title,
    "setchatdescription": set_description,
    "getuserprofilephotos": get_profile_photos,
}
