"""What people do on Telegram becomes the right events."""

from __future__ import annotations

import pytest

from chat.events import (
    ButtonPressed,
    CommandGiven,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReactionChanged,
    RoleChanged,
    ServiceChanged,
    SpaceMigrated,
)
from chat.messages import EntityKind, Media
from chat.people import SpaceKind, Voice
from tests.adapters.telegram.conftest import Bench
from tests.counterparts.telegram.messages import ANONYMOUS_ADMIN
from tests.counterparts.telegram.polls import Poll


async def test_a_message_with_its_author_place_and_marks(bench: Bench) -> None:
    text = "👨‍👩‍👧加微信 @annie https://evil.example 完"
    bench.ann.says(bench.garden, text)
    event = await bench.only(MessagePosted)
    assert (event.space, event.by.identity.id, event.by.name) == (bench.space, str(bench.ann.id), "Ann")
    assert (event.by.username, event.by.locale, event.by.voice) == ("annie", "zh-hans", Voice.PERSON)
    assert event.message.text == text
    assert event.message.links == ("https://evil.example",)
    assert [text[one.start : one.end] for one in event.message.mentions] == ["@annie"]
    assert event.key.startswith(f"telegram:{bench.server.bot.id}:")


async def test_hidden_links_and_people_without_a_username_are_seen(bench: Bench) -> None:
    bob = bench.server.user(500_000_009, "Bob Lee")
    marks = [
        {"type": "text_link", "offset": 2, "length": 4, "url": "https://evil.example/x"},
        {"type": "text_mention", "offset": 7, "length": 7, "user": bob.json()},
    ]
    bench.ann.says(bench.garden, "😀here Bob Lee", entities=marks)
    message = (await bench.only(MessagePosted)).message
    assert message.links == ("https://evil.example/x",)
    assert [(one.target, message.text[one.start : one.end]) for one in message.mentions] == [
        (str(bob.id), "Bob Lee")
    ]
    assert [one.kind for one in message.entities] == [EntityKind.LINK, EntityKind.MENTION]


async def test_a_private_chat_is_named_by_its_person(bench: Bench) -> None:
    bench.ann.says(None, "hello")
    event = await bench.only(MessagePosted)
    assert event.space.kind is SpaceKind.PRIVATE
    assert event.space.id == str(bench.ann.id)


async def test_commands_in_both_languages_with_what_they_are_about(bench: Bench) -> None:
    spam = bench.ann.says(bench.garden, "buy now")
    bench.ann.says(bench.garden, "/封禁@Steward_Bot 广告 太多", reply_to=spam)
    _, event = await bench.events(2)
    assert isinstance(event, CommandGiven)
    assert (event.name, event.words) == ("封禁", "广告 太多")
    assert event.about is not None
    assert event.about.text == "buy now"
    assert event.about_by is not None
    assert event.about_by.identity.id == str(bench.ann.id)


async def test_a_command_for_another_bot_is_not_ours(bench: Bench) -> None:
    bench.ann.says(bench.garden, "/ban@other_bot Bob")
    assert (await bench.only(MessagePosted)).message.text == "/ban@other_bot Bob"


async def test_a_forwarded_command_is_no_command(bench: Bench) -> None:
    order = bench.ann.says(None, "/link")
    bench.ann.forwards(order, bench.garden)
    first, second = await bench.events(2)
    assert isinstance(first, CommandGiven)
    assert isinstance(second, MessagePosted)
    assert second.message.forwarded


