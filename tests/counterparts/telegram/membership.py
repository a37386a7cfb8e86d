"""Changes of who belongs to a chat, with the updates and service messages they cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram.members import ALL_RIGHTS, PERMISSIONS, Member, Status, absent
from tests.counterparts.telegram.posting import post
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.invites import InviteLink
    from tests.counterparts.telegram.people import User


def _standing(chat: Chat, user: User) -> Member:
    member = chat.member(user)
    return chat.members.setdefault(user.id, member)


def _announce(
    chat: Chat,
    member: Member,
    *,
    by: User,
    before: Json,
    link: InviteLink | None = None,
    by_request: bool = False,
) -> None:
    after = member.json(channel=chat.is_channel)
    if before == after:
        return
    town = chat.town
    body: Json = {"chat": chat.json(), "from": by.json(), "date": town.seconds()}
    body |= {"old_chat_member": before, "new_chat_member": after}
    if link is not None:
        body["invite_link"] = link.json()
    if by_request:
        body["via_join_request"] = True
    if member.user is town.bot:
        town.deliver("my_chat_member", body, about=chat.id)
    elif chat.is_private or (chat.bot.leads and chat.bot.present):
        town.deliver("chat_member", body, about=member.user.id)


def join(
    chat: Chat,
    user: User,
    *,
    by: User | None = None,
    link: InviteLink | None = None,
    by_request: bool = False,
) -> Member:
    """By oneself, by a link, by an approved request, or added by somebody (which also lifts a ban)."""
    member = _standing(chat, user)
    if member.present and member.status is not Status.LEFT:
        return member
    if member.status is Status.BANNED and by is None:
        raise PermissionError(f"{user.first_name} is banned from {chat.title}")
    before = member.json(channel=chat.is_channel)
    member.present = True
    if member.status is not Status.RESTRICTED:
        member.become(Status.MEMBER)
    if link is not None:
        link.joined += 1
    chat.requests.pop(user.id, None)
    _announce(chat, member, by=by or user, before=before, link=link, by_request=by_request)
    if not chat.is_channel:
        post(chat, sender=by or user, content={"new_chat_members": [user.json()]}, service=True)
    return member


def leave(chat: Chat, user: User) -> None:
    member = chat.member(user)
    if not member.present:
        return
    before = member.json(channel=chat.is_channel)
    _depart(chat, member, by=user)
    if member.status is not Status.RESTRICTED:
        member.become(Status.LEFT)
    member.present = False
    _announce(chat, member, by=user, before=before)


def _depart(chat: Chat, member: Member, *, by: User) -> None:
    """The service line is written while the bot still sees the chat."""
    if not chat.is_channel:
        post(chat, sender=by, content={"left_chat_member": member.user.json()}, service=True)


def remove(chat: Chat, member: Member, *, by: User) -> None:
    """Out, but free to come back."""
    before = member.json(channel=chat.is_channel)
    if member.present:
        _depart(chat, member, by=by)
    member.become(Status.LEFT)
    member.present = False
    _announce(chat, member, by=by, before=before)


def ban(chat: Chat, member: Member, *, by: User, until: int) -> None:
    chat.members.setdefault(member.user.id, member)
    before = member.json(channel=chat.is_channel)
    if member.present:
        _depart(chat, member, by=by)
    member.become(Status.BANNED, until=until)
    chat.requests.pop(member.user.id, None)
    _announce(chat, member, by=by, before=before)


def erase_messages_of(chat: Chat, user: User) -> None:
    for message in list(chat.messages.values()):
        if message.sender is user and message.sender_chat is None and not message.service:
            chat.erase(message)


def restrict(
    chat: Chat, member: Member, *, by: User, permissions: Mapping[str, bool], until: int = 0
) -> None:
    """Every permission granted = the restriction is lifted."""
    chat.members.setdefault(member.user.id, member)
    before = member.json(channel=chat.is_channel)
    if all(permissions.get(name, False) for name in PERMISSIONS):
        present = member.present
        member.become(Status.MEMBER if present else Status.LEFT)
    else:
        member.become(Status.RESTRICTED, until=until)
        member.permissions = {name: permissions.get(name, False) for name in PERMISSIONS}
    _announce(chat, member, by=by, before=before)


def promote(chat: Chat, user: User, *, by: User, rights: Mapping[str, bool] | None) -> Member:
    member = _standing(chat, user)
    before = member.json(channel=chat.is_channel)
    member.become(Status.ADMINISTRATOR)
    member.present = True
    member.rights = dict(rights) if rights is not None else dict.fromkeys(ALL_RIGHTS, True)
    member.editable = by is chat.town.bot
    _announce(chat, member, by=by, before=before)
    return member


def demote(chat: Chat, user: User, *, by: User) -> Member:
    member = _standing(chat, user)
    before = member.json(channel=chat.is_channel)
    member.become(Status.MEMBER)
    _announce(chat, member, by=by, before=before)
    return member


def block(chat: Chat, user: User, *, blocked: bool) -> None:
    """A person blocks or unblocks the bot: `my_chat_member` of the private chat."""
    town = chat.town
    before, after = absent(town.bot), absent(town.bot)
    before.status, after.status = (
        (Status.MEMBER, Status.BANNED) if blocked else (Status.BANNED, Status.MEMBER)
    )
    body: Json = {"chat": chat.json(), "from": user.json(), "date": town.seconds()}
    body |= {"old_chat_member": before.json(), "new_chat_member": after.json()}
    town.deliver("my_chat_member", body, about=chat.id)
