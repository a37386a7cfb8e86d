"""Timeouts, kicks, bans, roles and the hierarchy that limits them, with reasons in the audit log."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from tests.counterparts.discord.audit import Deed
from tests.counterparts.discord.community import BOT_ROLE_POSITION
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import MODERATOR, Right
from tests.counterparts.discord.sdk import listening


async def refused(act, code):
    with pytest.raises(discord.HTTPException) as caught:
        await act
    assert caught.value.code == code


async def test_a_timeout_silences_until_its_moment(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        member = steward.home.get_member(ann.id)
        until = town.clock.now() + timedelta(hours=1)
        await member.edit(timed_out_until=until, reason="刷屏 flood")
        await town.wait_for(lambda: steward.heard("member_update"))
        assert member.timed_out_until == until
        with pytest.raises(NotAllowed, match="50013"):
            ann.says(general, "but")
        assert ann.sees(general)
        town.clock.passes(hours=1)
        ann.says(general, "back")
        too_long = town.clock.now() + timedelta(days=29)
        await refused(member.edit(timed_out_until=too_long), 50035)
        owner = steward.home.owner
        await refused(owner.edit(timed_out_until=until + timedelta(hours=2)), 50013)
    entry = garden.audit_log[0]
    assert (entry.deed, entry.target, entry.reason) == (Deed.MEMBER_UPDATE, ann.id, "刷屏 flood")


async def test_a_kick_removes_and_a_ban_keeps_out(town):
    garden = town.guild()
    general, ann, ben = garden.text_channel("general"), garden.member("ann"), garden.member("ben")
    async with listening(town) as steward:
        guild = steward.home
        await guild.kick(discord.Object(ann.id), reason="enough")
        await town.wait_for(lambda: steward.heard("raw_member_remove"))
        assert not ann.is_member
        ann.joins()
        old = ben.says(general, "old")
        town.clock.passes(hours=2)
        ben.says(general, "buy now")
        await guild.ban(discord.Object(ben.id), delete_message_seconds=3600, reason="spam")
        await town.wait_for(lambda: steward.heard("member_ban"))
        assert general.transcript() == [old]
        with pytest.raises(NotAllowed, match="banned"):
            ben.joins()
        ban = await guild.fetch_ban(discord.Object(ben.id))
        assert ban.reason == "spam"
        await guild.unban(discord.Object(ben.id), reason="mistake")
        await town.wait_for(lambda: steward.heard("member_unban"))
        await refused(guild.unban(discord.Object(ben.id)), 10026)
        ben.joins()
        heard = [entry.action for entry in steward.heard("audit_log_entry_create")]
        kinds = discord.AuditLogAction
        assert heard == [kinds.kick, kinds.ban, kinds.unban]
        fetched = [entry.reason async for entry in guild.audit_logs(limit=2)]
        assert fetched == ["mistake", "spam"]


async def test_nobody_acts_on_an_equal_or_a_higher(town):
    garden = town.guild()
    high = garden.role("council", Right.KICK_MEMBERS, position=BOT_ROLE_POSITION + 1)
    chief, ann = garden.member("chief", [high]), garden.member("ann")
    async with listening(town) as steward:
        guild = steward.home
        for target in (chief.id, garden.owner_id):
            await refused(guild.kick(discord.Object(target)), 50013)
            await refused(guild.ban(discord.Object(target)), 50013)
        await refused(guild.get_member(ann.id).add_roles(discord.Object(high.id)), 50013)
        low = garden.role("regular", position=1)
        await guild.get_member(ann.id).add_roles(discord.Object(low.id), reason="earned")
        assert [role.name for role in ann.member.roles] == ["regular"]
        await guild.get_member(ann.id).remove_roles(discord.Object(low.id))
        assert ann.member.roles == []
        result = await guild.bulk_ban([discord.Object(ann.id), discord.Object(chief.id)], reason="raid")
        assert ([one.id for one in result.banned], [one.id for one in result.failed]) == (
            [ann.id],
            [chief.id],
        )


async def test_each_deed_needs_its_right(town):
    lacking = Right.KICK_MEMBERS | Right.BAN_MEMBERS | Right.MODERATE_MEMBERS | Right.MANAGE_MESSAGES
    lacking |= Right.MANAGE_CHANNELS | Right.MANAGE_ROLES | Right.PIN_MESSAGES | Right.MANAGE_THREADS
    garden = town.guild(rights=MODERATOR & ~lacking)
    general, ann = garden.text_channel("general"), garden.member("ann")
    said = ann.says(general, "hello")
    async with listening(town) as steward:
        guild, channel = steward.home, steward.channel(general)
        message = channel.get_partial_message(said.id)
        member = guild.get_member(ann.id)
        await refused(member.kick(), 50013)
        await refused(member.ban(), 50013)
        await refused(member.edit(timed_out_until=town.clock.now() + timedelta(hours=1)), 50013)
        await refused(message.delete(), 50013)
        await refused(message.pin(), 50013)
        await refused(channel.edit(slowmode_delay=5), 50013)
        await refused(message.edit(content="mine now"), 50005)
        thread = await channel.create_thread(name="t", type=discord.ChannelType.public_thread)
        await refused(thread.edit(locked=True), 50013)
        garden.changes_role(garden.bot_role, permissions=MODERATOR)
        await message.delete()
        await channel.edit(slowmode_delay=5)
    assert said.deleted


async def test_people_come_go_and_are_found(town):
    garden = town.guild()
    async with listening(town) as steward:
        ann = garden.member("ann", locale="zh-CN")
        await town.wait_for(lambda: steward.heard("member_join"))
        guild = steward.home
        fetched = await guild.fetch_member(ann.id)
        assert fetched.joined_at == town.clock.now()
        assert [one.name for one in await guild.query_members("an")] == ["ann"]
        assert {one.name async for one in guild.fetch_members()} == {"steward", "Garden owner", "ann"}
        ann.leaves()
        await town.wait_for(lambda: steward.heard("raw_member_remove"))
        await refused(guild.fetch_member(ann.id), 10007)
        await refused(guild.fetch_member(5), 10013)
        ann.joins()
        await town.wait_for(lambda: len(steward.heard("member_join")) == 2)


async def test_automod_and_invites_can_be_staged(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        garden.automod_acts(ann, general, "加微信 now", keyword="*加微信*")
        await town.wait_for(lambda: steward.heard("automod_action"))
        assert steward.heard("automod_action")[0].matched_keyword == "*加微信*"
        guild = steward.home
        trigger = discord.AutoModTrigger(keyword_filter=["*加微信*"])
        actions = [discord.AutoModRuleAction(custom_message="no ads")]
        kind = discord.AutoModRuleEventType.message_send
        rule = await guild.create_automod_rule(
            name="ads", event_type=kind, trigger=trigger, actions=actions, enabled=True
        )
        assert [one.id for one in await guild.fetch_automod_rules()] == [rule.id]
        await rule.delete()
        invite = await steward.channel(general).create_invite(max_uses=5, reason="partner")
        garden.stranger("ben").joins(invite=invite.code)
        (known,) = await guild.invites()
        assert (known.code, known.uses) == (invite.code, 1)