async def test_an_edited_command_is_an_edit(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    bench.ann.edits(message, "/ban Bob")
    _, event = await bench.events(2)
    assert isinstance(event, MessageEdited)
    assert event.message.text == "/ban Bob"


async def test_edits_that_nobody_can_see_are_dropped_and_reading_twice_changes_nothing(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    bench.ann.edits_invisibly(message)
    bench.ann.edits(message, "hello http://a.example")
    bench.ann.edits_invisibly(message)
    first = await bench.events()
    assert [type(one) for one in first] == [MessagePosted, MessageEdited]
    edit = next(one for one in bench.stored if "http://a.example" in one.payload)
    assert len(bench.telegram.decode(edit.payload)) == 1
    assert len(bench.telegram.decode(edit.payload)) == 1


async def test_an_edit_of_an_unknown_message_is_told(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    await bench.events(1)
    await bench.stop()
    bench.stored.clear()
    fresh = bench.telegram._reader._memory
    fresh.__init__()  # type: ignore[misc]  # a restart
    await bench.run()
    bench.ann.edits(message, "hello again")
    assert (await bench.only(MessageEdited)).message.text == "hello again"


async def test_topics_are_threads_and_replies_are_not(bench: Bench) -> None:
    bench.garden.forum = True
    topic = bench.garden.opens_topic("News")
    said = bench.ann.says(bench.garden, "in the topic", topic=topic)
    bench.ann.says(bench.garden, "answer", reply_to=said)
    plain = bench.ann.says(bench.garden, "in General")
    bench.ann.says(bench.garden, "answer in General", reply_to=plain)
    found = [one for one in await bench.events() if isinstance(one, MessagePosted)]
    assert [one.space.thread for one in found] == [str(topic.id), str(topic.id), None, None]
    assert [one.message.reply_to is not None for one in found] == [False, True, False, True]


async def test_quotes_and_answers_to_elsewhere(bench: Bench) -> None:
    other = bench.server.supergroup("Other", members=(bench.ann,))
    there = bench.ann.says(other, "the price is 9")
    bench.ann.says(bench.garden, "is that so?", reply_to=there, quote="price is 9")
    event = (await bench.events())[-1]
    assert event.message.quoted == "price is 9"
    assert event.message.reply_to is None
    assert event.message.text == "is that so?"


async def test_the_words_of_a_poll_stand_beside_its_message(bench: Bench) -> None:
    names = ("is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only")
    settings: dict[str, object] = {**dict.fromkeys(names, True), "type": "regular"}
    poll = Poll(id="1", question="When shall we meet?", options=["Friday", "Sunday"], settings=settings)
    bench.ann.sends(bench.garden, {"poll": poll.json()})
    message = (await bench.only(MessagePosted)).message
    assert (message.text, message.quoted) == ("", "When shall we meet?\nFriday\nSunday")
    assert [one.media for one in message.attachments] == [Media.POLL]


async def test_answers_to_us_are_known_as_ours(bench: Bench) -> None:
    from chat.actions import Post
    from tests.adapters.telegram.conftest import said

    done = await bench.do(Post(to=bench.space, body=said("What happened?")))
    ours = bench.garden.messages[int(done.ids[0])]
    bench.ann.says(bench.garden, "this", reply_to=ours)
    reply = (await bench.only(MessagePosted)).message.reply_to
    assert reply is not None
    assert (reply.voice, reply.text, reply.id) == (Voice.SELF, "What happened?", done.ids[0])


async def test_albums_share_a_name_and_captions_are_words(bench: Bench) -> None:
    bench.ann.sends_album(bench.garden, 3, "our trip")
    found = await bench.events(3)
    assert len({one.message.album for one in found}) == 1
    assert [one.message.text for one in found] == ["our trip", "", ""]
    assert {one.message.attachments[0].media for one in found} == {Media.PHOTO}


async def test_an_animation_is_one_attachment(bench: Bench) -> None:
    bench.ann.sends_media(bench.garden, "animation", "lol")
    message = (await bench.only(MessagePosted)).message
    assert [one.media for one in message.attachments] == [Media.ANIMATION]


async def test_who_stands_behind_a_message(bench: Bench) -> None:
    owner = bench.garden.owner
    channel = bench.server.channel("News", username="news_town", linked=bench.garden)
    away = bench.server.channel("Spam", username="spam_town", bot=False)
    owner.says(bench.garden, "as the group", anonymous=True)
    bench.ann.says(bench.garden, "as a channel", as_channel=away)
    channel.posts("to the channel")
    found = [one for one in await bench.events() if isinstance(one, MessagePosted)]
    voices = {one.message.text + one.space.id: (one.by.voice, one.by.identity.id) for one in found}
    here = str(bench.garden.id)
    assert voices["as the group" + here] == (Voice.ANONYMOUS_ADMIN, here)
    assert voices["as a channel" + here] == (Voice.CHANNEL, str(away.id))
    assert voices["to the channel" + here] == (Voice.LINKED_CHANNEL, str(channel.id))
    assert voices["to the channel" + str(channel.id)] == (Voice.ANONYMOUS_ADMIN, str(channel.id))
    assert str(ANONYMOUS_ADMIN) not in {one.by.identity.id for one in found}


async def test_joins_come_from_one_source_only(bench: Bench) -> None:
    bob = bench.server.user(500_000_010, "Bob")
    bob.joins(bench.garden)
    bob.leaves(bench.garden)
    joined, left = await bench.events(2)
    assert isinstance(joined, MemberJoined)
    assert isinstance(left, MemberLeft)
    assert (joined.by.identity.id, left.removed) == (str(bob.id), False)


async def test_being_put_out_is_told_apart_from_leaving(bench: Bench) -> None:
    bench.garden.ban(bench.ann)
    assert (await bench.only(MemberLeft)).removed


async def test_a_mute_is_neither_a_join_nor_a_leave(bench: Bench) -> None:
    bench.garden.mute(bench.ann)
    await bench.none()


async def test_roles_follow_promotions(bench: Bench) -> None:
    bench.garden.promote(bench.ann)
    event = await bench.only(RoleChanged)
    assert event.by.roles == {"administrator"}
    bench.ann.says(bench.garden, "hello")
    assert (await bench.only(MessagePosted)).by.roles == {"administrator"}
    assert await bench.telegram.roles(bench.space, event.by.identity) == {"administrator"}
    assert str(bench.ann.id) in await bench.telegram.staff(bench.space)
    bench.garden.demote(bench.ann)
    assert [one.by.roles for one in await bench.events() if isinstance(one, RoleChanged)][-1] == frozenset()
    assert str(bench.ann.id) not in await bench.telegram.staff(bench.space)


async def test_requests_to_join(bench: Bench) -> None:
    bob = bench.server.user(500_000_011, "Bob")
    bob.requests_join(bench.garden)
    event = await bench.only(JoinRequested)
    assert event.request == f"user:{bob.id}"


async def test_reactions_name_what_was_added_and_taken(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    bench.ann.reacts(message, "👍")
    bench.ann.reacts(message, "🔥")
    bench.garden.owner.reacts(message, "❤", anonymous=True)
    found = [one for one in await bench.events() if isinstance(one, ReactionChanged)]
    assert [(one.added, one.removed) for one in found] == [
        (("👍",), ()),
        (("🔥",), ("👍",)),
        (("❤",), ()),
    ]
    assert [one.by.voice for one in found] == [Voice.PERSON, Voice.PERSON, Voice.ANONYMOUS_ADMIN]


async def test_presses_carry_data_and_place_even_when_the_message_is_gone(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    bench.ann.forges(message, "a:b:c")
    bench.ann.deletes(message)
    press = bench.ann.forges(message, "d:e:f")
    first, second = [one for one in await bench.events() if isinstance(one, ButtonPressed)]
    assert (first.payload, second.payload, second.interaction) == ("a:b:c", "d:e:f", press.id)
    assert second.message is not None
    assert (second.space, second.message.id, second.by.identity.id) == (
        bench.space,
        str(message.id),
        str(bench.ann.id),
    )
    assert second.at == bench.clock()


async def test_our_own_coming_and_going(bench: Bench) -> None:
    bench.garden.ban(bench.server.bot)
    event = await bench.only(ServiceChanged)
    assert not event.present
    assert event.by is not None


async def test_a_group_that_moves_is_told_once_and_in_order(bench: Bench) -> None:
    group = bench.server.group("Old", members=(bench.ann,))
    bench.ann.says(group, "before")
    grown = group.migrate()
    bench.ann.says(grown, "after")
    found = await bench.events(3)
    assert [type(one) for one in found] == [MessagePosted, SpaceMigrated, MessagePosted]
    assert (found[1].space.id, found[1].to.id) == (str(group.id), str(grown.id))
    assert len({one.lane for one in bench.stored}) == 1


async def test_articles_are_flattened(bench: Bench) -> None:
    article = {
        "blocks": [
            {"type": "paragraph", "text": ["加 ", {"type": "bold", "text": "微信"}]},
            {
                "type": "blockquote",
                "blocks": [
                    {
                        "type": "paragraph",
                        "text": {"type": "url", "text": "here", "url": "https://evil.example"},
                    }
                ],
            },
        ]
    }
    bench.ann.sends(bench.garden, {"rich_message": article})
    message = (await bench.only(MessagePosted)).message
    assert message.text == "加 微信\nhere"
    assert message.links == ("https://evil.example",)


@pytest.mark.parametrize("content", [{"new_chat_title": "x"}, {"dice": {"emoji": "🎲", "value": 3}}])
async def test_service_messages_say_nothing_and_dice_are_attachments(
    bench: Bench, content: dict[str, object]
) -> None:
    bench.ann.sends(bench.garden, content)
    found = await bench.events()
    assert len(found) == ("dice" in content)
