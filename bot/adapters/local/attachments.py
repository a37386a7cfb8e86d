"""Files of the local platform as events name them."""

from __future__ import annotations

from bot.adapters.local.town import Saying
from chat.actions import Picture
from chat.messages import Attachment, Media


def attached(saying: Saying) -> tuple[Attachment, ...]:
    """What came with a message; its handle is the message's own number."""
    if saying.file is None:
        return ()
    media = Media.PHOTO if isinstance(saying.file, Picture) else Media.DOCUMENT
    return (Attachment(media=media, ref=str(saying.id), name=saying.file.name, size=len(saying.file.data)),)
