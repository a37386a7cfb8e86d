"""The town: everything the Bot API server knows, and the way to every person and chat in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.calls import Calls
from tests.counterparts.telegram.chats import Chat, Kind
from tests.counterparts.telegram.clock import Clock, HandClock
from tests.counterparts.telegram.commands import Commands
from tests.counterparts.telegram.faults import Faults
from tests.counterparts.telegram.files import Files
from tests.counterparts.telegram.invites import WRITE_WINDOW
from tests.counterparts.telegram.members import ALL_RIGHTS, Member, Status
from tests.counterparts.telegram.messages import ANONYMOUS_ADMIN, CHANNEL_BOT, SERVICE_NOTIFICATIONS, Message
from tests.counterparts.telegram.methods.table import METHODS
from tests.counterparts.telegram.pace import Limits, Pace
from tests.counterparts.telegram.people import User
from tests.counterparts.telegram.polling import Polling
from tests.counterparts.telegram.polls import Poll
from tests.counterparts.telegram.presses import LIFETIME, Press
from tests.counterparts.telegram.refusals import no_such_method
from tests.counterparts.telegram.updates import Updates
from tests.counterparts.telegram.watching import Seen, Watch
from tests.counterparts.telegram.webhook import Webhook
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.validation import Validation

TOKEN = "4200:loopback-token-of-the-town-AAAAAAAAA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that the real server would never accept, or never send."""

    where: str
    name: str
    problem: str


