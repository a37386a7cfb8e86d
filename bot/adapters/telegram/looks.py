"""What people see of a message, as a fingerprint."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.adapters.telegram.messages import attachments_of
from bot.adapters.telegram.senders import Native


def look_of(native: Native) -> int:
    """A fingerprint of what people see of a message."""
    text = native.get("text")
    if text is not None:
        return hash((text, _marks(native.get("entities", ()))))
    media = tuple((one.media, _unique(native, one.ref)) for one in attachments_of(native))
    words = (native.get("caption"), _marks(native.get("caption_entities", ())))
    return hash((words, media, json.dumps(native.get("rich_message"))))


def _marks(marks: Sequence[Native]) -> tuple[object, ...]:
    return tuple((one["type"], one["offset"], one["length"], one.get("url")) for one in marks)


def _unique(native: Native, ref: str) -> str:
    """A file's id may change between updates, its unique id does not."""
    for value in native.values():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict) and one.get("file_id") == ref:
                return str(one.get("file_unique_id", ref))
    return ref
