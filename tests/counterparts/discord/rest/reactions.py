"""Reactions to a message."""

from __future__ import annotations

from tests.counterparts.discord import reacting
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.reactions import Emoji, emoji_of
from tests.counterparts.discord.refusals import Refusal, number, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right


def _target(ask: Ask) -> tuple[Message, Emoji]:
    channel = ask.channel()
    ask.needs(channel, Right.READ_MESSAGE_HISTORY)
    return ask.message(channel), emoji_of(ask.named["emoji_name"])


def react(ask: Ask) -> Reply:
    """Gives one; a first emoji of its kind needs ADD_REACTIONS."""
    message, emoji = _target(ask)
    if getattr(message.channel, "archived", False):
        raise Refusal(400, 50083, "Thread is archived")
    if reacting.reaction_to(message, emoji) is None:
        ask.needs(message.channel, Right.ADD_REACTIONS)
    reacting.react(ask.world, message, ask.me, emoji)
    return NOTHING


def take_back(ask: Ask) -> Reply:
    """Takes the own one back."""
    message, emoji = _target(ask)
    reacting.unreact(ask.world, message, ask.me.id, emoji)
    return NOTHING


def take_from(ask: Ask) -> Reply:
    """Takes somebody's away."""
    message, emoji = _target(ask)
    ask.needs(message.channel, Right.MANAGE_MESSAGES)
    reacting.unreact(ask.world, message, ask.number("user_id"), emoji)
    return NOTHING


def clear_all(ask: Ask) -> Reply:
    """Takes all away."""
    channel = ask.channel()
    ask.needs(channel, Right.MANAGE_MESSAGES)
    reacting.clear(ask.world, ask.message(channel))
    return NOTHING


def clear_one(ask: Ask) -> Reply:
    """Takes all of one emoji away."""
    message, emoji = _target(ask)
    ask.needs(message.channel, Right.MANAGE_MESSAGES)
    reacting.clear(ask.world, message, emoji)
    return NOTHING


def who(ask: Ask) -> Reply:
    """Who gave one emoji, by id."""
    message, emoji = _target(ask)
    row = reacting.reaction_to(message, emoji)
    if row is None:
        raise unknown("Emoji")
    limit, after = number(ask.query, "limit", 25, 1, 100), int(ask.query.get("after", 0))
    chosen = [one for one in sorted(row.by) if one > after][:limit]
    return ok([ask.world.accounts[one].json() for one in chosen])


ALL = "/channels/{channel_id}/messages/{message_id}/reactions"
ROUTES = (
    Route("DELETE", ALL, clear_all),
    Route("GET", ALL + "/{emoji_name}", who),
    Route("DELETE", ALL + "/{emoji_name}", clear_one),
    Route("PUT", ALL + "/{emoji_name}/@me", react),
    Route("DELETE", ALL + "/{emoji_name}/@me", take_back),
    Route("DELETE", ALL + "/{emoji_name}/{user_id}", take_from),
)
