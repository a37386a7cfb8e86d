"""simcord beside the loopback town: the same SDK against a simulation in this process."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands


class Greeter(discord.Client):
    """A small bot: one slash command, one answer to a message."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(name="客服", description="找人工客服")
        async def human(interaction: discord.Interaction, topic: str) -> None:
            await interaction.response.send_message(f"已转人工:{topic}", ephemeral=True)

        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.content == "怎么退款？":
            await message.reply("见置顶")


@pytest.fixture
def simcord_bot() -> Greeter:
    return Greeter()


async def test_a_message_is_answered(simcord_env):
    general = simcord_env.create_guild().create_text_channel("general")
    ann = simcord_env.guild.add_member(simcord_env.create_user("ann"))
    await ann.send(general, "怎么退款？")
    assert general.last_message.content == "见置顶"


async def test_a_slash_command_is_answered_for_one_pair_of_eyes(simcord_env):
    general = simcord_env.create_guild().create_text_channel("general")
    ann = simcord_env.guild.add_member(simcord_env.create_user("ann"))
    result = await ann.slash(general, "客服", topic="退款")
    assert result.ephemeral
    assert result.response.content == "已转人工:退款"
