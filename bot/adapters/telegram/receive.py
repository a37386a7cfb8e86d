"""Native updates → events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from bot.adapters.telegram.batches import MOVED, PLATFORM, STAMP
from bot.adapters.telegram.looks import look_of
from bot.adapters.telegram.memory import Memory
from bot.adapters.telegram.messages import (
    answered,
    chat_space,
    read_message,
    space_of,
)
from bot.adapters.telegram.rights import ADMINISTRATORS
from bot.adapters.telegram.senders import Native, Roles, Senders
from bot.adapters.telegram.updates import Update, loads, moment
from chat.commands import read_order
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReactionChanged,
    RoleChanged,
    ServiceChanged,
    SpaceMigrated,
)
from chat.messages import MessageRef
from chat.people import Space, Speaker

log = structlog.get_logger()


class Reader:
    """Reads stored updates. A kind that nobody knows tells nothing; one with a broken shape raises."""

    def __init__(self, bot: int, memory: Memory, roles: Roles) -> None:
        self._bot = bot
        self._memory = memory
        self._roles = roles
        self.senders = Senders(bot, roles)
        self._kinds: Mapping[str, Callable[[Any, Update], Sequence[Event]]] = {
            "message": self._message,
            "edited_message": self._edited,
            "channel_post": self._message,
            "edited_channel_post": self._edited,
            "callback_query": self._press,
            "chat_member": self._member,
            "my_chat_member": self._mine,
            "chat_join_request": self._request,
            "message_reaction": self._reaction,
            MOVED: self._moved,
        }

    def decode(self, payload: str) -> Sequence[Event]:
        """The events of one stored update. Raises ValueError, KeyError or TypeError for a malformed one."""
        update = loads(payload)
        about = Update(self._bot, update)
        for kind, body in update.items():
            read = self._kinds.get(kind)
            if read is not None:
                return read(body, about)
        log.debug(
            "telegram.unknown_kind", kinds=[name for name in update if name not in ("update_id", STAMP)]
        )
        return ()

    def _message(self, native: Native, about: Update) -> Sequence[Event]:
        if "migrate_to_chat_id" in native:
            return self._move(
                native["chat"]["id"], native["migrate_to_chat_id"], moment(native["date"]), about
            )
        message = read_message(native, self.senders)
        if message is None:
            return ()
        message = replace(message, names_us=about.names_us(message))
        self._memory.is_new_look(about.update, (native["chat"]["id"], native["message_id"]), look_of(native))
        by, at = self.senders.of_message(native), moment(native["date"])
        order = read_order(message.text) if message.text.startswith("/") else None
        if order is None or not about.is_ours(order) or "forward_origin" in native:
            return (MessagePosted(key=about.key(0), at=at, space=message.space, by=by, message=message),)
        replied = answered(native)
        about_message = read_message(replied, self.senders) if replied is not None else None
        return (
            CommandGiven(
                key=about.key(0),
                at=at,
                space=message.space,
                by=by,
                name=order.name,
                words=order.words,
                message=message,
                about=about_message,
                about_by=self.senders.of_message(replied) if replied is not None else None,
            ),
        )

    def _edited(self, native: Native, about: Update) -> Sequence[Event]:
        """Only what people can see counts; an edited command is no command again."""
        place = (native["chat"]["id"], native["message_id"])
        if not self._memory.is_new_look(about.update, place, look_of(native)):
            return ()
        message = read_message(native, self.senders)
        if message is None:
            return ()
        message = replace(message, names_us=about.names_us(message))
        at = moment(native.get("edit_date") or native["date"])
        by = self.senders.of_message(native)
        return (MessageEdited(key=about.key(0), at=at, space=message.space, by=by, message=message),)

    def _press(self, native: Native, about: Update) -> Sequence[Event]:
        """Data is the client's word; a message that is gone still names its place."""
        message, data = native.get("message"), native.get("data")
        if message is None or data is None:
            return ()
        space = space_of(message)
        return (
            ButtonPressed(
                key=about.key(0),
                at=about.at,
                space=space,
                by=self.senders.of_user(message["chat"]["id"], native["from"]),
                payload=data,
                interaction=str(native["id"]),
                message=MessageRef(space, str(message["message_id"])),
            ),
        )

    def _member(self, native: Native, about: Update) -> Sequence[Event]:
        """Joins, leaves and roles: from here only, never from the service messages that tell the same."""
        old, new = native["old_chat_member"], native["new_chat_member"]
        space, at = chat_space(native["chat"]), moment(native["date"])
        roles = frozenset({new["status"]}) & ADMINISTRATORS
        by = _with_roles(self.senders.of_user(native["chat"]["id"], new["user"]), roles)
        events: list[Event] = []
        if _inside(new) and not _inside(old):
            events.append(MemberJoined(key=about.key(0), at=at, space=space, by=by))
        elif _inside(old) and not _inside(new):
            removed = native["from"]["id"] != new["user"]["id"]
            events.append(MemberLeft(key=about.key(0), at=at, space=space, by=by, removed=removed))
        if roles != frozenset({old["status"]}) & ADMINISTRATORS:
            events.append(RoleChanged(key=about.key(len(events)), at=at, space=space, by=by))
        return events

    def _mine(self, native: Native, about: Update) -> Sequence[Event]:
        by = self.senders.of_user(native["chat"]["id"], native["from"])
        present = _inside(native["new_chat_member"])
        space, at = chat_space(native["chat"]), moment(native["date"])
        return (ServiceChanged(key=about.key(0), at=at, space=space, present=present, by=by),)

    def _request(self, native: Native, about: Update) -> Sequence[Event]:
        by = self.senders.of_user(native["chat"]["id"], native["from"])
        request = f"query:{native['query_id']}" if "query_id" in native else f"user:{by.identity.id}"
        space, at = chat_space(native["chat"]), moment(native["date"])
        bio = str(native.get("bio", ""))
        return (JoinRequested(key=about.key(0), at=at, space=space, by=by, request=request, about=bio),)

    def _reaction(self, native: Native, about: Update) -> Sequence[Event]:
        chat = native["chat"]
        if "user" in native:
            by = self.senders.of_user(chat["id"], native["user"])
        else:
            by = self.senders.of_chat(chat, native["actor_chat"])
        old = [_emoji(one) for one in native["old_reaction"]]
        new = [_emoji(one) for one in native["new_reaction"]]
        space = chat_space(chat)
        return (
            ReactionChanged(
                key=about.key(0),
                at=moment(native["date"]),
                space=space,
                by=by,
                message=MessageRef(space, str(native["message_id"])),
                added=tuple(one for one in new if one not in old),
                removed=tuple(one for one in old if one not in new),
            ),
        )

    def _moved(self, native: Native, about: Update) -> Sequence[Event]:
        return self._move(native["from"], native["to"], about.at, about)

    def _move(self, old: int, new: int, at: datetime, about: Update) -> Sequence[Event]:
        self._memory.note_move(old, new, at)
        key = f"{PLATFORM}:{self._bot}:migrated:{old}" if not about.update else about.key(0)
        return (SpaceMigrated(key=key, at=at, space=Space(PLATFORM, str(old)), to=Space(PLATFORM, str(new))),)


def _inside(member: Native) -> bool:
    if member["status"] == "restricted":
        return bool(member.get("is_member"))
    return member["status"] in ("creator", "administrator", "member")


def _with_roles(by: Speaker, roles: frozenset[str]) -> Speaker:

    return replace(by, roles=roles)


def _emoji(reaction: Native) -> str:
    match reaction["type"]:
        case "emoji":
            return str(reaction["emoji"])
        case "custom_emoji":
            return f"custom:{reaction['custom_emoji_id']}"
        case kind:
            return str(kind)
