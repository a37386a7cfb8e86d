"""What must hold for every button of the desk, whoever presses it and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.support.buttons import SCENES, Office, Shown
from tests.world import Town

Check = Callable[[str, Town], Awaitable[None]]
FORMS = ("reply", "note", "close", "macros", "transfer", "snooze", "category", "rating_more")
"""Buttons that ask something: pressed again, they ask again."""
BEGIN_AGAIN = ("support.reopen", "support.clear", "support.rate")
"""Buttons that may begin a ticket again that ended."""
HANDS_ON = ("support.hand", "support.give", "support.claim", "support.release")
"""Buttons that may change who has a ticket."""


def _asks(kind: str) -> bool:
    return kind.startswith("feedback.") or kind.removeprefix("support.") in FORMS


def _is_members(office: Office, shown: Shown) -> bool:
    return shown.by not in (office.rae, office.ray)


async def pressed_twice_by_two(kind: str, town: Town) -> None:
    """Of two who press one after the other the second changes nothing; then the first presses again."""
    office = await Office.opened(town)
    shown = await SCENES[kind](office)
    before = await office.state(shown)
    if _is_members(office, shown):
        await office.press(shown, await office.member())
        if kind != "support.human":  # anybody may want a human, and has a ticket of their own then
            assert await office.state(shown) == before, "somebody else pressed a member's button"
        before = await office.state(shown)
    await office.press(shown, shown.by)
    after = await office.state(shown)
    assert _asks(kind) == (after == before), "a button does what it says, once"
    if not _is_members(office, shown):
        await office.press(shown, office.ray if shown.by is office.rae else office.rae)
        assert await office.state(shown) == after, "the second press of somebody else"
    await office.press(shown, shown.by)
    assert await office.state(shown) == after, "the second press"
    await office.legal()


async def pressed_after_somebody_took_it(kind: str, town: Town) -> None:
    """Ray has the ticket meanwhile: nobody takes it from him by an old button."""
    office = await Office.opened(town)
    shown = await SCENES[kind](office)
    if shown.number and (await office.ticket(shown.number))["state"] in ("new", "open"):
        await office.order(office.ray, "transfer", "@Ray", shown.number)
    await office.press(shown, shown.by)
    await office.press(shown, office.ray)
    if shown.number and kind not in HANDS_ON:
        holder = (await office.ticket(shown.number))["assignee_person"]
        assert holder in (None, office.ray.person, office.rae.person)
    if kind == "support.claim":
        assert (await office.ticket(shown.number))["assignee_person"] == office.ray.person
    await office.legal()


async def pressed_after_the_end(kind: str, town: Town) -> None:
    """The ticket ended meanwhile: it stays ended, and the member hears no reply."""
    office = await Office.opened(town)
    shown = await SCENES[kind](office)
    if shown.number and (await office.ticket(shown.number))["closed_at"] is None:
        await office.order(office.ray, "close", "over", shown.number)
    replies = await _replies(office, shown)
    await office.press(shown, shown.by)
    await town.passes(seconds=5)
    if shown.number and kind not in BEGIN_AGAIN:
        assert (await office.ticket(shown.number))["closed_at"] is not None, "the ticket stays ended"
        if kind != "support.fetch":  # what was said before the end is fetched after it
            assert await _replies(office, shown) <= replies
    await office.legal()


async def pressed_without_the_right(kind: str, town: Town) -> None:
    """Whoever is no representative (any more) changes nothing and hears why; nobody presses a member's button."""
    office = await Office.opened(town)
    shown = await SCENES[kind](office)
    members = _is_members(office, shown)
    other = await office.member() if members else await town.moderator("Mo")
    before = await office.state(shown)
    if not members:
        await office.lose(shown.by)
        await office.press(shown, shown.by)
        await shown.by.told("feedback.no.duty" if kind.startswith("feedback.") else "support.no.duty")
        assert await office.state(shown) == before
    if kind != "support.human":
        await office.press(shown, other)
        assert await office.state(shown) == before
    await office.legal()


async def _replies(office: Office, shown: Shown) -> set[str]:
    heard = await office.town.messages(shown.member.private.space)
    return {one.id for one in heard if one.key == "support.reply.body"}


CHECKS: tuple[Check, ...] = (
    pressed_twice_by_two,
    pressed_after_somebody_took_it,
    pressed_after_the_end,
    pressed_without_the_right,
)
