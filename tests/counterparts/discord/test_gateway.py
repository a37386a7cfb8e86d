"""Identify, resume, intents and the accidents of the gateway, as discord.py lives through them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from tests.counterparts.discord.accounts import Privilege
from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.sdk import listening
from tests.counterparts.discord.server import DiscordServer


@pytest.fixture
async def town() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(HandClock()) as town:
        yield town
        assert [str(one) for one in town.violations] == []


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
            (read,) = [one async for one in steward.channel(general).history()]
            assert read.content == ""


async def test_a_wrong_token_is_refused_at_the_door_and_at_the_gateway(town):
    with pytest.raises(discord.LoginFailure):
        async with listening(town, token="wrong"):
            pass
    assert town.calls.last.status == 401
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
        channel = steward.channel(general)
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


async def test_two_bots_at_once_hear_the_same(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as one, listening(town) as other:
        ann.says(general, "hello")
        await town.wait_for(lambda: one.texts() == other.texts() == ["hello"])


async def test_members_are_asked_for_when_presences_are_not(town):
    town.guild().member("ann")
    intents = discord.Intents.all()
    intents.presences = False
    async with listening(town, intents=intents) as steward:
        assert steward.home.chunked
        assert {member.name for member in steward.home.members} == {"Garden owner", "ann", "steward"}


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
                await steward.channel(place).send("hello?")
            assert refused.value.code == code


async def test_duplicates_unknown_events_and_bad_data_can_be_sent(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        said = ann.says(general, "twice")
        town.gateway.repeat("MESSAGE_CREATE")
        town.gateway.inject("SOMETHING_NEW", {"anything": 1})
        town.gateway.inject("TYPING_START", {"channel_id": str(general.id), "user_id": "1", "timestamp": 1})
        await town.wait_for(lambda: steward.heard("raw_typing"))
        assert [one.id for one in steward.heard("message")] == [said.id, said.id]
        assert "SOMETHING_NEW" in steward.heard("socket_event_type")


async def test_a_channel_that_opens_brings_its_threads(town):
    garden = town.guild()
    view = Right.VIEW_CHANNEL
    hidden, ann = garden.text_channel("hidden", {garden.bot_role: (Right.NONE, view)}), garden.member("ann")
    async with listening(town) as steward:
        thread = ann.opens_thread(hidden, "inside")
        assert not steward.home.threads
        garden.sets_rights(hidden, garden.bot_role, allow=view)
        await town.wait_for(lambda: steward.home.threads)
        assert [one.id for one in steward.home.threads] == [thread.id]


async def test_what_people_do_by_hand_is_heard(town):
    garden = town.guild()
    moderators = garden.role("moderators", Right.MODERATE_MEMBERS | Right.KICK_MEMBERS | Right.BAN_MEMBERS)
    mia, ann = garden.member("mia", [moderators]), garden.member("ann")
    async with listening(town) as steward:
        mia.times_out(ann, town.clock.now() + timedelta(hours=1), reason="calm down")
        ann.takes_nick("Annie")
        ann.gets_roles(garden.role("regular", position=1))
        mia.kicks(ann)
        ann.joins()
        mia.bans(ann, reason="again")
        mia.unbans(ann)
        await town.wait_for(lambda: steward.heard("member_unban"))
        deeds = [entry.action.name for entry in steward.heard("audit_log_entry_create")]
        assert deeds == ["member_update", "member_update", "member_role_update", "kick", "ban", "unban"]
        assert steward.heard("audit_log_entry_create")[0].user_id == mia.id
    with pytest.raises(NotAllowed):
        mia.kicks(garden.owner)


async def test_settled_means_that_every_client_took_everything(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        for number in range(100):
            ann.says(general, f"{number}")
        await town.gateway.settled()
        assert len(steward.texts()) == 100
        town.gateway.stall()
        ann.says(general, "unheard")
        with pytest.raises(TimeoutError):
            await town.gateway.settled(timeout=0.1)
        town.gateway.flow()
        await town.gateway.settled()
        assert steward.texts()[-1] == "unheard"
