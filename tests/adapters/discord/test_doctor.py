"""What the doctor says of a Discord set-up: each missing permission, by its name there, with what it breaks."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest

from bot.adapters.discord.doctor import DESK, OPTIONAL, RULES, TALK, THREADS
from bot.adapters.discord.settings import DiscordRoles
from bot.texts import Texts, load_texts
from chat.people import Language
from chat.text import Text
from tests.adapters.discord.conftest import Bench, make_discord, settings_for
from tests.counterparts.discord.accounts import Privilege
from tests.counterparts.discord.rights import EVERY_RIGHT, Right

PREFIX = "bot.doctor.discord."
ALL = EVERY_RIGHT & ~Right.ADMINISTRATOR
NAMES = {
    "kick_members": "Kick Members",
    "manage_guild": "Manage Server",
    "moderate_members": "Timeout Members",
}
"""Names in Discord's own settings, where they are not the words of the permission."""


async def lacking(still: Bench, *missing: Right, **more: Any) -> dict[str, bool]:
    """What is found when the bot may do all but that; `more` are settings."""
    rights = ALL
    for one in missing:
        rights &= ~one
    still.guild.changes_role(still.guild.bot_role, permissions=rights)
    still.guild.changes_role(still.guild.everyone, permissions=Right.NONE)
    settings = settings_for(still.server, still.channel, staff_channel=still.staff.id, **more)
    found = await make_discord(settings, still.clock).examine()
    return {one.text.key.removeprefix(PREFIX): one.is_error for one in found}


async def test_intents_that_are_off_are_named(still: Bench) -> None:
    still.server.world.application.privileges = Privilege.GUILD_MEMBERS
    (found,) = await make_discord(settings_for(still.server, still.channel), still.clock).examine()
    assert found.text.key == "bot.doctor.discord.intents"


async def test_with_every_permission_all_is_well(still: Bench) -> None:
    assert await lacking(still) == {}


async def test_the_doctor_speaks_of_no_voice_libraries(
    still: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for warning in ("warn_nacl", "warn_dave"):
        monkeypatch.setattr(discord.VoiceClient, warning, True)
    await lacking(still)
    assert "voice" not in caplog.text


@pytest.mark.parametrize("permission", [*TALK, *RULES, *DESK])
async def test_each_missing_permission_is_named(still: Bench, permission: str) -> None:
    among_members = {f"members_{permission}": True} if permission in THREADS else {}
    assert await lacking(still, Right[permission.upper()]) == {
        f"lacks_{permission}": permission not in OPTIONAL,
        **among_members,
    }


@pytest.mark.parametrize("permission", THREADS)
async def test_a_lack_among_members_alone_is_named_with_what_it_breaks_there(
    still: Bench, permission: str
) -> None:
    annex = still.guild.text_channel("annex", {still.guild.bot_role: (Right.NONE, Right[permission.upper()])})
    assert await lacking(still, channels=(annex.id,)) == {f"members_{permission}": True}


async def test_a_role_of_the_configuration_that_is_not_there(still: Bench) -> None:
    known = next(iter(still.guild.roles))
    roles = DiscordRoles(moderator=(known,), representative=(404,))
    assert await lacking(still, roles=roles) == {"no_role": True}


async def test_presses_that_go_elsewhere(still: Bench) -> None:
    still.server.world.application.interactions_url = "https://bot.example/interactions"
    assert await lacking(still) == {"interactions_elsewhere": True}


async def test_a_second_factor_that_the_guild_demands(still: Bench) -> None:
    still.guild.demands_second_factor = True
    assert await lacking(still) == {}
    still.server.world.bot.second_factor = False
    assert await lacking(still) == {"second_factor": True}


async def test_a_channel_that_cannot_be_seen_is_named_once(still: Bench) -> None:
    secret = still.guild.text_channel("secret", {still.guild.bot_role: (Right.NONE, Right.VIEW_CHANNEL)})
    still.guild.changes_role(still.guild.bot_role, permissions=ALL)
    settings = settings_for(still.server, still.channel, secret, staff_channel=still.staff.id)
    found = await make_discord(settings, still.clock).examine()
    assert [one.text.args.get("channel") for one in found if one.text.key.endswith("view_channel")] == [
        "secret"
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "lack",
    [
        *(f"lacks_{one}" for one in ("view_channel", *TALK, *RULES, *DESK)),
        *(f"members_{one}" for one in THREADS),
    ],
)
def test_it_is_called_as_discord_calls_it(lack: str, language: Language) -> None:
    texts = Texts(load_texts(), ZoneInfo("UTC"))
    said = texts.words(Text(f"{PREFIX}{lack}", {"channel": "garden"}), language)
    permission = lack.partition("_")[2]
    name = NAMES.get(permission) or permission.replace("_", " ").title().replace(" In ", " in ")
    assert name in said
    assert "#garden" in said
