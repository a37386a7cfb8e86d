"""What remains of the REST side, each operation once through discord.py and held against Discord's description."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.counterparts.discord.messages import Flag, Message
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.sdk import listening


def _edit(message: Message) -> discord.http.Route:
    path = "/channels/{channel_id}/messages/{message_id}"
    return discord.http.Route("PATCH", path, channel_id=message.channel.id, message_id=message.id)


async def test_roles_are_made_changed_given_and_deleted(town):
    garden = town.guild()
    ann = garden.member("ann")
    async with listening(town) as steward:
        guild = steward.home
        role = await guild.create_role(name="regular", colour=discord.Colour.green(), reason="levels")
        await role.edit(name="veteran", mentionable=True)
        await guild.get_member(ann.id).edit(roles=[role], nick="Annie", reason="earned")
        assert [one.name for one in ann.member.roles] == ["veteran"]
        assert [one.name for one in await guild.fetch_roles()] == ["@everyone", "steward", "veteran"]
        await role.delete()
        await guild.me.edit(nick="Butler")
        await town.gateway.settled()
        assert steward.heard("guild_role_create")
        assert steward.heard("guild_role_delete")
    assert (ann.member.roles, ann.member.nick, garden.me.nick) == ([], "Annie", "Butler")


async def test_channels_are_made_guarded_and_deleted(town):
    garden = town.guild()
    ann = garden.member("ann")
    async with listening(town) as steward:
        category = await steward.home.create_category("Staff")
        made = await steward.home.create_text_channel(
            "cases", category=category, topic="手头的事", reason="set up"
        )
        everyone = steward.home.default_role
        await made.set_permissions(steward.home.me, view_channel=True)
        await made.set_permissions(everyone, view_channel=False, reason="staff only")
        assert not ann.sees(garden.channels[made.id])
        await made.set_permissions(everyone, overwrite=None)
        assert ann.sees(garden.channels[made.id])
        fetched: Any = await steward.fetch_channel(made.id)
        assert (fetched.category_id, fetched.topic) == (category.id, "手头的事")
        assert len(await steward.home.fetch_channels()) == 2
        async with made.typing():
            pass
        await made.delete(reason="done")
        await town.gateway.settled()
        assert steward.heard("guild_channel_delete")
        with pytest.raises(discord.NotFound) as gone:
            await steward.fetch_channel(made.id)
        assert gone.value.code == 10003


async def test_threads_are_listed_joined_and_left(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    theirs = ann.opens_thread(general, "theirs")
    async with listening(town) as steward:
        channel = steward.channel(general)
        thread = steward.home.get_thread(theirs.id)
        await thread.join()
        assert {one.id for one in await thread.fetch_members()} == {ann.id, town.bot.id}
        await thread.fetch_member(ann.id)
        await thread.remove_user(discord.Object(ann.id))
        await thread.edit(archived=True)
        assert [one.id async for one in channel.archived_threads()] == [thread.id]
        hidden = await channel.create_thread(name="hidden", invitable=False)
        await hidden.edit(archived=True)
        assert [one.id async for one in channel.archived_threads(private=True)] == [hidden.id]
        assert [one.id async for one in channel.archived_threads(private=True, joined=True)] == [hidden.id]
        with pytest.raises(discord.HTTPException) as asleep:
            await hidden.leave()
        assert asleep.value.code == 50083
        await hidden.edit(archived=False)
        await hidden.leave()
        await thread.delete()
        await town.gateway.settled()
        assert steward.heard("raw_thread_delete")
    assert list(garden.threads) == [hidden.id]


async def test_reactions_are_counted_taken_and_cleared(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")
    said = ann.says(general, "vote")
    ann.reacts(said, "👍")
    async with listening(town) as steward:
        message = await steward.channel(general).fetch_message(said.id)
        assert [(str(one.emoji), one.count, one.me) for one in message.reactions] == [("👍", 1, False)]
        await message.add_reaction("👍")
        assert {one.id async for one in message.reactions[0].users(limit=10)} == {ann.id, town.bot.id}
        await message.remove_reaction("👍", discord.Object(ann.id))
        await message.remove_reaction("👍", steward.user)
        await message.add_reaction("✅")
        await message.clear_reaction("✅")
        await message.add_reaction("✅")
        await message.clear_reactions()
        with pytest.raises(discord.HTTPException) as wrong:
            await message.add_reaction("x")
        assert wrong.value.code == 10014
        await town.gateway.settled()
        assert steward.heard("raw_reaction_clear_emoji")
        assert steward.heard("raw_reaction_clear")
    assert said.reactions == []


async def test_webhooks_are_made_and_speak(town):
    garden = town.guild()
    news = garden.announcement_channel("news")
    async with listening(town) as steward:
        webhook = await steward.channel(news).create_webhook(name="Gazette", reason="digest")
        said = await webhook.send("first @everyone", username="Evening Gazette", wait=True)
        assert said.author.name == "Evening Gazette"
        assert not news.last.mentions.pings_anyone
        await said.edit(content="first, corrected")
        assert (await webhook.fetch_message(said.id)).content == "first, corrected"
        await said.delete()
        assert [one.name for one in await steward.channel(news).webhooks()] == ["Gazette"]
        assert [one.name for one in await steward.home.webhooks()] == ["Gazette"]
        posted = await steward.channel(news).send("official")
        await posted.publish()
        assert Flag.CROSSPOSTED in news.last.flags
        await webhook.delete(prefer_auth=False)
    assert town.world.webhooks == {}


async def test_commands_are_kept_one_by_one_too(town):
    garden = town.guild()
    general, ann, ben = garden.text_channel("general"), garden.member("ann"), garden.member("ben")
    async with listening(town) as steward:
        http: Any = steward.http
        app, plain = town.bot.id, {"name": "help", "description": "helps", "type": 1}
        made = await http.upsert_global_command(app, plain)
        kept = await http.upsert_global_command(app, plain | {"name_localizations": {"zh-CN": "帮助"}})
        assert (kept["id"], kept["name_localizations"]) == (made["id"], {"zh-CN": "帮助"})
        changed = await http.edit_global_command(app, made["id"], {"description": "helps you"})
        assert (changed["description"], changed["name_localizations"]) == ("helps you", {"zh-CN": "帮助"})
        assert ann.slash(general, "帮助").data["name"] == "help"
        (listed,) = await steward.tree.fetch_commands()
        assert listed.description == "helps you"
        await (await steward.tree.fetch_command(int(made["id"]))).delete()
        with pytest.raises(NotAllowed):
            ann.slash(general, "help")

        @steward.tree.context_menu(name="Cases of")
        async def cases(interaction: discord.Interaction, member: discord.Member):
            await interaction.response.send_message(member.display_name)

        await steward.tree.sync()
        assert (await ann.user_menu(general, ben, "Cases of").response()).content == "ben"


async def test_private_chats_have_commands_and_buttons(town):
    ann = town.guild().member("ann")
    async with listening(town) as steward:

        @steward.tree.command(name="privacy", description="what is kept")
        async def privacy(interaction: discord.Interaction):
            assert interaction.guild is None
            await interaction.response.send_message(f"for {interaction.user.name}")

        @steward.tree.command(name="report", description="only in a guild")
        @app_commands.guild_only()
        async def report(interaction: discord.Interaction):
            await interaction.response.send_message("no")

        await steward.tree.sync()
        answer = await ann.slash(ann.private, "privacy").response()
        assert (answer.content, answer.channel) == ("for ann", ann.private)
        with pytest.raises(NotAllowed, match="private"):
            ann.slash(ann.private, "report")


async def test_the_bot_looks_at_itself_and_around(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann", shown_as="安")
    async with listening(town) as steward:
        assert (await steward.application_info()).owner.name == "owner"
        assert [one.name async for one in steward.fetch_guilds()] == ["Garden"]
        assert (await steward.fetch_guild(garden.id)).approximate_member_count == 3
        assert (await steward.fetch_user(ann.id)).global_name == "安"
        me: Any = steward.user
        await me.edit(username="butler")
        said = ann.says(general, "https://example.org")
        town.refreshes(said, embed={"title": "Example"})
        # with allowed mentions set for the whole client the SDK's own `suppress=True` is refused (50005)
        await steward.http.request(_edit(said), json={"flags": 4})
        assert said.json(reader=town.bot.id)["embeds"] == []
        invite = await steward.channel(general).create_invite()
        await invite.delete()
        garden.changes_role(garden.bot_role, permissions=Right.NONE)
        with pytest.raises(discord.Forbidden):
            await steward.home.invites()
        await steward.home.leave()
        await town.gateway.settled()
        assert not steward.guilds
    assert town.bot.username == "butler"


async def test_messages_are_forwarded_and_polls_asked(town):
    garden = town.guild()
    general, news, ann = garden.text_channel("general"), garden.text_channel("news"), garden.member("ann")
    told = ann.says(news, "first", files=(("a.png", b"x"),))
    ann.forwards(told, general)
    ann.asks(general, "When?", "Friday", "Sunday")
    for wrong in (("?" * 301, "a"), ("When?",), ("When?", "a" * 56)):
        with pytest.raises(NotAllowed):
            ann.asks(general, *wrong)
    async with listening(town) as steward:
        shown = [one async for one in steward.channel(general).history(oldest_first=True)]
        (snapshot,) = shown[0].message_snapshots
        assert (snapshot.content, [one.filename for one in snapshot.attachments]) == ("first", ["a.png"])
        assert shown[0].reference.type is discord.MessageReferenceType.forward
        assert [one.text for one in shown[1].poll.answers] == ["Friday", "Sunday"]
        again = await shown[1].forward(steward.channel(news))
        assert again.message_snapshots[0].content == ""
        poll = discord.Poll("Where?", timedelta(hours=4)).add_answer(text="here")
        asked = await steward.channel(news).send(poll=poll)
        assert asked.poll.question == "Where?"
        gone = discord.PartialMessage(channel=steward.channel(news), id=7)
        with pytest.raises(discord.HTTPException) as unknown:
            await gone.forward(steward.channel(general))
        assert unknown.value.code == 50035
