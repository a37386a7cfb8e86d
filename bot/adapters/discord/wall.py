"""AutoMod: our rules as Discord's own, within its limits, and what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
import structlog

from bot.adapters.discord.places import is_served
from bot.adapters.discord.settings import DiscordSettings
from chat.actions import Degraded, Done, Outcome, Wall, WallRule

OURS = "Steward · "
"""What the names of our rules begin with; a rule of anybody else is never touched."""

MOST_RULES = 6
MOST_WORDS, LONGEST_WORD = 1_000, 60
MOST_PATTERNS, LONGEST_PATTERN = 10, 260
MOST_ALLOWED = 100
MOST_MENTIONS = 50
MOST_ROLES, MOST_CHANNELS = 20, 50
LONGEST_TOLD = 150

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One AutoMod rule to be."""

    name: str
    trigger: discord.AutoModTrigger
    told: str


@dataclass(slots=True)
class Walls:
    """Keeps the AutoMod rules of our guilds as they were ordered; knows which rule of ours an id is."""

    client: discord.Client
    settings: DiscordSettings
    speakers: frozenset[int]
    _names: dict[int, str] = field(default_factory=dict)

    async def build(self, action: Wall) -> Outcome:
        """In every served guild: make, change and remove our rules; the ids tell what did not fit."""
        left: Counter[str] = Counter()
        plans = list(plan(action.rules, left))
        for guild in self.client.guilds:
            if self.settings.guilds and guild.id not in self.settings.guilds:
                continue
            await self._build(guild, plans, left)
        told = tuple(f"{what}:{count}" for what, count in sorted(left.items()))
        return Degraded("wall.partly", told) if told else Done()

    async def _build(self, guild: discord.Guild, plans: Sequence[Plan], left: Counter[str]) -> None:
        there = await guild.fetch_automod_rules()
        mine = {one.name: one for one in there if _is_ours(one, guild)}
        taken = Counter(one.trigger.type for one in there if not _is_ours(one, guild))
        wanted = [one for one in plans if _fits(one, taken, left)]
        for gone in mine.keys() - {one.name for one in wanted}:
            await mine[gone].delete(reason="Steward")
        exempt = self._exempt(guild, left)
        for one in wanted:
            rule = await _put(guild, one, mine.get(one.name), exempt)
            self._names[rule.id] = one.name

    def _exempt(self, guild: discord.Guild, left: Counter[str]) -> dict[str, Any]:
        """The staff's roles, and the channels that are not served."""
        roles = [role for one in sorted(self.speakers) if (role := guild.get_role(one)) is not None]
        others = [one for one in guild.text_channels if not is_served(one, self.settings)]
        if len(others) > MOST_CHANNELS:
            left["exempt:channels"] = len(others) - MOST_CHANNELS
        return {"exempt_roles": roles[:MOST_ROLES], "exempt_channels": others[:MOST_CHANNELS]}

    async def learn(self) -> None:
        """After a start: which AutoMod rules are ours; without an answer their blocks count as somebody else's."""
        for guild in self.client.guilds:
            if not guild.me.guild_permissions.manage_guild:
                continue
            try:
                there = await guild.fetch_automod_rules()
            except (discord.HTTPException, OSError) as error:
                log.warning("discord.walls", why=type(error).__name__)
                continue
            self._names |= {one.id: one.name for one in there if _is_ours(one, guild)}

    def rule(self, number: int) -> str:
        """The rule of ours behind an AutoMod rule, "" for somebody else's."""
        return self._names.get(number, "").removeprefix(OURS).split(" ")[0]


def plan(rules: Iterable[WallRule], left: Counter[str]) -> Iterator[Plan]:
    """AutoMod rules for ours, each within what Discord takes; what is too much is counted in `left`."""
    for rule in rules:
        yield from _keywords(rule, left)
        if rule.mentions:
            if rule.mentions > MOST_MENTIONS:
                left[f"{rule.name}:mentions"] += 1
                continue
            trigger = discord.AutoModTrigger(
                type=discord.AutoModRuleTriggerType.mention_spam, mention_limit=rule.mentions
            )
            yield Plan(name=f"{OURS}{rule.name} @", trigger=trigger, told=str(rule.told))


