"""Rate limits, server errors, torn lines, gates; and what discord.py makes of them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.counterparts.discord import faults
from tests.counterparts.discord.sdk import listening

SEND = ("POST", "/channels/{channel_id}/messages")


async def test_a_rate_limit_is_waited_for(town):
    general = town.guild().text_channel("general")
    town.faults.next(*SEND, faults.rate_limited(0.05))
    async with listening(town) as steward:
        await steward.channel(general).send("patient")
    assert [call.status for call in town.calls.posts()] == [429, 200]
    assert [one.content for one in general.transcript()] == ["patient"]


async def test_global_and_cloudflare_limits_differ(town):
    general = town.guild().text_channel("general")
    town.faults.next(*SEND, faults.rate_limited(0.02, scope="global"))
    town.faults.next(*SEND, faults.rate_limited(0.02, via=False), skip=1)
    async with listening(town) as steward:
        await steward.channel(general).send("one")
        with pytest.raises(discord.HTTPException) as banned:
            await steward.channel(general).send("two")
        assert banned.value.status == 429


async def test_a_server_error_is_repeated_with_the_same_nonce(town):
    general = town.guild().text_channel("general")
    town.faults.next(*SEND, faults.status(502, after=True, body="<html>bad gateway</html>"))
    async with listening(town) as steward:
        await steward.channel(general).send("once only", nonce="abc")
    first, second = town.calls.posts()
    assert (first.status, second.status) == (502, 200)
    assert first.body["nonce"] == second.body["nonce"] == "abc"
    assert len(general.messages) == 1


async def test_503_is_raised_at_once(town):
    general = town.guild().text_channel("general")
    town.faults.next(*SEND, faults.status(503))
    async with listening(town) as steward:
        with pytest.raises(discord.DiscordServerError):
            await steward.channel(general).send("no")
    assert general.transcript() == []


@pytest.mark.parametrize(("after", "kept"), [(False, 0), (True, 1)])
async def test_a_torn_line_is_a_reset_before_or_after_the_effect(town, after, kept):
    general = town.guild().text_channel("general")
    town.faults.next(*SEND, faults.reset(after=after))
    async with listening(town) as steward:
        with pytest.raises(aiohttp.ClientOSError) as torn:
            await steward.channel(general).send("perhaps")
        assert isinstance(torn.value, OSError)
    assert len(general.messages) == kept


async def test_a_gate_holds_a_request_until_it_opens(town):
    general = town.guild().text_channel("general")
    gate = town.faults.next(*SEND, faults.gate())
    async with listening(town) as steward:
        sending = asyncio.create_task(steward.channel(general).send("later"))
        await gate.reached.wait()
        assert general.transcript() == []
        gate.open()
        assert (await sending).content == "later"


async def test_a_delay_answers_later_than_it_acts(town):
    general = town.guild().text_channel("general")
    town.faults.next(*SEND, faults.delay(0.1))
    async with listening(town) as steward:
        sending = asyncio.create_task(steward.channel(general).send("slow"))
        await town.wait_for(general.transcript)
        assert not sending.done()
        await sending


async def test_plans_fit_any_request_one_path_or_the_second_time(town):
    garden = town.guild()
    one, two = garden.text_channel("one"), garden.text_channel("two")
    async with listening(town) as steward:
        town.faults.next("POST", f"/channels/{two.id}/messages", faults.status(503))
        await steward.channel(one).send("fine")
        with pytest.raises(discord.DiscordServerError):
            await steward.channel(two).send("struck")
        town.faults.next(None, None, faults.status(503), times=2)
        for _ in range(2):
            with pytest.raises(discord.DiscordServerError):
                await steward.fetch_user(town.bot.id)
        assert town.faults.pending == 0


async def test_an_outage_of_the_gateway_ends(town):
    async with listening(town) as steward:
        town.gateway.outage = 503
        town.gateway.drop()
        await town.wait_for(lambda: steward.heard("disconnect"))
        town.gateway.outage = None
        await town.wait_for(lambda: steward.heard("resumed"), timeout=10)


async def test_a_pace_is_kept_by_the_client_and_enforced_by_the_town(town):
    general = town.guild().text_channel("general")
    town.pace.calls, town.pace.seconds = 2, 0.1
    async with listening(town) as steward:
        for number in range(5):
            await steward.channel(general).send(f"{number}")
        assert {call.status for call in town.calls.posts()} == {200}
        begun, ended = town.calls.posts()[0].monotonic, town.calls.posts()[-1].monotonic
        assert ended - begun > 0.15
        headers = {"Authorization": f"Bot {town.token}"}
        async with aiohttp.ClientSession(connector=town.connector(), headers=headers) as session:
            answers = [await session.get("https://discord.com/api/v10/users/@me") for _ in range(3)]
            assert 429 in {answer.status for answer in answers}
            for answer in answers:
                answer.release()
