"""Programs outside are told what happens to tickets, and again what they missed."""

from __future__ import annotations

import json
from datetime import timedelta

from chat.actions import Deliver
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven, Event
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Rank
from chat.ports import Clock, Reader, Row
from chat.text import Text
from support.drill import STAGE, real
from support.hooks import HookSettings, deliveries
from support.service import Support

CARRIED = "/message"
MOST = 5_000
"""Most events that one replay sends."""


@handles(Stage.OBSERVE)
async def ticket_hooks(event: Event, decided: Decision, *, support: Support, clock: Clock) -> Decision | None:
    """Every recorded step of a ticket goes out with the commit that made it: nothing is told that did not happen."""
    hooks = support.settings.hooks
    if not hooks.addresses or event.key.endswith(CARRIED):
        return None
    found: list[Deliver] = []
    for audit in real(decided.audit):
        found += deliveries(
            hooks, event=event.key, at=clock.now(), code=audit.code, subject=audit.subject, data=audit.data
        )
    return Decision(reason="support.hooks", actions=tuple(found)) if found else None


def _was_told(row: Row, hooks: HookSettings) -> bool:
    return hooks.wants(row["code"]) and not row["subject"].startswith(STAGE)


@command(
    "replay_hooks",
    zh="重发",
    room="support",
    rank=Rank.MANAGER,
    parameters=(Parameter(name="length", kind=ParameterKind.DURATION),),
)
async def replay_hooks(event: CommandGiven, *, support: Support, reader: Reader, clock: Clock) -> Decision:
    """What was recorded in that time is sent again under the same ids: a receiver leaves out what it has."""
    hooks = support.settings.hooks
    if not hooks.addresses:
        raise SaidNo(Text("support.hooks.none"))
    since = clock.now() - timedelta(seconds=int(event.argument("length")))
    rows = [row for row in await reader.rows("audit.since", moment=since) if _was_told(row, hooks)][:MOST]
    found: list[Deliver] = []
    for row in rows:
        found += deliveries(
            hooks,
            event=row["event"],
            at=row["at"],
            code=row["code"],
            subject=row["subject"],
            data=json.loads(row["data"]),
        )
    told = answer(event, Text("support.hooks.replayed", {"count": len(rows)}))
    return Decision(reason="support.hooks.replayed", actions=(*found, told))
