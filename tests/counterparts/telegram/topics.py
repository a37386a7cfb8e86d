"""Forum topics of a supergroup."""

from __future__ import annotations

from dataclasses import dataclass

from tests.counterparts.telegram.wire import Json

GENERAL = 1
LONGEST_NAME = 128
ICON_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@dataclass(slots=True, kw_only=True, eq=False)
class Topic:
    """`id` is the message id of its creation, and the `message_thread_id` of everything in it."""

    id: int
    name: str
    icon_color: int = ICON_COLOURS[0]
    icon_custom_emoji_id: str | None = None
    creator: int = 0
    closed: bool = False
    hidden: bool = False

    def created_json(self) -> Json:
        body: Json = {"name": self.name, "icon_color": self.icon_color}
        if self.icon_custom_emoji_id:
            body["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return body

    def json(self) -> Json:
        return {"message_thread_id": self.id, **self.created_json()}
