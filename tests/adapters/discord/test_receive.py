"""What arrives: whose word it is, where, and what is no word at all."""

from __future__ import annotations

from chat.events import (
    CommandGiven,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionChanged,
    RoleChanged,
)
from chat.messages import Media
from chat.people import Voice
from tests.adapters.discord.conftest import Bench
from tests.counterparts.discord.rights import Right


async def test_an_edit_of_a_message_that_was_never_cached(still: Bench) -> None:
    old = still.ann.says(still.channel, "before we came")
    still.clock.passes(hours=30)
    await still.run()
    still.ann.edits(old, "after we came")
    event = await still.only(MessageEdited)
    assert (event.message.text, event.before) == ("after we came", None)


async def test_pins_previews_and_repeats_are_no_edits(bench: Bench) -> None:
    said = bench.ann.says(bench.channel, "see https://a.example/x")
    bench.server.refreshes(said, embed={"title": "A", "url": "https://a.example/x"})
    bench.guild.owner.pins(said)
    bench.server.refreshes(said)
    await bench.only(MessagePosted)
    bench.ann.edits(said, "see nothing")
    edit = await bench.only(MessageEdited)
    assert edit.before is not None
    assert (edit.before.text, edit.message.text) == ("see https://a.example/x", "see nothing")
    bench.server.refreshes(said)
    await bench.only(MessageEdited)


async def test_bots_and_webhooks_have_their_own_voice(bench: Bench) -> None:
    other = bench.guild.member("other", bot=True)
    other.says(bench.channel, "/help")
    bench.guild.posts_by_webhook(bench.guild.webhook(bench.channel, "news"), "/help")
    events = [one for one in await bench.events() if isinstance(one, MessagePosted | CommandGiven)]
    assert [type(one) for one in events] == [MessagePosted, MessagePosted]
    assert {one.by.voice for one in events} == {Voice.BOT}


async def test_a_thread_stands_in_its_channel(bench: Bench) -> None:
    thread = bench.mod.opens_thread(bench.channel, "aside")
    bench.ann.says(thread, "hello")
    event = await bench.only(MessagePosted)
    assert (event.space.id, event.space.thread) == (str(bench.channel.id), str(thread.id))
    assert event.space.lane == bench.space.lane


async def test_direct_messages_are_named_by_their_person_also_when_deleted(bench: Bench) -> None:
    first = bench.ann.dm("hello")
    bench.ann.deletes(first)
    posted, gone = await bench.only(MessagePosted), await bench.only(MessageRemoved)
    assert posted.space.is_private
    assert gone.space.is_private
    assert posted.space == gone.space
    assert posted.space.id == str(bench.ann.id)


async def test_deleted_messages_are_told_one_by_one(bench: Bench) -> None:
    said = [bench.ann.says(bench.channel, text) for text in "abc"]
    bench.guild.owner.bans(bench.ann, sweep_seconds=600)
    gone = [one.message.id for one in await bench.events() if isinstance(one, MessageRemoved)]
    assert gone == [str(one.id) for one in said]


async def test_comings_goings_and_roles_are_told_in_a_served_channel(bench: Bench) -> None:
    bob = bench.guild.member("bob")
    role = bench.guild.role("Helpers", Right.NONE)
    bob.gets_roles(role)
    bob.takes_nick("Bobby")
    bob.leaves()
    joined, changed, left = (
        await bench.only(MemberJoined),
        await bench.only(RoleChanged),
        await bench.only(MemberLeft),
    )
    assert {joined.space, changed.space, left.space} == {bench.space}
    assert str(role.id) in changed.by.roles
    assert not left.removed


async def test_a_ban_is_no_leaving(bench: Bench) -> None:
    bench.guild.owner.bans(bench.ann)
    assert (await bench.only(MemberLeft)).removed


async def test_reactions_come_and_go(bench: Bench) -> None:
    said = bench.ann.says(bench.channel, "hello")
    bench.mod.reacts(said, "👍")
    bench.mod.unreacts(said, "👍")
    changes = [one for one in await bench.events() if isinstance(one, ReactionChanged)]
    assert [(one.added, one.removed) for one in changes] == [(("👍",), ()), ((), ("👍",))]


async def test_files_links_and_mentions(bench: Bench) -> None:
    text = f"看 https://a.example/x，还有 <@{bench.mod.id}> @everyone (https://b.example/y)."
    bench.ann.says(bench.channel, text, files=[("cat.png", b"..."), ("notes.txt", b"...")])
    message = (await bench.only(MessagePosted)).message
    assert message.links == ("https://a.example/x", "https://b.example/y")
    assert [one.target for one in message.mentions] == [str(bench.mod.id), ""]
    assert [(one.media, one.name) for one in message.attachments] == [
        (Media.PHOTO, "cat.png"),
        (Media.DOCUMENT, "notes.txt"),
    ]


async def test_a_reply_tells_whose_word_it_answers(bench: Bench) -> None:
    made = await bench.do(bench.post("a question"))
    ours = bench.server.message(made.ids[0])
    assert ours is not None
    bench.ann.says(bench.channel, "an answer", reply_to=ours)
    reply = (await bench.only(MessagePosted)).message.reply_to
    assert reply is not None
    assert (reply.id, reply.voice, reply.text) == (made.ids[0], Voice.SELF, "a question")
