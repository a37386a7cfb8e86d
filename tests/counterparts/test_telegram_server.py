"""The Telegram counterpart, driven by python-telegram-bot over HTTP: a day in one group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TimedOut,
)

from tests.counterparts.telegram.clock import HandClock
from tests.counterparts.telegram.faults import Fault
from tests.counterparts.telegram.pace import Limits
from tests.counterparts.telegram.sdk import bot_of, listening
from tests.counterparts.telegram.server import TelegramServer


@pytest.fixture
async def town() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=HandClock()) as town:
        yield town
        assert town.violations == []


async def test_what_people_say_arrives_once_and_in_order(town):
    ann = town.user(101, "Ann", "ann_says", language_code="en")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town) as steward:
        for text in ("one", "two", "怎么退款？👨‍👩‍👧"):
            ann.says(garden, text)
        await town.wait_for(lambda: len(steward.updates) == 3)
        assert steward.messages() == ["one", "two", "怎么退款？👨‍👩‍👧"]
        assert [update.effective_user.id for update in steward.updates] == [101, 101, 101]
        await town.wait_for(lambda: town.updates.pending == 0)
    assert town.updates.acknowledged == 3


async def test_a_sent_message_stands_in_the_chat_with_its_entities_and_buttons(town):
    garden = town.supergroup("Garden")
    text = "👨‍👩‍👧加微信 now"
    bold = MessageEntity.adjust_message_entities_to_utf_16(text, [MessageEntity("bold", 5, 3)])
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("好的", callback_data="ok:1")]])
    async with bot_of(town) as bot:
        sent = await bot.send_message(garden.id, text, entities=bold, reply_markup=keyboard)
    (shown,) = garden.transcript()
    assert (shown.id, shown.text) == (sent.message_id, text)
    assert shown.marked("bold") == ["加微信"]
    assert [(button.text, button.data) for button in shown.buttons] == [("好的", "ok:1")]
    assert list(sent.parse_entities().values()) == ["加微信"]


async def test_a_press_is_answered_once_and_only_while_it_is_young(town):
    ann = town.user(101, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
    async with listening(town) as steward:
        await steward.bot.send_message(garden.id, "Sure?", reply_markup=keyboard)
        press = ann.presses(garden.transcript()[0], "Yes")
        await town.wait_for(lambda: steward.updates)
        query = steward.updates[0].callback_query
        assert (query.data, query.from_user.id) == ("yes", 101)
        await query.answer("Noted", show_alert=True)
        answer = await press
        assert (answer.text, answer.alert) == ("Noted", True)
        with pytest.raises(BadRequest, match="Query is too old"):
            await query.answer("again")
        late = ann.presses(garden.transcript()[0], 0)
        town.clock.passes(seconds=16)
        with pytest.raises(BadRequest, match="Query is too old"):
            await steward.bot.answer_callback_query(late.id)


async def test_a_ban_needs_the_right_and_takes_the_messages_away(town):
    ann, bob = town.user(101, "Ann"), town.user(102, "Bob")
    garden = town.supergroup("Garden", members=(ann, bob), rights={"can_delete_messages": True})
    bob.says(garden, "spam")
    async with bot_of(town) as bot:
        with pytest.raises(BadRequest, match="Not enough rights to restrict/unrestrict chat member"):
            await bot.ban_chat_member(garden.id, bob.id)
        garden.promote(town.bot, can_restrict_members=True)
        await bot.ban_chat_member(garden.id, bob.id)
        assert (await bot.get_chat_member(garden.id, bob.id)).status == "kicked"
    assert garden.transcript() == []


async def test_topics_are_opened_closed_and_refuse_when_closed(town):
    staff = town.supergroup("Staff", forum=True)
    async with bot_of(town) as bot:
        topic = await bot.create_forum_topic(staff.id, "工单 7")
        sent = await bot.send_message(staff.id, "card", message_thread_id=topic.message_thread_id)
        assert sent.is_topic_message
        assert sent.reply_to_message.forum_topic_created.name == "工单 7"
        await bot.close_forum_topic(staff.id, topic.message_thread_id)
        with pytest.raises(BadRequest, match="Topic_not_modified"):
            await bot.close_forum_topic(staff.id, topic.message_thread_id)
        staff.promote(town.bot, can_delete_messages=True)
        with pytest.raises(BadRequest, match="Topic_closed"):
            await bot.send_message(staff.id, "late", message_thread_id=topic.message_thread_id)
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(staff.id, "general", message_thread_id=1)


async def test_a_second_poller_ends_the_first(town):
    async with listening(town) as first:
        await town.wait_for(lambda: town.calls.of("getUpdates"))
        async with listening(town):
            await town.wait_for(lambda: first.errors)
    assert isinstance(first.errors[0], Conflict)
    assert "terminated by other getUpdates request" in first.errors[0].message


async def test_a_group_that_grows_refuses_its_old_id(town):
    ann = town.user(101, "Ann")
    small = town.group("Small", members=(ann,))
    async with listening(town) as steward:
        large = small.migrate(by=ann)
        with pytest.raises(ChatMigrated) as moved:
            await steward.bot.send_message(small.id, "hello")
        assert moved.value.new_chat_id == large.id
        await town.wait_for(lambda: len(steward.updates) == 2)
        old, new = (update.message for update in steward.updates)
        assert (old.chat.id, old.migrate_to_chat_id) == (small.id, large.id)
        assert (new.chat.id, new.migrate_from_chat_id) == (large.id, small.id)
        await steward.bot.send_message(large.id, "hello")
    assert large.says_bot() == ["hello"]


async def test_the_documented_pace_is_enforced_when_asked_for(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    clock = HandClock()
    async with TelegramServer(clock=clock, limits=Limits()) as town, bot_of(town) as bot:
        garden, yard = town.supergroup("Garden"), town.supergroup("Yard")
        await bot.send_message(garden.id, "first")
        await bot.send_message(yard.id, "elsewhere")
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(garden.id, "second")
        assert flood.value.retry_after == timedelta(seconds=1)
        for number in range(19):
            clock.passes(seconds=1)
            await bot.send_message(garden.id, str(number))
        clock.passes(seconds=1)
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(garden.id, "21st in a minute")
        assert flood.value.retry_after == timedelta(seconds=40)


@pytest.mark.parametrize(
    ("kind", "error", "stands"),
    [
        (Fault.FLOOD, RetryAfter, False),
        (Fault.FORBIDDEN, Forbidden, False),
        (Fault.SERVER_ERROR, Exception, False),
        (Fault.RESET_BEFORE, Exception, False),
        (Fault.RESET_AFTER, Exception, True),
        (Fault.GARBAGE, Exception, True),
    ],
)
async def test_faults_strike_once_and_say_whether_the_effect_happened(town, monkeypatch, kind, error, stands):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    garden = town.supergroup("Garden")
    async with bot_of(town) as bot:
        planned = town.faults.next("sendMessage", kind, retry_after=7)
        with pytest.raises(error):
            await bot.send_message(garden.id, "hello")
        assert planned.met == 1
        assert garden.says_bot() == (["hello"] if stands else [])
        assert town.calls.last("sendMessage").took_effect is stands
        await bot.send_message(garden.id, "again")
    assert garden.says_bot()[-1] == "again"


async def test_an_answer_that_does_not_come_is_a_timeout_although_the_effect_happened(town):
    garden = town.supergroup("Garden")
    async with bot_of(town) as bot:
        held = town.faults.next("sendMessage", Fault.HOLD)
        with pytest.raises(TimedOut):
            await bot.send_message(garden.id, "hello", read_timeout=0.1)
        held.release()
    assert garden.says_bot() == ["hello"]


async def test_a_wrong_token_and_an_unknown_method_are_refused(town):
    async with bot_of(town) as bot:
        with pytest.raises(EndPointNotFound):
            await bot.do_api_request("noSuchMethod")
        assert town.calls.last("noSuchMethod").status == 404
        town.token = "4200:changed"
        with pytest.raises(InvalidToken):
            await bot.get_me()
        assert town.calls.last("getMe").status == 401


async def test_updates_that_were_not_asked_for_do_not_come(town):
    ann, bob = town.user(101, "Ann"), town.user(102, "Bob")
    garden = town.supergroup("Garden", members=(ann,))
    async with listening(town, allowed=[]) as steward:
        garden.join(bob)
        message = ann.says(garden, "hello")
        ann.reacts(message, "👍")
        await town.wait_for(lambda: len(steward.updates) == 2)
        assert [update.message is not None for update in steward.updates] == [True, True]
    assert town.updates.filtered == 2


async def test_a_violation_is_recorded_and_answered_400():
    async with TelegramServer(clock=HandClock()) as town, bot_of(town) as bot:
        garden = town.supergroup("Garden")
        with pytest.raises(BadRequest, match=r"(?i)no_such"):
            await bot.send_message(garden.id, "hello", api_kwargs={"no_such": 5})
        assert [violation.where for violation in town.violations] == ["request"]
        assert garden.transcript() == []


async def test_updates_by_raw_injection_arrive_as_they_are(town):
    async with listening(town) as steward:
        town.inject({"brand_new_kind": {"x": 1}})
        town.inject(
            {"message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "\ud800"}}
        )
        await town.wait_for(lambda: len(steward.updates) == 2)
    strange, broken = steward.updates
    assert strange.api_kwargs == {"brand_new_kind": {"x": 1}}
    assert broken.message.text == "\ud800"
    assert isinstance(strange, Update)