class Town:
    """State only; `TelegramServer` puts it on a port.

    `privacy`: the bot's privacy mode. `limits`: Telegram's pace, None = as fast as it can. `press_lifetime`:
    seconds during which a press can be answered. `open_doors`: unknown chats and people appear when named (benches).
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        token: str = TOKEN,
        bot_name: str = "Steward",
        bot_username: str = "steward_bot",
        privacy: bool = False,
        limits: Limits | None = None,
        press_lifetime: int = LIFETIME,
        webhook_retry: float = 0.05,
        first_update_id: int = 730_000_000,
        keep_calls: bool = True,
        open_doors: bool = False,
    ) -> None:
        self.clock: Clock = clock or HandClock()
        self.token = token
        self.privacy = privacy
        self.press_lifetime = press_lifetime
        self.open_doors = open_doors
        self.validation: Validation | None = None
        self.violations: list[Violation] = []
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.polls: dict[str, Poll] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.files, self.commands, self.faults = Files(), Commands(), Faults()
        self.calls = Calls(keep=keep_calls)
        self.pace = Pace(limits, self.clock)
        self.updates = Updates(first_id=first_update_id, seconds=self.seconds, changed=self.changed)
        self.polling, self.webhook = Polling(self), Webhook(self, retry_after=webhook_retry)
        self._watch = Watch()
        self._numbers, self._shared_ids, self._chats_made = 5_000_000_000_000, 0, 0
        self.bot = self._account(int(token.partition(":")[0]), bot_name, bot_username, is_bot=True)
        self.founder = self._account(10_000_001, "Founder", None)
        self.anonymous_account = self._account(ANONYMOUS_ADMIN, "Group", "GroupAnonymousBot", is_bot=True)
        self.channel_account = self._account(CHANNEL_BOT, "Channel", "Channel_Bot", is_bot=True)
        self.service_account = self._account(SERVICE_NOTIFICATIONS, "Telegram", None)

    def _account(self, user_id: int, name: str, username: str | None, *, is_bot: bool = False) -> User:
        user = User(town=self, id=user_id, first_name=name, username=username, is_bot=is_bot)
        self.users[user_id] = user
        return user

    # Making people and chats.

    def user(
        self,
        user_id: int,
        first_name: str,
        username: str | None = None,
        *,
        last_name: str | None = None,
        language_code: str | None = "zh-hans",
        is_bot: bool = False,
        started: bool = False,
        bio: str = "",
    ) -> User:
        user = self._account(user_id, first_name, username, is_bot=is_bot)
        user.last_name, user.language_code, user.started, user.bio = last_name, language_code, started, bio
        return user

    def supergroup(
        self, title: str, *, forum: bool = False, username: str | None = None, **standing: Any
    ) -> Chat:
        """`standing`: see `_settle`. By default the bot is an administrator with every right."""
        chat = self.empty_supergroup(title)
        chat.forum, chat.username = forum, username
        return self._settle(chat, **standing)

    def group(self, title: str, **standing: Any) -> Chat:
        return self._settle(self._new_chat(-(4_000_000 + self._chats_made), Kind.GROUP, title), **standing)

    def channel(
        self, title: str, *, username: str | None = None, linked: Chat | None = None, **standing: Any
    ) -> Chat:
        chat = self._new_chat(-1_002_000_000_000 - self._chats_made, Kind.CHANNEL, title)
        chat.username, chat.linked = username, linked
        if linked is not None:
            linked.linked = chat
        return self._settle(chat, **standing)

    def empty_supergroup(self, title: str) -> Chat:
        return self._new_chat(-1_001_000_000_000 - self._chats_made, Kind.SUPERGROUP, title)

    def _new_chat(self, chat_id: int, kind: Kind, title: str) -> Chat:
        self._chats_made += 1
        chat = Chat(town=self, id=chat_id, kind=kind, title=title)
        chat.last_id = 1 if chat.is_large else 0  # the first message told of the chat's creation
        self.chats[chat_id] = chat
        return chat

    def _settle(
        self,
        chat: Chat,
        *,
        owner: User | None = None,
        bot: bool = True,
        rights: Mapping[str, bool] | None = None,
        members: tuple[User, ...] = (),
    ) -> Chat:
        """Who is there before the story begins: no updates. `bot=False`: not there; `rights={}`: a plain member."""
        founder = owner or self.founder
        chat.members[founder.id] = Member(user=founder, status=Status.OWNER)
        for user in members:
            chat.members[user.id] = Member(user=user)
        if bot:
            granted = dict.fromkeys(ALL_RIGHTS, True) if rights is None else dict(rights)
            status = Status.ADMINISTRATOR if granted else Status.MEMBER
            chat.members[self.bot.id] = Member(user=self.bot, status=status, rights=granted)
        return chat

    def private_chat(self, user: User) -> Chat:
        if user.id not in self.chats:
            self.chats[user.id] = Chat(town=self, id=user.id, kind=Kind.PRIVATE, person=user)
        return self.chats[user.id]

    def chat_by_id(self, chat_id: int) -> Chat | None:
        if chat_id in self.chats:
            return self.chats[chat_id]
        if chat_id > 0 and (chat_id in self.users or self.open_doors):
            user = self.users.get(chat_id) or self.user(chat_id, f"User {chat_id}", started=True)
            return self.private_chat(user)
        if chat_id < 0 and self.open_doors:
            kind = Kind.SUPERGROUP if chat_id < -1_000_000_000_000 else Kind.GROUP
            return self._settle(self._new_chat(chat_id, kind, f"Chat {chat_id}"))
        return None

    # Time and numbers.

    def seconds(self) -> int:
        return int(self.clock().timestamp())

    def next_number_text(self) -> str:
        """Ids of presses, albums, polls."""
        self._numbers += 7919
        return str(self._numbers)

    def next_shared_message_id(self) -> int:
        self._shared_ids += 1
        return self._shared_ids

    def asked_to_join_lately(self, user: User) -> bool:
        now = self.seconds()
        asked = [chat.requests[user.id] for chat in self.chats.values() if user.id in chat.requests]
        return any(now - request.date <= WRITE_WINDOW for request in asked)

    # What the bot receives.

    def deliver(self, kind: str, body: Json, *, about: int = 0) -> int | None:
        """Queue one update; its id, None when the bot did not ask for this kind."""
        if self.validation is not None and (problem := self.validation.update(kind, body)):
            self.violate("update", kind, problem)
        return self.updates.add(kind, body, about=about)

    def message_by(self, chat_id: int, message_id: int) -> Message | None:
        chat = self.chats.get(chat_id)
        return chat.messages.get(message_id) if chat else None

    # What the bot asks for.

    def perform(self, method: str, params: Params) -> Any:
        """The result of a method, or `Refused`."""
        found = METHODS.get(method.lower())
        if found is None:
            raise no_such_method()
        return found(self, params)

    def violate(self, where: str, name: str, problem: str) -> None:
        self.violations.append(Violation(where=where, name=name, problem=problem))

    # Waiting.

    def changed(self) -> None:
        """Something a test may wait for has happened."""
        self._watch.changed()
        self.polling.wake()
        self.webhook.pump()

    async def wait_for(self, seen: Callable[[], Seen], timeout: float = 5.0) -> Seen:
        """Until the predicate holds; its value. Fails with what the bot did instead."""
        return await self._watch.until(seen, timeout, self.calls.acts)
