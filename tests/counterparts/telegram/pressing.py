"""A person presses a button: the callback query that the bot receives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.counterparts.telegram.keyboards import find_button
from tests.counterparts.telegram.presses import Press
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.people import User


def press(user: User, message: Message, button: str | int) -> Press:
    found = find_button(message.keyboard, button)
    if found.data is None:
        raise ValueError(f"{found.text!r} has no callback data: a press stays on the client")
    return forge(user, message, found.data)


def forge(user: User, message: Message, data: str) -> Press:
    """A message deleted since is shown as inaccessible, with date 0."""
    town = user.town
    made = Press(id=town.next_number_text(), user=user, message=message, data=data, at=town.seconds())
    town.presses[made.id] = made
    body: Json = {
        "id": made.id,
        "from": user.json(),
        "message": message.inaccessible() if message.deleted else message.json(),
        "chat_instance": str(abs(message.chat.id) * 7919),
        "data": data,
    }
    town.deliver("callback_query", body, about=user.id)
    return made
