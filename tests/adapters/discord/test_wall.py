"""Our rules as AutoMod's, within its limits; rules of others are never touched."""

from __future__ import annotations

from collections import Counter
from typing import Any

import discord
import pytest

from bot.adapters.discord.wall import OURS, plan
from chat.actions import Capability, Degraded, Done, Refused, Wall, WallRule
from chat.events import MessageBlocked
from tests.adapters.discord.conftest import Bench
from tests.counterparts.discord.automod import AutomodRule
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right

WORDS = WallRule(name="words", words=("薅羊毛", "lorem"), allowed=("薅羊毛衫",), told="nicht so")
MENTIONS = WallRule(name="mentions", mentions=3)


def of(bench: Bench) -> dict[str, dict[str, Any]]:
    return {rule.body["name"]: rule.json() for rule in bench.guild.automod_rules.values()}


async def test_a_wall_is_built_once_changed_and_taken_down(bench: Bench) -> None:
    order = Wall(to=bench.space, rules=(WORDS, MENTIONS))
    for _ in range(2):
        assert await bench.do(order) == Done()
    assert sorted(of(bench)) == [f"{OURS}mentions @", f"{OURS}words 1"]
    words = of(bench)[f"{OURS}words 1"]
    assert words["trigger_metadata"]["keyword_filter"] == ["*薅羊毛*", "lorem"]
    assert words["actions"][0]["metadata"] == {"custom_message": "nicht so"}
    asked = [one.method for one in bench.server.calls if "auto-moderation" in one.template]
    assert asked.count("POST") == 2
    assert "PATCH" not in asked
    other = WallRule(name="words", words=("ipsum",))
    assert await bench.do(Wall(to=bench.space, rules=(other,))) == Done()
    assert of(bench).keys() == {f"{OURS}words 1"}
    assert of(bench)[f"{OURS}words 1"]["trigger_metadata"]["keyword_filter"] == ["ipsum"]
    assert await bench.do(Wall(to=bench.space)) == Done()
    assert not bench.guild.automod_rules


async def test_rules_of_others_keep_their_place(bench: Bench) -> None:
    for number in range(1, 7):
        body = {"name": f"theirs {number}", "trigger_type": 1, "event_type": 1, "actions": [{"type": 1}]}
        bench.guild.automod_rules[number] = AutomodRule(
            id=number, guild_id=bench.guild.id, creator_id=bench.guild.owner_id, body=body
        )
    done = await bench.do(Wall(to=bench.space, rules=(WORDS, MENTIONS)))
    assert done == Degraded("wall.partly", ("words:no_room:1",))
    assert f"{OURS}mentions @" in of(bench)
    assert len(of(bench)) == 7


async def test_what_is_blocked_is_told_with_the_rule_that_blocked_it(bench: Bench) -> None:
    await bench.do(Wall(to=bench.space, rules=(WORDS, MENTIONS)))
    with pytest.raises(NotAllowed):
        bench.ann.says(bench.channel, "一起来薅羊毛呀")
    bench.ann.says(bench.channel, "新买的薅羊毛衫, loremology")
    with pytest.raises(NotAllowed):
        bench.ann.says(bench.channel, "<@111111> <@222222> <@333333> <@444444>")
    await bench.settled()
    blocked = [one for one in await bench.events() if isinstance(one, MessageBlocked)]
    assert [(one.rule, one.text, one.found) for one in blocked] == [
        ("words", "一起来薅羊毛呀", "薅羊毛"),
        ("mentions", "<@111111> <@222222> <@333333> <@444444>", ""),
    ]
    assert blocked[0].by.identity.id == str(bench.ann.id)


async def test_without_the_right_there_is_no_wall(bench: Bench) -> None:
    assert Capability.WALL in bench.discord.capabilities(bench.space)
    me = bench.guild.me
    assert me is not None
    for role in me.roles:
        bench.guild.changes_role(role, permissions=Right.SEND_MESSAGES | Right.VIEW_CHANNEL)
    await bench.settled()
    assert Capability.WALL not in bench.discord.capabilities(bench.space)
    assert isinstance(await bench.do(Wall(to=bench.space, rules=(WORDS,))), Refused)


def test_what_is_too_much_is_counted_and_the_rest_is_within_the_limits() -> None:
    left: Counter[str] = Counter()
    rule = WallRule(
        name="words",
        words=(*(f"词{number}" for number in range(2_345)), "长" * 59),
        patterns=(*(f"a{number}" for number in range(12)), "b" * 261),
        allowed=tuple(f"好{number}" for number in range(101)),
    )
    plans = list(plan((rule, WallRule(name="mentions", mentions=51)), left))
    assert [len(one.trigger.keyword_filter) for one in plans] == [1_000, 1_000, 345]
    assert [len(one.trigger.regex_patterns) for one in plans] == [10, 2, 0]
    assert all(len(one.trigger.allow_list) == 100 for one in plans)
    assert all(one.trigger.type is discord.AutoModRuleTriggerType.keyword for one in plans)
    assert left == {
        "words:long_words": 1,
        "words:long_patterns": 1,
        "words:allowed": 1,
        "mentions:mentions": 1,
    }
