"""One term of an entry, changed by a line in the chat (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chat.people import Language
from faq import terms
from faq.entries import LANGUAGES, Entry, Question, distinct
from faq.extras import MEDIA, NEGATIVES
from faq.terms import BadTerm, in_words, read_terms
from language.lanes import language_of

NOTHING = "-"
"""What empties a term."""

NAMES: Mapping[str, str] = {
    **{name: name for name in (NEGATIVES, MEDIA, *terms.NAMES)},
    "negative": NEGATIVES, "not": NEGATIVES, "不适用": NEGATIVES, "不适用的问法": NEGATIVES,
    "picture": MEDIA, "图片": MEDIA, "文件": MEDIA,
    "负责人": terms.OWNER, "部门": terms.DEPARTMENT,
    "chat": terms.CHATS, "群": terms.CHATS, "群组": terms.CHATS,
    "等级": terms.RANK, "身份": terms.RANK,
    "from": terms.VALID_FROM, "生效": terms.VALID_FROM, "生效日期": terms.VALID_FROM,
    "until": terms.VALID_UNTIL, "失效": terms.VALID_UNTIL, "失效日期": terms.VALID_UNTIL, "截止": terms.VALID_UNTIL,
    "review": terms.REVIEW_AFTER, "复查": terms.REVIEW_AFTER, "复查日期": terms.REVIEW_AFTER,
}  # fmt: skip
"""What people call the terms."""


def amended(entry: Entry, name: str, value: str, fallback: Language) -> Entry:
    """The entry with another term: a question that it is not for and a link are added, all else is replaced.
    Nothing for the media takes the files, too.

    Raises BadTerm.
    """
    value = NOTHING if terms.plain(value) == NOTHING else value
    if name == NEGATIVES:
        return replace(entry, negatives=_negatives(entry, value, fallback))
    if name == MEDIA:
        return replace(entry, media=_media(entry, value), files={} if value == NOTHING else entry.files)
    words = {**in_words(entry.terms), name: "" if value == NOTHING else value}
    return replace(entry, terms=read_terms(words))


def _negatives(entry: Entry, value: str, fallback: Language) -> tuple[Question, ...]:
    if value == NOTHING:
        return ()
    return distinct((*entry.negatives, Question(language_of(value) or fallback, value)))


def _media(entry: Entry, value: str) -> Mapping[Language, tuple[str, ...]]:
    """`zh https://…` goes with one language, a bare address with every language that is answered in."""
    if value == NOTHING:
        return {}
    words = value.split()
    chosen = [one for one in LANGUAGES if words and words[0].lower() == one]
    links = words[1:] if chosen else words
    if not links:
        raise BadTerm(MEDIA, value)
    meant = chosen or [one for one in LANGUAGES if entry.answers.get(one)] or list(LANGUAGES)
    more = {one: tuple(dict.fromkeys((*entry.media.get(one, ()), *links))) for one in meant}
    return {**entry.media, **more}
