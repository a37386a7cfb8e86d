"""Reactions of people: told to an administrator bot that asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.people import User

STANDARD = frozenset(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 "
    "🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 "
    "🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ "
    "😡".split()
)


def react(user: User, message: Message, emoji: Sequence[str], *, anonymous: bool) -> None:
    chat, town = message.chat, message.chat.town
    before = message.reactions.get(user.id, [])
    after: list[Json] = [{"type": "emoji", "emoji": one} for one in emoji]
    message.reactions[user.id] = after
    if before == after or user.is_bot or not (chat.is_private or (chat.bot.present and chat.bot.leads)):
        return
    body: Json = {"chat": chat.json(), "message_id": message.id, "date": town.seconds()}
    body |= {"old_reaction": before, "new_reaction": after}
    body |= {"actor_chat": chat.json()} if anonymous else {"user": user.json()}
    town.deliver("message_reaction", body, about=chat.id)
