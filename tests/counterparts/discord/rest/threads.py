"""Threads: opening, membership, lists of the active and the archived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.counterparts.discord import branching
from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.refusals import Refusal, number, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import Thread


def open_on_message(ask: Ask) -> Reply:
    """A thread on a message."""
    channel = _branchable(ask)
    ask.needs(channel, Right.CREATE_PUBLIC_THREADS)
    return _opened(ask, channel, _plan(ask.body, Kind.PUBLIC_THREAD), on=True)


def open_alone(ask: Ask) -> Reply:
    """A thread on nothing; private unless the request says otherwise."""
    channel = _branchable(ask)
    kind = Kind(ask.body.get("type") or Kind.PRIVATE_THREAD)
    private = kind is Kind.PRIVATE_THREAD
    ask.needs(channel, Right.CREATE_PRIVATE_THREADS if private else Right.CREATE_PUBLIC_THREADS)
    return _opened(ask, channel, _plan(ask.body, kind), on=False)


def _branchable(ask: Ask) -> Channel:
    channel, _ = ask.guild_channel()
    if channel.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
        raise Refusal(400, 50024, "Cannot execute action on this channel type")
    return channel


def _plan(body: Json, kind: Kind) -> branching.Plan:
    return branching.Plan(
        name=body.get("name") or "",
        kind=kind,
        archive_after=body.get("auto_archive_duration") or 4320,
        invitable=body.get("invitable") is not False,
        slow_mode=body.get("rate_limit_per_user") or 0,
    )


def _opened(ask: Ask, channel: Channel, plan: branching.Plan, *, on: bool) -> Reply:
    message = ask.message(channel) if on else None
    thread = branching.open_thread(ask.world, channel, ask.me, plan, on=message, reason=ask.reason)
    return Reply(status=201, body=thread.json(seen_by=ask.me.id))


def members(ask: Ask) -> Reply:
    """Who is in the thread."""
    thread = ask.thread()
    return ok([thread.member_json(one) for one in thread.joined])


def one_member(ask: Ask) -> Reply:
    """Whether somebody is."""
    thread, person = ask.thread(), ask.number("user_id")
    if person not in thread.joined:
        raise unknown("Member")
    return ok(thread.member_json(person))


def join(ask: Ask) -> Reply:
    """The bot steps in."""
    branching.let_in(ask.world, _open(ask), ask.me)
    return NOTHING


def leave(ask: Ask) -> Reply:
    """The bot steps out."""
    branching.let_out(ask.world, _open(ask), ask.me)
    return NOTHING


def add(ask: Ask) -> Reply:
    """Brings somebody in."""
    thread, account = _open(ask), ask.account()
    ask.needs(thread, Right.SEND_MESSAGES)
    assert thread.guild is not None
    if account.id not in thread.guild.members:
        raise unknown("Member")
    branching.let_in(ask.world, thread, account)
    return NOTHING


def remove(ask: Ask) -> Reply:
    """Shows somebody out."""
    thread = _open(ask)
    if not (thread.is_private and thread.owner_id == ask.me.id):
        ask.needs(thread, Right.MANAGE_THREADS)
    branching.let_out(ask.world, thread, ask.account())
    return NOTHING


def _open(ask: Ask) -> Thread:
    thread = ask.thread()
    if thread.archived:
        raise Refusal(400, 50083, "Thread is archived")
    return thread


def active(ask: Ask) -> Reply:
    """All active threads of the guild that the bot can see."""
    guild = ask.guild()
    seen = [thread for thread in guild.active_threads if ask.world.bot_sees(thread)]
    newest = sorted(seen, key=lambda thread: thread.id, reverse=True)
    return ok(_listed(ask, newest))


def archived_public(ask: Ask) -> Reply:
    """Archived public threads, the latest archived first."""
    return _archived(ask, lambda thread: not thread.is_private)


def archived_private(ask: Ask) -> Reply:
    """Archived private threads; for those who manage threads."""
    ask.needs(ask.channel(), Right.MANAGE_THREADS)
    return _archived(ask, lambda thread: thread.is_private)


def archived_own(ask: Ask) -> Reply:
    """Archived private threads in which the bot is."""
    return _archived(ask, lambda thread: thread.is_private and ask.me.id in thread.joined)


def _archived(ask: Ask, wanted: Callable[[Thread], bool]) -> Reply:
    channel, guild = ask.guild_channel()
    ask.needs(channel, Right.READ_MESSAGE_HISTORY)
    limit = number(ask.query, "limit", 50, 2, 100)
    before = ask.query.get("before")
    found = [one for one in guild.threads.values() if one.parent is channel and one.archived and wanted(one)]
    if before is not None:
        edge = datetime.fromisoformat(before)
        found = [one for one in found if one.archive_at < edge]
    found.sort(key=lambda thread: (thread.archive_at, thread.id), reverse=True)
    return ok(_listed(ask, found[:limit]) | {"has_more": len(found) > limit})


def _listed(ask: Ask, threads: list[Thread]) -> Json:
    own = [thread.member_json(ask.me.id) for thread in threads if ask.me.id in thread.joined]
    return {"threads": [thread.json() for thread in threads], "members": own, "has_more": False}


IN = "/channels/{channel_id}/thread-members"
ROUTES = (
    Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", open_on_message),
    Route("POST", "/channels/{channel_id}/threads", open_alone),
    Route("GET", IN, members),
    Route("GET", IN + "/{user_id}", one_member),
    Route("PUT", IN + "/@me", join),
    Route("DELETE", IN + "/@me", leave),
    Route("PUT", IN + "/{user_id}", add),
    Route("DELETE", IN + "/{user_id}", remove),
    Route("GET", "/guilds/{guild_id}/threads/active", active),
    Route("GET", "/channels/{channel_id}/threads/archived/public", archived_public),
    Route("GET", "/channels/{channel_id}/threads/archived/private", archived_private),
    Route("GET", "/channels/{channel_id}/users/@me/threads/archived/private", archived_own),
)
