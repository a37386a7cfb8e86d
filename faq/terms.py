"""Where, when and for whom an entry counts, and who answers for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chat.people import PersonId, Rank, Space

OWNER, DEPARTMENT, CHATS, RANK = "owner", "department", "chats", "rank"
VALID_FROM, VALID_UNTIL, REVIEW_AFTER = "valid_from", "valid_until", "review_after"
NAMES = (OWNER, DEPARTMENT, CHATS, RANK, VALID_FROM, VALID_UNTIL, REVIEW_AFTER)
"""The terms as files and commands call them."""

LONGEST_DEPARTMENT = 64
MOST_CHATS = 50

NOBODY = PersonId("")

_RANKS: Mapping[str, Rank] = {
    **{one.name.lower(): one for one in Rank},
    "成员": Rank.MEMBER,
    "员工": Rank.STAFF,
    "工作人员": Rank.STAFF,
    "管理": Rank.MANAGER,
    "经理": Rank.MANAGER,
    "所有者": Rank.OWNER,
}
"""What people call the ranks."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_CHAT = re.compile(r"[a-z][a-z0-9_]*:[^\s:]+")
_DEPARTMENT = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029\x85]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What bounds an entry.

    `chats` are lanes (`telegram:-100…`; none = everywhere), `rank` the least rank that is answered; the days are the
    community's and both ends count. `review_after` is when somebody should read the entry again.
    """

    owner: PersonId = NOBODY
    department: str = ""
    chats: tuple[str, ...] = ()
    rank: Rank = Rank.MEMBER
    valid_from: date | None = None
    valid_until: date | None = None
    review_after: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the entry counts on that day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def admits(self, space: Space | None, rank: Rank) -> bool:
        """Whether somebody of that rank is answered there; a private chat is no chat of the list."""
        here = space is None or space.is_private or not self.chats or space.lane in self.chats
        return here and rank >= self.rank


NO_TERMS = Terms()


class BadTerm(Exception):
    """A term that cannot be read: its name and what was written."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}: {value}")
        self.name = name
        self.value = value


def plain(value: str) -> str:
    """What was typed in full width, as it is kept: １２－３１."""
    return unicodedata.normalize("NFKC", value).strip()


def in_words(terms: Terms) -> dict[str, str]:
    """The terms that say something, by name, as files hold them."""
    days = {VALID_FROM: terms.valid_from, VALID_UNTIL: terms.valid_until, REVIEW_AFTER: terms.review_after}
    words = {
        OWNER: str(terms.owner),
        DEPARTMENT: terms.department,
        CHATS: " ".join(terms.chats),
        RANK: terms.rank.name.lower() if terms.rank else "",
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }
    return {name: value for name, value in words.items() if value}


def read_terms(words: Mapping[str, str]) -> Terms:
    """The terms that words name; what is absent or empty bounds nothing. Raises BadTerm."""
    return Terms(
        owner=PersonId(words.get(OWNER, "").strip()),
        department=_department(words.get(DEPARTMENT, "").strip()),
        chats=_chats(words.get(CHATS, "").split()),
        rank=_rank(plain(words.get(RANK, "")).lower()),
        valid_from=_day(VALID_FROM, words),
        valid_until=_day(VALID_UNTIL, words),
        review_after=_day(REVIEW_AFTER, words),
    )


def _department(value: str) -> str:
    if len(value) > LONGEST_DEPARTMENT or not _DEPARTMENT.fullmatch(value):
        raise BadTerm(DEPARTMENT, value[:LONGEST_DEPARTMENT])
    return value


def _chats(lanes: Sequence[str]) -> tuple[str, ...]:
    bad = next((lane for lane in lanes if not _CHAT.fullmatch(lane)), None)
    if bad is not None or len(lanes) > MOST_CHATS:
        raise BadTerm(CHATS, bad or str(len(lanes)))
    return tuple(sorted(set(lanes)))


def _rank(word: str) -> Rank:
    if not word:
        return Rank.MEMBER
    if word not in _RANKS:
        raise BadTerm(RANK, word)
    return _RANKS[word]


def _day(name: str, words: Mapping[str, str]) -> date | None:
    """`2026-12-31`, or as spreadsheets and people write it: 2026/12/31, 2026年12月31日."""
    value = plain(words.get(name, ""))
    if not value:
        return None
    found = _DATE.fullmatch(value)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(value)
    except ValueError:
        raise BadTerm(name, value[:40]) from None
