"""Posting and editing: how a draft becomes a message, for bots, people, webhooks and interactions alike."""

from __future__ import annotations

from dataclasses import dataclass

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.attachments import LARGEST, Attachment
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.content import Draft, Upload, empty_message
from tests.counterparts.discord.mentions import FROM_BOTS_AND_PEOPLE, Audience, Mentions
from tests.counterparts.discord.messages import Flag, Message, MessageKind, Reference, ReferenceKind
from tests.counterparts.discord.polls import poll_of
from tests.counterparts.discord.refusals import Refusal, invalid_form, unknown
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.world import World

TOO_LARGE = Refusal(413, 40005, "Request entity too large")
REPLIABLE = (MessageKind.DEFAULT, MessageKind.REPLY, MessageKind.SLASH_RESPONSE, MessageKind.MENU_RESPONSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """As what a message appears, beside its author."""

    kind: MessageKind = MessageKind.DEFAULT
    webhook_id: int | None = None
    application_id: int | None = None
    pings_by_default: tuple[str, ...] = FROM_BOTS_AND_PEOPLE
    interaction: Json | None = None
    interaction_metadata: Json | None = None
    reference: Reference | None = None
    flags: Flag = Flag.NONE


PLAIN = Byline()


def check_may_post(world: World, author: Account, channel: Channel, draft: Draft) -> None:
    """The rights that a post needs, and the state in which the channel must be."""
    rights = world.rights(author, channel)
    if Right.VIEW_CHANNEL not in rights:
        raise Refusal(403, 50001, "Missing Access")
    if not channel.speakable:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
    needed = Right.SEND_MESSAGES
    needed |= Right.EMBED_LINKS if draft.embeds and author.bot else Right.NONE
    needed |= Right.ATTACH_FILES if draft.uploads else Right.NONE
    if needed not in rights:
        raise Refusal(403, 50013, "Missing Permissions")
    if isinstance(channel, Thread) and channel.locked and Right.MANAGE_THREADS not in rights:
        raise Refusal(400, 160005, "Thread is locked")
    if draft.reference is not None and Right.READ_MESSAGE_HISTORY not in rights:
        raise Refusal(400, 160002, "Cannot reply without permission to read message history")


def check_may_write_privately(world: World, channel: Channel) -> None:
    """A person must accept private messages and share a guild with the bot."""
    person = channel.recipient
    if person is not None and (not person.accepts_private or not world.shares_guild_with_bot(person)):
        raise Refusal(403, 50007, "Cannot send messages to this user")


def post(world: World, channel: Channel, author: Account, draft: Draft, byline: Byline = PLAIN) -> Message:
    """Makes the message, keeps it (unless ephemeral) and tells the bot. Rights are the caller's business."""
    if not draft.says_something and Flag.LOADING not in byline.flags:
        raise empty_message()
    forwarded = _forwarded(world, author, draft)
    replied_to = None if forwarded is not None else _reference(channel, draft)
    message = Message(
        id=world.snowflakes.new(),
        channel=channel,
        author=author,
        at=world.now(),
        content=draft.content or "",
        kind=MessageKind.REPLY if replied_to is not None else byline.kind,
        flags=(draft.flags or Flag.NONE) | byline.flags,
        tts=draft.tts,
        embeds=list(draft.embeds or []),
        components=list(draft.components or []),
        allowed_mentions=draft.allowed_mentions,
        nonce=draft.nonce,
        reference=forwarded or replied_to or byline.reference,
        snapshots=[] if forwarded is None or forwarded.message is None else [forwarded.message.snapshot()],
        poll=None if draft.poll is None else poll_of(draft.poll, world.now()),
        webhook_id=byline.webhook_id,
        application_id=byline.application_id,
        interaction=byline.interaction,
        interaction_metadata=byline.interaction_metadata,
    )
    message.attachments = store(world, message, draft.uploads)
    replied = None if replied_to is None or replied_to.message is None else replied_to.message.author
    message.mentions = pings(world, message, byline.pings_by_default, replied)
    deliver(world, message)
    return message


def deliver(world: World, message: Message) -> None:
    """Puts a finished message into its channel."""
    channel = message.channel
    if not message.is_ephemeral:
        channel.messages[message.id] = message
        channel.last_message_id = message.id
        if isinstance(channel, Thread):
            _wake(world, channel, message.author)
    world.emit("MESSAGE_CREATE", _event(world, message), channel=channel)


def _event(world: World, message: Message) -> Json:
    return message.event_json(reader=world.bot.id) | {"channel_type": int(message.channel.kind)}


def _wake(world: World, thread: Thread, author: Account) -> None:
    """Speaking in a thread opens it again and makes one part of it."""
    thread.sent += 1
    thread.joined.setdefault(author.id, world.now())
    if thread.archived:
        thread.archived, thread.archive_at = False, world.now()
        world.emit("THREAD_UPDATE", thread.json(seen_by=world.bot.id), channel=thread)


def _reference(channel: Channel, draft: Draft) -> Reference | None:
    wanted = draft.reference
    if wanted is None:
        return None
    target = channel.messages.get(int(wanted["message_id"]))
    if target is None:
        if wanted.get("fail_if_not_exists") is False:
            return None
        raise invalid_form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
    if target.kind not in REPLIABLE:
        text = "Cannot reply to a system message"
        raise invalid_form("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", text)
    return refers_to(target)


def _forwarded(world: World, author: Account, draft: Draft) -> Reference | None:
    """What is forwarded: a message that the author can read, and no system message."""
    wanted = draft.reference
    if wanted is None or not draft.forwards:
        return None
    source = world.channels.get(int(wanted["channel_id"]))
    target = None if source is None else source.messages.get(int(wanted["message_id"]))
    if source is None or target is None or Right.VIEW_CHANNEL not in world.rights(author, source):
        raise invalid_form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
    if target.kind not in REPLIABLE:
        text = "Cannot forward a system message"
        raise invalid_form("message_reference", "MESSAGE_REFERENCE_INVALID_TYPE", text)
    return refers_to(target, ReferenceKind.FORWARD)


def refers_to(target: Message, kind: ReferenceKind = ReferenceKind.DEFAULT) -> Reference:
    """A reference to a message."""
    guild = target.channel.guild
    return Reference(
        kind=kind,
        channel_id=target.channel.id,
        message_id=target.id,
        guild_id=None if guild is None else guild.id,
        message=target,
    )


def store(world: World, message: Message, uploads: list[Upload]) -> list[Attachment]:
    """Keeps the files of a message."""
    if sum(len(one.content) for one in uploads) > LARGEST:
        raise TOO_LARGE
    kept = [
        Attachment(
            id=world.snowflakes.new(),
            channel_id=message.channel.id,
            filename=one.filename,
            content=one.content,
            clock=world.clock,
            description=one.description,
            ephemeral=message.is_ephemeral,
        )
        for one in uploads
    ]
    world.files |= {one.path: one for one in kept}
    return kept


def pings(world: World, message: Message, by_default: tuple[str, ...], replied: Account | None) -> Mentions:
    """Who is really pinged by a message as it stands."""
    guild = message.channel.guild
    audience = Audience(
        accounts=world.accounts,
        roles=[] if guild is None else list(guild.roles.values()),
        rights=world.rights(message.author, message.channel),
        by_default=by_default,
    )
    return audience.mentions(message.content, message.allowed_mentions, replied)


def edit(world: World, message: Message, draft: Draft) -> Message:
    """Changes what the draft names, and nothing else."""
    if draft.content is not None:
        message.content = draft.content
    if draft.embeds is not None:
        message.embeds = list(draft.embeds)
    if draft.components is not None:
        message.components = list(draft.components)
    if draft.kept_attachments is not None:
        message.attachments = [one for one in message.attachments if one.id in draft.kept_attachments]
    if draft.flags is not None:
        kept = message.flags & ~Flag.SUPPRESS_EMBEDS
        message.flags = kept | (draft.flags & (Flag.SUPPRESS_EMBEDS | Flag.COMPONENTS_V2))
    message.attachments += store(world, message, draft.uploads)
    if draft.allowed_mentions is not None or draft.content is not None:
        message.allowed_mentions = draft.allowed_mentions
        message.mentions = pings(world, message, FROM_BOTS_AND_PEOPLE, None)
    message.edited_at = world.now()
    announce_change(world, message)
    return message


def check_still_says_something(message: Message, draft: Draft) -> None:
    """An edit may not leave nothing behind."""
    parts = (
        message.content if draft.content is None else draft.content,
        message.embeds if draft.embeds is None else draft.embeds,
        message.components if draft.components is None else draft.components,
        message.attachments if draft.kept_attachments is None else draft.kept_attachments,
        draft.uploads,
    )
    if not any(parts):
        raise empty_message()


def announce_change(world: World, message: Message) -> None:
    """Tells the bot that a message looks different, for whatever reason."""
    world.emit("MESSAGE_UPDATE", _event(world, message), channel=message.channel)


def repeated(world: World, author: Account, draft: Draft) -> Message | None:
    """The message that already answers this nonce, when the draft enforces it within the window."""
    if not draft.enforce_nonce or draft.nonce is None:
        return None
    first = world.nonces.get((author.id, str(draft.nonce)))
    if first is None or world.now() - first[1] > world.nonce_window:
        return None
    if first[0].deleted:
        raise unknown("Message")
    return first[0]


def remember_nonce(world: World, message: Message) -> None:
    """Keeps the nonce of a message for later repeats."""
    if message.nonce is not None:
        world.nonces[message.author.id, str(message.nonce)] = (message, message.at)
