"""Actions → Discord's REST, through discord.py."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import discord

from bot.adapters.discord.errors import outcome_of
from bot.adapters.discord.files import fetch
from bot.adapters.discord.freedom import Freedom
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.markup import mentioned, to_markdown, to_view
from bot.adapters.discord.memory import nonce_of, opened, said, title_of
from bot.adapters.discord.powers import Powers
from bot.adapters.discord.settings import DiscordSettings
from bot.adapters.discord.wall import Walls
from chat.actions import (
    Acknowledge,
    Action,
    ClearReactions,
    CloseThread,
    Degraded,
    Delete,
    Done,
    Edit,
    Gate,
    LeaveSpace,
    Lock,
    NotNow,
    OpenThread,
    Outcome,
    Pin,
    Post,
    Refused,
    Restore,
    Sanction,
    ShowForm,
    ShowTyping,
    SlowMode,
    Survey,
    TooLate,
    Unsupported,
    Wall,
)
from chat.messages import Attachment, Carried, MessageRef
from chat.people import Space
from chat.ports import Clock, Errand
from chat.text import Rich

BULK_AGE = timedelta(days=14) - timedelta(minutes=5)
NONCE_WINDOW = timedelta(seconds=60)
ASLEEP = 50083
"""Discord's code for a thread that is archived."""


