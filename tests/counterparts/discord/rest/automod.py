"""AutoMod rules of a guild."""

from __future__ import annotations

from tests.counterparts.discord.audit import Deed, record
from tests.counterparts.discord.automod import AutomodRule, check_limits, check_room
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.refusals import missing_permissions, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right, guild_rights


def _guild(ask: Ask) -> Guild:
    guild = ask.guild()
    if Right.MANAGE_GUILD not in guild_rights(guild, ask.mine(guild)):
        raise missing_permissions()
    return guild


def _rule(ask: Ask, guild: Guild) -> AutomodRule:
    rule = guild.automod_rules.get(ask.number("rule_id"))
    if rule is None:
        raise unknown("Auto Moderation Rule")
    return rule


def every(ask: Ask) -> Reply:
    """All rules."""
    return ok([rule.json() for rule in _guild(ask).automod_rules.values()])


def create(ask: Ask) -> Reply:
    """A new rule, while there is room for one of its kind."""
    guild = _guild(ask)
    check_limits(ask.body)
    check_room(guild.automod_rules, int(ask.body["trigger_type"]))
    number = ask.world.snowflakes.new()
    rule = AutomodRule(id=number, guild_id=guild.id, creator_id=ask.me.id, body=ask.body)
    guild.automod_rules[number] = rule
    _announce(ask, guild, rule, Deed.AUTOMOD_RULE_CREATE, "AUTO_MODERATION_RULE_CREATE")
    return ok(rule.json())


def read(ask: Ask) -> Reply:
    """One rule."""
    return ok(_rule(ask, _guild(ask)).json())


def change(ask: Ask) -> Reply:
    """Changes a rule."""
    guild = _guild(ask)
    rule = _rule(ask, guild)
    check_limits(ask.body)
    rule.body = rule.body | ask.body
    _announce(ask, guild, rule, Deed.AUTOMOD_RULE_UPDATE, "AUTO_MODERATION_RULE_UPDATE")
    return ok(rule.json())


def delete(ask: Ask) -> Reply:
    """Deletes a rule."""
    guild = _guild(ask)
    rule = _rule(ask, guild)
    del guild.automod_rules[rule.id]
    _announce(ask, guild, rule, Deed.AUTOMOD_RULE_DELETE, "AUTO_MODERATION_RULE_DELETE")
    return NOTHING


def _announce(ask: Ask, guild: Guild, rule: AutomodRule, deed: Deed, event: str) -> None:
    ask.world.emit(event, rule.json(), guild=guild)
    record(guild, deed, by=ask.me.id, target=rule.id, reason=ask.reason)


ALL = "/guilds/{guild_id}/auto-moderation/rules"
ROUTES = (
    Route("GET", ALL, every),
    Route("POST", ALL, create),
    Route("GET", ALL + "/{rule_id}", read),
    Route("PATCH", ALL + "/{rule_id}", change),
    Route("DELETE", ALL + "/{rule_id}", delete),
)
