"""Everything outside as one more platform: the outbox keeps, repeats and records what leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.adapters.outside.notices import NotSent, send
from bot.adapters.outside.signing import signature
from bot.adapters.outward import Outward
from bot.outside import Outside
from chat.actions import Capability, Deliver, Done, NotNow, Outcome, Post, Refused, Unsupported
from chat.people import Space
from chat.ports import Clock, Errand, Unreachable
from support.feedback.settings import FeedbackSettings
from support.hooks import OUTSIDE, HookSettings

GIVE_UP = 24
"""Tries after which a call is given up: half a day and more."""
LONGEST = timedelta(hours=1)
TRY_AGAIN = frozenset({408, 425, 429})


class Deliveries(Outward):
    """Deliveries to programs, notices to services. Nothing comes in from here."""

    name = OUTSIDE

    def __init__(
        self, hooks: Callable[[], HookSettings], feedback: Callable[[], FeedbackSettings], clock: Clock
    ) -> None:
        super().__init__()
        self._settings = hooks
        self._feedback = feedback
        self._clock = clock

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """Programs take deliveries, services take posts."""
        return frozenset({Capability.DELIVER if space.id.startswith("hook.") else Capability.POST})

    async def perform(self, errand: Errand) -> Outcome:
        """Once; what was not taken is tried again ever more slowly."""
        match errand.action:
            case Deliver():
                return await self._deliver(errand.action, errand.attempt)
            case Post():
                return await self._notify(errand.action, errand.attempt)
            case _:
                return Unsupported()

    async def _deliver(self, action: Deliver, attempt: int) -> Outcome:
        assert isinstance(action.to, Space)
        hooks = self._settings()
        address = hooks.by_name().get(action.to.id)
        if address is None:
            return Refused("hook.gone")
        body = action.payload.encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Steward",
            "Steward-Event": action.event,
            "Steward-Delivery": action.delivery,
            "Steward-Signature": signature(
                hooks.secret.get_secret_value(), int(self._clock.now().timestamp()), body
            ),
        }
        reach = Outside(permit=lambda _: True) if hooks.allow_private else Outside()
        try:
            status = (await reach.post(address, body, headers)).status
        except Unreachable as trouble:
            if trouble.why in ("private", "address"):
                return Refused(f"hook.{trouble.why}")
            return _again(attempt, f"hook.{trouble.why}")
        if 200 <= status < 300:
            return Done((action.delivery,))
        return _again(attempt, f"hook.{status}") if _may_pass(status) else Refused(f"hook.{status}")

    async def _notify(self, action: Post, attempt: int) -> Outcome:
        assert isinstance(action.to, Space)
        addresses = self._feedback().addresses(action.to.id.partition(".")[2])
        if not addresses:
            return Refused("notice.gone")
        title, _, words = action.body.plain.partition("\n")  # type: ignore[union-attr]
        try:
            await send(addresses, title, words or title)
        except NotSent as trouble:
            return _again(attempt, f"notice.{trouble}")
        return Done()

    async def recover(self, errand: Errand) -> Outcome | None:
        """A receiver knows a repeated delivery by its id; a notice that comes twice is better than none."""
        return NotNow(timedelta(), why="again")


def _may_pass(status: int) -> bool:
    """Whether another try may be taken: the fault is the receiver's, or it asks to wait."""
    return status >= 500 or status in TRY_AGAIN


def _again(attempt: int, why: str) -> Outcome:
    if attempt >= GIVE_UP:
        return Refused(f"{why}.given_up")
    return NotNow(min(timedelta(seconds=2 ** min(attempt, 12)), LONGEST), why=why)
