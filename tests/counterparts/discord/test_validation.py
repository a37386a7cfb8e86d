"""The town against Discord's own description: what it takes, what it answers, and what it has not built."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.rest.routes import ROUTES
from tests.counterparts.discord.sdk import listening
from tests.counterparts.discord.server import DiscordServer


@pytest.fixture
def described(shared):
    """Skips, visibly, where the description is absent."""
    return shared("specs/discord-openapi.json")


async def test_a_request_that_discord_would_not_take_is_refused_and_noted(described, town):
    general = town.guild().text_channel("general")
    async with listening(town) as steward:
        request = steward.http.request
        route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)
        with pytest.raises(discord.HTTPException) as refused:
            await request(route, json={"content": 5})
        assert refused.value.code == 50035
    (noted,) = town.violations
    assert (noted.side, noted.problems) == ("request", ("content: 5 is not of type 'string', 'null'",))
    town.violations.clear()


async def test_what_is_not_built_says_so(described, town):
    garden = town.guild()
    async with listening(town) as steward:
        with pytest.raises(discord.HTTPException) as missing:
            await steward.http.request(
                discord.http.Route("GET", "/guilds/{guild_id}/widget", guild_id=garden.id)
            )
        assert missing.value.status == 501
        with pytest.raises(discord.NotFound):
            await steward.http.request(discord.http.Route("GET", "/nothing/here"))
    assert [one.problems for one in town.violations] == [
        ("is not built in this town",),
        ("does not exist at Discord",),
    ]
    town.violations.clear()


def test_every_route_is_one_of_discord_s(described, town):
    unknown = [route.template for route in ROUTES if not town.validation.knows(route.method, route.template)]
    assert unknown == []


async def test_our_own_events_are_held_against_it_too(described, town):
    town.guild()
    town.validation.event("MESSAGE_CREATE", {"id": "1", "content": "half a message"})
    (noted,) = town.violations
    assert noted.side == "event"
    town.violations.clear()


async def test_without_the_description_the_town_works_and_admits_it(tmp_path):
    async with DiscordServer(HandClock(), specification=tmp_path / "absent.json") as town:
        general = town.guild().text_channel("general")
        assert not town.validates
        async with listening(town) as steward:
            await steward.channel(general).send("unchecked")
        assert town.violations == []


async def test_bodies_that_are_no_json_are_refused(town):
    general = town.guild().text_channel("general")
    headers = {"Authorization": f"Bot {town.token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=town.connector(), headers=headers) as session:
        for body in (b"{", b'{"content": "\\ud800"}'):
            url = f"https://discord.com/api/v10/channels/{general.id}/messages"
            async with session.post(url, data=body) as answer:
                assert (answer.status, (await answer.json())["code"]) == (400, 50109)
        async with session.get("https://discord.com/api/v10/users/@me") as answer:
            assert answer.headers["Content-Type"] == "application/json"
