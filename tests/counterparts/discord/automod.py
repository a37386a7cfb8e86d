"""AutoMod rules: kept as given within Discord's limits, and what they block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.counterparts.discord.refusals import Form, invalid_form
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
            **{
                name: [str(one) for one in given.get(name, [])]
                for name in ("exempt_roles", "exempt_channels")
            },
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


LIMITS: Mapping[str, tuple[int, int]] = {
    "keyword_filter": (1000, 60),
    "regex_patterns": (10, 260),
    "allow_list": (100, 60),
}
"""How many of each, and how long each may be."""


def check_limits(body: Json) -> None:
    """Lists, exemptions, mentions and the words to the author must fit."""
    form, given = Form(), body.get("trigger_metadata") or {}
    for name, (most, longest) in LIMITS.items():
        values = given.get(name) or []
        if len(values) > most or any(not 1 <= len(one) <= longest for one in values):
            form.fault(f"trigger_metadata.{name}", "BASE_TYPE_BAD_LENGTH", f"{most} of {longest} at most")
    for name, most in (("exempt_roles", 20), ("exempt_channels", 50)):
        if len(body.get(name) or []) > most:
            form.fault(name, "BASE_TYPE_BAD_LENGTH", f"{most} at most")
    if (given.get("mention_total_limit") or 0) > 50:
        form.fault("trigger_metadata.mention_total_limit", "NUMBER_TYPE_MAX", "50 at most")
    for action in body.get("actions") or []:
        told = (action.get("metadata") or {}).get("custom_message") or ""
        if len(told) > 150:
            form.fault("actions", "BASE_TYPE_MAX_LENGTH", "150 at most")
    form.done()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A rule that keeps a message back, the keyword of the rule and the part of the text that it matched."""

    rule: AutomodRule
    keyword: str | None
    found: str | None


def verdict(rules: Iterable[AutomodRule], text: str, *, roles: set[int], channel: int) -> Block | None:
    """The first rule that blocks a text."""
    for rule in rules:
        body = rule.json()
        exempt = {int(one) for one in body["exempt_roles"]} & roles or str(channel) in body["exempt_channels"]
        if not body["enabled"] or exempt or not any(one["type"] == 1 for one in body["actions"]):
            continue
        found = _mentions(rule, body, text) if rule.trigger == 5 else _keyword(rule, body, text)
        if found is not None:
            return found
    return None


def _mentions(rule: AutomodRule, body: Json, text: str) -> Block | None:
    named = set(re.findall(r"<@[!&]?\d+>", text))
    most = body["trigger_metadata"]["mention_total_limit"]
    return Block(rule=rule, keyword=None, found=None) if len(named) > most else None


def _keyword(rule: AutomodRule, body: Json, text: str) -> Block | None:
    given = body["trigger_metadata"]
    allowed = [one.strip("*").lower() for one in given["allow_list"]]
    patterns = [(one, _as_pattern(one)) for one in given["keyword_filter"]]
    patterns += [(one, one) for one in given["regex_patterns"]]
    for keyword, pattern in patterns:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not any(one in text.lower() and found[0].lower() in one for one in allowed):
            return Block(rule=rule, keyword=keyword, found=found[0])
    return None


def _as_pattern(keyword: str) -> str:
    """Without a wildcard a keyword stands between spaces, or at an end."""
    before = "" if keyword.startswith("*") else r"(?<!\S)"
    after = "" if keyword.endswith("*") else r"(?!\S)"
    return f"{before}{re.escape(keyword.strip('*'))}{after}"
