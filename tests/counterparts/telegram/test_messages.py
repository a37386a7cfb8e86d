"""Sending, editing, deleting and looking at messages in the Telegram counterpart."""

from __future__ import annotations

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from tests.counterparts.telegram.content import PIXEL
from tests.counterparts.telegram.sdk import listening


def keyboard(label: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


@pytest.mark.parametrize(
    ("text", "problem"),
    [("x" * 4097, "Message is too long"), (" \n", "Text must be non-empty"), ("", "Message text is empty")],
)
async def test_texts_have_limits(town, bot, text, problem):
    garden = town.supergroup("Garden")
    with pytest.raises(BadRequest, match=problem):
        await bot.send_message(garden.id, text)
    assert garden.transcript() == []


async def test_the_longest_text_counts_code_points_not_units(town, bot):
    garden = town.supergroup("Garden")
    await bot.send_message(garden.id, "😀" * 4096)
    assert len(garden.says_bot()[0]) == 4096


@pytest.mark.parametrize(
    ("offset", "length", "problem"),
    [
        (0, 9, "(?i)ends after the end of the text at UTF-16 offset 4"),
        (1, 2, "(?i)begins in a middle of a UTF-16 symbol"),
        (0, 1, "(?i)ends in a middle of a UTF-16 symbol"),
    ],
)
async def test_entities_are_checked_in_utf16(town, bot, offset, length, problem):
    garden = town.supergroup("Garden")
    with pytest.raises(BadRequest, match=problem):
        await bot.send_message(garden.id, "😀ab", entities=[MessageEntity("bold", offset, length)])


async def test_telegram_marks_commands_links_and_names_by_itself(town, bot):
    garden = town.supergroup("Garden")
    await bot.send_message(garden.id, "  /help@steward_bot 看 example.com/a，@ann_says #话题 or a@b.org ")
    (message,) = garden.transcript()
    assert message.text == "/help@steward_bot 看 example.com/a，@ann_says #话题 or a@b.org"
    assert message.marked("bot_command") == ["/help@steward_bot"]
    assert message.marked("url") == ["example.com/a"]
    assert message.marked("mention") == ["@ann_says"]
    assert message.marked("hashtag") == ["#话题"]
    assert message.marked("email") == ["a@b.org"]


async def test_html_becomes_entities_and_bad_html_is_refused(town, bot):
    garden = town.supergroup("Garden")
    await bot.send_message(garden.id, "😀 <b>bold <i>both</i></b> &lt;3", parse_mode="HTML")
    (message,) = garden.transcript()
    assert (message.text, message.marked("bold"), message.marked("italic")) == (
        "😀 bold both <3",
        ["bold both"],
        ["both"],
    )
    with pytest.raises(BadRequest, match=r"(?i)can't find end tag"):
        await bot.send_message(garden.id, "<b>open", parse_mode="HTML")


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        (InlineKeyboardButton("x", callback_data="好" * 22), "Button_data_invalid"),
        (InlineKeyboardButton("x"), "text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton("x", url="javascript:1"), "wrong http url"),
    ],
)
async def test_buttons_are_checked(town, bot, button, problem):
    garden = town.supergroup("Garden")
    with pytest.raises(BadRequest, match=problem):
        await bot.send_message(garden.id, "x", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_an_edit_must_change_something_and_drops_a_keyboard_that_is_not_repeated(town, bot):
    garden = town.supergroup("Garden")
    sent = await bot.send_message(garden.id, "one", reply_markup=keyboard("A"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("one", reply_markup=keyboard("A"))
    await sent.edit_text("two")
    (message,) = garden.transcript()
    assert (message.text, message.buttons) == ("two", [])
    await sent.edit_reply_markup(keyboard("B"))
    assert message.buttons[0].text == "B"


async def test_only_own_messages_are_edited(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    message = ann.says(garden, "mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", garden.id, message.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("yours", garden.id, 999)


async def test_replies_need_their_message_unless_told_otherwise(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    question = ann.says(garden, "怎么退款？")
    sent = await bot.send_message(
        garden.id, "like this", reply_parameters=ReplyParameters(question.id, quote="退款")
    )
    assert (sent.reply_to_message.text, sent.quote.text, sent.quote.position) == ("怎么退款？", "退款", 2)
    assert (sent.message_thread_id, sent.is_topic_message) == (question.id, None)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(garden.id, "x", reply_parameters=ReplyParameters(999))
    lone = await bot.send_message(
        garden.id, "x", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True)
    )
    assert lone.reply_to_message is None


async def test_deleting_ends_after_48_hours_and_needs_the_right(town, bot, clock):
    ann = town.user(3, "Ann", started=True)
    garden = town.supergroup("Garden", members=(ann,))
    old, private = ann.says(garden, "old"), ann.says(None, "old too")
    clock.passes(hours=48)
    with pytest.raises(BadRequest, match=r"Message can't be deleted$"):
        await bot.delete_message(garden.id, old.id)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ann.id, private.id)
    fresh = ann.says(garden, "fresh")
    assert await bot.delete_message(garden.id, fresh.id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(garden.id, fresh.id)
    garden.promote(town.bot, can_pin_messages=True)
    other = ann.says(garden, "other")
    with pytest.raises(BadRequest, match=r"Message can't be deleted$"):
        await bot.delete_message(garden.id, other.id)
    own = await bot.send_message(garden.id, "mine")
    assert await own.delete()


async def test_deleting_many_skips_unknown_ids_and_fails_as_a_whole(town, bot, clock):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    old = ann.says(garden, "old")
    clock.passes(hours=49)
    new = ann.says(garden, "new")
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_messages(garden.id, [old.id, new.id])
    assert await bot.delete_messages(garden.id, [new.id, 998, 999])
    assert garden.transcript() == [old]


async def test_pictures_and_documents_are_stored_and_fetched_again(town, bot):
    garden = town.supergroup("Garden")
    sent = await bot.send_photo(garden.id, PIXEL, caption="week")
    again = await bot.send_photo(garden.id, sent.photo[-1].file_id)
    fetched = await (await bot.get_file(again.photo[-1].file_id)).download_as_bytearray()
    assert (bytes(fetched), sent.photo[-1].width) == (PIXEL, 1)
    paper = await bot.send_document(garden.id, b"%PDF-1", filename="report.pdf")
    assert paper.document.file_name == "report.pdf"
    for picture, problem in ((b"no picture", "Image_process_failed"), ("unknown-id", "Wrong file_id")):
        with pytest.raises(BadRequest, match=problem):
            await bot.send_photo(garden.id, picture)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(garden.id, PIXEL, caption="x" * 1025)


async def test_an_album_is_several_messages_of_one_group(town, bot):
    garden = town.supergroup("Garden")
    sent = await bot.send_media_group(
        garden.id, [InputMediaPhoto(PIXEL, caption="a"), InputMediaPhoto(PIXEL)]
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.text for message in garden.transcript()] == ["a", None]


async def test_copies_hide_and_forwards_show_where_they_come_from(town, bot):
    ann = town.user(3, "Ann")
    garden, yard = town.supergroup("Garden", members=(ann,)), town.supergroup("Yard")
    message = ann.says(garden, "hello")
    await bot.copy_message(yard.id, garden.id, message.id)
    forwarded = await bot.forward_message(yard.id, garden.id, message.id)
    assert forwarded.forward_origin.sender_user.id == 3
    assert [standing.origin is None for standing in yard.transcript()] == [True, False]
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(yard.id, garden.id, 999)


async def test_pins_need_their_right_and_leave_a_service_line(town):
    garden = town.supergroup("Garden")
    async with listening(town) as steward:
        sent = await steward.bot.send_message(garden.id, "rules")
        await sent.pin()
        await town.wait_for(lambda: steward.updates)
        assert steward.updates[0].message.pinned_message.message_id == sent.message_id
        assert (await steward.bot.get_chat(garden.id)).pinned_message.text == "rules"
        garden.promote(town.bot, can_delete_messages=True)
        with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
            await sent.unpin()


async def test_a_bot_gives_one_reaction(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    message = ann.says(garden, "thanks")
    await bot.set_message_reaction(garden.id, message.id, "👍")
    assert message.reactions[town.bot.id] == [{"type": "emoji", "emoji": "👍"}]
    with pytest.raises(BadRequest, match="Reactions_too_many"):
        await bot.set_message_reaction(
            garden.id, message.id, [ReactionTypeEmoji("👍"), ReactionTypeEmoji("🔥")]
        )
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(garden.id, message.id, "🧷")


async def test_a_poll_counts_votes_and_closes(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town) as steward:
        sent = await steward.bot.send_poll(garden.id, "When?", ["Mon", "Tue"], is_anonymous=False)
        ann.votes(garden.transcript()[0], 1)
        await town.wait_for(lambda: len(steward.updates) == 2)
        assert steward.updates[1].poll_answer.option_ids == (1,)
        closed = await steward.bot.stop_poll(garden.id, sent.message_id)
        assert [option.voter_count for option in closed.options] == [0, 1]


async def test_a_private_chat_opens_by_start_and_closes_by_blocking(town):
    ann, machine = town.user(3, "Ann"), town.user(4, "Machine", is_bot=True)
    async with listening(town) as steward:
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await steward.bot.send_message(ann.id, "hello")
        with pytest.raises(Forbidden, match="bot can't send messages to bots"):
            await steward.bot.send_message(machine.id, "hello")
        with pytest.raises(BadRequest, match="Chat not found"):
            await steward.bot.send_message(5, "hello")
        ann.starts("link-7")
        await steward.bot.send_message(ann.id, "welcome")
        ann.blocks()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await steward.bot.send_message(ann.id, "still there?")
        await town.wait_for(lambda: len(steward.updates) == 2)
        assert steward.updates[0].message.text == "/start link-7"
        assert steward.updates[1].my_chat_member.new_chat_member.status == "kicked"
        ann.deletes_account()
        with pytest.raises(Forbidden, match="user is deactivated"):
            await steward.bot.send_message(ann.id, "oh")
    assert [message.text for message in ann.heard()] == ["welcome"]


async def test_a_channel_takes_posts_from_those_who_may(town, bot):
    news = town.channel("News")
    post = await bot.send_message(news.id, "today")
    assert (post.from_user, post.sender_chat.id) == (None, news.id)
    news.promote(town.bot, can_invite_users=True)
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(news.id, "tomorrow")
