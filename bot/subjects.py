"""What an alarm is about, in words that its readers know: a number, a title, a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from chat.people import PersonId, Space
from chat.ports import Directory, Reader, Row
from chat.text import Text
from support.settings import SupportSettings

LONGEST = 60
"""Characters of a title, or of a post's beginning."""
EXCERPT = 120
"""Characters of a post or message that a card quotes."""
Said = Text | str | None
Path = tuple[tuple[str, str], ...]
"""Statements one after the other, each with the column whose value names the row of the next ("" in the last)."""

_TICKET: Path = (("support.ticket", ""),)
_CASE: Path = (("moderation.case", ""),)
_RAID: Path = (("raids.raid", ""),)
_GIVEAWAY: Path = (("campaigns.giveaway", ""),)
_QA: Path = (("campaigns.event", ""),)
_PARAMETERS = {"campaigns.giveaway": "number", "campaigns.event": "number"}
"""What a statement calls the value that names its row; "key" where nothing is said."""
PATHS: Mapping[str, Path] = {
    "support.clock": _TICKET,
    "support.assign": _TICKET,
    "support.upkeep": _TICKET,
    "support.settle": _TICKET,
    "support.wake": _TICKET,
    "support.rating": _TICKET,
    "support.finish": _TICKET,
    "support.later": (("support.line_one", "ticket"), *_TICKET),
    "support.appeal_opened": _CASE,
    "support.appeal_decided": _CASE,
    "moderation.appeal_due": _CASE,
    "moderation.crowd_card": _CASE,
    "moderation.penalty_ends": (("moderation.penalty", "case"), *_CASE),
    "moderation.raid_calm": _RAID,
    "moderation.raid_card": _RAID,
    "moderation.hold_ends": (("raids.caller", ""),),
    "moderation.list_refresh": (("lists.one", ""),),
    "campaigns.draw": _GIVEAWAY,
    "campaigns.count": _GIVEAWAY,
    "campaigns.board": _QA,
    "campaigns.qa_close": _QA,
    "schedules.post": (("schedules.post", ""),),
    "faq.corrected": (("faq.versions", ""),),
}
"""Kinds of alarms whose subject is the id or number of a row."""
PLATFORMS = frozenset({"support.alerts", "moderation.door_card"})
"""Kinds whose subject is a platform."""
WHOLE = frozenset(
    "bot.forget bot.counted bot.retry bot.drill_line bot.drill_end faq.night faq.morning analytics.picture"
    " analytics.weekly support.recount".split()
)
"""Kinds that have no subject of their own: their name says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """Reads what alarms are about."""

    reader: Reader
    directory: Directory
    support: SupportSettings

    async def told(self, kind: str, subject: str, staff: Space) -> Said:
        """What that alarm is about, for that staff space; None when its kind says it all or nothing is known."""
        if kind in PATHS:
            row = await self._row(
                PATHS[kind], subject.partition(":")[0] if kind == "support.finish" else subject
            )
            return await self._of_row(PATHS[kind][-1][0], row) if row else None
        match kind:
            case "support.shift":
                return await self.directory.name(PersonId(subject)) or None
            case "support.unanswered":
                return self._place(subject)
            case "feedback.digest":
                department = self.support.department(subject)
                return department.title(self.directory.space_language(staff)) if department else subject
        if kind in PLATFORMS:
            return subject.capitalize()
        return None if kind in WHOLE else subject

    async def _row(self, path: Path, name: str) -> Row | None:
        row: Row | None = None
        for shape, column in path:
            parameter = _PARAMETERS.get(shape, "key")
            row = await self.reader.row(shape, **{parameter: int(name) if parameter == "number" else name})
            if row is None or not column:
                break
            name = str(row[column])
        return row

    async def _of_row(self, shape: str, row: Row) -> Said:
        match shape:
            case "support.ticket":
                return Text("bot.subject.ticket", {"number": row["number"]})
            case "moderation.case":
                return await self._case(row)
            case "campaigns.giveaway":
                prize = json.loads(row["terms"] or row["form"]).get("prize", "")
                return Text("bot.subject.giveaway", {"number": row["number"], "prize": shortened(prize)})
            case "campaigns.event":
                return Text("bot.subject.qa", {"number": row["number"], "title": shortened(row["title"])})
            case "schedules.post":
                return Text("bot.subject.post", {"number": row["number"], "words": shortened(row["text"])})
            case "raids.raid":
                return str(row["platform"]).capitalize()
            case "raids.caller":
                return await self.directory.name(PersonId(row["person"])) or None
        return str(row["name"])

    async def _case(self, row: Row) -> Text:
        name = await self.directory.name(PersonId(row["person"]))
        key = "bot.subject.case_of" if name else "bot.subject.case"
        return Text(key, {"number": row["number"], "name": name} if name else {"number": row["number"]})

    def _place(self, subject: str) -> Said:
        """A subject that names a message by its place: `platform|space|thread|message`."""
        platform, space, *_ = subject.split("|")
        return self.directory.title(Space(platform, space)) or Text("bot.trouble.private")


def shortened(words: str, most: int = LONGEST) -> str:
    """The beginning of some words on one line; it may end within a word, for Chinese has no spaces."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
