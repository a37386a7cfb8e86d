"""How far each rule goes now: as configured, until somebody in the chat, or the rule's own record, says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader
from moderation.breaches import Mode
from moderation.rule import RuleSettings

_SET = "moderation.set_mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A mode that was chosen for a rule; `mode` None = as configured again, `by` None = the rule demoted itself."""

    rule: str
    mode: Mode | None
    at: datetime
    by: PersonId | None = None
    reason: str = ""
    forced: bool = False

    def write(self) -> Write:
        """Keeps it."""
        return Write(
            _SET,
            {
                "rule": self.rule,
                "mode": self.mode.value if self.mode else "",
                "forced": int(self.forced),
                "reason": self.reason,
                "by_person": self.by,
                "at": self.at,
            },
        )


class Modes:
    """What was chosen, read once and again only after a change."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen = -1
        self.chosen: Mapping[str, Chosen] = {}

    async def refresh(self) -> bool:
        """Whether anything was chosen since the last look."""
        version = self._reader.version(_SET)
        if version == self._seen:
            return False
        rows = await self._reader.rows("moderation.modes")
        found = {
            row["rule"]: Chosen(
                rule=row["rule"],
                mode=Mode(row["mode"]) if row["mode"] else None,
                at=row["at"],
                by=PersonId(row["by_person"]) if row["by_person"] else None,
                reason=row["reason"],
                forced=bool(row["forced"]),
            )
            for row in rows
        }
        changed = found != self.chosen
        self._seen, self.chosen = version, found
        return changed

    def applied(self, settings: Mapping[str, RuleSettings]) -> dict[str, RuleSettings]:
        """The rules' settings with the chosen modes in place of the configured ones."""
        return {name: self._with_mode(name, one) for name, one in settings.items()}

    def _with_mode(self, name: str, settings: RuleSettings) -> RuleSettings:
        chosen = self.chosen.get(name)
        if chosen is None or chosen.mode is None or chosen.mode is settings.mode:
            return settings
        return settings.model_copy(update={"mode": chosen.mode})
