"""What a failed call means: it did not happen, it may have, it never will."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import (
    Ambiguous,
    Ban,
    Delete,
    Done,
    Edit,
    Mute,
    NotNow,
    OpenThread,
    Pin,
    Post,
    Private,
    Refused,
)
from chat.messages import MessageRef
from chat.people import PersonId, Space, SpaceKind
from tests.adapters.discord.conftest import SEND, Bench, said
from tests.counterparts.discord import faults
from tests.counterparts.discord.rights import MODERATOR, Right

WHO = PersonId("ann")


async def test_a_reset_after_the_effect_and_its_repeat_make_one_message(bench: Bench) -> None:
    bench.server.faults.next("POST", SEND, faults.reset(after=True))
    errand = bench.errand(bench.post("only once"), key="the key")
    assert isinstance(await bench.discord.perform(errand), Ambiguous)
    assert await bench.discord.recover(errand) == NotNow(timedelta(), why="nonce")
    again = await bench.discord.perform(errand)
    (message,) = bench.ours()
    assert again == Done((str(message.id),))


async def test_after_the_nonce_our_own_words_are_looked_for(bench: Bench) -> None:
    errand = bench.errand(bench.post("only once"))
    other = bench.errand(bench.post("never sent"))
    bench.server.faults.next("POST", SEND, faults.reset(after=True))
    assert isinstance(await bench.discord.perform(errand), Ambiguous)
    bench.clock.passes(minutes=5)
    (message,) = bench.ours()
    assert await bench.discord.recover(errand) == Done((str(message.id),))
    assert await bench.discord.recover(other) is None


async def test_a_thread_that_may_be_open_is_found_again(bench: Bench) -> None:
    errand = bench.errand(OpenThread(to=bench.desk, title="Ticket 7"))
    assert await bench.discord.recover(errand) is None
    bench.server.faults.next("POST", "/channels/{channel_id}/threads", faults.reset(after=True))
    assert isinstance(await bench.discord.perform(errand), Ambiguous)
    (thread,) = bench.guild.active_threads
    assert await bench.discord.recover(errand) == Done((str(thread.id),))


async def test_a_limit_that_asks_for_much_patience_is_kept_by_the_outbox(bench: Bench) -> None:
    bench.server.faults.next("POST", SEND, faults.rate_limited(600))
    outcome = await bench.do(bench.post())
    assert isinstance(outcome, NotNow)
    assert outcome.wait >= timedelta(seconds=599)
    assert not bench.ours()


async def test_a_short_limit_is_waited_for(bench: Bench) -> None:
    bench.server.faults.next("POST", SEND, faults.rate_limited(0.05))
    assert isinstance(await bench.do(bench.post()), Done)
    assert len(bench.ours()) == 1


async def test_a_ban_by_the_proxy_holds_everything_back(bench: Bench) -> None:
    bench.server.faults.next("POST", SEND, faults.rate_limited(90, via=False))
    outcome = await bench.do(bench.post())
    assert outcome == NotNow(timedelta(seconds=90), whole_platform=True)


async def test_the_servers_trouble_leaves_it_open(bench: Bench) -> None:
    for after in (False, True):
        bench.server.faults.next("POST", SEND, faults.status(503, after=after))
        errand = bench.errand(bench.post(f"after {after}"))
        assert isinstance(await bench.discord.perform(errand), Ambiguous)
        assert isinstance(await bench.discord.perform(errand), Done)
    assert len(bench.ours()) == 2


async def test_closed_direct_messages_are_named_so(bench: Bench) -> None:
    private = Space("discord", str(bench.ann.id), kind=SpaceKind.PRIVATE)
    bench.ann.closes_dms()
    assert await bench.do(Post(to=private, body=said("psst"))) == Refused("person.blocked")
    bench.ann.opens_dms()
    assert isinstance(await bench.do(Post(to=private, body=said("psst"))), Done)


async def test_a_deleted_target_is_gone_and_deleting_it_again_is_done(bench: Bench) -> None:
    made = await bench.do(bench.post("first"))
    ref = MessageRef(bench.space, made.ids[0])
    for _ in range(2):
        assert await bench.do(Delete(to=bench.space, messages=(ref.id,))) == Done()
    for action in (Edit(to=bench.space, message=ref, body=said("x")), Pin(to=bench.space, message=ref)):
        assert await bench.do(action) == Refused("target.gone")


async def test_lost_permissions_are_named_and_known(bench: Bench) -> None:
    from chat.actions import Capability

    assert Capability.BAN in bench.discord.capabilities(bench.space)
    less = MODERATOR & ~Right.BAN_MEMBERS & ~Right.MODERATE_MEMBERS
    bench.guild.changes_role(bench.guild.bot_role, permissions=less)
    await bench.settled()
    assert not bench.discord.capabilities(bench.space) & {Capability.BAN, Capability.MUTE}
    for action in (
        Ban(to=bench.space, person=WHO),
        Mute(to=bench.space, person=WHO, until=bench.clock.now() + timedelta(hours=1)),
    ):
        assert await bench.do(action, on=bench.ann) == Refused("right.missing")


async def test_a_place_that_never_was(bench: Bench) -> None:
    for place in ("999", "not a number"):
        assert await bench.do(Post(to=Space("discord", place), body=said("x"))) == Refused("space.gone")
    assert await bench.do(Ban(to=bench.space, person=WHO)) == Refused("person.unknown")
    assert isinstance(bench.post().to, Space)
    assert not isinstance(bench.post().to, Private)


async def test_what_discord_calls_wrong_is_a_no(bench: Bench) -> None:
    for code, why in ((50035, "content.invalid"), (50024, "space.wrong_kind"), (99999, "http.400.99999")):
        bench.server.faults.next("POST", SEND, faults.status(400, body={"message": "no", "code": code}))
        assert await bench.do(bench.post()) == Refused(why)
