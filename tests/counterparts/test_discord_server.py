"""The Discord counterpart, driven by an unmodified discord.py over TLS: starting, speaking, coming back."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from tests.counterparts.discord.accounts import Privilege
from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.messages import MessageKind
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
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


async def test_members_are_asked_for_when_presences_are_not(town):
    town.guild().member("ann")
    intents = discord.Intents.all()
    intents.presences = False
    async with listening(town, intents=intents) as steward:
        assert steward.guilds[0].chunked
        assert {member.name for member in steward.guilds[0].members} == {"Garden owner", "ann", "steward"}


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
        channel = steward.get_channel(general.id)
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
    (too_long,) = town.violations
    assert "too long" in str(too_long)
    town.violations.clear()


async def test_mentions_ping_only_whom_the_bot_allows(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    helpers = garden.role("helpers", mentionable=True)
    text = f"@everyone {ann.mention} {helpers.mention}"
    async with listening(town) as steward:
        channel = steward.get_channel(general.id)
        await channel.send(text)
        assert not general.last.mentions.pings_anyone
        await channel.send(text, allowed_mentions=discord.AllowedMentions(users=[discord.Object(ann.id)]))
        assert general.last.mentions.users == (ann.account,)
        assert general.last.mentions.roles == ()
        assert not general.last.mentions.everyone
        await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
        assert general.last.mentions.roles == (helpers.id,)
        assert general.last.mentions.everyone
    ann.says(general, "@everyone")
    assert not general.last.mentions.pings_anyone


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


async def test_files_travel_both_ways_by_links_that_expire(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        ann.says(general, files=[("note.txt", b"hello")])
        await town.wait_for(lambda: steward.heard("message"))
        (attachment,) = steward.heard("message")[0].attachments
        assert await attachment.read() == b"hello"
        town.clock.passes(hours=25)
        with pytest.raises(discord.NotFound):
            await attachment.read()
        chart = discord.File(io.BytesIO(b"\x89PNG"), "chart.png", description="a chart")
        sent = await steward.get_channel(general.id).send("look", file=chart)
    (kept,) = general.last.attachments
    assert (kept.filename, kept.content, kept.description) == ("chart.png", b"\x89PNG", "a chart")
    assert sent.attachments[0].content_type == "image/png"


async def test_history_pages_and_pins(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    said = [ann.says(general, f"line {number}") for number in range(250)]
    async with listening(town) as steward:
        channel = steward.get_channel(general.id)
        after = [one.id async for one in channel.history(after=discord.Object(said[99].id), limit=None)]
        assert after == [one.id for one in said[100:]]
        newest = [one.content async for one in channel.history(limit=3)]
        assert newest == ["line 249", "line 248", "line 247"]
        await channel.get_partial_message(said[7].id).pin(reason="worth keeping")
        assert [one.id async for one in channel.pins()] == [said[7].id]
        await town.wait_for(lambda: steward.heard("guild_channel_pins_update"))
        assert steward.heard("raw_message_edit")[0].message.edited_at is None
    assert general.last.kind is MessageKind.PIN_NOTICE
    assert garden.audit_log[-1].reason == "worth keeping"


async def test_many_go_at_once_only_when_all_are_young(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    old = ann.says(general, "old")
    town.clock.passes(days=15)
    young = [ann.says(general, "young") for _ in range(3)]
    async with listening(town) as steward:
        channel = steward.get_channel(general.id)
        with pytest.raises(discord.HTTPException) as refused:
            await channel.delete_messages([discord.Object(old.id), discord.Object(young[0].id)])
        assert refused.value.code == 50034
        assert len(general.messages) == 4
        await channel.delete_messages([discord.Object(one.id) for one in young], reason="flood")
        await town.wait_for(lambda: steward.heard("raw_bulk_message_delete"))
    assert general.transcript() == [old]
    assert garden.audit_log[-1].reason == "flood"


async def test_threads_open_close_and_keep_out(town):
    garden = town.guild()
    general, ann, ben = garden.text_channel("general"), garden.member("ann"), garden.member("ben")
    said = ann.says(general, "a long story")
    async with listening(town) as steward:
        channel = steward.get_channel(general.id)
        thread = await channel.get_partial_message(said.id).create_thread(
            name="story", auto_archive_duration=60
        )
        assert thread.id == said.id
        ben.says(garden.threads[thread.id], "go on")
        await town.wait_for(lambda: "go on" in steward.texts())
        await thread.edit(archived=True, locked=True)
        with pytest.raises(NotAllowed, match="160005"):
            ben.says(garden.threads[thread.id], "wait")
        private = await channel.create_thread(name="case 7", type=discord.ChannelType.private_thread)
        assert not ann.sees(garden.threads[private.id])
        await private.add_user(discord.Object(ann.id))
        assert ann.sees(garden.threads[private.id])
        assert [one.id for one in await steward.guilds[0].active_threads()] == [private.id]
        with pytest.raises(discord.HTTPException) as refused:
            await channel.get_partial_message(said.id).create_thread(name="again")
        assert refused.value.code == 160004
    assert garden.threads[thread.id].json()["thread_metadata"]["locked"]


async def test_webhooks_other_bots_and_updates_without_change_can_be_staged(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    other = garden.member("otherbot", bot=True)
    async with listening(town) as steward:
        garden.posts_by_webhook(garden.webhook(general, "News"), "extra, extra")
        other.says(general, "beep")
        linked = ann.says(general, "https://example.org")
        town.refreshes(linked, embed={"title": "Example", "url": "https://example.org"})
        await town.wait_for(lambda: steward.heard("raw_message_edit"))
        news, beep, _ = steward.heard("message")
        assert news.webhook_id is not None
        assert beep.author.bot
        update = steward.heard("raw_message_edit")[0]
        assert (update.message.content, update.message.edited_at) == ("https://example.org", None)
        assert update.message.embeds[0].title == "Example"


async def test_without_message_content_only_what_concerns_the_bot_is_read(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    intents = discord.Intents.all()
    intents.message_content = False
    async with listening(town, intents=intents) as steward:
        ann.says(general, "secret")
        ann.says(general, f"hey {town.bot.mention}")
        ann.dm("private")
        await town.wait_for(lambda: len(steward.texts()) == 3)
        assert steward.texts() == ["", f"hey {town.bot.mention}", "private"]


async def test_a_privilege_that_is_not_granted_closes_with_4014():
    async with DiscordServer(HandClock(), privileges=Privilege.GUILD_MEMBERS) as town:
        garden = town.guild()
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with listening(town):
                pass
        intents = discord.Intents.default()
        intents.members = True
        general = garden.text_channel("general")
        garden.member("ann").says(general, "hidden")
        async with listening(town, intents=intents) as steward:
            assert not steward.application_flags.gateway_message_content_limited
            (read,) = [one async for one in steward.get_channel(general.id).history()]
            assert read.content == ""


async def test_a_wrong_token_is_refused_at_the_door_and_at_the_gateway(town):
    with pytest.raises(discord.LoginFailure):
        async with listening(town, token="wrong"):
            pass
    assert town.calls.all[-1].status == 401
    async with listening(town) as steward:
        steward.http.token = "changed since"
        town.gateway.forget()
        await town.wait_for(steward.is_closed)
    assert town.gateway.identifies == 1


async def test_a_torn_line_is_resumed_without_loss(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        ann.says(general, "before")
        await town.wait_for(steward.texts)
        town.gateway.drop()
        for number in range(5):
            ann.says(general, f"meanwhile {number}")
        await town.wait_for(lambda: steward.heard("resumed"))
        ann.says(general, "after")
        await town.wait_for(lambda: "after" in steward.texts())
        assert steward.texts() == ["before", *(f"meanwhile {number}" for number in range(5)), "after"]
    assert (town.gateway.resumes, town.gateway.identifies) == (1, 1)


async def test_a_refused_resume_loses_events_that_history_still_has(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        seen = ann.says(general, "before")
        await town.wait_for(steward.texts)
        town.gateway.refuse_resume()
        town.gateway.drop()
        ann.says(general, "missed")
        await town.wait_for(lambda: town.gateway.identifies == 2 and len(steward.heard("ready")) == 2)
        assert steward.texts() == ["before"]
        channel = steward.get_channel(general.id)
        caught_up = [
            one.content async for one in channel.history(after=discord.Object(seen.id), oldest_first=True)
        ]
        assert caught_up == ["missed"]
    assert town.gateway.refused_resumes == 1


async def test_opcode_seven_and_an_invalid_session_bring_the_bot_back(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        town.gateway.ask_reconnect()
        await town.wait_for(lambda: steward.heard("resumed"))
        town.gateway.invalidate()
        await town.wait_for(lambda: town.gateway.identifies == 2 and len(steward.heard("ready")) == 2)
        ann.says(general, "still here?")
        await town.wait_for(steward.texts)


async def test_a_stalled_gateway_is_noticed_by_its_silent_heart(town):
    town.gateway.beat_ms = 50
    async with listening(town, heartbeat_timeout=0.3) as steward:
        await town.wait_for(lambda: town.gateway.beats > 3)
        town.gateway.stall()
        await town.wait_for(lambda: steward.heard("resumed"))
    assert town.gateway.identifies == 1


async def test_guilds_come_and_go(town):
    garden = town.guild()
    async with listening(town) as steward:
        garden.goes_down()
        await town.wait_for(lambda: steward.heard("guild_unavailable"))
        garden.comes_back()
        await town.wait_for(lambda: steward.heard("guild_available"))
        orchard = town.guild("Orchard")
        await town.wait_for(lambda: steward.heard("guild_join"))
        orchard.expels_bot()
        await town.wait_for(lambda: steward.heard("guild_remove"))
        assert [guild.name for guild in steward.guilds] == ["Garden"]


async def test_channels_that_the_bot_cannot_see_stay_silent(town):
    garden = town.guild()
    ann = garden.member("ann")
    hidden = garden.text_channel("hidden", {garden.bot_role: (Right.NONE, Right.VIEW_CHANNEL)})
    general = garden.text_channel("general", {garden.bot_role: (Right.NONE, Right.SEND_MESSAGES)})
    async with listening(town) as steward:
        ann.says(hidden, "unheard")
        ann.says(general, "heard")
        await town.wait_for(steward.texts)
        assert steward.texts() == ["heard"]
        for place, code in ((hidden, 50001), (general, 50013)):
            with pytest.raises(discord.Forbidden) as refused:
                await steward.get_channel(place.id).send("hello?")
            assert refused.value.code == code


async def test_slow_mode_and_names_are_changed_with_a_reason(town):
    garden = town.guild()
    general = garden.text_channel("general")
    async with listening(town) as steward:
        channel = steward.get_channel(general.id)
        await channel.edit(slowmode_delay=30, topic="慢一点", reason="heated")
        await town.wait_for(lambda: steward.heard("guild_channel_update"))
        assert channel.slowmode_delay == 30
        with pytest.raises(discord.HTTPException) as refused:
            await channel.edit(slowmode_delay=21_601)
        assert refused.value.code == 50035
    assert (general.slow_mode, general.topic, garden.audit_log[-1].reason) == (30, "慢一点", "heated")
    town.violations.clear()


async def test_two_bots_at_once_hear_the_same(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as one, listening(town) as other:
        ann.says(general, "hello")
        await town.wait_for(lambda: one.texts() == other.texts() == ["hello"])


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
