"""What the doctor says of a Telegram set-up."""

from __future__ import annotations

import pytest

from bot.adapters.telegram.doctor import NEEDED
from chat.people import Space, SpaceKind
from tests.adapters.telegram.conftest import Bench, make_telegram, settings_for
from tests.counterparts.telegram.clock import HandClock
from tests.counterparts.telegram.membership import restrict
from tests.counterparts.telegram.sdk import bot_of
from tests.counterparts.telegram.server import TelegramServer

PREFIX = "bot.doctor.telegram."


async def findings(
    server: TelegramServer, clock: HandClock, *spaces: int, staff: int | None = None
) -> dict[str, bool]:
    telegram = make_telegram(settings_for(server, *spaces, staff_chat=staff), clock)
    try:
        return {one.text.key.removeprefix(PREFIX): one.is_error for one in await telegram.examine()}
    finally:
        await telegram.close()


async def test_all_is_well(server: TelegramServer, clock: HandClock) -> None:
    garden, staff = server.supergroup("Garden"), server.supergroup("Staff", forum=True)
    assert await findings(server, clock, garden.id, staff=staff.id) == {}


async def test_nothing_is_configured(server: TelegramServer, clock: HandClock) -> None:
    assert await findings(server, clock) == {"no_spaces": False, "no_staff_chat": False}


async def test_each_missing_right_is_named(server: TelegramServer, clock: HandClock) -> None:
    garden = server.supergroup("Garden", rights={"can_delete_messages": True})
    staff = server.supergroup(
        "Staff", forum=True, rights={"can_delete_messages": True}, username="staff_room"
    )
    assert await findings(server, clock, garden.id, staff=staff.id) == {
        "lacks_can_restrict_members": True,
        "lacks_can_pin_messages": False,
        "lacks_can_invite_users": False,
        "staff_public": True,
        "lacks_can_manage_topics": True,
    }


ALL = dict.fromkeys((*NEEDED, "can_manage_topics"), True)


@pytest.mark.parametrize("right", NEEDED)
async def test_a_missing_right_among_members_is_named_alone(
    server: TelegramServer, clock: HandClock, right: str
) -> None:
    garden = server.supergroup("Garden", rights={**ALL, right: False})
    staff = server.supergroup("Staff", forum=True, rights=ALL)
    optional = right in ("can_pin_messages", "can_invite_users")
    assert await findings(server, clock, garden.id, staff=staff.id) == {f"lacks_{right}": not optional}


async def test_a_missing_right_in_a_channel_or_among_staff_is_named_alone(
    server: TelegramServer, clock: HandClock
) -> None:
    post = {"can_post_messages": True, "can_edit_messages": True}
    news = server.channel("News", rights={**ALL, **post, "can_post_messages": False})
    unpinned = server.channel("Calendar", rights={**ALL, **post, "can_edit_messages": False})
    staff = server.supergroup("Staff", forum=True, rights={**ALL, "can_manage_topics": False})
    assert await findings(server, clock, news.id, unpinned.id, staff=staff.id) == {
        "lacks_can_post_messages": True,
        "lacks_can_edit_messages": False,
        "lacks_can_manage_topics": True,
    }


async def test_privacy_mode_and_no_administrator_are_named_alone(
    server: TelegramServer, clock: HandClock
) -> None:
    garden = server.supergroup("Garden", rights={})
    staff = server.supergroup("Staff", forum=True, rights=ALL)
    assert await findings(server, clock, garden.id, staff=staff.id) == {"not_administrator": True}
    server.privacy = True
    assert await findings(server, clock, garden.id, staff=staff.id) == {
        "not_administrator": True,
        "privacy_mode": True,
    }


async def test_among_staff_it_is_named_what_a_plain_member_lacks_there(
    server: TelegramServer, clock: HandClock
) -> None:
    garden, staff = server.supergroup("Garden"), server.supergroup("Staff", forum=True, rights={})
    assert await findings(server, clock, garden.id, staff=staff.id) == {"staff_not_administrator": True}
    server.privacy = True
    assert await findings(server, clock, garden.id, staff=staff.id) == {
        "staff_not_administrator": True,
        "staff_privacy_mode": True,
    }


async def test_who_is_muted_cannot_speak(server: TelegramServer, clock: HandClock) -> None:
    garden, staff = server.supergroup("Garden", rights={}), server.supergroup("Staff", forum=True)
    restrict(garden, garden.members[server.bot.id], by=server.founder, permissions={})
    assert await findings(server, clock, garden.id, staff=staff.id) == {
        "not_administrator": True,
        "muted": True,
    }


async def test_a_plain_member_in_privacy_mode(server: TelegramServer, clock: HandClock) -> None:
    server.privacy = True
    garden, staff = server.supergroup("Garden", rights={}), server.supergroup("Staff", rights={})
    group = server.group("Small")
    found = await findings(server, clock, garden.id, group.id, -100_404, staff=staff.id)
    assert {"not_administrator", "privacy_mode", "basic_group", "not_there", "staff_no_forum"} <= found.keys()


async def test_adopted_chats_are_looked_at_and_called_by_their_titles(
    server: TelegramServer, clock: HandClock
) -> None:
    garden, staff = server.supergroup("Garden"), server.supergroup("Staff", forum=True)
    telegram = make_telegram(settings_for(server), clock)
    titles: dict[str, str] = {}
    telegram.tell_names(titles.__setitem__)
    telegram.adopted = lambda: (
        Space("telegram", str(garden.id)),
        Space("telegram", str(staff.id), kind=SpaceKind.STAFF),
    )
    try:
        assert not await telegram.examine()
    finally:
        await telegram.close()
    assert titles == {str(garden.id): "Garden", str(staff.id): "Staff"}


async def test_a_webhook_left_set(server: TelegramServer, clock: HandClock) -> None:
    async with bot_of(server) as other:
        await other.set_webhook("https://old.example/hook")
    assert "webhook_left" in await findings(server, clock)


async def test_a_token_that_is_not_taken(bench: Bench) -> None:
    bench.server.token = "1:other"
    assert [one.text.key for one in await bench.telegram.examine()] == [f"{PREFIX}token_invalid"]


async def test_nobody_at_the_door(idle: Bench) -> None:
    async with idle.server.outage():
        assert [one.text.key for one in await idle.telegram.examine()] == [f"{PREFIX}unreachable"]
