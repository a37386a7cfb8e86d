"""Commands and their answers, from a person's act to the bot's last followup."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord import app_commands

from tests.counterparts.discord.interactions import Callback
from tests.counterparts.discord.messages import Flag, MessageKind
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.sdk import listening


async def test_a_slash_command_is_registered_found_in_every_language_and_answered(town):
    garden = town.guild()
    general, ann, ben = (
        garden.text_channel("general"),
        garden.member("ann", locale="zh-CN"),
        garden.member("ben"),
    )
    async with listening(town) as steward:

        @steward.tree.command(name="客服", description="找人工客服")
        @app_commands.describe(topic="what about", who="whom")
        async def human(interaction: discord.Interaction, topic: str, who: discord.Member | None = None):
            told = f"{topic} {who.name if who else '-'} {interaction.locale} {interaction.permissions.send_messages}"
            await interaction.response.send_message(told, ephemeral=True)

        synced = await steward.tree.sync()
        assert [command.name for command in synced] == ["客服"]
        asked = ann.slash(general, "客服", topic="退款", who=ben)
        answer = await asked.response()
        assert answer.content == "退款 ben zh-CN True"
        assert (asked.callback, asked.ephemeral, asked.deferred) == (Callback.MESSAGE, True, False)
        assert answer.kind is MessageKind.SLASH_RESPONSE
        assert general.transcript() == []
        await town.wait_for(lambda: steward.heard("message"))
        # Discord sends ephemeral messages as if they were private
        assert steward.heard("message")[0].guild is None
        with pytest.raises(NotAllowed, match="required"):
            ann.slash(general, "客服")
        with pytest.raises(NotAllowed, match="registered"):
            ann.slash(general, "nothing")


async def test_subcommands_choices_and_ranges_are_kept(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        faq = app_commands.Group(name="faq", description="answers")

        @faq.command(name="find", description="finds")
        @app_commands.choices(kind=[app_commands.Choice(name="Refund", value="refund")])
        async def find(interaction: discord.Interaction, kind: str, most: app_commands.Range[int, 1, 5] = 3):
            await interaction.response.send_message(f"{kind} {most}")

        steward.tree.add_command(faq)
        await steward.tree.sync(guild=None)
        answer = await ann.slash(general, "faq find", kind="Refund", most=2).response()
        assert answer.content == "refund 2"
        for wrong in ({"kind": "other"}, {"kind": "refund", "most": 9}, {"kind": "refund", "no": 1}):
            with pytest.raises(NotAllowed):
                ann.slash(general, "faq find", **wrong)


async def test_a_guild_s_commands_go_before_global_ones_and_rights_are_asked(town):
    garden = town.guild()
    general = garden.text_channel("general")
    moderators = garden.role("moderators", Right.MODERATE_MEMBERS)
    ann, mia = garden.member("ann"), garden.member("mia", [moderators])
    async with listening(town) as steward:
        for place in (None, discord.Object(garden.id)):

            @steward.tree.command(name="case", description="shows a case", guild=place)
            @app_commands.default_permissions(moderate_members=True)
            async def case(interaction: discord.Interaction):
                await interaction.response.send_message(str(interaction.command_id))

            await steward.tree.sync(guild=place)
        here = town.world.commands.of(garden.id)[0]
        assert (await mia.slash(general, "case").response()).content == str(here.id)
        with pytest.raises(NotAllowed, match="may not use"):
            ann.slash(general, "case")
        with pytest.raises(NotAllowed, match="may not use"):
            mia.slash(garden.private_channel("hidden"), "case")


async def test_a_menu_shows_its_message_whatever_the_intents(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    intents = discord.Intents.default()
    async with listening(town, intents=intents) as steward:

        @steward.tree.context_menu(name="Report to staff")
        async def report(interaction: discord.Interaction, message: discord.Message):
            await interaction.response.send_message(message.content, ephemeral=True)

        await steward.tree.sync()
        spam = ann.says(general, "加微信")
        asked = ann.message_menu(spam, "Report to staff")
        assert (await asked.response()).content == "加微信"
        assert (await asked.response()).kind is MessageKind.MENU_RESPONSE
        assert steward.texts()[0] == ""


async def test_typing_into_an_option_brings_suggestions(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:

        @steward.tree.command(name="faq", description="finds")
        async def faq(interaction: discord.Interaction, entry: str):
            await interaction.response.send_message(entry)

        @faq.autocomplete("entry")
        async def entries(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{current}!", value=current)]

        await steward.tree.sync()
        offered = await ann.completes(general, "faq", entry="ref").suggestions()
        assert [(one["name"], one["value"]) for one in offered] == [("ref!", "ref")]


async def test_a_deferred_answer_follows_as_hidden_as_it_began(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        thinking = asyncio.Event()

        @steward.tree.command(name="report", description="reports")
        async def report(interaction: discord.Interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            await thinking.wait()
            await interaction.followup.send("the report")
            await interaction.followup.send("for all", ephemeral=False)
            await interaction.edit_original_response(content="the report, corrected")

        await steward.tree.sync()
        asked = ann.slash(general, "report")
        assert await asked.acknowledged() is Callback.DEFERRED_MESSAGE
        assert asked.deferred
        assert asked.original is not None
        assert Flag.LOADING in asked.original.flags
        thinking.set()
        assert (await asked.followup()).content == "for all"
        await town.wait_for(lambda: asked.original.content == "the report, corrected")
        assert asked.ephemeral
        assert [one.content for one in general.transcript()] == ["for all"]


async def test_three_seconds_one_answer_fifteen_minutes(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    async with listening(town) as steward:
        arrived: list[discord.Interaction] = []

        @steward.tree.command(name="slow", description="is slow")
        async def slow(interaction: discord.Interaction):
            arrived.append(interaction)

        await steward.tree.sync()
        ann.slash(general, "slow")
        await town.wait_for(lambda: arrived)
        town.clock.passes(seconds=3.5)
        with pytest.raises(discord.NotFound) as late:
            await arrived[0].response.send_message("late")
        assert late.value.code == 10062

        ann.slash(general, "slow")
        await town.wait_for(lambda: len(arrived) == 2)
        other = discord.Interaction(data=_raw(town), state=steward._connection)
        await arrived[1].response.send_message("first")
        with pytest.raises(discord.HTTPException) as twice:
            await other.response.send_message("second")
        assert twice.value.code == 40060
        town.clock.passes(minutes=14)
        await arrived[1].followup.send("in time")
        town.clock.passes(minutes=2)
        with pytest.raises(discord.HTTPException) as dead:
            await arrived[1].followup.send("too late")
        assert (dead.value.status, dead.value.code) == (401, 50027)


def _raw(town):
    """The latest interaction once more, as a second process would have it."""
    latest = list(town.world.interactions.values())[-1]
    return {
        "id": str(latest.id),
        "application_id": str(town.bot.id),
        "type": 2,
        "token": latest.token,
        "version": 1,
        "attachment_size_limit": 1,
        "data": latest.data,
    }


async def test_limits_of_commands_components_and_forms_are_discord_s(town):
    garden = town.guild()
    general = garden.text_channel("general")
    async with listening(town) as steward:
        app = town.bot.id

        async def refused(act):
            with pytest.raises(discord.HTTPException) as caught:
                await act
            assert caught.value.code == 50035
            return str(caught.value)

        http = steward.http
        plain = {"type": 1, "description": "d"}
        assert "invalid" in await refused(http.bulk_upsert_global_commands(app, [{"name": "Help", **plain}]))
        twice = [{"name": "faq", **plain}] * 2
        assert "unique" in await refused(http.bulk_upsert_global_commands(app, twice))
        many = [{"name": f"c{number}", **plain} for number in range(101)]
        assert "(100)" in await refused(http.bulk_upsert_global_commands(app, many))
        texts = [{"type": 3, "name": f"o{number}", "description": "d" * 100} for number in range(25)]
        huge = {"name": "huge", **plain, "options": [{**one, "choices": _choices()} for one in texts]}
        assert "8000" in await refused(http.bulk_upsert_global_commands(app, [huge]))

        view = discord.ui.View()
        for number in range(2):
            view.add_item(discord.ui.Button(label=f"{number}", custom_id="same"))
        assert "duplicated" in await refused(steward.channel(general).send("two", view=view))
        assert "2000" in await refused(steward.channel(general).send("长" * 2001))
        with pytest.raises(discord.HTTPException) as empty:
            await steward.channel(general).send("  \n ")
        assert empty.value.code == 50006
        embeds = [discord.Embed(description="d" * 4000) for _ in range(2)]
        assert "6000" in await refused(steward.channel(general).send(embeds=embeds))
    assert general.transcript() == []


def _choices():
    return [{"name": f"{number:03d}" * 5, "value": f"{number:03d}" * 5} for number in range(25)]
