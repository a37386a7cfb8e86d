"""What a native message says that this town cannot send: a forward, and a poll."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import discord

from bot.adapters.discord.words import message_of
from chat.messages import Media, Message
from chat.people import Space

HERE = Space("discord", "100")


def read(**facts: Any) -> Message:
    """A message of which `facts` are true, and nothing else."""
    nothing = {
        "id": 7,
        "content": "",
        "poll": None,
        "reference": None,
        **dict.fromkeys(("message_snapshots", "attachments", "stickers", "components"), ()),
    }
    return message_of(cast(discord.Message, SimpleNamespace(**{**nothing, **facts})), HERE, None)


def test_a_forward_says_what_was_forwarded() -> None:
    told = (SimpleNamespace(content="join https://a.example/x"),)
    message = read(message_snapshots=told)
    assert (message.text, message.quoted, message.forwarded) == ("join https://a.example/x", "", True)
    assert message.links == ("https://a.example/x",)


def test_words_of_ones_own_stand_apart_from_what_is_shown_with_them() -> None:
    told = (SimpleNamespace(content="join us"),)
    message = read(content="is that real?", message_snapshots=told)
    assert (message.text, message.quoted, message.forwarded) == ("is that real?", "join us", False)


def test_the_words_of_a_poll_stand_beside_its_message() -> None:
    poll = discord.Poll("When shall we meet?", timedelta(hours=4))
    poll.add_answer(text="Friday").add_answer(text="Sunday")
    message = read(poll=poll)
    assert (message.text, message.quoted) == ("", "When shall we meet?\nFriday\nSunday")
    assert [one.media for one in message.attachments] == [Media.POLL]
