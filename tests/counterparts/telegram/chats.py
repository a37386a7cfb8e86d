"""A chat as the server keeps it, and what people can do to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.counterparts.telegram import channels, membership, migration, threads
from tests.counterparts.telegram.members import DEFAULT_PERMISSIONS, Member, Status, absent
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.invites import InviteLink, JoinRequest
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.people import User
    from tests.counterparts.telegram.topics import Topic
    from tests.counterparts.telegram.town import Town


class Kind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """`slow_mode` and `by_request` are set by people only: the Bot API has no method for them."""

    town: Town
    id: int
    kind: Kind
    title: str = ""
    username: str | None = None
    forum: bool = False
    person: User | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=lambda: dict(DEFAULT_PERMISSIONS))
    pinned: list[Message] = field(default_factory=list)
    links: list[InviteLink] = field(default_factory=list)
    requests: dict[int, JoinRequest] = field(default_factory=dict)
    banned_chats: set[int] = field(default_factory=set)
    linked: Chat | None = None
    migrated_to: Chat | None = None
    deleted: bool = False
    description: str = ""
    slow_mode: int = 0
    by_request: bool = False
    general_closed: bool = False
    general_hidden: bool = False
    last_id: int = 0

    @property
    def is_private(self) -> bool:
        return self.kind is Kind.PRIVATE

    @property
    def is_channel(self) -> bool:
        return self.kind is Kind.CHANNEL

    @property
    def is_large(self) -> bool:
        """A supergroup or channel: message ids of its own, `-100…`."""
        return self.kind in (Kind.SUPERGROUP, Kind.CHANNEL)

    def json(self) -> Json:
        if self.person is not None:
            body: Json = {"id": self.id, "type": "private", "first_name": self.person.first_name}
            optional: Json = {"last_name": self.person.last_name, "username": self.person.username}
        else:
            body = {"id": self.id, "type": self.kind.value, "title": self.title}
            optional = {"username": self.username, "is_forum": self.forum or None}
        return body | {name: value for name, value in optional.items() if value}

    def next_message_id(self) -> int:
        """Private chats and basic groups share the bot's own counter."""
        if self.is_large:
            self.last_id += 1
            return self.last_id
        return self.town.next_shared_message_id()

    def member(self, user: User) -> Member:
        found = self.members.get(user.id)
        if found is None:
            return absent(user)
        found.expire(self.town.seconds())
        return found

    @property
    def bot(self) -> Member:
        return self.member(self.town.bot)

    def may_bot(self, right: str) -> bool:
        return self.is_private or self.bot.may(right)

    def transcript(self, topic: Topic | None = None) -> list[Message]:
        """What a person scrolling through sees: live messages, service lines left out."""
        return [
            message
            for message in self.messages.values()
            if not message.service and (topic is None or message.thread == topic.id)
        ]

    def says_bot(self) -> list[str]:
        """The texts that the bot has standing in this chat."""
        return [message.text or "" for message in self.transcript() if message.by_bot]

    def erase(self, message: Message) -> None:
        message.deleted = True
        self.messages.pop(message.id, None)
        if message in self.pinned:
            self.pinned.remove(message)

    # People side.

    def join(self, user: User, *, by: User | None = None, link: InviteLink | None = None) -> Member:
        return membership.join(self, user, by=by, link=link)

    def leave(self, user: User) -> None:
        membership.leave(self, user)

    def promote(self, user: User, *, by: User | None = None, **rights: bool) -> Member:
        """Without named rights: all of them."""
        return membership.promote(self, user, by=by or self.owner, rights=rights or None)

    def demote(self, user: User, *, by: User | None = None) -> Member:
        return membership.demote(self, user, by=by or self.owner)

    def ban(self, user: User, *, by: User | None = None, until: int = 0) -> None:
        """A person bans: also the way the bot itself is thrown out."""
        membership.ban(self, self.member(user), by=by or self.owner, until=until)

    def mute(self, user: User, *, by: User | None = None, until: int = 0) -> None:
        membership.restrict(self, self.member(user), by=by or self.owner, permissions={}, until=until)

    @property
    def owner(self) -> User:
        for member in self.members.values():
            if member.status is Status.OWNER:
                return member.user
        return self.town.founder

    def opens_topic(self, name: str, *, by: User | None = None) -> Topic:
        return threads.open_topic(self, name, by=by or self.owner)

    def closes_topic(self, topic: Topic, *, by: User | None = None) -> None:
        threads.close_topic(self, topic, by=by or self.owner, closed=True)

    def reopens_topic(self, topic: Topic, *, by: User | None = None) -> None:
        threads.close_topic(self, topic, by=by or self.owner, closed=False)

    def migrate(self, *, by: User | None = None) -> Chat:
        """A basic group becomes a supergroup with a new id."""
        return migration.to_supergroup(self, by=by or self.owner)

    def posts(self, text: str, *, signature: str | None = None) -> Message:
        """A channel post by its owner; a linked group receives its automatic copy."""
        return channels.post(self, text, signature=signature)
