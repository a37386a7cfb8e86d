"""Channels, threads, history, pins, files and mentions, over the REST side."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import discord
import pytest

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
        sent = await steward.channel(general).send("look", file=chart)
    (kept,) = general.last.attachments
    assert (kept.filename, kept.content, kept.description) == ("chart.png", b"\x89PNG", "a chart")
    assert sent.attachments[0].content_type == "image/png"


async def test_history_pages_and_pins(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    said = [ann.says(general, f"line {number}") for number in range(250)]
    async with listening(town) as steward:
        channel = steward.channel(general)
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
        channel = steward.channel(general)
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
        channel = steward.channel(general)
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
        assert [one.id for one in await steward.home.active_threads()] == [private.id]
        with pytest.raises(discord.HTTPException) as refused:
            await channel.get_partial_message(said.id).create_thread(name="again")
        assert refused.value.code == 160004
    assert garden.threads[thread.id].json()["thread_metadata"]["locked"]


async def test_mentions_ping_only_whom_the_bot_allows(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    helpers = garden.role("helpers", mentionable=True)
    text = f"@everyone {ann.mention} {helpers.mention}"
    async with listening(town) as steward:
        channel = steward.channel(general)
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


async def test_slow_mode_and_names_are_changed_with_a_reason(town):
    garden = town.guild()
    general = garden.text_channel("general")
    async with listening(town) as steward:
        channel = steward.channel(general)
        await channel.edit(slowmode_delay=30, topic="慢一点", reason="heated")
        await town.wait_for(lambda: steward.heard("guild_channel_update"))
        assert channel.slowmode_delay == 30
        with pytest.raises(discord.HTTPException) as refused:
            await channel.edit(slowmode_delay=21_601)
        assert refused.value.code == 50035
    assert (general.slow_mode, general.topic, garden.audit_log[-1].reason) == (30, "慢一点", "heated")
    town.violations.clear()


async def test_slow_mode_holds_people_but_not_the_privileged(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    mia = garden.member("mia", [garden.role("moderators", Right.BYPASS_SLOWMODE)])
    general.slow_mode = 30
    ann.says(general, "one")
    with pytest.raises(NotAllowed, match="20016"):
        ann.says(general, "two")
    mia.says(general, "one")
    mia.says(general, "two")
    town.clock.passes(seconds=30)
    ann.says(general, "two")
    assert len(general.messages) == 4