@dataclass(slots=True)
class Hands:
    """Performs errands with one connected client."""

    client: discord.Client
    interactions: Interactions
    clock: Clock
    speakers: frozenset[int] = frozenset()
    settings: DiscordSettings = field(default_factory=DiscordSettings)
    walls: Walls = field(init=False)
    _powers: Powers = field(init=False)
    _freedom: Freedom = field(init=False)

    def __post_init__(self) -> None:
        self._powers = Powers(self.clock)
        self.walls = Walls(self.client, self.settings, self.speakers)
        self._freedom = Freedom(self.client.http, self.clock, self.speakers)

    async def perform(self, errand: Errand) -> Outcome:
        """Do it; a platform's no is an outcome."""
        if not _is_native(_space(errand.action)):
            return Refused("space.gone")
        try:
            return await self._do(errand.action, errand)
        except (discord.DiscordException, OSError, TimeoutError, RuntimeError) as error:
            return outcome_of(error)
        except Exception as error:
            if type(error).__module__.startswith("aiohttp"):
                return outcome_of(error)
            raise

    async def _do(self, action: Action, errand: Errand) -> Outcome:
        match action:
            case Post():
                return await self._post(action, errand)
            case Edit(message=MessageRef() as ref):
                return await self._even_asleep(ref.space, partial(self._edit, action, ref))
            case Delete() | ClearReactions():
                return await self._even_asleep(_space(action), partial(self._take_down, action, errand))
            case Acknowledge():
                return await self.interactions.acknowledge(action)
            case ShowForm():
                return await self._form(action, errand)
            case Pin():
                return await self._pin(action)
            case OpenThread() | CloseThread():
                return await self._thread(action)
            case SlowMode() | Lock() | Gate() | Survey() | Restore():
                return await self._freedom.use(await self._channel(_space(action)), action)
            case ShowTyping():
                await self.client.http.send_typing((await self.target(_space(action))).id)
                return Done()
            case Wall():
                return await self.walls.build(action)
            case LeaveSpace() | Sanction():
                return await self._powers.use(await self._channel(_space(action)), action, errand)
            case _:
                return Unsupported()

    async def _post(self, post: Post, errand: Errand) -> Outcome:
        assert isinstance(post.body, Rich)
        channel = await self.target(_space(post))
        options: dict[str, Any] = {}
        given = [*(one for one in (post.picture, post.document) if one), *errand.files]
        files = [discord.File(io.BytesIO(one.data), one.name) for one in given]
        again = [await self._again(one) for one in post.carried if one.platform == "discord"]
        files += [one for one in again if one is not None]
        if files:
            options["files"] = files
        view = to_view(post.buttons)
        if view is not None:
            options["view"] = view
        if post.reply_to is not None and post.reply_to.id.isdigit():
            options["reference"] = discord.MessageReference(
                message_id=int(post.reply_to.id), channel_id=channel.id, fail_if_not_exists=False
            )
        message = await channel.send(
            to_markdown(post.body),
            nonce=nonce_of(errand.key),
            silent=post.silent,
            suppress_embeds=True,
            allowed_mentions=discord.AllowedMentions(
                everyone=False, roles=False, replied_user=False, users=mentioned(post.body)
            ),
            **options,
        )
        ids = (str(message.id),)
        return Degraded("file.not_carried", ids) if None in again else Done(ids)

    async def _again(self, carried: Carried) -> discord.File | None:
        """A file of this platform, to be sent once more."""
        data = await self.fetch(carried.attachment)
        return discord.File(io.BytesIO(data), carried.attachment.name) if data is not None else None

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """The bytes of an attachment; None when they are gone."""
        return await fetch(self.client.http, attachment)

    async def _form(self, action: ShowForm, errand: Errand) -> Outcome:
        """A typed command has nothing on which a form could open: it is pointed to its slash."""
        if action.interaction:
            return await self.interactions.show_form(action)
        channel = await self.target(_space(action))
        await channel.send(self.interactions.needs_slash(action.language), nonce=nonce_of(errand.key))
        return TooLate("form.needs_slash")

    async def _even_asleep(self, space: Space, act: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """What stands in a thread that sleeps (archived) is changed by waking it for that moment."""
        try:
            return await act()
        except discord.HTTPException as error:
            thread = await self.target(space) if error.code == ASLEEP else None
            if not isinstance(thread, discord.Thread):
                raise
        is_locked = thread.locked
        await thread.edit(archived=False)
        try:
            return await act()
        finally:
            await thread.edit(archived=True, locked=is_locked)

    async def _edit(self, action: Edit, ref: MessageRef) -> Outcome:
        assert isinstance(action.body, Rich)
        message = await self.message(ref)
        bare: dict[str, Any] = {"attachments": []} if action.bare else {}
        await message.edit(
            content=to_markdown(action.body),
            view=to_view(action.buttons),
            allowed_mentions=discord.AllowedMentions.none(),
            **bare,
        )
        return Done((ref.id,))

    async def _take_down(self, action: Delete | ClearReactions, errand: Errand) -> Outcome:
        return await (self._delete(action) if isinstance(action, Delete) else self._clear(action, errand))

    async def _delete(self, action: Delete) -> Outcome:
        """Young messages in bulk, old ones singly; what is gone already is as good as deleted."""
        channel = await self.target(_space(action))
        ids = sorted({int(one) for one in action.messages if one.isdigit()})
        oldest = discord.utils.time_snowflake(self.clock.now() - BULK_AGE)
        young = [one for one in ids if one > oldest]
        if len(young) > 1 and isinstance(channel, discord.TextChannel | discord.Thread):
            for start in range(0, len(young), 100):
                await channel.delete_messages([discord.Object(one) for one in young[start : start + 100]])
            ids = sorted(set(ids) - set(young))
        for one in ids:
            try:
                await channel.get_partial_message(one).delete()
            except discord.NotFound:
                continue
        return Done()

    async def _clear(self, action: ClearReactions, errand: Errand) -> Outcome:
        """Emoji by emoji; what is gone already is as good as taken away."""
        channel, person = await self.target(_space(action)), discord.Object(int(errand.account))
        for message, emoji in action.marks:
            with suppress(discord.NotFound):
                await channel.get_partial_message(int(message)).remove_reaction(emoji, person)
        return Done()

    async def _pin(self, action: Pin) -> Outcome:
        assert isinstance(action.message, MessageRef)
        message = await self.message(action.message)
        await (message.pin() if action.pinned else message.unpin())
        return Done()

    async def _thread(self, action: OpenThread | CloseThread) -> Outcome:
        if isinstance(action, OpenThread):
            channel = await self._channel(_space(action))
            thread = await channel.create_thread(
                name=title_of(action), type=discord.ChannelType.public_thread
            )
            return Done((str(thread.id),))
        found = await self.target(_space(action))
        if not isinstance(found, discord.Thread):
            return Refused("thread.gone")
        if (found.archived, found.locked) != (action.closed, action.closed):
            await found.edit(archived=action.closed, locked=action.closed)
        return Done()

    async def recover(self, errand: Errand) -> Outcome | None:
        """A post: within 60 s the nonce makes a repeat harmless; later our own message is looked for."""
        action = errand.action
        if isinstance(action, Post) and self.clock.now() - errand.first_try < NONCE_WINDOW:
            return NotNow(timedelta(), why="nonce")
        try:
            if isinstance(action, Post):
                found = await said(await self.target(_space(action)), self._me, action, errand)
            elif isinstance(action, OpenThread):
                found = await opened(await self._channel(_space(action)), action, errand)
            else:
                return None
        except (discord.DiscordException, OSError, TimeoutError):
            return None
        return Done((found,)) if found else None

    @property
    def _me(self) -> int:
        return self.client.user.id if self.client.user else 0

    async def message(self, ref: MessageRef) -> discord.PartialMessage:
        """A message that exists, without asking for it."""
        channel = await self.target(ref.space)
        partial: discord.PartialMessage = channel.get_partial_message(int(ref.id))
        return partial

    async def target(self, space: Space) -> Any:
        """Where messages of a space are: the thread, the channel, or the person's direct messages."""
        if space.is_private:
            user = self.client.get_user(int(space.id)) or await self.client.fetch_user(int(space.id))
            return user.dm_channel or await user.create_dm()
        return await self._channel(space, thread=True)

    async def _channel(self, space: Space, *, thread: bool = False) -> Any:
        native = int(space.thread if thread and space.thread else space.id)
        return self.client.get_channel(native) or await self.client.fetch_channel(native)


def _is_native(space: Space) -> bool:
    return space.id.isdigit() and (space.thread is None or space.thread.isdigit())


def _space(action: Action) -> Space:
    assert isinstance(action.to, Space)
    return action.to
