"""AutoMod rules: kept as given, within the number that Discord allows of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.counterparts.discord.refusals import invalid_form
from tests.counterparts.discord.shapes import Json

MOST_OF_KIND: Mapping[int, int] = {1: 6, 3: 1, 4: 1, 5: 1, 6: 1}
"""KEYWORD, SPAM, KEYWORD_PRESET, MENTION_SPAM, MEMBER_PROFILE."""


@dataclass(slots=True, kw_only=True, eq=False)
class AutomodRule:
    """One rule of a guild."""

    id: int
    guild_id: int
    creator_id: int
    body: Json

    @property
    def trigger(self) -> int:
        """What kind of rule it is."""
        return int(self.body["trigger_type"])

    def json(self) -> Json:
        """The rule object."""
        defaults: Json = {
            "enabled": False,
            "exempt_roles": [],
            "exempt_channels": [],
            "trigger_metadata": {},
        }
        given = {key: value for key, value in self.body.items() if value is not None}
        return {
            **defaults,
            **given,
            "trigger_metadata": self._metadata(given.get("trigger_metadata") or {}),
            "actions": [{"metadata": {}, **action} for action in given.get("actions", [])],
            "id": str(self.id),
            "guild_id": str(self.guild_id),
            "creator_id": str(self.creator_id),
        }

    def _metadata(self, given: Json) -> Json:
        if self.trigger in (1, 6):
            return {"keyword_filter": [], "regex_patterns": [], "allow_list": [], **given}
        if self.trigger == 4:
            return {"presets": [], "allow_list": [], **given}
        if self.trigger == 5:
            return {"mention_total_limit": 0, "mention_raid_protection_enabled": False, **given}
        return given


def check_room(rules: Mapping[int, AutomodRule], trigger: int) -> None:
    """One more rule of this kind must still fit."""
    same = [rule for rule in rules.values() if rule.trigger == trigger]
    if len(same) >= MOST_OF_KIND.get(trigger, 0):
        text = "Maximum number of rules of this type exceeded"
        raise invalid_form("trigger_type", "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", text)
