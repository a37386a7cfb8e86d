"""What is done: to people, to channels, to messages, and how it reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.markup import LONGEST, escape, to_markdown
from bot.adapters.discord.settings import DiscordRoles
from bot.markdown import parse
from chat.actions import (
    Ban,
    Button,
    CloseThread,
    Degraded,
    Delete,
    Document,
    Done,
    Edit,
    LeaveSpace,
    Lock,
    Mute,
    OpenThread,
    Picture,
    Pin,
    Post,
    Remove,
    SlowMode,
    Unban,
    Unmute,
)
from chat.events import MessagePosted
from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.text import Block, Rich, Span
from tests.adapters.discord.conftest import Bench, make_discord, settings_for
from tests.counterparts.discord.audit import Deed
from tests.counterparts.discord.branching import change_thread
from tests.counterparts.discord.messages import Flag
from tests.counterparts.discord.rights import Right

ANN = PersonId("ann")


async def test_a_post_carries_buttons_files_and_no_ping(bench: Bench) -> None:
    buttons = ((Button(label="yes", kind="a", payload="p1"), Button(label="no", kind="a", payload="p2")),)
    made = await bench.do(
        bench.post(
            f"**hi** @everyone <@{bench.mod.id}>",
            buttons=buttons,
            picture=Picture(data=b"png", name="chart.png", alt="a chart"),
            document=Document(data=b"{}", name="proof.json"),
        )
    )
    message = bench.server.message(made.ids[0])
    assert message is not None
    assert [one.filename for one in message.attachments] == ["chart.png", "proof.json"]
    assert [one["custom_id"] for one in message.components[0]["components"]] == ["p1", "p2"]
    assert not message.mentions.everyone
    assert not message.mentions.users
    assert Flag.SUPPRESS_EMBEDS in message.flags


async def test_a_file_is_sent_again_after_its_address_ended_and_a_lost_one_is_told(bench: Bench) -> None:
    said = bench.ann.says(bench.channel, "look", files=[("cat.png", b"a cat")])
    carried = (await bench.only(MessagePosted)).message.files
    bench.clock.passes(days=2)
    made = await bench.do(bench.post("here", carried=carried))
    again = bench.server.message(made.ids[0])
    assert again is not None
    assert [(one.filename, one.content) for one in again.attachments] == [("cat.png", b"a cat")]
    ours = MessageRef(bench.space, made.ids[0])
    await bench.do(Edit(to=bench.space, message=ours, body=parse("without"), bare=True))
    assert again.attachments == []
    bench.ann.deletes(said)
    lost = await bench.do(bench.post("gone", carried=carried))
    assert (type(lost), lost.how) == (Degraded, "file.not_carried")


async def test_only_whom_a_text_names_is_pinged(bench: Bench) -> None:
    said = bench.ann.says(bench.channel, "hello")
    body = Rich((Block((Span("Mo", mention=str(bench.mod.id)), Span(" look"))),))
    made = await bench.do(Post(to=bench.space, body=body, reply_to=MessageRef(bench.space, str(said.id))))
    message = bench.server.message(made.ids[0])
    assert message is not None
    assert [one.id for one in message.mentions.users] == [bench.mod.id]


async def test_an_edit_changes_words_and_takes_buttons_away(bench: Bench) -> None:
    made = await bench.do(bench.post("open", buttons=((Button(label="x", kind="a", payload="p"),),)))
    ref = MessageRef(bench.space, made.ids[0])
    assert await bench.do(Edit(to=bench.space, message=ref, body=parse("closed"))) == Done((ref.id,))
    message = bench.server.message(ref.id)
    assert message is not None
    assert (message.content, message.components) == ("closed", [])


async def test_sanctions_leave_their_reason_in_the_audit_log(bench: Bench) -> None:
    until = bench.clock.now() + timedelta(hours=1)
    acts = (
        Mute(to=bench.space, person=ANN, until=until, why="case #7"),
        Unmute(to=bench.space, person=ANN, why="case #7 undone"),
        Remove(to=bench.space, person=ANN, why="case #8"),
        Ban(to=bench.space, person=ANN, why="case #9"),
        Unban(to=bench.space, person=ANN, why="case #9 undone"),
    )
    for act in acts:
        assert await bench.do(act, on=bench.ann) == Done()
    reasons = [call.reason for call in bench.server.calls if call.reason]
    assert reasons == [act.why for act in acts]
    assert await bench.do(Unban(to=bench.space, person=ANN), on=bench.ann) == Done()
    assert await bench.do(Remove(to=bench.space, person=ANN), on=bench.ann) == Done()
    assert Deed.MEMBER_KICK


async def test_a_mute_of_a_year_lasts_as_long_as_discord_allows(bench: Bench) -> None:
    until = bench.clock.now() + timedelta(days=365)
    outcome = await bench.do(Mute(to=bench.space, person=ANN, until=until), on=bench.ann)
    assert outcome == Degraded("mute.28_days")
    assert bench.ann.is_silenced


async def test_a_ban_takes_no_messages_away(bench: Bench) -> None:
    said = bench.ann.says(bench.channel, "hello")
    assert await bench.do(Ban(to=bench.space, person=ANN), on=bench.ann) == Done()
    assert bench.server.message(said.id) is not None


async def test_young_messages_go_together_and_old_ones_singly(bench: Bench) -> None:
    old = bench.ann.says(bench.channel, "old")
    bench.clock.passes(days=15)
    young = [bench.ann.says(bench.channel, str(number)) for number in range(3)]
    ids = tuple(str(one.id) for one in (old, *young, young[0]))
    assert await bench.do(Delete(to=bench.space, messages=ids)) == Done()
    assert not bench.channel.messages
    deletes = [one for one in bench.server.calls if one.template.endswith("bulk-delete")]
    assert len(deletes) == 1


async def test_slow_mode_has_an_end(bench: Bench) -> None:
    await bench.do(SlowMode(to=bench.space, delay=timedelta(hours=12)))
    assert bench.channel.slow_mode == 21_600
    await bench.do(SlowMode(to=bench.space, delay=timedelta()))
    assert bench.channel.slow_mode == 0


async def test_a_lock_leaves_us_the_word_and_gives_everything_back(bench: Bench) -> None:
    everyone = bench.guild.everyone
    bench.guild.sets_rights(bench.channel, everyone, allow=Right.SEND_MESSAGES | Right.ADD_REACTIONS)
    await bench.settled()
    before = {key: (one.allow, one.deny) for key, one in bench.channel.overwrites.items()}
    for _ in range(2):
        assert await bench.do(Lock(to=bench.space, locked=True)) == Done()
        await bench.settled()
    world = bench.server.world
    assert Right.SEND_MESSAGES not in world.rights(bench.ann.account, bench.channel)
    assert Right.ADD_REACTIONS in world.rights(bench.ann.account, bench.channel)
    assert isinstance(await bench.do(bench.post("it is closed")), Done)
    for _ in range(2):
        assert await bench.do(Lock(to=bench.space, locked=False)) == Done()
        await bench.settled()
    after = {key: (one.allow, one.deny) for key, one in bench.channel.overwrites.items()}
    assert after == before


async def test_the_staffs_roles_keep_the_word_in_a_lock(still: Bench) -> None:
    staff = still.mod.member.roles[0]
    settings = settings_for(still.server, still.channel, roles={"moderator": [staff.id]})
    still.discord = make_discord(settings, still.clock)
    await still.run()
    assert await still.do(Lock(to=still.space, locked=True)) == Done()
    rights = still.server.world.rights
    assert Right.SEND_MESSAGES in rights(still.mod.account, still.channel)
    assert Right.SEND_MESSAGES not in rights(still.ann.account, still.channel)
    await still.settled()
    assert await still.do(Lock(to=still.space, locked=False)) == Done()
    assert Right.SEND_MESSAGES in rights(still.ann.account, still.channel)


async def test_threads_open_close_and_open_again(bench: Bench) -> None:
    opened = await bench.do(OpenThread(to=bench.desk, title="T" * 120))
    (thread,) = bench.guild.active_threads
    assert opened == Done((str(thread.id),))
    assert len(thread.name) == 100
    inside = Space("discord", bench.desk.id, opened.ids[0])
    assert isinstance(await bench.do(Post(to=inside, body=parse("card"))), Done)
    for closed in (True, True, False, False):
        assert await bench.do(CloseThread(to=inside, closed=closed)) == Done()
        await bench.settled()
        assert (thread.archived, thread.locked) == (closed, closed)


@pytest.mark.parametrize("locked", [True, False])
async def test_what_stands_in_a_thread_that_sleeps_is_changed_and_it_sleeps_on(
    bench: Bench, locked: bool
) -> None:
    opened = await bench.do(OpenThread(to=bench.desk, title="Ticket"))
    (thread,) = bench.guild.active_threads
    inside = Space("discord", bench.desk.id, opened.ids[0])
    card, word = [await bench.do(Post(to=inside, body=parse(text))) for text in ("card", "word")]
    change_thread(bench.server.world, thread, {"archived": True, "locked": locked}, by=bench.guild.owner.id)
    await bench.settled()
    ref = MessageRef(inside, card.ids[0])
    assert await bench.do(Edit(to=inside, message=ref, body=parse("rated"))) == Done((ref.id,))
    assert await bench.do(Delete(to=inside, messages=word.ids)) == Done()
    await bench.settled()
    assert [one.content for one in thread.messages.values()][-1] == "rated"
    assert (thread.archived, thread.locked) == (True, locked)


async def test_pins_come_and_go(bench: Bench) -> None:
    made = await bench.do(bench.post("rules"))
    ref = MessageRef(bench.space, made.ids[0])
    for pinned in (True, True, False):
        assert await bench.do(Pin(to=bench.space, message=ref, pinned=pinned)) == Done()
    message = bench.server.message(ref.id)
    assert message is not None
    assert message.pinned_at is None


async def test_a_guild_that_is_not_ours_is_left(bench: Bench) -> None:
    assert await bench.do(LeaveSpace(to=bench.space)) == Done()
    assert bench.guild.me is None


async def test_the_doctor_finds_what_is_missing(still: Bench) -> None:
    open_desk = still.guild.text_channel("open-desk")
    still.guild.role("VIP", position=200)
    still.guild.changes_role(still.guild.bot_role, permissions=Right.NONE)
    settings = settings_for(still.server, still.channel, guilds=(1,), staff_channel=open_desk.id)
    found = await make_discord(settings, still.clock).examine()
    keys = [one.text.key.rpartition(".")[2] for one in found]
    assert {"no_guild", "staff_visible", "hierarchy"} <= set(keys)
    assert {"lacks_ban_members", "lacks_moderate_members", "lacks_manage_messages"} <= set(keys)


async def test_the_doctor_names_roles_that_see_the_desk_without_a_duty(still: Bench) -> None:
    guild = still.guild
    helper, members, guests, mod = (guild.role(name) for name in ("Helper", "Members", "Guests", "Mod"))
    for name in ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay"):
        guild.member(name, [members])
    guild.member("Gus", [guests])
    sees = (Right.VIEW_CHANNEL, Right.NONE)
    desk = guild.text_channel(
        "desk",
        {
            guild.everyone: (Right.NONE, Right.VIEW_CHANNEL),
            helper: sees,
            members: sees,
            guests: sees,
            mod: sees,
        },
    )
    guild.changes_role(mod, permissions=Right.MANAGE_MESSAGES)
    roles = DiscordRoles(representative=(helper.id,))
    settings = settings_for(still.server, still.channel, staff_channel=desk.id, roles=roles)
    found = await make_discord(settings, still.clock).examine()
    told = {
        one.text.args["role"]: one.is_error
        for one in found
        if one.text.key == "bot.doctor.discord.staff_role_sees"
    }
    assert told == {"Members": True, "Guests": False}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a_b *c*", None),
        ("**bold** and *italic*", "**bold** and *italic*"),
        ("[here](https://a.example/x_y)", "[here](<https://a.example/x_y>)"),
        ("- one\n- two", "- one\n- two"),
        ("> quoted", "> quoted"),
    ],
)
def test_markdown_reads_as_meant(source: str, shown: str | None) -> None:
    assert to_markdown(parse(source)) == (shown if shown is not None else "a\\_b *c*")


def test_addresses_stay_whole() -> None:
    assert escape("see https://a.example/x_y-z. @everyone") == "see https://a.example/x_y-z. \\@everyone"


@given(st.lists(st.text(min_size=1), min_size=1, max_size=40), st.booleans(), st.booleans())
def test_no_text_is_too_long_or_calls_anybody(texts: list[str], bold: bool, quote: bool) -> None:
    blocks = tuple(Block((Span(one * 40, bold=bold),), quote=quote) for one in texts)
    shown = to_markdown(Rich(blocks))
    assert len(shown) <= LONGEST
    assert "@everyone" not in shown.replace("\\@", "")
    assert "<@" not in shown


def test_a_cut_leaves_the_line_that_says_where_it_is_from() -> None:
    source = Block(
        spans=(Span(text="Source", link="https://example.org/rules"), Span(text=" · updated 2026-01-05"))
    )
    long = Rich((Block(spans=(Span(text="word " * 600),)), source))
    shown = to_markdown(long)
    assert len(shown) <= LONGEST
    head, _, ending = shown.rpartition("\n")
    assert head.rstrip().endswith("word…")
    assert ending == to_markdown(Rich((source,)))
    assert to_markdown(Rich((source, Block(spans=(Span(text="word " * 600),))))).endswith("word…")


def test_a_cut_never_breaks_a_link_or_a_mention() -> None:
    link = Span("x" * 700, link="https://a.example/" + "y" * 700)
    shown = to_markdown(
        Rich((Block((Span("a " * 400), link, Span("z", mention="1" * 19), Span("b" * 999))),))
    )
    assert len(shown) <= LONGEST
    assert shown.count("[") == shown.count("](<")
    assert shown.endswith("…") or "…]" in shown
