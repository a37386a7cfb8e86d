"""Telegram for stories: the real adapter against the Bot API server on loopback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from pydantic import SecretStr

from bot.adapters.telegram.connect import Telegram
from bot.adapters.telegram.settings import TelegramSettings
from bot.app import App
from bot.codec import decode
from bot.places import Place
from bot.settings import Settings
from chat.actions import Form
from chat.people import Language, Space, SpaceKind
from tests.counterparts.telegram.chats import Chat
from tests.counterparts.telegram.entities import LONGEST_TEXT, utf16_length
from tests.counterparts.telegram.members import Member, Status
from tests.counterparts.telegram.messages import Message
from tests.counterparts.telegram.people import User
from tests.counterparts.telegram.server import TelegramServer
from tests.counterparts.telegram.threads import delete_topic
from tests.counterparts.telegram.wire import Json
from tests.world import MORNING

FIRST_PERSON = 500_000_001
US = "@steward_bot"


class TelegramDriver:
    """People with Telegram clients. The clock of the story is the server's; its pace has tests of its own."""

    platform = "telegram"

    def __init__(self) -> None:
        self._app: App | None = None
        self.server = TelegramServer(clock=self._now)
        self.garden_chat = self.server.supergroup("Garden")
        self.staff_chat = self.server.supergroup("Staff", forum=True)
        self.garden = Space("telegram", str(self.garden_chat.id))
        self.staff = Space("telegram", str(self.staff_chat.id), kind=SpaceKind.STAFF)
        self.telegram: Telegram | None = None
        self._polls_before = 0

    def _now(self) -> datetime:
        return self._app.system.clock.now() if self._app is not None else MORNING

    def settings(self, settings: Settings) -> Settings:
        return settings

    async def open(self, app: App) -> None:
        if self.telegram is None:
            await self.server.__aenter__()
        else:
            await self.telegram.close()
        self._app = app
        self.telegram = Telegram(
            self.adapter_settings(), handbook=app.commands, texts=app.texts, clock=app.system.clock
        )
        self.telegram.limits = ()
        self.telegram.tell_names(partial(app.places.entitle, self.platform))
        app.serve(self.telegram)
        app.places.configure(
            [Place(space=self.garden, title="Garden"), Place(space=self.staff, title="Staff")]
        )
        self._polls_before = self.server.calls.count("getUpdates")

    def adapter_settings(self) -> TelegramSettings:
        return TelegramSettings(
            token=SecretStr(self.server.token),
            base_url=self.server.url,
            base_file_url=self.server.file_url,
            spaces=(self.garden_chat.id,),
            staff_chat=self.staff_chat.id,
        )

    async def close(self) -> None:
        await self.server.__aexit__()
        assert self.server.violations == []

    async def settle(self) -> None:
        await self._connected()
        await self.server.wait_for(lambda: self.server.updates.pending == 0, timeout=20)

    async def _connected(self) -> None:
        """Only from the first poll on does the server know which kinds of updates are wanted."""
        polls = self.server.calls
        await self.server.wait_for(lambda: polls.count("getUpdates") > self._polls_before, timeout=20)

    async def resident(self, name: str, language: Language, *, staff: bool) -> str:
        await self._connected()
        code = "zh-hans" if language == "zh" else "en"
        number = FIRST_PERSON + len(self.server.users)
        user = self.server.user(number, name, name.lower(), language_code=code, started=True)
        for chat in (self.garden_chat, self.staff_chat) if staff else (self.garden_chat,):
            chat.members[user.id] = Member(user=user)
        self.server.private_chat(user)
        return str(user.id)

    async def say(self, who: str, space: Space, text: str, reply_to: str | None) -> str:
        user, chat = self._user(who), self._chat(space)
        replied = self._message(space, reply_to) if reply_to else None
        topic = chat.topics[int(space.thread)] if space.thread else None
        text = text.replace("@Steward", US)
        if utf16_length(text) > LONGEST_TEXT:
            return str(user.sends(chat, {"text": text}, reply_to=replied, topic=topic).id)
        marks = self._mentions(text)
        return str(user.says(chat, text, reply_to=replied, topic=topic, entities=marks).id)

    async def send_file(self, who: str, space: Space, name: str, data: bytes, reply_to: str | None) -> str:
        user, chat = self._user(who), self._chat(space)
        replied = self._message(space, reply_to) if reply_to else None
        topic = chat.topics[int(space.thread)] if space.thread else None
        return str(user.sends_media(chat, "document", data=data, name=name, reply_to=replied, topic=topic).id)

    def files(self, space: Space) -> list[bytes]:
        chat = self._chat(space)
        return [
            self.server.files.by_id(one.content["document"]["file_id"]).data
            for one in chat.messages.values()
            if "document" in one.content and one.sender is self.server.bot
        ]

    def _mentions(self, text: str) -> list[Json]:
        """`@Name` as a client marks a person picked from its list."""
        found: list[Json] = []
        for user in self.server.users.values():
            start = text.find(f"@{user.first_name}") if user.id >= FIRST_PERSON else -1
            if start >= 0:
                offset, length = utf16_length(text[:start]), utf16_length(user.first_name) + 1
                mark = {"type": "text_mention", "offset": offset, "length": length, "user": user.json()}
                found.append(mark)
        ours = text.find(US)
        if ours >= 0:
            length = len(US)
            found.append({"type": "mention", "offset": utf16_length(text[:ours]), "length": length})
        return found

    async def command(self, who: str, space: Space, name: str, words: str, reply_to: str | None) -> None:
        await self.say(who, space, f"/{name} {words}".strip(), reply_to)

    async def edit(self, who: str, space: Space, message: str, text: str) -> None:
        self._user(who).edits(self._message(space, message), text)

    async def erase(self, who: str, space: Space, message: str) -> bool:
        self._user(who).deletes(self._message(space, message))
        return False

    async def make_thread(self, name: str) -> Space:
        self.garden_chat.forum = True
        return replace(self.garden, thread=str(self.garden_chat.opens_topic(name).id))

    async def drop_thread(self, thread: Space) -> None:
        chat = self._chat(thread)
        delete_topic(chat, chat.topics[int(thread.thread or 0)])

    async def menu(self, who: str, space: Space, message: str, name: str) -> bool:
        return False

    async def react(self, who: str, space: Space, message: str, emoji: str) -> None:
        self._user(who).reacts(self._message(space, message), emoji)

    def reactions(self, space: Space, message: str) -> int:
        return sum(map(len, self._message(space, message).reactions.values()))

    async def press(self, who: str, space: Space, message: str, payload: str) -> None:
        """A client that has not heard of a change yet still shows the buttons of before."""
        shown = self._message(space, message)
        if payload in [one.data for one in shown.buttons]:
            self._user(who).presses(shown, payload)
        else:
            self._user(who).forges(shown, payload)

    async def fill(self, who: str, form: Form | None, values: Mapping[str, str]) -> None:
        assert self._app is not None
        answered = -1
        while row := await self._app.store.row("form.at", p=self.platform, s=who):
            fields, answers = decode(row["form"]).fields, row["answers"]
            given = _count(answers)
            if given <= answered:
                return  # the question was asked again: it was not answered well
            answered = given
            self._user(who).says(None, values.get(fields[given].name) or "/skip")
            await self.settle()
            await self._app.settle()
        assert answered >= 0, f"no form was shown to {who}"

    async def rename(self, who: str, name: str) -> None:
        self._user(who).first_name = name

    async def join(self, who: str) -> None:
        self._user(who).joins(self.garden_chat)

    async def leave(self, who: str) -> None:
        self._user(who).leaves(self.garden_chat)

    async def ask(self, who: str) -> bool:
        self._user(who).requests_join(self.garden_chat)
        return True

    async def send(self, who: str, kind: str, text: str) -> str | None:
        user, garden = self._user(who), self.garden_chat
        if kind == "contact":
            number = {"phone_number": "+4912345", "first_name": text}
            return str(user.sends(garden, {"contact": number}).id)
        if kind == "channel":
            return str(user.says(garden, text, as_channel=self.server.channel("Ads")).id)
        if kind in ("photo", "voice", "sticker"):
            return str(user.sends_media(garden, kind, text or None).id)
        if kind == "poll":
            return str(user.asks(garden, text, "A", "B").id)
        stranger = self.server.user(900_000 + len(self.server.users), "Far")
        there = self.server.supergroup("Elsewhere", members=(stranger, user))
        said = stranger.says(there, text)
        if kind == "forward":
            return str(user.forwards(said, garden).id)
        return str(user.says(garden, text, reply_to=said).id)

    def freedom(self) -> object:
        return (dict(self.garden_chat.permissions), self.garden_chat.slow_mode)

    async def close_private(self, who: str) -> None:
        self._user(who).blocks()

    async def open_private(self, who: str) -> None:
        self._user(who).unblocks()

    def text(self, space: Space, message: str) -> str | None:
        found = self._chat(space).messages.get(int(message))
        return None if found is None else found.text or ""

    def notices(self, who: str) -> list[str]:
        presses = [one for one in self.server.presses.values() if one.user.id == int(who)]
        shown = [one.reply.text for one in presses if one.reply is not None and one.reply.text]
        return [*shown, *(one.text or "" for one in self._user(who).heard())]

    def muted(self, who: str) -> bool:
        member = self._member(who)
        return member.status is Status.RESTRICTED and not member.permissions.get("can_send_messages", False)

    def banned(self, who: str) -> bool:
        return self._member(who).status is Status.BANNED

    def present(self, who: str) -> bool:
        return self._member(who).present

    def _member(self, who: str) -> Member:
        return self.garden_chat.member(self._user(who))

    def _user(self, who: str) -> User:
        return self.server.users[int(who)]

    def _chat(self, space: Space) -> Chat:
        return self.server.chats[int(space.id)]

    def _message(self, space: Space, message: str) -> Message:
        return self._chat(space).messages[int(message)]


def _count(answers: str) -> int:

    return len(json.loads(answers))
