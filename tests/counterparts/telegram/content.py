"""Message contents as JSON: text, media, polls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.counterparts.telegram.entities import LONGEST_TEXT, check_entities, trimmed, with_detected
from tests.counterparts.telegram.files import Files, StoredFile
from tests.counterparts.telegram.polls import Poll
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message

# The smallest PNG: one grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a"
    "49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
PERMISSION_FOR = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "video": "can_send_videos",
    "voice": "can_send_voice_notes",
    "audio": "can_send_audios",
    "sticker": "can_send_other_messages",
    "animation": "can_send_other_messages",
}


def text_content(text: str, entities: Sequence[Json] | None = None, *, caption: bool = False) -> Json:
    """A person's text: trimmed and marked by the server as Telegram does."""
    if len(text) > LONGEST_TEXT:
        raise ValueError("a client splits such a text; send it raw with `sends`")
    kept, given = trimmed(text, list(entities or ()))
    check_entities(kept, given)
    return worded(kept, with_detected(kept, given), caption=caption)


def worded(text: str, entities: list[Json], *, caption: bool) -> Json:
    name, marks = ("caption", "caption_entities") if caption else ("text", "entities")
    content: Json = {name: text} if text else {}
    return content | ({marks: entities} if entities else {})


def media_content(
    files: Files, kind: str, caption: str | None, data: bytes, name: str = ""
) -> tuple[Json, str]:
    """The content and the permission that it needs."""
    suffix = {"photo": "png", "document": "pdf", "sticker": "webp", "voice": "ogg"}.get(kind, "bin")
    stored = files.store(data or PIXEL, name or f"{kind}.{suffix}", _mime(kind), f"{kind}s")
    content = media_json(stored, kind)
    if caption:
        content |= text_content(caption, caption=True)
    return content, PERMISSION_FOR[kind]


def _mime(kind: str) -> str:
    known = {
        "photo": "image/png",
        "document": "application/pdf",
        "sticker": "image/webp",
        "voice": "audio/ogg",
    }
    return known.get(kind, "video/mp4" if kind in ("video", "animation") else "audio/mpeg")


def media_json(stored: StoredFile, kind: str) -> Json:
    base = stored.json()
    match kind:
        case "photo":
            return {"photo": stored.photo()}
        case "document":
            return {"document": stored.document()}
        case "voice" | "audio":
            return {kind: base | {"duration": 3, "mime_type": stored.mime_type}}
        case "sticker":
            flags = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": base | flags | {"width": 512, "height": 512, "emoji": "👍"}}
        case _:
            moving = base | {"width": 640, "height": 480, "duration": 3, "mime_type": stored.mime_type}
            also = {"document": stored.document()} if kind == "animation" else {}
            return {kind: moving, **also}


def poll_of(message: Message) -> Poll:
    poll = message.chat.town.polls.get(message.content.get("poll", {}).get("id", ""))
    if poll is None:
        raise LookupError("this message is not a poll")
    return poll
