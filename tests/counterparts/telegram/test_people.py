"""What people's doings look like to the bot: identity, privacy mode, edits, presses, topics."""

from __future__ import annotations

import pytest
from telegram import ReplyParameters

from tests.counterparts.telegram.sdk import listening
from tests.counterparts.telegram.server import TelegramServer
from tests.counterparts.telegram.speaking import CannotSpeak
from tests.counterparts.telegram.wire import Params


async def test_an_anonymous_administrator_speaks_as_the_chat(town):
    chief, ann = town.user(2, "Chief"), town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(chief, ann))
    garden.promote(chief)
    async with listening(town) as steward:
        chief.says(garden, "/ban 3", anonymous=True)
        await town.wait_for(lambda: steward.updates)
        message = steward.updates[0].message
        assert (message.from_user.id, message.sender_chat.id) == (1087968824, garden.id)
    with pytest.raises(CannotSpeak):
        ann.says(garden, "me too", anonymous=True)


async def test_a_channel_post_is_copied_into_its_group(town):
    garden = town.supergroup("Garden")
    news = town.channel("News", linked=garden)
    async with listening(town) as steward:
        news.posts("今天开放 example.com")
        await town.wait_for(lambda: len(steward.updates) == 2)
        post, copy = steward.updates
        assert (post.channel_post.sender_chat.id, post.channel_post.from_user) == (news.id, None)
        message = copy.message
        assert (message.from_user.id, message.is_automatic_forward) == (777000, True)
        assert message.forward_origin.chat.id == news.id
        await steward.bot.send_message(news.id, "by the bot")
        await town.wait_for(lambda: len(steward.updates) == 3)
        assert steward.updates[2].message.is_automatic_forward


async def test_other_bots_are_not_heard(town):
    ann, machine = town.user(3, "Ann"), town.user(4, "Machine", "machine_bot", is_bot=True)
    garden = town.supergroup("Garden", members=(ann, machine))
    async with listening(town) as steward:
        machine.says(garden, "beep")
        ann.says(garden, "hello", via_bot=machine)
        await town.wait_for(lambda: steward.updates)
        assert steward.messages() == ["hello"]
        assert steward.updates[0].message.via_bot.id == 4


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot():
    async with TelegramServer(privacy=True) as town, listening(town) as steward:
        ann = town.user(3, "Ann")
        garden = town.supergroup("Garden", members=(ann,), rights={})
        assert (await steward.bot.get_me()).can_read_all_group_messages is False
        await steward.bot.send_message(garden.id, "ask me")
        question = garden.transcript()[0]
        for text in ("chatter", "/help", "/help@other_bot", "/help@steward_bot", "hey @steward_bot"):
            ann.says(garden, text)
        ann.says(garden, "a reply", reply_to=question)
        await town.wait_for(lambda: len(steward.updates) == 4)
        assert steward.messages() == ["/help", "/help@steward_bot", "hey @steward_bot", "a reply"]
        garden.promote(town.bot)
        ann.says(garden, "chatter")
        await town.wait_for(lambda: steward.messages()[-1] == "chatter")
        assert town.violations == []


async def test_edits_come_visible_and_invisible_and_deletions_do_not(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town) as steward:
        message = ann.says(garden, "helo")
        ann.edits(message, "hello")
        ann.edits_invisibly(message)
        ann.deletes(message)
        ann.says(garden, "end")
        await town.wait_for(lambda: len(steward.updates) == 4)
        first, edited, same, end = (update.effective_message.text for update in steward.updates)
        assert (first, edited, same, end) == ("helo", "hello", "hello", "end")
        assert steward.updates[2].edited_message.edit_date is not None


async def test_a_press_on_a_deleted_message_shows_date_zero(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town) as steward:
        message = ann.says(garden, "hello")
        ann.deletes(message)
        ann.forges(message, "data that no button has")
        await town.wait_for(lambda: len(steward.updates) == 2)
        query = steward.updates[1].callback_query
        assert (query.data, query.message.is_accessible) == ("data that no button has", False)


