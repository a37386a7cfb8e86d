"""What a native message says besides its author's words: a forward, and a poll."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord

from bot.adapters.discord.words import message_of
from chat.events import MessagePosted
from chat.messages import Media
from chat.people import Space
from tests.adapters.discord.conftest import Bench

HERE = Space("discord", "100")


async def test_a_forward_says_what_was_forwarded(bench: Bench) -> None:
    far = bench.guild.text_channel("far")
    told = bench.mod.says(far, "join https://a.example/x")
    bench.ann.forwards(told, bench.channel)
    _, shown = [one for one in await bench.events() if isinstance(one, MessagePosted)]
    message = shown.message
    assert (message.text, message.quoted, message.forwarded) == ("join https://a.example/x", "", True)
    assert message.links == ("https://a.example/x",)
    assert (message.reply_to, message.elsewhere) == (None, False)


async def test_a_forward_stays_as_it_was_when_it_was_made(bench: Bench) -> None:
    far = bench.guild.text_channel("far")
    told = bench.mod.says(far, "join us")
    shown = bench.ann.forwards(told, bench.channel)
    bench.mod.deletes(told)
    bench.server.refreshes(shown)
    said = [one.message for one in await bench.events() if isinstance(one, MessagePosted)]
    assert [(one.text, one.forwarded) for one in said] == [("join us", False), ("join us", True)]


async def test_the_words_of_a_poll_stand_beside_its_message(bench: Bench) -> None:
    bench.ann.asks(bench.channel, "When shall we meet?", "Friday", "Sunday")
    message = (await bench.only(MessagePosted)).message
    assert (message.text, message.quoted) == ("", "When shall we meet?\nFriday\nSunday")
    assert [one.media for one in message.attachments] == [Media.POLL]


def test_words_of_ones_own_stand_apart_from_what_is_shown_with_them() -> None:
    """No client sends both; a bot may."""
    nothing: dict[str, Any] = dict.fromkeys(("attachments", "stickers", "components"), ())
    told = (SimpleNamespace(content="join us"),)
    native = SimpleNamespace(
        id=7, content="is that real?", poll=None, reference=None, message_snapshots=told, **nothing
    )
    message = message_of(cast(discord.Message, native), HERE, None)
    assert (message.text, message.quoted, message.forwarded) == ("is that real?", "join us", False)
