"""Rights, bans, restrictions and doors of the Telegram counterpart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import ChatPermissions
from telegram.error import BadRequest, Forbidden

from tests.counterparts.telegram.members import Status
from tests.counterparts.telegram.sdk import listening
from tests.counterparts.telegram.speaking import CannotSpeak


async def test_the_owner_an_administrator_and_the_bot_itself_are_out_of_reach(town, bot):
    owner, chief, ann = town.user(1, "Owner"), town.user(2, "Chief"), town.user(3, "Ann")
    garden = town.supergroup("Garden", owner=owner, members=(chief, ann))
    garden.promote(chief)
    for user, text in (
        (owner.id, "Can't remove chat owner"),
        (chief.id, "User is an administrator of the chat"),
        (town.bot.id, "Can't restrict self"),
        (777123, "Participant_id_invalid"),
    ):
        with pytest.raises(BadRequest, match=text):
            await bot.ban_chat_member(garden.id, user)
    assert garden.member(ann).status is Status.MEMBER


async def test_until_dates_too_near_or_too_far_mean_for_ever(town, bot, clock):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    for seconds, kept in ((29, False), (30, True), (366 * 86400, True), (366 * 86400 + 1, False)):
        await bot.ban_chat_member(garden.id, ann.id, until_date=clock() + timedelta(seconds=seconds))
        assert bool(garden.member(ann).until) is kept


async def test_a_ban_with_a_date_ends_by_itself(town, bot, clock):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    await bot.ban_chat_member(garden.id, ann.id, until_date=clock() + timedelta(hours=1))
    with pytest.raises(PermissionError):
        ann.joins(garden)
    clock.passes(hours=1)
    assert (await bot.get_chat_member(garden.id, ann.id)).status == "left"
    ann.joins(garden)
    assert garden.member(ann).present


async def test_unban_removes_a_present_member_unless_only_if_banned(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    await bot.unban_chat_member(garden.id, ann.id, only_if_banned=True)
    assert garden.member(ann).present
    await bot.unban_chat_member(garden.id, ann.id)
    assert garden.member(ann).status is Status.LEFT


async def test_a_kick_is_a_ban_and_an_unban(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    await bot.ban_chat_member(garden.id, ann.id)
    await bot.unban_chat_member(garden.id, ann.id, only_if_banned=True)
    ann.joins(garden)
    assert ann.says(garden, "back").text == "back"


async def test_a_muted_person_cannot_speak_until_the_mute_ends(town, bot, clock):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    silence = ChatPermissions.no_permissions()
    await bot.restrict_chat_member(garden.id, ann.id, silence, until_date=clock() + timedelta(minutes=5))
    with pytest.raises(CannotSpeak, match="restricted"):
        ann.says(garden, "hello")
    member = await bot.get_chat_member(garden.id, ann.id)
    assert (member.status, member.can_send_messages, member.is_member) == ("restricted", False, True)
    clock.passes(minutes=5)
    assert ann.says(garden, "hello").text == "hello"


async def test_all_permissions_lift_a_restriction(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    await bot.restrict_chat_member(garden.id, ann.id, ChatPermissions.no_permissions())
    await bot.restrict_chat_member(garden.id, ann.id, ChatPermissions.all_permissions())
    assert garden.member(ann).status is Status.MEMBER


async def test_without_independent_permissions_one_implies_others(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    given = ChatPermissions(can_send_other_messages=True)
    await bot.restrict_chat_member(garden.id, ann.id, given)
    assert garden.member(ann).permissions["can_send_photos"]
    await bot.restrict_chat_member(garden.id, ann.id, given, use_independent_chat_permissions=True)
    assert not garden.member(ann).permissions["can_send_photos"]


async def test_a_basic_group_knows_neither_restrictions_nor_unbans(town, bot):
    ann = town.user(3, "Ann")
    group = town.group("Small", members=(ann,))
    with pytest.raises(BadRequest, match="Method is available only for supergroups"):
        await bot.restrict_chat_member(group.id, ann.id, ChatPermissions.no_permissions())
    with pytest.raises(BadRequest, match="Method is available for supergroup and channel chats only"):
        await bot.unban_chat_member(group.id, ann.id)
    await bot.ban_chat_member(group.id, ann.id)
    assert not group.member(ann).present
    with pytest.raises(BadRequest, match="User_not_participant"):
        await bot.ban_chat_member(group.id, ann.id)


async def test_a_bot_outside_is_told_why(town, bot):
    garden, yard, channel = town.supergroup("Garden"), town.group("Yard"), town.channel("News", bot=False)
    garden.ban(town.bot)
    yard.leave(town.bot)
    for chat, text in (
        (garden, "bot was kicked from the supergroup chat"),
        (yard, "bot is not a member of the group chat"),
        (channel, "bot is not a member of the channel chat"),
    ):
        with pytest.raises(Forbidden, match=text):
            await bot.send_message(chat.id, "hello")


async def test_closing_the_chat_stops_members_not_administrators(town, bot):
    ann, chief = town.user(3, "Ann"), town.user(2, "Chief")
    garden = town.supergroup("Garden", members=(ann, chief))
    garden.promote(chief)
    await bot.set_chat_permissions(garden.id, ChatPermissions.no_permissions())
    with pytest.raises(CannotSpeak, match="closed"):
        ann.says(garden, "hello")
    assert chief.says(garden, "calm, please")
    with pytest.raises(BadRequest, match="Chat_not_modified"):
        await bot.set_chat_permissions(garden.id, ChatPermissions.no_permissions())
    assert (await bot.get_chat(garden.id)).permissions.can_send_messages is False


async def test_slow_mode_counts_for_members_only(town, bot, clock, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden", members=(ann,))
    garden.slow_mode = 30
    ann.says(garden, "one")
    with pytest.raises(CannotSpeak, match="slow mode: 30 s"):
        ann.says(garden, "two")
    clock.passes(seconds=30)
    ann.says(garden, "two")
    assert (await bot.get_chat(garden.id)).slow_mode_delay == timedelta(seconds=30)


async def test_joins_and_leaves_are_told_twice_to_an_administrator(town):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden")
    async with listening(town) as steward:
        garden.join(ann)
        garden.leave(ann)
        await town.wait_for(lambda: len(steward.updates) == 4)
        joined, greeting, farewell, left = steward.updates
        assert joined.chat_member.new_chat_member.status == "member"
        assert greeting.message.new_chat_members[0].id == 3
        assert farewell.message.left_chat_member.id == 3
        assert left.chat_member.new_chat_member.status == "left"


async def test_a_plain_member_bot_hears_no_member_updates(town):
    garden = town.supergroup("Garden", rights={})
    async with listening(town) as steward:
        garden.join(town.user(3, "Ann"))
        await town.wait_for(lambda: steward.updates)
        assert [update.chat_member for update in steward.updates] == [None]
        garden.promote(town.bot, can_delete_messages=True)
        await town.wait_for(lambda: len(steward.updates) == 2)
        assert steward.updates[1].my_chat_member.new_chat_member.can_delete_messages


async def test_a_request_to_join_opens_five_minutes_of_writing(town, clock):
    ann = town.user(3, "Ann", bio="gardener")
    garden = town.supergroup("Garden")
    garden.by_request = True
    async with listening(town) as steward:
        ann.joins(garden)
        await town.wait_for(lambda: steward.updates)
        request = steward.updates[0].chat_join_request
        assert (request.user_chat_id, request.bio) == (3, "gardener")
        await steward.bot.send_message(request.user_chat_id, "Why do you come?")
        clock.passes(seconds=301)
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await steward.bot.send_message(request.user_chat_id, "Hello?")
        await request.approve()
        with pytest.raises(BadRequest, match="User_already_participant"):
            await request.approve()
        await town.wait_for(lambda: any(update.chat_member for update in steward.updates))
    assert garden.member(ann).present


async def test_a_join_request_query_must_be_answered_in_ten_seconds(town, bot, clock):
    ann = town.user(3, "Ann")
    garden = town.supergroup("Garden")
    late = ann.requests_join(garden, query=True).query_id
    clock.passes(seconds=11)
    answer = {"chat_join_request_query_id": late, "result": "approve"}
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.do_api_request("answerChatJoinRequestQuery", api_kwargs=answer)
    answer["chat_join_request_query_id"] = ann.requests_join(garden, query=True).query_id
    await bot.do_api_request("answerChatJoinRequestQuery", api_kwargs=answer)
    assert garden.member(ann).present


async def test_invite_links_have_limits_and_can_be_revoked(town, bot):
    ann, bob = town.user(3, "Ann"), town.user(4, "Bob")
    garden = town.supergroup("Garden")
    made = await bot.create_chat_invite_link(garden.id, name="fair", member_limit=1)
    (link,) = garden.links
    assert (link.url, link.name) == (made.invite_link, "fair")
    ann.joins(garden, link)
    with pytest.raises(PermissionError):
        bob.joins(garden, link)
    with pytest.raises(BadRequest, match="Member limit can't be specified"):
        await bot.create_chat_invite_link(garden.id, member_limit=2, creates_join_request=True)
    assert (await bot.revoke_chat_invite_link(garden.id, made.invite_link)).is_revoked
    garden.promote(town.bot, can_delete_messages=True)
    with pytest.raises(BadRequest, match="Not enough rights to manage chat invite link"):
        await bot.create_chat_invite_link(garden.id)


async def test_promotion_gives_no_more_than_the_bot_has(town, bot):
    ann = town.user(3, "Ann")
    garden = town.supergroup(
        "Garden", members=(ann,), rights={"can_promote_members": True, "can_pin_messages": True}
    )
    with pytest.raises(BadRequest, match="Right_forbidden"):
        await bot.promote_chat_member(garden.id, ann.id, can_delete_messages=True)
    await bot.promote_chat_member(garden.id, ann.id, can_pin_messages=True)
    administrators = await bot.get_chat_administrators(garden.id)
    assert {member.user.id for member in administrators} == {town.founder.id, town.bot.id, 3}
    await bot.set_chat_administrator_custom_title(garden.id, ann.id, "园丁")
    assert (await bot.get_chat_member(garden.id, ann.id)).custom_title == "园丁"
    await bot.promote_chat_member(garden.id, ann.id)
    assert garden.member(ann).status is Status.MEMBER
    assert await bot.get_chat_member_count(garden.id) == 3


async def test_a_banned_channel_cannot_speak_and_its_fake_user_bans_nobody(town, bot):
    ann = town.user(3, "Ann")
    garden, shop = town.supergroup("Garden", members=(ann,)), town.channel("Shop", owner=ann, bot=False)
    message = ann.says(garden, "buy!", as_channel=shop)
    assert (message.json()["from"]["id"], message.json()["sender_chat"]["id"]) == (136817688, shop.id)
    await bot.ban_chat_sender_chat(garden.id, shop.id)
    with pytest.raises(CannotSpeak, match="banned"):
        ann.says(garden, "buy more!", as_channel=shop)
