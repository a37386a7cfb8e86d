"""Coming in: by an open door, by a link, or by asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.counterparts.telegram import membership
from tests.counterparts.telegram.invites import InviteLink, JoinRequest
from tests.counterparts.telegram.members import Status
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.people import User


def enter(user: User, chat: Chat, link: InviteLink | None) -> None:
    if link is not None and not link.open(chat.town.seconds()):
        raise PermissionError("the link is expired, revoked or used up")
    if chat.by_request or (link is not None and link.by_request):
        ring(user, chat, link, query=False)
    else:
        membership.join(chat, user, link=link)


def ring(user: User, chat: Chat, link: InviteLink | None, *, query: bool) -> JoinRequest:
    """Only an administrator who may invite hears of it."""
    if chat.member(user).status is Status.BANNED:
        raise PermissionError(f"{user.first_name} is banned from {chat.title}")
    town = chat.town
    request = JoinRequest(
        user=user, date=town.seconds(), link=link, query_id=town.next_number_text() if query else None
    )
    chat.requests[user.id] = request
    if chat.bot.present and chat.bot.may("can_invite_users"):
        town.deliver("chat_join_request", _json(chat, request), about=user.id)
    return request


def _json(chat: Chat, request: JoinRequest) -> Json:
    body: Json = {
        "chat": chat.json(),
        "from": request.user.json(),
        "user_chat_id": request.user.id,
        "date": request.date,
    }
    optional = {
        "bio": request.user.bio,
        "invite_link": request.link.json() if request.link else None,
        "query_id": request.query_id,
    }
    return body | {name: value for name, value in optional.items() if value}
