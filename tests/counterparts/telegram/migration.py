"""A basic group becomes a supergroup: new id, service messages on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.counterparts.telegram.posting import post

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.people import User


def to_supergroup(chat: Chat, *, by: User) -> Chat:
    if chat.kind != "group" or chat.migrated_to is not None:
        raise ValueError("only a live basic group can migrate")
    grown = chat.town.empty_supergroup(chat.title)
    grown.members = chat.members.copy()
    grown.permissions = dict(chat.permissions)
    grown.last_id = 0
    post(chat, sender=by, content={"migrate_to_chat_id": grown.id}, service=True)
    post(grown, sender=by, content={"migrate_from_chat_id": chat.id}, service=True)
    chat.migrated_to = grown
    return grown
