"""Actions → Discord's REST, through discord.py."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.adapters.discord.errors import outcome_of
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.markup import mentioned, to_markdown, to_view
from chat.actions import (
    Acknowledge,
    Action,
    Ban,
    CloseThread,
    Degraded,
    Delete,
    Done,
    Edit,
    LeaveSpace,
    Lock,
    Mute,
    NotNow,
    OpenThread,
    Outcome,
    Pin,
    Post,
    Refused,
    Remove,
    Sanction,
    ShowForm,
    SlowMode,
    Unban,
    Unmute,
    Unsupported,
)
from chat.messages import MessageRef
from chat.people import Space
from chat.ports import Clock, Errand
from chat.text import Rich

LONGEST_TIMEOUT = timedelta(days=28) - timedelta(minutes=1)
BULK_AGE = timedelta(days=14) - timedelta(minutes=5)
NONCE_WINDOW = timedelta(seconds=60)
REASON = 512


@dataclass(slots=True)
class Hands:
    """Performs errands with one connected client."""

    client: discord.Client
    interactions: Interactions
    clock: Clock

    async def perform(self, errand: Errand) -> Outcome:
        """Do it; a platform's no is an outcome."""
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
            case Edit():
                return await self._edit(action)
            case Delete():
                return await self._delete(action)
            case Acknowledge():
                return await self.interactions.acknowledge(action)
            case ShowForm():
                return await self.interactions.show_form(action)
            case Pin():
                return await self._pin(action)
            case OpenThread() | CloseThread():
                return await self._thread(action)
            case SlowMode() | Lock():
                return await self._channel_setting(action)
            case LeaveSpace():
                guild = (await self._channel(_space(action))).guild
                await guild.leave()
                return Done()
            case Sanction():
                return await self._sanction(action, errand)
            case _:
                return Unsupported()

    async def _post(self, post: Post, errand: Errand) -> Outcome:
        assert isinstance(post.body, Rich)
        channel = await self._target(_space(post))
        options: dict[str, Any] = {}
        files = [discord.File(io.BytesIO(one.data), one.name) for one in (post.picture, post.document) if one]
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
        return Done((str(message.id),))

    async def _edit(self, action: Edit) -> Outcome:
        assert isinstance(action.message, MessageRef)
        assert isinstance(action.body, Rich)
        message = await self._message(action.message)
        await message.edit(
            content=to_markdown(action.body),
            view=to_view(action.buttons),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return Done((action.message.id,))

    async def _delete(self, action: Delete) -> Outcome:
        """Young messages in bulk, old ones singly; what is gone already is as good as deleted."""
        channel = await self._target(_space(action))
        ids = sorted({int(one) for one in action.messages if one.isdigit()})
        oldest = discord.utils.time_snowflake(self.clock.now() - BULK_AGE)
        young = [one for one in ids if one > oldest]
        if len(young) > 1 and isinstance(channel, discord.TextChannel | discord.Thread):
            for start in range(0, len(young), 100):
                await channel.delete_messages([discord.Object(one) for one in young[start : start + 100]])
            ids = [one for one in ids if one <= oldest]
        for one in ids:
            try:
                await channel.get_partial_message(one).delete()
            except discord.NotFound:
                continue
        return Done()

    async def _pin(self, action: Pin) -> Outcome:
        assert isinstance(action.message, MessageRef)
        message = await self._message(action.message)
        await (message.pin() if action.pinned else message.unpin())
        return Done()

    async def _thread(self, action: OpenThread | CloseThread) -> Outcome:
        if isinstance(action, OpenThread):
            channel = await self._channel(_space(action))
            thread = await channel.create_thread(
                name=action.title[:100] or "…", type=discord.ChannelType.public_thread
            )
            return Done((str(thread.id),))
        found = await self._target(_space(action))
        if not isinstance(found, discord.Thread):
            return Refused("thread.gone")
        await found.edit(archived=action.closed, locked=action.closed)
        return Done()

    async def _channel_setting(self, action: SlowMode | Lock) -> Outcome:
        channel = await self._channel(_space(action))
        if isinstance(action, SlowMode):
            await channel.edit(slowmode_delay=min(int(action.delay.total_seconds()), 21_600))
            return Done()
        everyone = channel.guild.default_role
        overwrite = channel.overwrites_for(everyone)
        overwrite.send_messages = False if action.locked else None
        await channel.set_permissions(everyone, overwrite=overwrite)
        return Done()

    async def _sanction(self, action: Sanction, errand: Errand) -> Outcome:
        guild: discord.Guild = (await self._channel(_space(action))).guild
        if not errand.account.isdigit():
            return Refused("person.unknown")
        reason = action.why[:REASON] or None
        user = discord.Object(int(errand.account))
        match action:
            case Ban():
                await guild.ban(user, reason=reason, delete_message_seconds=0)
                return Done()
            case Unban():
                try:
                    await guild.unban(user, reason=reason)
                except discord.NotFound:
                    return Done()
                return Done()
        member = guild.get_member(user.id) or await guild.fetch_member(user.id)
        match action:
            case Mute():
                return await self._mute(member, action.until, reason)
            case Unmute():
                await member.timeout(None, reason=reason)
            case Remove():
                await member.kick(reason=reason)
            case _:
                return Unsupported()
        return Done()

    async def _mute(self, member: discord.Member, until: datetime, reason: str | None) -> Outcome:
        longest = self.clock.now() + LONGEST_TIMEOUT
        await member.timeout(min(until, longest), reason=reason)
        return Done() if until <= longest else Degraded("mute.28_days")

    async def recover(self, errand: Errand) -> Outcome | None:
        """A post: within 60 s the nonce makes a repeat harmless; later our own message is looked for."""
        action = errand.action
        if not isinstance(action, Post | OpenThread):
            return None
        if isinstance(action, Post) and self.clock.now() - errand.first_try < NONCE_WINDOW:
            return NotNow(timedelta(), why="nonce")
        try:
            found = await (
                self._said(action, errand) if isinstance(action, Post) else self._opened(action, errand)
            )
        except (discord.DiscordException, OSError, TimeoutError):
            return None
        return Done((found,)) if found else None

    async def _said(self, post: Post, errand: Errand) -> str:
        assert isinstance(post.body, Rich)
        channel = await self._target(_space(post))
        text = to_markdown(post.body)
        async for message in channel.history(after=errand.first_try - timedelta(seconds=10), limit=300):
            if message.author == self.client.user and message.content == text:
                return str(message.id)
        return ""

    async def _opened(self, action: OpenThread, errand: Errand) -> str:
        channel = await self._channel(_space(action))
        for thread in await channel.guild.active_threads():
            is_ours = (
                thread.owner_id == getattr(self.client.user, "id", None) and thread.parent_id == channel.id
            )
            is_new = thread.created_at is not None and thread.created_at >= errand.first_try - timedelta(
                seconds=10
            )
            if is_ours and is_new and thread.name == (action.title[:100] or "…"):
                return str(thread.id)
        return ""

    async def _message(self, ref: MessageRef) -> discord.PartialMessage:
        channel = await self._target(ref.space)
        partial: discord.PartialMessage = channel.get_partial_message(int(ref.id))
        return partial

    async def _target(self, space: Space) -> Any:
        """Where messages of a space are: the thread, the channel, or the person's direct messages."""
        if space.is_private:
            user = self.client.get_user(int(space.id)) or await self.client.fetch_user(int(space.id))
            return user.dm_channel or await user.create_dm()
        return await self._channel(space, thread=True)

    async def _channel(self, space: Space, *, thread: bool = False) -> Any:
        native = int(space.thread if thread and space.thread else space.id)
        return self.client.get_channel(native) or await self.client.fetch_channel(native)


def _space(action: Action) -> Space:
    assert isinstance(action.to, Space)
    return action.to


def nonce_of(key: str) -> str:
    """22 characters that stand for an action's stored key, in the 25 that Discord allows."""
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
