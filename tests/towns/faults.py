"""What platforms do that they should not, on demand: nonsense on the line, refusals, floods, torn lines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from tests.counterparts.discord import faults as discord_faults
from tests.counterparts.discord.rights import MODERATOR, Right
from tests.towns.discord import DiscordDriver
from tests.towns.driver import Driver
from tests.towns.local import LocalDriver
from tests.towns.telegram import TelegramDriver

SEND = "/channels/{channel_id}/messages"


class Words(Protocol):
    """What can be said badly anywhere."""

    async def raw(self, who: str, text: str) -> None:
        """A message such as no client would send."""

    async def ghost(self, who: str, text: str) -> None:
        """A message that somebody deletes before Steward can."""


class Faults(Words, Protocol):
    """What a platform at the other end of a line can do besides."""

    async def nonsense(self) -> int:
        """Updates without what belongs to them; how many the staff are to hear of."""

    async def novelty(self) -> None:
        """An update of a kind that nobody has heard of yet."""

    async def again(self) -> None:
        """The update of the message before, once more."""

    async def backwards(self, who: str, texts: tuple[str, str]) -> None:
        """Two messages of which the later one is told first."""

    def slow(self, seconds: int) -> None:
        """The next message is refused for so long (429)."""

    def broken(self, *, after: bool) -> None:
        """The next message meets a 5xx, before or `after` it is there."""

    def torn(self, *, after: bool) -> None:
        """The line is torn under the next message, before or `after` it is there."""

    def copies(self, who: str) -> int:
        """How many messages of Steward that person sees in their private chat."""

    def weak(self) -> AbstractAsyncContextManager[None]:
        """Steward has lost its rights; at the end it has them again."""

    def away(self) -> AbstractAsyncContextManager[None]:
        """The line to the platform is torn; at the end it can be had again."""


class TelegramFaults:
    """Over the Bot API server."""

    def __init__(self, driver: TelegramDriver) -> None:
        self._driver = driver
        self._server = driver.server

    def _message(self, who: str, **fields: Any) -> dict[str, Any]:
        garden, author = self._driver.garden_chat, self._server.users[int(who)]
        garden.last_id += 1
        return {
            "message": {
                "message_id": garden.last_id,
                "date": int(self._driver._now().timestamp()),
                "chat": garden.json(),
                "from": author.json(),
                **fields,
            }
        }

    async def nonsense(self) -> int:
        broken: tuple[dict[str, Any], ...] = (
            {"update_id": "seven", "message": {"text": "x"}},
            {"message": {"text": "no chat, no date"}},
            {"message": "a word"},
            {"message": {"message_id": 1, "date": "soon", "chat": {"id": 5, "type": "private"}, "text": "x"}},
            {"chat_member": {}},
            {"callback_query": {"id": "1", "data": "x", "message": {"chat": {}}}},
        )
        for one in broken:
            self._server.inject(one)
        return len(broken)

    async def novelty(self) -> None:
        self._server.inject({"hologram": {"id": 1}})

    async def raw(self, who: str, text: str) -> None:
        self._server.inject(self._message(who, text=text))

    async def again(self) -> None:
        entry = self._server.updates.last_id
        said = list(self._driver.garden_chat.messages.values())[-1]
        self._server.inject({"update_id": entry, "message": said.json()})

    async def backwards(self, who: str, texts: tuple[str, str]) -> None:
        first, second = (self._message(who, text=text) for text in texts)
        self._server.inject(second)
        self._server.inject(first)

    async def ghost(self, who: str, text: str) -> None:
        await self.raw(who, text)

    def slow(self, seconds: int) -> None:
        self._server.faults.next("sendMessage", "flood", retry_after=seconds)

    def broken(self, *, after: bool) -> None:
        self._server.faults.next("sendMessage", "server_error", status=502, after=after)

    def torn(self, *, after: bool) -> None:
        self._server.faults.next("sendMessage", "reset_after" if after else "reset_before")

    def copies(self, who: str) -> int:
        said = self._server.chats[int(who)].messages.values()
        return sum(one.sender is self._server.bot for one in said)

    @asynccontextmanager
    async def weak(self) -> AsyncIterator[None]:
        garden = self._driver.garden_chat
        garden.promote(self._server.bot, can_invite_users=True)
        yield
        garden.promote(self._server.bot)

    def away(self) -> AbstractAsyncContextManager[None]:
        return self._server.outage()


class DiscordFaults:
    """Over gateway and REST."""

    def __init__(self, driver: DiscordDriver) -> None:
        self._driver = driver
        self._server = driver.server
        self._gateway = driver.server.gateway

    async def nonsense(self) -> int:
        broken: dict[str, Any] = {
            "MESSAGE_CREATE": {"id": "1"},
            "INTERACTION_CREATE": {"id": "5"},
            "MESSAGE_REACTION_ADD": {"emoji": 5},
            "GUILD_MEMBER_ADD": {"guild_id": "x"},
            "MESSAGE_DELETE": "a word",
        }
        for name, data in broken.items():
            self._gateway.inject(name, data)
            self._gateway.inject(name, data)
        return len(broken)

    async def novelty(self) -> None:
        self._gateway.inject("HOLOGRAM_CREATE", {"id": "1"})

    async def raw(self, who: str, text: str) -> None:
        self._gateway.hold()
        self._driver.guild.person(who).says(self._driver.garden_channel, "x")
        (event,) = (one for one in self._gateway.held() if one.name == "MESSAGE_CREATE")
        self._gateway.held().clear()
        self._gateway.release()
        self._gateway.inject("MESSAGE_CREATE", {**event.data, "content": text})

    async def again(self) -> None:
        self._gateway.repeat("MESSAGE_CREATE")

    async def backwards(self, who: str, texts: tuple[str, str]) -> None:
        self._gateway.hold()
        for text in texts:
            self._driver.guild.person(who).says(self._driver.garden_channel, text)
        self._gateway.held().reverse()
        self._gateway.release()

    async def ghost(self, who: str, text: str) -> None:
        await self.raw(who, text)
        self._driver.garden_channel.messages.popitem()

    def slow(self, seconds: int) -> None:
        self._server.faults.next("POST", SEND, discord_faults.rate_limited(seconds))

    def broken(self, *, after: bool) -> None:
        self._server.faults.next("POST", SEND, discord_faults.status(503, after=after))

    def torn(self, *, after: bool) -> None:
        self._server.faults.next("POST", SEND, discord_faults.reset(after=after))

    def copies(self, who: str) -> int:
        world = self._server.world
        said = world.private_channel(world.accounts[int(who)]).messages.values()
        return sum(one.author is world.bot for one in said)

    @asynccontextmanager
    async def weak(self) -> AsyncIterator[None]:
        guild = self._driver.guild
        rights = guild.bot_role.permissions
        guild.changes_role(
            guild.bot_role, permissions=MODERATOR & ~Right.MANAGE_MESSAGES & ~Right.MODERATE_MEMBERS
        )
        yield
        guild.changes_role(guild.bot_role, permissions=rights)

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        resumed = self._gateway.resumes
        self._gateway.drop()
        yield
        await self._server.wait_for(lambda: self._gateway.resumes > resumed, timeout=20)


class LocalWords:
    """In this process: no line that could be torn, nobody who refuses."""

    def __init__(self, driver: LocalDriver) -> None:
        self._driver = driver

    async def raw(self, who: str, text: str) -> None:
        await self._driver.say(who, self._driver.garden, text, None)

    async def ghost(self, who: str, text: str) -> None:
        said = await self._driver.say(who, self._driver.garden, text, None)
        await self._driver.erase(who, self._driver.garden, said)


def words_of(driver: Driver) -> Words:
    """What can be said badly on any platform."""
    return LocalWords(driver) if isinstance(driver, LocalDriver) else faults_of(driver)


def faults_of(driver: Driver) -> Faults:
    """What the platform of a story can do wrong."""
    if isinstance(driver, TelegramDriver):
        return TelegramFaults(driver)
    assert isinstance(driver, DiscordDriver)
    return DiscordFaults(driver)