def _keywords(rule: WallRule, left: Counter[str]) -> Iterator[Plan]:
    words = [*(keyword(one) for one in rule.words), *(f"*{one}*" for one in rule.fragments)]
    fitting = list(dict.fromkeys(one for one in words if len(one) <= LONGEST_WORD))
    left[f"{rule.name}:long_words"] += len(words) - len([one for one in words if len(one) <= LONGEST_WORD])
    patterns = [one for one in rule.patterns if len(one) <= LONGEST_PATTERN]
    left[f"{rule.name}:long_patterns"] += len(rule.patterns) - len(patterns)
    allowed = [f"*{one}*" for one in rule.allowed]
    kept = [one for one in allowed if len(one) <= LONGEST_WORD][:MOST_ALLOWED]
    left[f"{rule.name}:allowed"] += len(allowed) - len(kept)
    words_by_rule = list(_parts(fitting, MOST_WORDS))
    patterns_by_rule = list(_parts(patterns, MOST_PATTERNS))
    for name in [one for one, count in left.items() if not count]:
        del left[name]
    for index in range(max(len(words_by_rule), len(patterns_by_rule))):
        trigger = discord.AutoModTrigger(
            type=discord.AutoModRuleTriggerType.keyword,
            keyword_filter=words_by_rule[index] if index < len(words_by_rule) else [],
            regex_patterns=patterns_by_rule[index] if index < len(patterns_by_rule) else [],
            allow_list=kept,
        )
        yield Plan(name=f"{OURS}{rule.name} {index + 1}", trigger=trigger, told=str(rule.told))


def keyword(word: str) -> str:
    """As Discord matches it: a word of Latin letters stands between spaces, one of other scripts anywhere."""
    return word if word.isascii() else f"*{word}*"


def _parts(items: Sequence[str], size: int) -> Iterator[list[str]]:
    """Parts of at most that size."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def _fits(one: Plan, taken: Counter[discord.AutoModRuleTriggerType], left: Counter[str]) -> bool:
    """Discord takes six keyword rules and one against mentions, those of others included."""
    most = MOST_RULES if one.trigger.type is discord.AutoModRuleTriggerType.keyword else 1
    if taken[one.trigger.type] >= most:
        left[f"{one.name.removeprefix(OURS).split(' ')[0]}:no_room"] += 1
        return False
    taken[one.trigger.type] += 1
    return True


def _is_ours(rule: discord.AutoModRule, guild: discord.Guild) -> bool:
    return rule.creator_id == guild.me.id and rule.name.startswith(OURS)


async def _put(
    guild: discord.Guild, wanted: Plan, there: discord.AutoModRule | None, exempt: dict[str, Any]
) -> discord.AutoModRule:
    actions = [
        discord.AutoModRuleAction(
            type=discord.AutoModRuleActionType.block_message,
            custom_message=wanted.told[:LONGEST_TOLD] or None,
        )
    ]
    if there is not None and _is_same(there, wanted, exempt):
        return there
    if there is not None:
        return await there.edit(
            trigger=wanted.trigger, actions=actions, enabled=True, reason="Steward", **exempt
        )
    return await guild.create_automod_rule(
        name=wanted.name,
        event_type=discord.AutoModRuleEventType.message_send,
        trigger=wanted.trigger,
        actions=actions,
        enabled=True,
        reason="Steward",
        **exempt,
    )


def _is_same(there: discord.AutoModRule, wanted: Plan, exempt: dict[str, Any]) -> bool:
    told = there.actions[0].custom_message if there.actions else None
    return (
        there.enabled
        and there.trigger.to_metadata_dict() == wanted.trigger.to_metadata_dict()
        and there.exempt_role_ids == {one.id for one in exempt["exempt_roles"]}
        and there.exempt_channel_ids == {one.id for one in exempt["exempt_channels"]}
        and (told or "") == wanted.told[:LONGEST_TOLD]
    )
