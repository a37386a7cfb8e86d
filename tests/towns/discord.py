"""Discord for stories: the real adapter, through the unmodified SDK, against the town's Discord on loopback TLS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pydantic import SecretStr

from bot.adapters.discord.connect import Discord
from bot.adapters.discord.settings import DiscordSettings
from bot.app import App
from bot.places import Place
from bot.settings import Settings
from chat.actions import Form
from chat.handler import Command, ParameterKind
from chat.people import Language, Space, SpaceKind
from language.durations import parse_duration
from tests.counterparts.discord import removal
from tests.counterparts.discord.branching import delete_thread
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.people import Person
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.server import DiscordServer
from tests.counterparts.discord.threads import Thread
from tests.world import MORNING

_LINK_END = re.compile(r"(?<!\\)\]\(<[^>]*>\)")
_MENTION = re.compile(r"<@(\d+)>")


class DiscordDriver:
    """People with Discord clients. The clock of the story is the town's; its pace has tests of its own."""

    platform = "discord"

    def __init__(self) -> None:
        self._app: App | None = None
        self.server = DiscordServer(self)
        self.guild = self.server.guild("Garden")
        self._staff_role = self.guild.role("Staff", Right.MODERATE_MEMBERS)
        self.garden_channel = self.guild.text_channel("garden")
        self.staff_channel = self.guild.private_channel("staff", self._staff_role)
        self.garden = Space("discord", str(self.garden_channel.id))
        self.staff = Space("discord", str(self.staff_channel.id), kind=SpaceKind.STAFF)
        self.discord: Discord | None = None

    def now(self) -> datetime:
        """The town's time."""
        return self._app.system.clock.now() if self._app is not None else MORNING

    def settings(self, settings: Settings) -> Settings:
        return settings

    async def open(self, app: App) -> None:
        if self.discord is None:
            await self.server.start()
        else:
            await self.discord.close()
        self._app = app
        self.discord = Discord(
            self.adapter_settings(),
            handbook=app.commands,
            texts=app.texts,
            clock=app.system.clock,
            reader=app.store,
        )
        self.discord.limits = ()
        self.discord.guild_patience = 0.02
        self.discord.interactions.form_defer_after = 20.0  # the town's three seconds go by its own clock
        self.discord.found = app.places.found
        app.serve(self.discord)
        app.places.configure(
            [Place(space=self.garden, title="Garden"), Place(space=self.staff, title="Staff")]
        )

    def adapter_settings(self) -> DiscordSettings:
        return DiscordSettings(
            token=SecretStr(self.server.token),
            channels=(self.garden_channel.id,),
            staff_channel=self.staff_channel.id,
            resolve_to=f"127.0.0.1:{self.server.port}",
            ca_file=str(self.server.certificate),
        )

    async def close(self) -> None:
        await self.server.stop()
        assert [str(one) for one in self.server.violations] == []

    async def settle(self) -> None:
        adapter = self.discord
        assert adapter is not None
        await self.server.wait_for(lambda: adapter.is_ready, timeout=20)
        await self.server.gateway.settled(timeout=70)  # a client may have to wait for the next minute
        await self.server.wait_for(lambda: adapter.pending == 0, timeout=20)

    async def resident(self, name: str, language: Language, *, staff: bool) -> str:
        """Somebody who has always been here: nobody tells of a joining."""
        locale = "zh-CN" if language == "zh" else "en-US"
        person = self.guild.stranger(name.lower(), locale=locale, shown_as=name)
        roles = [self._staff_role] if staff else []
        self.guild.members[person.id] = Member(
            guild=self.guild, account=person.account, joined_at=self.now(), roles=roles
        )
        return str(person.id)

    async def say(self, who: str, space: Space, text: str, reply_to: str | None) -> str:
        person, channel = self._person(who), self._channel(space)
        replied = self._message(reply_to) if reply_to else None
        return str(person.says(channel, self._addressed(text), reply_to=replied).id)

    async def send_file(self, who: str, space: Space, name: str, data: bytes, reply_to: str | None) -> str:
        person, channel = self._person(who), self._channel(space)
        replied = self._message(reply_to) if reply_to else None
        return str(person.says(channel, reply_to=replied, files=((name, data),)).id)

    def files(self, space: Space) -> list[bytes]:
        channel = self._channel(space)
        return [
            file.content
            for one in channel.messages.values()
            if one.author.id == self.server.bot.id
            for file in one.attachments
        ]

    def _addressed(self, text: str) -> str:
        """`@Name` as a client sends a person, or Steward, picked from its list."""
        text = text.replace("@Steward", self.server.bot.mention)
        for account in self.server.world.accounts.values():
            if account.global_name:
                text = re.sub(rf"@{re.escape(account.global_name)}\b", account.mention, text)
        return text

    async def command(self, who: str, space: Space, name: str, words: str, reply_to: str | None) -> None:
        """Slash, as its client offers it; typed is what slash cannot say, and in private what needs no form."""
        assert self._app is not None
        known = self._app.commands.find(name)
        typed = known is None or reply_to is not None or (space.is_private and not known.opens_form)
        if known is not None and not typed:
            options = self._options(known, words)
            if options is not None:
                try:
                    self._person(who).slash(self._channel(space), known.name, **options)
                except NotAllowed:
                    pass
                else:
                    return
        await self.say(who, space, f"/{name} {words}".strip(), reply_to)

    def _options(self, command: Command, words: str) -> dict[str, object] | None:
        """The words as options; None when they do not fit."""
        rest, found = words.strip(), dict[str, object]()
        for parameter in command.parameters:
            if not rest:
                break
            word, _, after = rest.partition(" ")
            match parameter.kind:
                case ParameterKind.TEXT:
                    word, after = rest, ""
                    found[parameter.name] = self._addressed(word)
                case ParameterKind.PERSON:
                    person = self._named(rest)
                    if person is None:
                        return None
                    found[parameter.name] = person
                    after = rest.removeprefix(f"@{person.account.global_name}")
                case ParameterKind.NUMBER:
                    if not word.isdigit():
                        return None
                    found[parameter.name] = int(word)
                case ParameterKind.DURATION if not parameter.required and parse_duration(word) is None:
                    continue
                case _:
                    found[parameter.name] = word
            rest = after.strip()
        return None if rest else found

    def _named(self, rest: str) -> Person | None:
        accounts = [one for one in self.server.world.accounts.values() if one.global_name]
        for account in sorted(accounts, key=lambda one: -len(one.global_name or "")):
            if re.match(rf"@{re.escape(account.global_name or '')}(?!\w)", rest):
                return self.guild.person(account)
        return None

    async def edit(self, who: str, space: Space, message: str, text: str) -> None:
        self._person(who).edits(self._message(message), text)

    async def erase(self, who: str, space: Space, message: str) -> bool:
        removal.delete(self.server.world, self._message(message), by=int(who))
        return True

    async def make_thread(self, name: str) -> Space:
        return replace(self.garden, thread=str(self.guild.owner.opens_thread(self.garden_channel, name).id))

    async def drop_thread(self, thread: Space) -> None:
        channel = self._channel(thread)
        assert isinstance(channel, Thread)
        delete_thread(self.server.world, channel, by=self.guild.owner.id)

    async def menu(self, who: str, space: Space, message: str, name: str) -> bool:
        self._person(who).message_menu(self._message(message), name)
        return True

    async def react(self, who: str, space: Space, message: str, emoji: str) -> None:
        self._person(who).reacts(self._message(message), emoji)

    def reactions(self, space: Space, message: str) -> int:
        return sum(len(one.by) for one in self._message(message).reactions)

    async def press(self, who: str, space: Space, message: str, payload: str) -> None:
        """A client that has not heard of a change yet still shows the buttons of before."""
        self._person(who).presses_as_shown_before(self._message(message), payload)

    async def fill(self, who: str, form: Form | None, values: Mapping[str, str]) -> None:
        person = self._person(who)
        opener = person.open_form
        assert opener is not None, f"no form was shown to {who}"
        person.submits(opener, dict(values))

    async def rename(self, who: str, name: str) -> None:
        person = self._person(who)
        person.takes_nick(name)
        person.member.account.global_name = name

    async def join(self, who: str) -> None:
        self._person(who).joins()

    async def leave(self, who: str) -> None:
        self._person(who).leaves()

    async def ask(self, who: str) -> bool:
        return False

    async def send(self, who: str, kind: str, text: str) -> str | None:
        person = self._person(who)
        if kind == "forward":
            far = self.guild.text_channel("far")
            return str(person.forwards(self.guild.owner.says(far, text), self.garden_channel).id)
        if kind == "poll":
            return str(person.asks(self.garden_channel, text, "A", "B").id)
        name = {"photo": "qr.png", "voice": "voice-message.ogg"}.get(kind)
        if name is None:
            return None
        return str(person.says(self.garden_channel, text, files=((name, b"data"),)).id)

    def freedom(self) -> object:
        channel = self.garden_channel
        paused = (self.guild.incidents or {}).get("invites_disabled_until")
        held = sorted((key, int(one.allow), int(one.deny)) for key, one in channel.overwrites.items())
        return (channel.slow_mode, held, paused is not None)

    async def close_private(self, who: str) -> None:
        self._person(who).closes_dms()

    async def open_private(self, who: str) -> None:
        self._person(who).opens_dms()

    def text(self, space: Space, message: str) -> str | None:
        found = self.server.message(message)
        return None if found is None else self._plain(found.content)

    def _plain(self, markdown: str) -> str:
        """What is shown of Markdown, but for marks: no addresses behind links, names instead of mentions."""
        shown = _LINK_END.sub("]", markdown)
        return _MENTION.sub(lambda one: self._name(int(one[1])), shown)

    def _name(self, account: int) -> str:
        found = self.server.world.accounts.get(account)
        if found is None:
            return f"<@{account}>"
        return found.global_name or found.username

    def notices(self, who: str) -> list[str]:
        return [self._plain(one.content) for one in self._person(who).whispers]

    def muted(self, who: str) -> bool:
        return self._person(who).is_silenced

    def banned(self, who: str) -> bool:
        return self._person(who).is_banned

    def present(self, who: str) -> bool:
        return self._person(who).is_member

    def _person(self, who: str) -> Person:
        return self.guild.person(who)

    def _channel(self, space: Space) -> Channel:
        if space.is_private:
            return self.server.world.private_channel(self.server.world.accounts[int(space.id)])
        return self.server.channel(space.thread or space.id)

    def _message(self, message: str) -> Message:
        places = (one.messages.get(int(message)) for one in self.server.world.channels.values())
        found = next((one for one in places if one is not None), None)
        assert found is not None, f"nobody sees message {message} any more"
        return found
