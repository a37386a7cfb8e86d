"""The Discord counterpart, driven by an unmodified discord.py over TLS: starting, speaking, coming back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.messages import MessageKind
from tests.counterparts.discord.sdk import listening
from tests.counterparts.discord.server import DiscordServer


@pytest.fixture
async def town() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(HandClock()) as town:
        yield town
        assert [str(one) for one in town.violations] == []


async def test_a_bot_comes_in_and_knows_everybody(town):
    garden = town.guild("Garden", locale="zh-CN")
    garden.text_channel("general")
    garden.member("ann", shown_as="Ann")
    async with listening(town) as steward:
        (guild,) = steward.guilds
        assert (guild.name, str(guild.preferred_locale)) == ("Garden", "zh-CN")
        assert [channel.name for channel in guild.text_channels] == ["general"]
        assert sorted(member.name for member in guild.members) == ["Garden owner", "ann", "steward"]
        assert guild.me.guild_permissions.moderate_members
        assert steward.application_flags.gateway_message_content_limited


async def test_what_people_say_arrives_and_the_answer_stands_in_the_channel(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann", locale="zh-CN")
    async with listening(town) as steward:
        said = ann.says(general, "怎么退款？👨‍👩‍👧")
        await town.wait_for(steward.texts)
        message = steward.heard("message")[0]
        assert (message.content, message.author.name, message.id) == (said.content, "ann", said.id)
        sent = await message.reply("见置顶", mention_author=True)
    assert [one.content for one in general.transcript()] == ["怎么退款？👨‍👩‍👧", "见置顶"]
    assert general.last.id == sent.id
    assert general.last.kind is MessageKind.REPLY
    assert general.last.mentions.users == (ann.account,)
    assert town.calls.posts()[0].status == 200


async def test_edits_deletions_and_reactions_of_people_are_heard(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        said = ann.says(general, "helo")
        ann.edits(said, "hello")
        ann.reacts(said, "👍")
        ann.unreacts(said, "👍")
        ann.deletes(said)
        await town.wait_for(lambda: steward.heard("raw_message_delete"))
        assert steward.heard("raw_message_edit")[0].message.content == "hello"
        assert str(steward.heard("raw_reaction_add")[0].emoji) == "👍"
        assert steward.heard("raw_reaction_remove")
        assert steward.heard("raw_message_delete")[0].message_id == said.id
    assert general.transcript() == []


async def test_one_nonce_makes_one_message(town):
    garden = town.guild()
    general = garden.text_channel("general")
    async with listening(town) as steward:
        channel = steward.channel(general)
        first = await channel.send("once", nonce="n" * 25)
        again = await channel.send("once, they say", nonce="n" * 25)
        assert (again.id, again.content) == (first.id, "once")
        assert len(general.messages) == 1
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send("long", nonce="n" * 26)
        assert refused.value.code == 50035
        await first.delete()
        with pytest.raises(discord.NotFound):
            await channel.send("once", nonce="n" * 25)
        town.clock.passes(minutes=10)
        assert (await channel.send("later", nonce="n" * 25)).content == "later"
    assert all("too long" in str(one) for one in town.violations)
    town.violations.clear()


async def test_private_chats_work_both_ways_until_they_are_closed(town):
    ann = town.guild().member("ann")
    async with listening(town) as steward:
        ann.dm("psst")
        await town.wait_for(steward.texts)
        message = steward.heard("message")[0]
        assert message.guild is None
        await message.channel.send("yes?")
        ann.closes_dms()
        with pytest.raises(discord.Forbidden) as refused:
            await (await steward.fetch_user(ann.id)).send("still there?")
        assert refused.value.code == 50007
        ann.opens_dms()
        ann.leaves()
        with pytest.raises(discord.Forbidden) as refused:
            await message.channel.send("gone?")
        assert refused.value.code == 50007
    assert [one.content for one in ann.private.transcript()] == ["psst", "yes?"]


async def test_a_town_closes_with_clients_still_connected():
    town = DiscordServer(HandClock())
    await town.start()
    town.guild()
    async with listening(town) as steward:
        await asyncio.wait_for(town.stop(), 5)
        await town.wait_for(lambda: steward.heard("disconnect"))


def test_ids_carry_the_town_s_time():
    clock = HandClock()
    town = DiscordServer(clock)
    garden = town.guild()
    old = garden.member("veteran", made_at=clock.now() - timedelta(days=1000))
    fresh = garden.member("newcomer", made_at=clock.now())
    ages = [(clock.now() - discord.utils.snowflake_time(one.id)).days for one in (old, fresh)]
    assert ages == [1000, 0]
