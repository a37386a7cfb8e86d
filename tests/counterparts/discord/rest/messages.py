"""Messages of a channel: sending, reading, changing, deleting, pinning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tests.counterparts.discord import pinning, posting, removal
from tests.counterparts.discord.accounts import Privilege
from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.content import draft_of
from tests.counterparts.discord.events import BLANKED, is_hidden
from tests.counterparts.discord.messages import Flag, Message
from tests.counterparts.discord.refusals import Refusal, invalid_form, number
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json, moment


def send(ask: Ask) -> Reply:
    """Posts a message; a repeated nonce returns the first one and posts nothing."""
    channel = ask.channel()
    draft = draft_of(ask.body, ask.uploads)
    if draft.flags is not None:
        draft.flags &= ~Flag.EPHEMERAL
    if channel.guild is None:
        posting.check_may_write_privately(ask.world, channel)
    else:
        posting.check_may_post(ask.world, ask.me, channel, draft)
    first = posting.repeated(ask.world, ask.me, draft)
    if first is not None:
        return ok(ask.shown(first))
    message = posting.post(ask.world, channel, ask.me, draft)
    posting.remember_nonce(ask.world, message)
    return ok(ask.shown(message))


def read(ask: Ask) -> Reply:
    """One message."""
    channel = ask.channel()
    ask.needs(channel, Right.READ_MESSAGE_HISTORY)
    return ok(readable(ask, ask.message(channel)))


def readable(ask: Ask, message: Message) -> Json:
    """The message over REST: without the granted privilege content is kept back here too."""
    shown = ask.shown(message)
    guild = message.channel.guild
    if guild is None or Privilege.MESSAGE_CONTENT in ask.world.application.privileges:
        return shown
    hidden = is_hidden(shown | {"guild_id": str(guild.id)}, ask.me.id)
    return shown | BLANKED if hidden else shown


def history(ask: Ask) -> Reply:
    """Newest first; `after` gives those that follow next. Without the right to read history: nothing."""
    channel = ask.channel()
    limit = number(ask.query, "limit", 50, 1, 100)
    if Right.READ_MESSAGE_HISTORY not in ask.world.rights(ask.me, channel):
        return ok([])
    given = [key for key in ("before", "after", "around") if key in ask.query]
    if len(given) > 1:
        raise invalid_form(given[1], "BASE_TYPE_EXCLUSIVE", "before, after and around exclude each other")
    chosen = _window(channel, ask.query, limit)
    return ok([readable(ask, message) for message in reversed(chosen)])


def _window(channel: Channel, query: Mapping[str, str], limit: int) -> list[Message]:
    messages = channel.transcript()
    if "after" in query:
        return [one for one in messages if one.id > int(query["after"])][:limit]
    if "around" in query:
        middle = int(query["around"])
        older = [one for one in messages if one.id <= middle][-(limit // 2 + 1) :]
        return older + [one for one in messages if one.id > middle][: limit - len(older)]
    before = query.get("before")
    return [one for one in messages if before is None or one.id < int(before)][-limit:]


def change(ask: Ask) -> Reply:
    """Edits an own message; of others only the embeds can be hidden."""
    channel = ask.channel()
    message = ask.message(channel)
    _refuse_in_archive(channel)
    draft = draft_of(ask.body, ask.uploads, layout=Flag.COMPONENTS_V2 in message.flags)
    if message.author is not ask.me or (message.webhook_id is not None and message.application_id is None):
        if set(ask.body) - {"flags", "tts"}:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        ask.needs(channel, Right.MANAGE_MESSAGES)
    posting.check_still_says_something(message, draft)
    return ok(ask.shown(posting.edit(ask.world, message, draft)))


def _refuse_in_archive(channel: Channel) -> None:
    if getattr(channel, "archived", False):
        raise Refusal(400, 50083, "Thread is archived")


def delete(ask: Ask) -> Reply:
    """Takes a message away."""
    channel = ask.channel()
    message = ask.message(channel)
    if message.author is not ask.me:
        if channel.guild is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        ask.needs(channel, Right.MANAGE_MESSAGES)
    _refuse_in_archive(channel)
    removal.delete(ask.world, message, by=ask.me.id, reason=ask.reason)
    return NOTHING


def delete_many(ask: Ask) -> Reply:
    """Takes up to a hundred away at once."""
    channel, _ = ask.guild_channel()
    ask.needs(channel, Right.MANAGE_MESSAGES)
    wanted = [int(one) for one in ask.body.get("messages") or []]
    removal.bulk_delete(ask.world, channel, wanted, by=ask.me.id, reason=ask.reason)
    return NOTHING


def pins(ask: Ask) -> Reply:
    """Pinned messages, the latest pin first."""
    channel = ask.channel()
    limit = number(ask.query, "limit", 50, 1, 50)
    before = ask.query.get("before")
    held = [one for one in channel.pinned() if one.pinned_at is not None]
    if before is not None:
        held = [
            one
            for one in held
            if one.pinned_at is not None and one.pinned_at < datetime.fromisoformat(before)
        ]
    items = [
        {"pinned_at": moment(one.pinned_at), "message": readable(ask, one)}
        for one in held[:limit]
        if one.pinned_at is not None
    ]
    return ok({"items": items, "has_more": len(held) > limit})


def old_pins(ask: Ask) -> Reply:
    """The older form: up to fifty of them, as a plain list."""
    return ok([readable(ask, one) for one in ask.channel().pinned()[:50]])


def pin(ask: Ask) -> Reply:
    """Pins."""
    channel = ask.channel()
    ask.needs(channel, Right.PIN_MESSAGES)
    pinning.pin(ask.world, ask.message(channel), ask.me, ask.reason)
    return NOTHING


def unpin(ask: Ask) -> Reply:
    """Unpins."""
    channel = ask.channel()
    ask.needs(channel, Right.PIN_MESSAGES)
    pinning.unpin(ask.world, ask.message(channel), ask.me, ask.reason)
    return NOTHING


def crosspost(ask: Ask) -> Reply:
    """Publishes a message of an announcement channel to its followers."""
    channel, _ = ask.guild_channel()
    message = ask.message(channel)
    if channel.kind is not Kind.ANNOUNCEMENT:
        raise Refusal(400, 50024, "Cannot execute action on this channel type")
    ask.needs(channel, Right.SEND_MESSAGES)
    if message.author is not ask.me:
        ask.needs(channel, Right.MANAGE_MESSAGES)
    if Flag.CROSSPOSTED in message.flags:
        raise Refusal(400, 40033, "This message has already been crossposted")
    message.flags |= Flag.CROSSPOSTED
    posting.announce_change(ask.world, message)
    return ok(ask.shown(message))


ONE = "/channels/{channel_id}/messages/{message_id}"
ROUTES = (
    Route("POST", "/channels/{channel_id}/messages", send),
    Route("GET", "/channels/{channel_id}/messages", history),
    Route("POST", "/channels/{channel_id}/messages/bulk-delete", delete_many),
    Route("GET", "/channels/{channel_id}/messages/pins", pins),
    Route("PUT", "/channels/{channel_id}/messages/pins/{message_id}", pin),
    Route("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", unpin),
    Route("GET", "/channels/{channel_id}/pins", old_pins),
    Route("PUT", "/channels/{channel_id}/pins/{message_id}", pin),
    Route("DELETE", "/channels/{channel_id}/pins/{message_id}", unpin),
    Route("GET", ONE, read),
    Route("PATCH", ONE, change),
    Route("DELETE", ONE, delete),
    Route("POST", ONE + "/crosspost", crosspost),
)
