"""Text and its entities: UTF-16 offsets, limits, what Telegram marks by itself, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Json

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100

_TYPES = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler "
    "blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time".split()
)
_URL_END = "，。！？、；：）】》」』\"'<>"
_DETECTED = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/])", re.ASCII)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}(?![\w@])", re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@.])(?:https?://[^\s{_URL_END}]+|(?:[\w-]+\.)+"
            rf"(?:com|net|org|cn|io|me|gg|info|xyz|top|app|dev|shop|club|example)\b(?:/[^\s{_URL_END}]*)?)",
            re.ASCII | re.IGNORECASE,
        ),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#[^\W\d]\w*")),
)


def utf16_length(text: str) -> int:
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut(text: str, entity: Json) -> str:
    """The part of the text that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    start, length = entity["offset"] * 2, entity["length"] * 2
    return units[start : start + length].decode("utf-16-le", "surrogatepass")


def _boundaries(text: str) -> set[int]:
    """Every UTF-16 offset that is not inside a surrogate pair."""
    offsets, position = {0}, 0
    for character in text:
        position += 2 if ord(character) > 0xFFFF else 1
        offsets.add(position)
    return offsets


def check_entities(text: str, entities: list[Json]) -> None:
    if len(entities) > MOST_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    boundaries, end = _boundaries(text), utf16_length(text)
    for entity in entities:
        _check_entity(entity, boundaries, end)


def _check_entity(entity: Json, boundaries: set[int], end: int) -> None:
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    if entity["type"] not in _TYPES:
        raise bad_request("can't parse entities: unsupported type specified")
    if entity["length"] <= 0 or start < 0:
        raise bad_request(f"entity beginning at UTF-16 offset {start} has a wrong length")
    if stop > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
        )
    if start not in boundaries:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {start}")
    if stop not in boundaries:
        raise bad_request(f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol")


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops white space around a text and moves the entities with it."""
    kept = text.rstrip()
    lead = len(kept) - len(kept.lstrip())
    kept = kept[lead:]
    end, moved = utf16_length(kept), []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved


def with_detected(text: str, entities: list[Json]) -> list[Json]:
    """The given entities and those that Telegram finds itself, sorted; the given ones win."""
    taken = [
        (given["offset"], given["offset"] + given["length"])
        for given in entities
        if given["type"] in ("code", "pre", "text_link", "text_mention", "url", "mention", "bot_command")
    ]
    found = list(entities)
    for entity in _detect(text):
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        if all(stop <= left or start >= right for left, right in taken):
            taken.append((start, stop))
            found.append(entity)
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _detect(text: str) -> Iterator[Json]:
    if not any(mark in text for mark in "/@#."):
        return
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            covered = match.group().rstrip(".,!?;:)") if kind == "url" else match.group()
            offset = utf16_length(text[: match.start()])
            yield {"type": kind, "offset": offset, "length": utf16_length(covered)}


_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Json] = []
        self._open: list[tuple[str, Json]] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}"')
        entity: Json = {"type": _TAGS[tag], "offset": utf16_length(self.text)}
        href = dict(attrs).get("href")
        if tag == "a" and href:
            entity["url"] = href
        self._open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise bad_request(f'can\'t parse entities: Unmatched end tag, found "</{tag}>"')
        _, entity = self._open.pop()
        entity["length"] = utf16_length(self.text) - entity["offset"]
        if entity["length"]:
            self.entities.append(entity)

    def finish(self) -> None:
        self.close()
        if self._open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1][0]}\""
            )


def read_html(markup: str) -> tuple[str, list[Json]]:
    reader = _HtmlReader()
    reader.feed(markup)
    reader.finish()
    return reader.text, sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
