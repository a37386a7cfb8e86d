"""Telegram as the runtime sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater

from bot.adapters.telegram.batches import PLATFORM, Batches
from bot.adapters.telegram.calling import CallingRequest
from bot.adapters.telegram.capabilities import capabilities
from bot.adapters.telegram.doctor import examine
from bot.adapters.telegram.memory import Memory
from bot.adapters.telegram.menu import show_menu
from bot.adapters.telegram.perform import Hands
from bot.adapters.telegram.polling import REFUSALS, Discard, StoringRequest
from bot.adapters.telegram.receive import Reader
from bot.adapters.telegram.rights import ADMINISTRATORS, Rights, member_of
from bot.adapters.telegram.settings import TelegramSettings
from bot.adapters.telegram.webhook import Webhook
from bot.platform import Finding, PlatformRefused, Receive
from bot.texts import Texts
from chat.actions import Capability, Outcome
from chat.events import Event
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space, SpaceKind, Speaker
from chat.ports import Clock, Errand, Handbook, Limit

POLL = timedelta(seconds=25)
CONNECTIONS = 32
LOOK_EVERY = 60.0
_SAID = frozenset({"Post", "Edit"})
LIMITS: Sequence[Limit] = (
    Limit(count=30, per=timedelta(seconds=1), per_space=False, verbs=_SAID),
    Limit(count=1, per=timedelta(seconds=1), per_space=True, verbs=frozenset({"Post"})),
    Limit(count=20, per=timedelta(minutes=1), per_space=True, verbs=frozenset({"Post"}), groups_only=True),
    Limit(count=20, per=timedelta(seconds=1), per_space=False, verbs=frozenset({"Delete"})),
)
"""What Telegram limits is saying. A sanction is in no bucket; deletes have their own, wide one."""

log = structlog.get_logger()


class Telegram:
    """One bot account: polls or is called, decodes, performs."""

    name = PLATFORM

    def __init__(self, settings: TelegramSettings, *, handbook: Handbook, texts: Texts, clock: Clock) -> None:
        self._settings = settings
        self._handbook = handbook
        self._texts = texts
        self.limits: Sequence[Limit] = LIMITS
        token = settings.token.get_secret_value()
        number = _number(token)
        self._memory = Memory()
        self._calls = CallingRequest(connections=CONNECTIONS)
        self._polls = StoringRequest(self._answered)
        self._bot = Bot(
            token or "0:none",
            base_url=settings.base_url,
            base_file_url=settings.base_file_url,
            request=self._calls,
            get_updates_request=self._polls,
        )
        self._rights = Rights(self._bot, number, clock)
        self._batches = Batches(number, self._memory, self._rights, clock)
        self._polls.batches = self._batches
        self._webhook = Webhook(settings, self._batches) if settings.webhook_url else None
        self._reader = Reader(number, self._memory, self._rights.roles)
        self._hands = Hands(self._bot, self._memory, self._rights, clock, self._moved)
        self._receive: Receive | None = None
        self._reads_all = False
        self._ready = False
        self._refused: asyncio.Future[str] | None = None
        self.private_link = ""
        self.adopted: Callable[[], Sequence[Space]] = tuple
        """The chats that owners adopted, besides those of the configuration."""

    def message_link(self, message: MessageRef) -> str:
        """Opens the message for members of its group; only supergroups have such addresses."""
        group = message.space.id.removeprefix("-100")
        if group == message.space.id:
            return ""
        topic = f"{message.space.thread}/" if message.space.thread else ""
        return f"https://t.me/c/{group}/{topic}{message.id}"

    def tell_names(self, named: Callable[[str, str], None]) -> None:
        """Call this with the id and the title of each chat, whenever Telegram tells it."""
        self._rights.named = named

    def __repr__(self) -> str:
        return f"Telegram({self._batches.username or 'not connected'})"

    @property
    def routes(self) -> list[object]:
        """The webhook's route, where updates come that way."""
        return [self._webhook.route()] if self._webhook is not None else []

    async def run(self, receive: Receive) -> None:
        """Connect and receive until cancelled. Raises PlatformRefused."""
        self._receive = receive
        try:
            await self._connect()
            if self._webhook is not None:
                await self._be_called(self._webhook, receive)
            else:
                await self._poll(receive)
        except InvalidToken:
            raise PlatformRefused("token.invalid") from None  # the SDK's own message names the token
        except Conflict:
            raise PlatformRefused("poller.other") from None
        except NetworkError as error:
            raise PlatformRefused("network", type(error.__cause__ or error).__name__) from None
        finally:
            self._ready = False

    async def _connect(self) -> None:
        """Learn our name and our rights, show the menu."""
        await self._bot.initialize()
        me = await self._bot.get_me()
        self._batches.username = me.username or ""
        self.private_link = f"https://t.me/{me.username}"
        self._reads_all = bool(me.can_read_all_group_messages)
        for chat in self._served:
            await self._rights.fresh(chat)
        await show_menu(self._bot, self._handbook, self._texts, self._staff)

    async def _poll(self, receive: Receive) -> None:
        self._polls.begin(receive)
        self._refused = asyncio.get_running_loop().create_future()
        updater = Updater(self._bot, Discard())
        await updater.initialize()
        try:
            await updater.start_polling(
                poll_interval=0.0,
                timeout=POLL,
                allowed_updates=Update.ALL_TYPES,
                error_callback=_note_error,
            )
            self._ready = True
            code = await self._watch(self._refused)
        finally:
            self._refused = None
            if updater.running:
                await updater.stop()
        raise PlatformRefused(code)

    async def _be_called(self, webhook: Webhook, receive: Receive) -> None:
        webhook.receive = receive
        try:
            await self._bot.set_webhook(
                self._settings.webhook_url,
                secret_token=webhook.secret,
                allowed_updates=Update.ALL_TYPES,
            )
            self._ready = True
            await receive(())
            await self._watch(asyncio.get_running_loop().create_future())
        finally:
            webhook.receive = None

    async def _watch(self, refused: asyncio.Future[str]) -> str:
        """Wait for a refusal; meanwhile read rights again as they grow old."""
        while True:
            done, _ = await asyncio.wait({refused}, timeout=LOOK_EVERY)
            if done:
                return refused.result()
            await self._rights.refresh()

    def _answered(self, code: int) -> None:
        """A poll came back with that HTTP status, 0 for none."""
        self._ready = code == 200
        if code in REFUSALS and self._refused is not None and not self._refused.done():
            self._refused.set_result(REFUSALS[code])

    async def _moved(self, old: int, new: int) -> None:
        """Telegram told of a group's new id by refusing a call: news only if no update has told it yet."""
        if self._memory.moved.get(old) == new:
            return
        news = self._batches.moved(old, new)
        if self._receive is not None:
            await self._receive([news])

    async def close(self) -> None:
        """Close every connection."""
        await self._rights.stop()
        await self._calls.shutdown()
        await self._polls.shutdown()

    def decode(self, payload: str) -> Sequence[Event]:
        """The events of one update."""
        return self._reader.decode(payload)

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """By the kind of chat and what Steward may do there."""
        standing = self._rights.of(int(space.id)) if _is_chat(space) else None
        return capabilities(space, standing, reads_all=self._reads_all)

    async def perform(self, errand: Errand) -> Outcome:
        """Do it, once."""
        return await self._hands.perform(errand)

    async def recover(self, errand: Errand) -> Outcome | None:
        """Telegram knows no key of ours: nobody can tell."""
        return None

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """The bytes of a file; Telegram gives bots at most 20 MB."""
        try:
            file = await self._bot.get_file(attachment.ref)
            return bytes(await file.download_as_bytearray())
        except TelegramError:
            return None

    async def speaker(self, identity: Identity) -> Speaker | None:
        """As one of the served chats knows that account."""
        for chat in self._served if identity.id.isdecimal() else ():
            member = await member_of(self._bot, chat, int(identity.id))
            if member is not None:
                return self._reader.senders.of_user(chat, member.user.to_dict())
        return None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """Whether that account leads there now. Only an administrator is told of changes; else Telegram is asked."""
        if space.is_private or not _is_chat(space) or not identity.id.isdigit():
            return frozenset()
        chat = int(space.id)
        known = await self._rights.fresh(chat)
        if known is None or known.status not in ADMINISTRATORS:
            member = await member_of(self._bot, chat, int(identity.id))
            if member is not None:
                return frozenset({str(member.status)}) & ADMINISTRATORS
        return self._rights.roles(chat, identity.id)

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """The administrators of a chat."""
        standing = await self._rights.fresh(int(space.id)) if _is_chat(space) else None
        return standing.administrators if standing and not space.is_private else {}

    async def examine(self) -> Sequence[Finding]:
        """Missing rights, privacy mode, a forgotten webhook, and what each breaks."""
        return await examine(self._bot, self._rights, self._settings, self._spaces, self._staff)

    @property
    def is_ready(self) -> bool:
        """Whether updates arrive."""
        return self._ready

    @property
    def _served(self) -> list[int]:
        return [*self._spaces, *([self._staff] if self._staff is not None else [])]

    @property
    def _spaces(self) -> list[int]:
        """The chats of the members, configured or adopted."""
        adopted = [int(one.id) for one in self.adopted() if one.kind is not SpaceKind.STAFF]
        return list(dict.fromkeys((*self._settings.spaces, *adopted)))

    @property
    def _staff(self) -> int | None:
        """The staff's chat, configured or adopted."""
        adopted = [int(one.id) for one in self.adopted() if one.kind is SpaceKind.STAFF]
        return (
            self._settings.staff_chat if self._settings.staff_chat is not None else next(iter(adopted), None)
        )


def _note_error(error: TelegramError) -> None:
    log.warning("telegram.poll_failed", why=type(error).__name__)


def _number(token: str) -> int:
    """The bot's own id, which its token begins with."""
    head = token.partition(":")[0]
    return int(head) if head.isdigit() else 0


def _is_chat(space: Space) -> bool:
    return space.id.lstrip("-").isdigit()
