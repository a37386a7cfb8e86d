"""The local platform for stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.adapters.local.connect import Local
from bot.adapters.local.town import GARDEN, STAFF, STEWARD, Resident, Town
from bot.adapters.local.traces import FORGETS, forgetting
from bot.app import App
from bot.places import Place
from bot.settings import Settings
from chat.actions import Document, Form
from chat.messages import Attachment, Media
from chat.people import Language, Space


class LocalDriver:
    """Acts through the town's doorway."""

    platform = "local"
    garden = GARDEN
    staff = STAFF

    def __init__(self) -> None:
        self.town: Town
        self.local: Local
        self._app: App

    def settings(self, settings: Settings) -> Settings:
        return settings

    async def open(self, app: App) -> None:
        self._app = app
        self.town = Town(app.store, app.committer, app.system.clock)
        self.local = Local(town=self.town, inbox=app.inbox, clock=app.system.clock, ids=app.system.ids)
        app.serve(self.local)
        app.pipeline.tell(FORGETS, forgetting(self.town))
        app.places.configure([Place(space=GARDEN, title="Garden"), Place(space=STAFF, title="Staff")])
        await self.town.open()

    async def close(self) -> None:
        return None

    async def settle(self) -> None:
        return None

    async def resident(self, name: str, language: Language, *, staff: bool) -> str:
        native = f"{name.lower()}-{len(self.town.residents) + 1}"
        roles = frozenset({"staff"}) if staff else frozenset[str]()
        locale = "zh-CN" if language == "zh" else "en"
        await self.town.settle_in(Resident(id=native, name=name, locale=locale, roles=roles))
        return native

    async def say(self, who: str, space: Space, text: str, reply_to: str | None) -> str:
        return str((await self.local.doorway.says(who, space, text, reply_to)).id)

    async def send_file(self, who: str, space: Space, name: str, data: bytes, reply_to: str | None) -> str:
        file = Document(data=data, name=name)
        return str((await self.local.doorway.says(who, space, "", reply_to, file=file)).id)

    def files(self, space: Space) -> list[bytes]:
        return [
            one.file.data
            for one in self.town.sayings.values()
            if one.file
            and not one.deleted
            and one.author == STEWARD
            and (one.space.id, one.space.thread) == (space.id, space.thread)
        ]

    async def command(self, who: str, space: Space, name: str, words: str, reply_to: str | None) -> None:
        await self.say(who, space, f"/{name} {words}".strip(), reply_to)

    async def edit(self, who: str, space: Space, message: str, text: str) -> None:
        await self.local.doorway.edits(who, message, text)

    async def erase(self, who: str, space: Space, message: str) -> bool:
        await self.town.change(replace(self.town.sayings[int(message)], deleted=True))
        return False

    async def make_thread(self, name: str) -> Space:
        thread = await self.town.open_thread(name, self.garden, name)
        return replace(self.garden, thread=thread.id)

    async def drop_thread(self, thread: Space) -> None:
        name = thread.thread or ""
        self.town.threads[f"{name} (deleted)"] = self.town.threads.pop(name)
        for number, saying in list(self.town.sayings.items()):
            if saying.space.thread == name:
                self.town.sayings[number] = replace(saying, deleted=True)

    async def menu(self, who: str, space: Space, message: str, name: str) -> bool:
        return False

    async def react(self, who: str, space: Space, message: str, emoji: str) -> None:
        await self.local.doorway.reacts(who, message, added=emoji)

    def reactions(self, space: Space, message: str) -> int:
        return sum(map(len, self.town.reactions.get(int(message), {}).values()))

    async def press(self, who: str, space: Space, message: str, payload: str) -> None:
        await self.local.doorway.presses(who, message, payload)

    async def fill(self, who: str, form: Form | None, values: Mapping[str, str]) -> None:
        waiting = self.town.forms.of(who)
        assert waiting, f"no form was shown to {who}"
        await self.local.doorway.fills(who, waiting[-1].interaction, dict(values))

    async def rename(self, who: str, name: str) -> None:
        await self.town.settle_in(replace(self.town.residents[who], name=name))

    async def join(self, who: str) -> None:
        await self.local.doorway.joins(self.town.residents[who])

    async def leave(self, who: str) -> None:
        await self.local.doorway.leaves(who)

    async def ask(self, who: str) -> bool:
        await self.local.doorway.asks(self.town.residents[who])
        return True

    async def send(self, who: str, kind: str, text: str) -> str | None:
        facts: dict[str, dict[str, object]] = {
            "forward": {"forwarded": True},
            "elsewhere": {"elsewhere": True},
            "contact": {"attachments": (Attachment(media=Media.CONTACT),)},
            "poll": {"attachments": (Attachment(media=Media.POLL),), "quoted": f"{text}\nA\nB"},
            "photo": {"attachments": (Attachment(media=Media.PHOTO),)},
            "voice": {"attachments": (Attachment(media=Media.AUDIO),)},
            "sticker": {"attachments": (Attachment(media=Media.STICKER),)},
        }
        if kind not in facts:
            return None
        words = "" if kind == "poll" else text
        return str((await self.local.doorway.says(who, GARDEN, words, facts=facts[kind])).id)

    def freedom(self) -> object:
        return (self.town.locked, self.town.slow_mode, self.town.gated)

    async def close_private(self, who: str) -> None:
        await self.town.settle_in(replace(self.town.residents[who], closed=True))

    async def open_private(self, who: str) -> None:
        await self.town.settle_in(replace(self.town.residents[who], closed=False))

    def text(self, space: Space, message: str) -> str | None:
        saying = self.town.sayings.get(int(message))
        return None if saying is None or saying.deleted else saying.body.plain

    def notices(self, who: str) -> list[str]:
        return [one.body.plain for one in self.town.sayings.values() if one.seen_by == who]

    def muted(self, who: str) -> bool:
        until = self.town.residents[who].muted_until
        return until is not None and until > self._app.system.clock.now()

    def banned(self, who: str) -> bool:
        return self.town.residents[who].state == "banned"

    def present(self, who: str) -> bool:
        return self.town.residents[who].state == "member"
