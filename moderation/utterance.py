"""What is judged: a message, a name or a reaction, folded once, with the way back to the original."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from chat.messages import Message
from chat.people import PersonId, Rank
from language.excerpt import EDGE, excerpt
from language.reading import squeezed_out
from moderation.breaches import Evidence, View
from moderation.glance import Glance
from moderation.lexicon import Found
from moderation.matcher import Hit, Matcher
from moderation.recent import Heard, piece_of
from moderation.traces import traces

_LONGEST_WORDING = 512
_MOST_HITS = 500
"""Nobody can buy work with a text of nothing but listed words."""


class When(StrEnum):
    """On what something is said: a new, changed or forwarded message, a name at the door or a new one, a reaction."""

    NEW = "new"
    EDITED = "edited"
    FORWARDED = "forwarded"
    JOINED = "joined"
    NAME = "name"
    REACTION = "reaction"


class Facts(NamedTuple):
    """How long somebody has been here, and how many messages they have said so far."""

    age: timedelta
    messages: int


_NEW = frozenset((When.NEW,))
_EDITED = frozenset((When.EDITED,))


class Utterance:
    """A message that is judged: its text, `folded` once, with the way back to the original.

    Of a text longer than 8,192 characters the first and last 4,096 are read. `edited` = this is a later wording.
    `is_stranger` is set where it matters: the author has hardly said anything before; `comes_in_with_media`, too: it is
    nothing but media, the first that they ever said, moments after they joined. `is_trusted`: they have earned
    trust, so nobody looks behind disguises. `glance`: a quick look at the whole text. `plain`: the letters and digits
    of the folded text. `shown`: what of the text is read, as it was written. `rank` is the author's, `occasions` what
    it is said on, `facts` what is known of the author where a rule asks. `briefly`: the verdict alone is wanted, and no
    rule need look up its evidence.
    """

    __slots__ = (
        "_cut",
        "_found",
        "_traces",
        "at",
        "briefly",
        "by",
        "comes_in_with_media",
        "edited",
        "facts",
        "folded",
        "glance",
        "is_stranger",
        "is_trusted",
        "key",
        "message",
        "occasions",
        "plain",
        "rank",
        "shown",
        "wording",
    )

    def __init__(self, message: Message, by: PersonId, at: datetime, *, edited: bool = False) -> None:
        self.message = message
        self.by = by
        self.at = at
        self.edited = edited
        self.is_stranger = self.is_trusted = self.briefly = self.comes_in_with_media = False
        self.rank = Rank.MEMBER
        self.occasions = _EDITED if edited else _NEW
        if message.forwarded:
            self.occasions |= {When.FORWARDED}
        self.facts: Facts | None = None
        self.key = f"{message.space.platform}:{message.space.id}:{message.id}"
        text = message.text
        self._cut = excerpt(text) if len(text) > 2 * EDGE else None
        self.shown = text if self._cut is None else self._cut.text
        self.glance = Glance(self.shown)
        self.folded = self.glance.folded
        self.plain = self.glance.plain
        self.wording = self.plain[:_LONGEST_WORDING]
        self._traces: tuple[Found, ...] | None = None
        self._found: tuple[Matcher, Mapping[str, Sequence[Hit]]] | None = None

    @property
    def traces(self) -> tuple[Found, ...]:
        """What it leaves besides words, looked for once."""
        if self._traces is None:
            self._traces = tuple(traces(self.glance))
        return self._traces

    def hits(self, matcher: Matcher, owner: str) -> Sequence[Hit]:
        """The listed words of one rule in it."""
        return self._by_owner(matcher).get(owner, ())

    def owners(self, matcher: Matcher) -> Collection[str]:
        """The rules whose listed words stand in it."""
        return self._by_owner(matcher)

    def _by_owner(self, matcher: Matcher) -> Mapping[str, Sequence[Hit]]:
        """All rules' lists are looked for at once, by the first who asks."""
        if self._found is None or self._found[0] is not matcher:
            by_owner: dict[str, list[Hit]] = {}
            for hit in matcher.find(self.folded, _MOST_HITS):
                by_owner.setdefault(hit.words.owner, []).append(hit)
            self._found = matcher, by_owner
        return self._found[1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `folded[start:end]` stands in the message's text."""
        first, last = self.glance.origin.span(start, end)
        if last <= first:
            last = first
        if self._cut is None:
            return first, last
        position = self._cut.position
        return position(first), position(first) if last == first else position(last - 1) + 1

    def whole(self, rule: str, view: View) -> Evidence:
        """Evidence that is the message as a whole."""
        return Evidence(rule=rule, start=0, end=len(self.message.text), view=view)

    def heard(self) -> Heard:
        """How it is remembered."""
        message = self.message
        piece = piece_of(message.text)
        return Heard(self.key, message.ref, self.by, self.at, self.wording, message.album, piece)


def wording_of(folded: str) -> str:
    """What a folded text says without spaces, marks and emoji."""
    return squeezed_out(folded)[:_LONGEST_WORDING]
