"""Invite links and the answers to requests to join."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram import membership
from tests.counterparts.telegram.access import named_user, reach, require
from tests.counterparts.telegram.invites import QUERY_LIFETIME, InviteLink
from tests.counterparts.telegram.refusals import bad_request, query_too_old
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

LONGEST_NAME = 32
MOST_MEMBERS = 99_999
_RIGHTS = "not enough rights to manage chat invite link"


def _inviting_chat(town: Town, params: Params) -> Chat:
    chat = reach(town, params)
    if chat.is_private:
        raise bad_request("can't create invite links for private chats")
    require(chat, "can_invite_users", _RIGHTS)
    return chat


def _settle(link: InviteLink, params: Params, town: Town) -> InviteLink:
    link.name = params.text("name") or None
    link.expires = params.integer("expire_date")
    link.member_limit = params.integer("member_limit")
    link.by_request = params.flag("creates_join_request")
    if link.member_limit and link.by_request:
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    if len(link.name or "") > LONGEST_NAME:
        raise bad_request("invite link name is too long")
    if not 0 <= link.member_limit <= MOST_MEMBERS:
        raise bad_request("wrong member limit specified")
    if link.expires and link.expires <= town.seconds():
        raise bad_request("wrong expire date specified")
    return link


def create(town: Town, params: Params) -> Json:
    chat = _inviting_chat(town, params)
    link = _settle(_new_link(town, chat), params, town)
    chat.links.append(link)
    return link.json()


def _new_link(town: Town, chat: Chat, *, primary: bool = False) -> InviteLink:
    url = f"https://t.me/+{abs(chat.id):x}{town.next_number_text()[-8:]}"
    return InviteLink(url=url, creator=town.bot, primary=primary)


def export(town: Town, params: Params) -> str:
    """A new primary link; the one before is revoked."""
    chat = _inviting_chat(town, params)
    for link in chat.links:
        link.revoked = link.revoked or (link.primary and link.creator is town.bot)
    link = _new_link(town, chat, primary=True)
    chat.links.append(link)
    return link.url


def _named_link(town: Town, params: Params) -> InviteLink:
    chat = _inviting_chat(town, params)
    for link in chat.links:
        if link.url == params.text("invite_link") and link.creator is town.bot:
            return link
    raise bad_request("INVITE_HASH_EXPIRED")


def edit(town: Town, params: Params) -> Json:
    link = _named_link(town, params)
    if link.revoked:
        raise bad_request("INVITE_REVOKED")
    return _settle(link, params, town).json()


def revoke(town: Town, params: Params) -> Json:
    link = _named_link(town, params)
    link.revoked = True
    return link.json()


def _answer(approve: bool) -> Method:
    def method(town: Town, params: Params) -> bool:
        chat = reach(town, params)
        require(chat, "can_invite_users", "not enough rights to manage chat join requests")
        user = named_user(town, params)
        if chat.member(user).present:
            raise bad_request("USER_ALREADY_PARTICIPANT")
        _close_request(town, chat, user.id, approve)
        return True

    return method


def _close_request(town: Town, chat: Chat, user_id: int, approve: bool) -> None:
    request = chat.requests.pop(user_id, None)
    if request is None:
        raise bad_request("HIDE_REQUESTER_MISSING")
    if approve:
        membership.join(chat, request.user, by=town.bot, link=request.link, by_request=True)
    town.changed()


def answer_query(town: Town, params: Params) -> bool:
    """By the request's query id, within ten seconds; `queue` leaves it to people."""
    query_id = params.text("chat_join_request_query_id")
    for chat in town.chats.values():
        for request in list(chat.requests.values()):
            if request.query_id == query_id and town.seconds() - request.date <= QUERY_LIFETIME:
                request.query_id = None
                if params.text("result") != "queue":
                    _close_request(town, chat, request.user.id, params.text("result") == "approve")
                return True
    raise query_too_old()


METHODS: Mapping[str, Method] = {
    "createchatinvitelink": create,
    "editchatinvitelink": edit,
    "revokechatinvitelink": revoke,
    "exportchatinvitelink": export,
    "approvechatjoinrequest": _answer(True),
    "declinechatjoinrequest": _answer(False),
    "answerchatjoinrequestquery": answer_query,
}
