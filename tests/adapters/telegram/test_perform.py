"""What Steward does on Telegram, and what it is told when it cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat.actions import (
    Acknowledge,
    AnswerJoin,
    Ban,
    Button,
    Capability,
    CloseThread,
    Degraded,
    Delete,
    Document,
    Done,
    Edit,
    Gate,
    LeaveSpace,
    Lock,
    Mute,
    OpenThread,
    Pin,
    Post,
    Refused,
    Remove,
    SlowMode,
    TooLate,
    Unban,
    Unmute,
    Unsupported,
)
from chat.messages import MessageRef
from chat.people import PersonId, Space, SpaceKind
from chat.text import Rich
from tests.adapters.telegram.conftest import Bench, said
from tests.counterparts.telegram.content import PIXEL
from tests.counterparts.telegram.members import Member, Status

ANN = PersonId("ann")


def private(bench: Bench) -> Space:
    return Space("telegram", str(bench.ann.id), kind=SpaceKind.PRIVATE)


async def test_a_post_keeps_its_style_and_nothing_in_it_is_markup(bench: Bench) -> None:
    body = said("**bold** *slanted* `code` [here](https://a.example)\n\n> 😀 quoted\n\n- one\n- two <b>&*_")
    done = await bench.do(Post(to=bench.space, body=body, silent=True))
    message = bench.garden.messages[int(done.ids[0])]
    assert message.text == "bold slanted code here\n\n😀 quoted\n\n• one\n• two <b>&*_"
    assert message.marked("bold") == ["bold"]
    assert message.marked("italic") == ["slanted"]
    assert message.marked("code") == ["code"]
    assert message.marked("text_link") == ["here"]
    assert message.marked("blockquote") == ["😀 quoted"]
    assert message.silent
    assert "parse_mode" not in bench.server.calls.last("sendMessage").params


async def test_buttons_rows_links_and_danger(bench: Bench) -> None:
    rows = (
        (
            Button(label="好" * 200, kind="a", id="1", payload="x" * 64),
            Button(label="b", payload="y", danger=True),
        ),
        (Button(label="web", url="https://a.example"), Button(label="bad", url="/relative")),
    )
    done = await bench.do(Post(to=bench.space, body=said("pick"), buttons=rows))
    shown = bench.garden.messages[int(done.ids[0])].buttons
    assert [(one.row, one.data, one.url) for one in shown] == [
        (0, "x" * 64, None),
        (0, "y", None),
        (1, None, "https://a.example"),
    ]


async def test_a_long_post_is_split_and_buttons_are_on_the_last_part(bench: Bench) -> None:
    words = "\n\n".join(f"paragraph {number} " + "好😀" * 300 for number in range(12))
    button = Button(label="ok", payload="p")
    done = await bench.do(Post(to=bench.space, body=said(words), buttons=((button,),)))
    parts = [bench.garden.messages[int(one)] for one in done.ids]
    assert len(parts) > 2
    assert [bool(one.buttons) for one in parts] == [False] * (len(parts) - 1) + [True]
    assert "".join((one.text or "") for one in parts).replace("\n", "") == words.replace("\n", "").replace(
        " \n", ""
    )


async def test_a_split_post_goes_on_where_it_stopped(bench: Bench) -> None:
    post = Post(to=bench.space, body=said("\n\n".join("x" * 3000 for _ in range(3))))
    bench.server.faults.next(
        "sendMessage", "flood", retry_after=7, matching=lambda _: len(bench.garden.says_bot()) == 1
    )
    wait = await bench.do(post, key="same")
    assert wait.wait == timedelta(seconds=7)
    done = await bench.do(post, key="same", attempt=2)
    assert len(done.ids) == len(bench.garden.says_bot()) == 3


async def test_a_reply_to_what_is_gone_is_said_plainly(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    there = await bench.do(
        Post(to=bench.space, body=said("a"), reply_to=MessageRef(bench.space, str(message.id)))
    )
    bench.ann.deletes(message)
    gone = await bench.do(
        Post(to=bench.space, body=said("b"), reply_to=MessageRef(bench.space, str(message.id)))
    )
    assert bench.garden.messages[int(there.ids[0])].reply_to is message
    assert bench.garden.messages[int(gone.ids[0])].reply_to is None


async def test_pictures_and_documents_with_and_without_room_for_the_words(bench: Bench) -> None:
    from chat.actions import Picture

    picture = Picture(data=PIXEL, name="week.png", alt="")
    document = Document(data=b"%PDF-", name="报告.pdf")
    short = await bench.do(Post(to=bench.space, body=said("short"), picture=picture))
    long = await bench.do(Post(to=bench.space, body=said("w" * 2000), picture=picture))
    file = await bench.do(Post(to=bench.space, body=Rich(()), document=document))
    assert "photo" in bench.garden.messages[int(short.ids[0])].content
    assert bench.garden.messages[int(short.ids[0])].text == "short"
    assert bench.garden.messages[int(long.ids[0])].text == "w" * 2000
    assert "photo" in bench.garden.messages[int(long.ids[1])].content
    assert bench.garden.messages[int(file.ids[0])].content["document"]["file_name"] == "报告.pdf"


async def test_edits_of_texts_captions_and_what_did_not_change(bench: Bench) -> None:
    from chat.actions import Picture

    text = await bench.do(Post(to=bench.space, body=said("old")))
    photo = await bench.do(
        Post(to=bench.space, body=said("old"), picture=Picture(data=PIXEL, name="a.png", alt=""))
    )
    for ids in (text.ids, photo.ids, text.ids):
        done = await bench.do(Edit(to=bench.space, message=MessageRef(bench.space, ids[0]), body=said("new")))
        assert done == Done((ids[0],))
        assert bench.garden.messages[int(ids[0])].text == "new"
    gone = MessageRef(bench.space, "999999")
    assert await bench.do(Edit(to=bench.space, message=gone, body=said("x"))) == Refused("target.gone")
    long = Edit(to=bench.space, message=MessageRef(bench.space, text.ids[0]), body=said("z" * 5000))
    assert await bench.do(long) == Degraded("text.cut", (text.ids[0],))


async def test_a_person_who_blocked_us_is_named_so(bench: Bench) -> None:
    bench.ann.blocks()
    assert await bench.do(Post(to=private(bench), body=said("psst"))) == Refused("person.blocked")
    bench.ann.unblocks()
    bench.ann.deletes_account()
    assert await bench.do(Post(to=private(bench), body=said("psst"))) == Refused("person.gone")


async def test_deleting_takes_albums_whole_and_does_not_mind_what_is_gone(bench: Bench) -> None:
    album = bench.ann.sends_album(bench.garden, 4, "spam")
    await bench.events(4)
    assert await bench.do(Delete(to=bench.space, messages=(str(album[0].id),))) == Done()
    assert not [one for one in album if not one.deleted]
    assert await bench.do(Delete(to=bench.space, messages=(str(album[0].id),))) == Done()
    assert await bench.do(Delete(to=bench.space, messages=("424242",))) == Done()


async def test_250_messages_are_deleted_in_three_calls(bench: Bench) -> None:
    messages = [bench.ann.says(bench.garden, f"{number}") for number in range(250)]
    assert await bench.do(Delete(to=bench.space, messages=tuple(str(one.id) for one in messages))) == Done()
    assert all(one.deleted for one in messages)
    assert bench.server.calls.count("deleteMessages") == 3


async def test_what_is_older_than_two_days_stays_and_does_not_keep_the_rest(bench: Bench) -> None:
    old = bench.ann.says(bench.garden, "old")
    bench.clock.passes(hours=49)
    new = bench.ann.says(bench.garden, "new")
    both = Delete(to=bench.space, messages=(str(old.id), str(new.id)))
    assert await bench.do(both) == TooLate("delete.too_old")
    assert (old.deleted, new.deleted) == (False, True)


async def test_mute_and_its_end(bench: Bench) -> None:
    until = bench.clock() + timedelta(hours=1)
    assert await bench.do(Mute(to=bench.space, person=ANN, until=until), account=str(bench.ann.id)) == Done()
    member = bench.garden.member(bench.ann)
    assert member.status is Status.RESTRICTED
    assert not any(member.permissions.values())
    assert member.until == int(until.timestamp())
    assert await bench.do(Unmute(to=bench.space, person=ANN), account=str(bench.ann.id)) == Done()
    assert bench.garden.member(bench.ann).status is Status.MEMBER


@pytest.mark.parametrize(("length", "expected"), [(5, 35), (400 * 86400, 0), (3600, 3600)])
async def test_lengths_that_telegram_would_take_for_ever(bench: Bench, length: int, expected: int) -> None:
    until = bench.clock() + timedelta(seconds=length)
    await bench.do(Ban(to=bench.space, person=ANN, until=until), account=str(bench.ann.id))
    member = bench.garden.member(bench.ann)
    assert member.status is Status.BANNED
    assert member.until == (int(bench.clock().timestamp()) + expected if expected else 0)


async def test_removal_lets_come_back_and_lifts_nobody_elses_ban(bench: Bench) -> None:
    who = str(bench.ann.id)
    assert await bench.do(Remove(to=bench.space, person=ANN), account=who) == Done()
    assert bench.garden.member(bench.ann).status is Status.LEFT
    bench.ann.joins(bench.garden)
    bench.garden.ban(bench.ann)
    assert await bench.do(Remove(to=bench.space, person=ANN), account=who) == Done()
    assert bench.garden.member(bench.ann).status is Status.BANNED


async def test_a_removal_whose_second_half_failed_is_finished(bench: Bench) -> None:
    bench.server.faults.next("unbanChatMember", "flood", retry_after=1)
    remove, who = Remove(to=bench.space, person=ANN), str(bench.ann.id)
    await bench.do(remove, account=who)
    assert bench.garden.member(bench.ann).status is Status.BANNED
    assert bench.garden.member(bench.ann).until
    assert await bench.do(remove, account=who, attempt=2) == Done()
    assert bench.garden.member(bench.ann).status is Status.LEFT


async def test_unban_never_removes_somebody_who_is_there(bench: Bench) -> None:
    assert await bench.do(Unban(to=bench.space, person=ANN), account=str(bench.ann.id)) == Done()
    assert bench.garden.member(bench.ann).present


async def test_administrators_are_out_of_reach(bench: Bench) -> None:
    bench.garden.promote(bench.ann)
    ban = Ban(to=bench.space, person=ANN)
    assert await bench.do(ban, account=str(bench.ann.id)) == Refused("target.is_admin")
    assert await bench.do(ban, account=str(bench.garden.owner.id)) == Refused("target.is_admin")
    assert await bench.do(ban, account=str(bench.garden.id)) == Refused("target.is_admin")


async def test_a_channel_that_speaks_is_banned_as_a_channel(bench: Bench) -> None:
    spam = bench.server.channel("Spam", bot=False)
    until = bench.clock() + timedelta(hours=1)
    mute = Mute(to=bench.space, person=ANN, until=until)
    assert await bench.do(mute, account=str(spam.id)) == Degraded("ban.of_channel")
    assert spam.id in bench.garden.banned_chats
    assert await bench.do(Unmute(to=bench.space, person=ANN), account=str(spam.id)) == Done()
    assert spam.id not in bench.garden.banned_chats


async def test_a_basic_group_knows_no_mutes(bench: Bench) -> None:
    group = bench.server.group("Small", members=(bench.ann,))
    space = Space("telegram", str(group.id))
    await bench.telegram.staff(space)
    able = bench.telegram.capabilities(space)
    assert Capability.MUTE not in able
    assert Capability.REMOVE in able
    done = await bench.do(Ban(to=space, person=ANN), account=str(bench.ann.id))
    assert done == Degraded("remove.instead_of_ban")
    assert not group.member(bench.ann).present


async def test_a_lock_gives_back_what_members_had(bench: Bench) -> None:
    bench.garden.permissions["can_send_polls"] = False
    before = dict(bench.garden.permissions)
    assert await bench.do(Lock(to=bench.space, locked=True)) == Done()
    assert not bench.garden.permissions["can_send_messages"]
    assert await bench.do(Lock(to=bench.space, locked=True)) == Done()
    assert await bench.do(Lock(to=bench.space, locked=False)) == Done()
    assert bench.garden.permissions == before


async def test_topics_open_close_and_carry_posts(bench: Bench) -> None:
    bench.garden.forum = True
    done = await bench.do(OpenThread(to=bench.space, title="标题" * 100))
    topic = bench.garden.topics[int(done.ids[0])]
    inside = Space("telegram", bench.space.id, done.ids[0])
    posted = await bench.do(Post(to=inside, body=said("inside")))
    assert bench.garden.messages[int(posted.ids[0])].thread == topic.id
    for _ in range(2):
        assert await bench.do(CloseThread(to=inside)) == Done()
    assert topic.closed
    assert await bench.do(CloseThread(to=inside, closed=False)) == Done()
    lost = Space("telegram", bench.space.id, "31337")
    assert await bench.do(Post(to=lost, body=said("x"))) == Refused("thread.gone")


async def test_pins(bench: Bench) -> None:
    done = await bench.do(Post(to=bench.space, body=said("read this")))
    ref = MessageRef(bench.space, done.ids[0])
    assert await bench.do(Pin(to=bench.space, message=ref)) == Done()
    assert [one.id for one in bench.garden.pinned] == [int(ref.id)]
    assert await bench.do(Pin(to=bench.space, message=ref, pinned=False)) == Done()
    assert not bench.garden.pinned


async def test_presses_are_answered_once_and_in_time(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    first, second, third = (bench.ann.forges(message, "x") for _ in range(3))
    assert await bench.do(Acknowledge(to=bench.space, interaction=first.id, body=said("**yes**"))) == Done()
    assert (await first).text == "yes"
    assert await bench.do(Acknowledge(to=bench.space, interaction=second.id)) == Done()
    assert not (await second).text
    bench.clock.passes(seconds=30)
    assert isinstance(await bench.do(Acknowledge(to=bench.space, interaction=third.id)), TooLate)


async def test_an_answer_too_long_for_its_window_follows_in_private(bench: Bench) -> None:
    message = bench.ann.says(bench.garden, "hello")
    first, second = (bench.ann.forges(message, "x") for _ in range(2))
    await bench.events()
    words = "好" * 500
    assert await bench.do(Acknowledge(to=bench.space, interaction=first.id, body=said(words))) == Done()
    answer = await first
    assert (len(answer.text), answer.alert) == (200, True)
    assert [one.text for one in bench.ann.heard()] == [words]
    bench.ann.blocks()
    closed = Acknowledge(to=bench.space, interaction=second.id, body=said(words))
    assert await bench.do(closed) == Degraded("toast.cut")


async def test_requests_to_join_are_answered(bench: Bench) -> None:
    bob, eve = bench.server.user(500_000_020, "Bob"), bench.server.user(500_000_021, "Eve")
    bob.requests_join(bench.garden)
    eve.requests_join(bench.garden)
    for who, admitted in ((bob, True), (eve, False)):
        answer = AnswerJoin(to=bench.space, person=ANN, request=f"user:{who.id}", admitted=admitted)
        assert await bench.do(answer, account=str(who.id)) == Done()
    assert bench.garden.member(bob).present
    assert not bench.garden.member(eve).present


async def test_leaving(bench: Bench) -> None:
    assert await bench.do(LeaveSpace(to=bench.space)) == Done()
    assert not bench.garden.bot.present
    assert await bench.do(Post(to=bench.space, body=said("x"))) == Refused("space.left")


async def test_what_telegram_has_not(bench: Bench) -> None:
    assert await bench.do(Gate(to=bench.space, closed=True)) == Unsupported()
    able = bench.telegram.capabilities(bench.space)
    assert not able & {Capability.GATE, Capability.FORM}


async def test_instead_of_slow_mode_members_write_text_only(bench: Bench) -> None:
    before = dict(bench.garden.permissions)
    slow = SlowMode(to=bench.space, delay=timedelta(seconds=30))
    for _ in range(2):
        assert await bench.do(slow) == Degraded("slow_mode.text_only")
        assert bench.garden.permissions["can_send_messages"]
        assert not bench.garden.permissions["can_send_photos"]
    assert await bench.do(SlowMode(to=bench.space, delay=timedelta())) == Done()
    assert bench.garden.permissions == before


async def test_a_request_whose_query_ran_out_is_answered_by_its_account(bench: Bench) -> None:
    bob = bench.server.user(7_000_001, "Bob")
    request = bob.requests_join(bench.garden, query=True)
    asked = f"query:{request.query_id}"
    waits = AnswerJoin(to=bench.space, person=ANN, request=asked, admitted=None)
    assert await bench.do(waits, account=str(bob.id)) == Done()
    assert not bench.garden.member(bob).present
    bench.clock.passes(seconds=30)
    admits = AnswerJoin(to=bench.space, person=ANN, request=asked, admitted=True)
    assert await bench.do(admits, account=str(bob.id)) == Done()
    assert bench.garden.member(bob).present


async def test_rights_are_known_before_a_button_is_offered(bench: Bench) -> None:
    assert {
        Capability.BAN,
        Capability.MUTE,
        Capability.DELETE,
        Capability.PIN,
    } <= bench.telegram.capabilities(bench.space)
    assert Capability.THREAD not in bench.telegram.capabilities(bench.space)
    bench.garden.promote(bench.server.bot, can_delete_messages=True)
    await bench.events()
    able = bench.telegram.capabilities(bench.space)
    assert Capability.DELETE in able
    assert not able & {Capability.BAN, Capability.MUTE, Capability.PIN}
    bench.garden.demote(bench.server.bot)
    await bench.events()
    assert Capability.DELETE not in bench.telegram.capabilities(bench.space)
    message = bench.ann.says(bench.garden, "hello")
    assert await bench.do(Delete(to=bench.space, messages=(str(message.id),))) == Refused("right.missing")


async def test_a_group_that_moved_is_followed(bench: Bench) -> None:
    group = bench.server.group("Old", members=(bench.ann,))
    grown = group.migrate()
    grown.members[bench.server.bot.id] = Member(user=bench.server.bot)
    post = Post(to=Space("telegram", str(group.id)), body=said("hello"))
    first = await bench.do(post)
    done = first if isinstance(first, Done) else await bench.do(post, attempt=2)
    assert grown.messages[int(done.ids[0])].text == "hello"
    assert sum("SpaceMigrated" in repr(one) for one in await bench.events()) >= 1
