"""Branching: opening threads, joining and leaving them, archiving and locking."""

from __future__ import annotations

from dataclasses import dataclass

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.audit import Deed, change, record
from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.messages import Flag, Message, MessageKind, Reference
from tests.counterparts.discord.posting import announce_change, deliver, refers_to
from tests.counterparts.discord.refusals import Refusal, invalid_form
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import ARCHIVE_MINUTES, Thread
from tests.counterparts.discord.world import World

MOST_ACTIVE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What thread is wanted."""

    name: str
    kind: Kind = Kind.PUBLIC_THREAD
    archive_after: int = 4320
    invitable: bool = True
    slow_mode: int = 0


def check_plan(plan: Plan) -> None:
    """Name and archive time within their limits."""
    if not 1 <= len(plan.name) <= 100:
        raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if plan.archive_after not in ARCHIVE_MINUTES:
        text = "Value must be one of (60, 1440, 4320, 10080)."
        raise invalid_form("auto_archive_duration", "BASE_TYPE_CHOICES", text)


def open_thread(
    world: World,
    parent: Channel,
    by: Account,
    plan: Plan,
    *,
    on: Message | None = None,
    reason: str | None = None,
) -> Thread:
    """Opens a thread, on a message or by itself; the opener is its first member."""
    assert parent.guild is not None
    check_plan(plan)
    if on is not None and (on.thread is not None or on.id in world.channels):
        raise Refusal(400, 160004, "A thread has already been created for this message")
    if len(parent.guild.active_threads) >= MOST_ACTIVE:
        raise Refusal(400, 160006, "Maximum number of active threads reached")
    thread = Thread(
        id=world.snowflakes.new() if on is None else on.id,
        kind=Kind.ANNOUNCEMENT_THREAD if parent.kind is Kind.ANNOUNCEMENT else plan.kind,
        guild=parent.guild,
        name=plan.name,
        parent_id=parent.id,
        parent=parent,
        owner_id=by.id,
        made_at=world.now(),
        archive_at=world.now(),
        archive_after=plan.archive_after,
        invitable=plan.invitable,
        slow_mode=plan.slow_mode,
        joined={by.id: world.now()},
    )
    world.channels[thread.id] = parent.guild.threads[thread.id] = thread
    shown = thread.json(seen_by=world.bot.id) | {"newly_created": True}
    world.emit("THREAD_CREATE", shown, channel=thread)
    record(parent.guild, Deed.THREAD_CREATE, by=by.id, target=thread.id, reason=reason)
    _announce(world, thread, by, on)
    return thread


def _announce(world: World, thread: Thread, by: Account, on: Message | None) -> None:
    """A starter line in the thread, or a notice in the parent; private threads are not announced."""
    if on is not None:
        on.thread, on.flags = thread, on.flags | Flag.HAS_THREAD
        announce_change(world, on)
        starter = _system(world, thread, by, MessageKind.THREAD_STARTER)
        starter.reference = refers_to(on)
        deliver(world, starter)
    elif not thread.is_private:
        notice = _system(world, thread.parent, by, MessageKind.THREAD_CREATED)
        assert thread.guild is not None
        notice.content = thread.name
        notice.reference = Reference(channel_id=thread.id, message_id=None, guild_id=thread.guild.id)
        deliver(world, notice)


def _system(world: World, channel: Channel, by: Account, kind: MessageKind) -> Message:
    return Message(id=world.snowflakes.new(), channel=channel, author=by, at=world.now(), kind=kind)


def change_thread(world: World, thread: Thread, body: Json, *, by: int, reason: str | None = None) -> None:
    """Takes over name, archive, lock and the like."""
    assert thread.guild is not None
    before = (thread.archived, thread.locked, thread.name)
    thread.name = body.get("name") or thread.name
    thread.archived = bool(body.get("archived", thread.archived))
    thread.locked = bool(body.get("locked", thread.locked))
    thread.invitable = bool(body.get("invitable", thread.invitable))
    thread.archive_after = body.get("auto_archive_duration") or thread.archive_after
    if body.get("rate_limit_per_user") is not None:
        thread.slow_mode = body["rate_limit_per_user"]
    if thread.archived != before[0]:
        thread.archive_at = world.now()
    names = ("archived", "locked", "name")
    after = (thread.archived, thread.locked, thread.name)
    changes = [change(*one) for one in zip(names, before, after, strict=True) if one[1] != one[2]]
    record(thread.guild, Deed.THREAD_UPDATE, by=by, target=thread.id, reason=reason, changes=changes)
    world.emit("THREAD_UPDATE", thread.json(seen_by=world.bot.id), channel=thread)


def delete_thread(world: World, thread: Thread, *, by: int, reason: str | None = None) -> None:
    """Takes the thread away with all that was said in it."""
    assert thread.guild is not None
    event = {
        "id": str(thread.id),
        "guild_id": str(thread.guild.id),
        "parent_id": str(thread.parent.id),
        "type": int(thread.kind),
    }
    world.emit("THREAD_DELETE", event, channel=thread)
    del thread.guild.threads[thread.id], world.channels[thread.id]
    record(thread.guild, Deed.THREAD_DELETE, by=by, target=thread.id, reason=reason)


def let_in(world: World, thread: Thread, account: Account) -> None:
    """Adds a person; a bot that is added to a private thread learns of it now."""
    assert thread.guild is not None
    if account.id in thread.joined:
        return
    thread.joined[account.id] = world.now()
    if account is world.bot:
        world.emit("THREAD_CREATE", thread.json(seen_by=account.id), channel=thread)
        own = thread.member_json(account.id) | {"guild_id": str(thread.guild.id)}
        world.emit("THREAD_MEMBER_UPDATE", own, channel=thread)
    added = thread.member_json(account.id)
    member = thread.guild.members.get(account.id)
    shown = added if member is None else added | {"member": member.json(), "presence": None}
    world.emit("THREAD_MEMBERS_UPDATE", _membership(thread) | {"added_members": [shown]}, channel=thread)


def let_out(world: World, thread: Thread, account: Account) -> None:
    """Removes a person."""
    if account.id in thread.joined:
        event = _membership(thread) | {
            "removed_member_ids": [str(account.id)],
            "member_count": len(thread.joined) - 1,
        }
        world.emit("THREAD_MEMBERS_UPDATE", event, channel=thread)
        del thread.joined[account.id]


def _membership(thread: Thread) -> Json:
    assert thread.guild is not None
    return {
        "id": str(thread.id),
        "guild_id": str(thread.guild.id),
        "member_count": min(len(thread.joined), 50),
    }