async def test_topics_and_quotes_from_elsewhere(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", forum=True, members=(ann,))
    plants, tools = garden.opens_topic("植物"), garden.opens_topic("Tools")
    async with listening(town) as steward:
        town.updates.clear()
        seed = ann.says(garden, "which seed?", topic=plants)
        ann.says(garden, "this one", topic=tools, reply_to=seed, quote="seed")
        general = ann.says(garden, "hello")
        ann.says(garden, "hi", reply_to=general)
        await town.wait_for(lambda: steward.messages()[-4:] == ["which seed?", "this one", "hello", "hi"])
        in_topic, quoting, plain, replying = [update.message for update in steward.updates[-4:]]
        assert (in_topic.message_thread_id, in_topic.is_topic_message) == (plants.id, True)
        assert in_topic.reply_to_message.forum_topic_created.name == "植物"
        assert (quoting.external_reply.message_id, quoting.quote.text) == (seed.id, "seed")
        assert (plain.message_thread_id, plain.is_topic_message) == (None, None)
        assert (replying.message_thread_id, replying.is_topic_message) == (general.id, None)
        answer = await steward.bot.send_message(garden.id, "poppy", reply_parameters=ReplyParameters(seed.id))
        assert (answer.message_thread_id, answer.is_topic_message) == (plants.id, True)
        garden.closes_topic(plants)
        with pytest.raises(CannotSpeak):
            ann.says(garden, "late", topic=plants)
    assert [message.text for message in garden.transcript(plants)] == ["which seed?", "poppy"]


async def test_albums_media_rich_messages_and_very_long_texts(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    rich = {"rich_message": {"blocks": [{"type": "paragraph", "text": "加微信"}]}}
    async with listening(town) as steward:
        ann.sends_album(garden, 3, "three")
        ann.sends(garden, rich)
        ann.sends(garden, {"text": "长" * 100_000})
        for kind in ("document", "sticker", "voice", "video", "audio", "animation"):
            ann.sends_media(garden, kind, "" if kind == "sticker" else kind)
        ann.forwards(garden.transcript()[0], garden)
        await town.wait_for(lambda: len(steward.updates) == 12)
        album = [update.message for update in steward.updates[:3]]
        assert [message.caption for message in album] == ["three", None, None]
        assert len({message.media_group_id for message in album}) == 1
        assert steward.updates[3].message.api_kwargs == rich
        assert len(steward.updates[4].message.text) == 100_000
        assert steward.updates[11].message.forward_origin.sender_user.id == 3


async def test_reactions_reach_an_administrator_with_before_and_after(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town) as steward:
        message = ann.says(garden, "nice")
        ann.reacts(message, "👍")
        ann.reacts(message)
        await town.wait_for(lambda: len(steward.updates) == 3)
        given, taken = (update.message_reaction for update in steward.updates[1:])
        assert ([one.emoji for one in given.new_reaction], given.user.id) == (["👍"], 3)
        assert (len(taken.old_reaction), taken.new_reaction) == (1, ())
        garden.demote(town.bot)
        ann.reacts(message, "🔥")
        ann.says(garden, "end")
        await town.wait_for(lambda: steward.messages() == ["nice", "end"])
        assert sum(update.message_reaction is not None for update in steward.updates) == 2


async def test_a_person_is_shown_the_commands_of_the_narrowest_scope(town):
    ann, chief = town.user(3, "Ann", language_code="zh-hans"), town.user(2, "Chief", language_code="en")
    garden = town.supergroup("Garden", members=(ann, chief))
    garden.promote(chief)
    for values in (
        {"commands": [{"command": "help", "description": "Help"}]},
        {"commands": [{"command": "help", "description": "帮助"}], "language_code": "zh"},
        {
            "commands": [{"command": "ban", "description": "Ban"}],
            "scope": {"type": "all_chat_administrators"},
        },
    ):
        town.perform("setMyCommands", Params(values))
    assert [command["description"] for command in ann.menu(garden)] == ["帮助"]
    assert [command["command"] for command in chief.menu(garden)] == ["ban"]
    assert [command["description"] for command in chief.menu()] == ["Help"]
