"""Files that go with an answer: taken from a message, and written as words in rows and FAQ files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.messages import FILES, Attachment, Carried, Media, Message
from chat.people import Language
from faq.entries import LANGUAGES, Entry, storable

LARGEST = 8_000_000
"""Bytes of a file: what every platform lets Steward send again."""

LONGEST_FILE_NAME = 100
LONGEST_HANDLE = 1000


class BadFile(ValueError):
    """Words that name no file."""


def sent(*messages: Message | None) -> tuple[Carried, ...]:
    """The files of the first message that has any: the command's own, else that of the message it replies to."""
    return next((one.files for one in messages if one is not None and one.files), ())


def is_too_large(file: Carried) -> bool:
    """Whether a file cannot be kept for sending it again."""
    return file.attachment.size > LARGEST


def in_words(file: Carried) -> str:
    """`telegram photo 2048 AgACAgIAAx shop front.png`: platform, kind, bytes, the platform's handle, name."""
    one = file.attachment
    name = " ".join(storable(one.name).split())[:LONGEST_FILE_NAME]
    return f"{file.platform} {one.media.value} {one.size} {one.ref} {name}".rstrip()


def read_file(words: str) -> Carried:
    """The file that `in_words` wrote. Raises BadFile."""
    platform, media, size, ref, name = (*words.split(maxsplit=4), "", "", "", "", "")[:5]
    if not (ref and len(ref) <= LONGEST_HANDLE and size.isascii() and size.isdigit() and len(size) < 12):
        raise BadFile(words)
    if media not in FILES:
        raise BadFile(words)
    name = " ".join(name.split())[:LONGEST_FILE_NAME]
    return Carried(platform, Attachment(media=Media(media), ref=ref, name=name, size=int(size)))


def with_files(entry: Entry, files: Sequence[Carried], language: Language | None = None) -> Entry:
    """The entry with more files, for one language or for every language that is answered in."""
    meant = [language] if language else [one for one in LANGUAGES if entry.answers.get(one)] or [*LANGUAGES]
    more = {one: tuple(dict.fromkeys((*entry.files.get(one, ()), *files))) for one in meant}
    return replace(entry, files={**entry.files, **more})
