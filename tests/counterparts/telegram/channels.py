"""Channel posts and their automatic copies in the linked group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.counterparts.telegram.content import worded
from tests.counterparts.telegram.entities import with_detected
from tests.counterparts.telegram.posting import post as put

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.messages import Message


def post(channel: Chat, text: str, *, signature: str | None = None) -> Message:
    if not channel.is_channel:
        raise ValueError("only a channel has posts")
    content = worded(text, with_detected(text, []), caption=False)
    message = put(channel, sender=None, sender_chat=channel, content=content, signature=signature)
    forward_to_group(message)
    return message


def forward_to_group(message: Message) -> Message | None:
    """The linked discussion group sees the post from 777000 on behalf of the channel."""
    group = message.chat.linked
    if group is None:
        return None
    return put(
        group,
        sender=message.chat.town.service_account,
        sender_chat=message.chat,
        content=dict(message.content),
        origin=message.as_origin(),
        automatic=True,
        signature=message.signature,
    )
