"""Discord's numbers, enforced by the town itself with 50035 at the right place, description or not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.server import DiscordServer
from tests.counterparts.discord.shapes import Json

API = "https://discord.com/api/v10"


@pytest.fixture
async def town() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(HandClock(), validate=False) as town:
        yield town


def button(**parts: object) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | parts


def row(*parts: object) -> Json:
    return {"type": 1, "components": list(parts)}


def select(number: int, **parts: object) -> Json:
    options = [{"label": f"{one}", "value": f"{one}"} for one in range(number)]
    return {"type": 3, "custom_id": "s", "options": options} | parts


def text_input(**parts: object) -> Json:
    return row({"type": 4, "style": 1, "label": "Why", "custom_id": "why"} | parts)


MESSAGES: Mapping[str, Json] = {
    "content": {"content": "长" * 2001},
    "embeds": {"embeds": [{"title": "t"}] * 11},
    "embeds.0.title": {"embeds": [{"title": "t" * 257}]},
    "embeds.0.description": {"embeds": [{"description": "d" * 4097}]},
    "embeds.0.fields": {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
    "embeds.0.fields.0.value": {"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]},
    "embeds.0.footer.text": {"embeds": [{"footer": {"text": "f" * 2049}}]},
    "embeds.0.url": {"embeds": [{"title": "t", "url": "ftp://example.org"}]},
    "components": {"components": [row(button(custom_id=f"{one}")) for one in range(6)]},
    "components.0.type": {"components": [button()]},
    "components.0.components": {"components": [row(*(button(custom_id=f"{one}") for one in range(6)))]},
    "components.0.components.0.custom_id": {"components": [row(button(custom_id="c" * 101))]},
    "components.0.components.0.label": {"components": [row(button(label="l" * 81))]},
    "components.0.components.0.url": {"components": [row({"type": 2, "style": 5, "label": "Go"})]},
    "components.0.components.0": {"components": [row({"type": 2, "style": 1, "custom_id": "c"})]},
    "components.0.components.0.options": {"components": [row(select(26))]},
    "components.0.components.0.placeholder": {"components": [row(select(1, placeholder="p" * 151))]},
    "components.0.components.0.max_values": {"components": [row(select(2, max_values=3))]},
    "allowed_mentions": {"content": "c", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "allowed_mentions.parse.0": {"content": "c", "allowed_mentions": {"parse": ["friends"]}},
    "message_reference": {"content": "c", "message_reference": {"message_id": "1"}},
}
FORMS: Mapping[str, Json] = {
    "data.title": {"title": "t" * 46},
    "data.custom_id": {"custom_id": "c" * 101},
    "data.components": {"components": [text_input(custom_id=f"{one}") for one in range(6)]},
    "data.components.0.components.0.label": {"components": [text_input(label="l" * 46)]},
    "data.components.0.components.0.value": {"components": [text_input(value="v" * 4001)]},
    "data.components.0.type": {"components": [{"type": 9}]},
}


def place_of(errors: Json) -> str:
    """The dotted way down to the only fault."""
    ((key, inner),) = errors.items()
    return key if "_errors" in inner else f"{key}.{place_of(inner)}"


@pytest.mark.parametrize("place", MESSAGES)
async def test_a_message_beyond_a_limit_is_refused_by_its_place(town, place):
    general = town.guild().text_channel("general")
    headers = {"Authorization": f"Bot {town.token}"}
    async with aiohttp.ClientSession(connector=town.connector(), headers=headers) as session:
        url = f"{API}/channels/{general.id}/messages"
        async with session.post(url, json=MESSAGES[place]) as answer:
            refused = await answer.json()
            assert (answer.status, refused["code"], place_of(refused["errors"])) == (400, 50035, place)
    assert general.transcript() == []


@pytest.mark.parametrize("place", FORMS)
async def test_a_form_beyond_a_limit_is_refused_and_can_be_answered_again(town, place):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    town.world.commands.put(None, {"name": "ask", "description": "asks"})
    asked = ann.slash(general, "ask")
    good: Json = {"title": "Ask", "custom_id": "ask", "components": [text_input()]}
    async with aiohttp.ClientSession(connector=town.connector()) as session:
        url = f"{API}/interactions/{asked.id}/{asked.token}/callback"
        async with session.post(url, json={"type": 9, "data": good | FORMS[place]}) as answer:
            refused = await answer.json()
            assert (refused["code"], place_of(refused["errors"])) == (50035, place)
        async with session.post(url, json={"type": 9, "data": good}) as answer:
            assert answer.status == 204
    assert ann.open_form is asked
