"""Reading and changing a chat, its topics and its files in the Telegram counterpart."""

from __future__ import annotations

import aiohttp
import pytest
from telegram.error import BadRequest, NetworkError

from tests.counterparts.telegram.faults import Fault
from tests.counterparts.telegram.sdk import listening


async def test_a_chat_tells_about_itself(town, bot):
    ann = town.user(3, "Ann", "ann_says", bio="gardener")
    garden = town.supergroup("Garden", username="the_garden", members=(ann,), forum=True)
    news = town.channel("News", linked=garden)
    shown = await bot.get_chat("@the_garden")
    assert (shown.id, shown.title, shown.is_forum, shown.linked_chat_id) == (
        garden.id,
        "Garden",
        True,
        news.id,
    )
    assert (await bot.get_chat(ann.id)).bio == "gardener"
    assert await bot.get_chat_member_count(garden.id) == 3
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat("@nowhere")
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(ann.id)


async def test_titles_and_descriptions_need_their_right(town):
    garden = town.supergroup("Garden")
    async with listening(town) as steward:
        await steward.bot.set_chat_title(garden.id, "花园")
        await town.wait_for(lambda: steward.updates)
        assert steward.updates[0].message.new_chat_title == garden.title == "花园"
        await steward.bot.set_chat_description(garden.id, "quiet")
        with pytest.raises(BadRequest, match="Chat description is not modified"):
            await steward.bot.set_chat_description(garden.id, "quiet")
        garden.promote(town.bot, can_delete_messages=True)
        with pytest.raises(BadRequest, match="Not enough rights to change chat title"):
            await steward.bot.set_chat_title(garden.id, "Garden")


async def test_topics_need_a_forum_and_the_right(town, bot):
    flat = town.supergroup("Flat")
    staff = town.supergroup("Staff", forum=True, rights={"can_delete_messages": True})
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(flat.id, "x")
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(staff.id, "x")
    topic = staff.opens_topic("by a person")
    with pytest.raises(BadRequest, match="Not enough rights to edit the topic"):
        await bot.edit_forum_topic(staff.id, topic.id, name="renamed")
    await bot.delete_forum_topic(staff.id, topic.id)
    with pytest.raises(BadRequest, match="Topic_id_invalid"):
        await bot.reopen_forum_topic(staff.id, topic.id)


async def test_topics_are_renamed_and_general_can_be_closed(town, bot):
    staff = town.supergroup("Staff", forum=True)
    topic = await bot.create_forum_topic(staff.id, "Ticket 7")
    await bot.edit_forum_topic(staff.id, topic.message_thread_id, name="Ticket 7, solved")
    assert staff.topics[topic.message_thread_id].name == "Ticket 7, solved"
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.edit_forum_topic(staff.id, topic.message_thread_id, name="Ticket 7, solved")
    await bot.close_general_forum_topic(staff.id)
    assert staff.general_closed
    await bot.reopen_general_forum_topic(staff.id)
    await bot.hide_general_forum_topic(staff.id)
    assert (staff.general_closed, staff.general_hidden) == (False, True)


async def test_a_bot_that_leaves_hears_its_farewell_and_nothing_more(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town) as steward:
        await steward.bot.leave_chat(garden.id)
        ann.says(garden, "at last")
        ann.says(None, "hello")
        await town.wait_for(lambda: steward.messages()[-1:] == ["hello"])
        gone = [
            update.my_chat_member.new_chat_member.status
            for update in steward.updates
            if update.my_chat_member
        ]
        assert (gone, "at last" in steward.messages()) == (["left"], False)


async def test_files_are_served_under_the_token_only(town):
    stored = town.files.store(b"%PDF-1", "rules.pdf", "application/pdf")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{town.file_url}{town.token}/{stored.path}") as response:
            assert (response.status, await response.read()) == (200, b"%PDF-1")
        for wrong in (
            f"{town.file_url}42:wrong/{stored.path}",
            f"{town.file_url}{town.token}/documents/none.pdf",
        ):
            async with session.get(wrong) as response:
                assert response.status == 404


async def test_an_outage_refuses_connections_and_forgets_nothing(town):
    ann = town.user(3, "Ann")
    async with listening(town) as steward:
        async with town.outage():
            ann.says(None, "are you there?")
            with pytest.raises(NetworkError):
                await steward.bot.get_me()
            await town.wait_for(lambda: steward.errors)
        await town.wait_for(lambda: steward.messages() == ["are you there?"], timeout=10)


async def test_a_delayed_answer_still_comes(town, bot):
    garden = town.supergroup("Garden")
    town.faults.next(
        "sendMessage", Fault.DELAY, seconds=0.05, matching=lambda params: params.text("text") == "slow"
    )
    await bot.send_message(garden.id, "quick")
    assert town.faults.waiting
    await bot.send_message(garden.id, "slow")
    assert (garden.says_bot(), town.faults.waiting) == (["quick", "slow"], [])
