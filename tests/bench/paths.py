"""The whole path without a socket: events a second at 1, 20 and 200 spaces, and the time from update to reply."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.inbox import Delivery
from bot.system import SystemClock
from chat.events import ButtonPressed, Event, MemberJoined, MessagePosted
from chat.messages import Message, MessageRef
from chat.people import Identity, Space, Speaker
from tests.bench.mixture import Kind, Recorded, record
from tests.bench.steward import Marks, steward

BATCH = 200


def deliveries(count: int, spaces: int) -> list[Delivery]:
    """The recording as events of a platform that is not attached (nothing leaves)."""
    now = SystemClock().now()
    found = []
    for one in record(count, spaces):
        space = Space("bench", f"garden{one.space}")
        by = Speaker(identity=Identity("bench", str(one.person)), name=f"P{one.person}", locale="en")
        event = _event(one, space, by, f"bench:{one.number}", now - timedelta(seconds=one.ago))
        found.append(Delivery.telling(event))
    return found


def _event(one: Recorded, space: Space, by: Speaker, key: str, now: object) -> Event:
    common = {"key": key, "at": now, "space": space, "by": by}
    if one.kind is Kind.JOIN:
        return MemberJoined(**common)  # type: ignore[arg-type]
    if one.kind is Kind.PRESS:
        ref = MessageRef(space, "1")
        return ButtonPressed(**common, payload="faq.helpful:x:e", interaction=key, message=ref)  # type: ignore[arg-type]
    return MessagePosted(**common, message=Message(id=str(one.number), space=space, text=one.text))  # type: ignore[arg-type]


async def per_second(count: int, spaces: int, url: str = "sqlite:///bench.db") -> float:
    """Events a second, appended in batches as a platform would, through to the commit, by a Steward that has met its
    spaces and people before.
    """
    with tempfile.TemporaryDirectory() as name:
        places = [Space("bench", f"garden{one}") for one in range(spaces)]
        async with steward(Path(name), places, url) as app:
            await app.start(ticks=False)
            marks = Marks(app, "bench:")
            warm = count // 4
            waiting = deliveries(warm + count, spaces)
            await _pass(app, marks, waiting[:warm])
            begun = time.perf_counter()
            await _pass(app, marks, waiting[warm:])
            return count / (time.perf_counter() - begun)


async def _pass(app: App, marks: Marks, waiting: list[Delivery]) -> None:
    """Append them, and wait until they are marked."""
    wanted = marks.count + len(waiting)
    for start in range(0, len(waiting), BATCH):
        await app.inbox.append(waiting[start : start + BATCH])
    await marks.wait(wanted)
