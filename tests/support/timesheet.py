"""A ticket's clocks read once more from its audit records alone, by the slowest possible way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from support.states import State, Step, legal

RUNNING = ("new", "open")
"""The states in which it is the staff's turn."""
A_MOMENT = timedelta(seconds=1)

Row = Mapping[str, Any]


def turns(records: Sequence[Row]) -> list[tuple[datetime, str]]:
    """From when on a ticket stood in which state."""
    found = []
    for record in records:
        data = json.loads(record["data"])
        if "to" in data:
            found.append((record["at"], data["to"]))
    return found


def led_to(records: Sequence[Row]) -> str:
    """The state at the end of a way of which every step follows the one before, and is legal."""
    state = ""
    for record in records:
        data = json.loads(record["data"])
        if "to" not in data:
            continue
        assert data.get("from", "") == state, f"{record['code']} does not follow {state}"
        if state:
            step = Step(record["code"].removeprefix("ticket."))
            assert legal(step, State(state)), f"{step} from {state}"
        state = data["to"]
    return state


def worked(turned: Sequence[tuple[datetime, str]], since: datetime, until: datetime) -> timedelta:
    """How much of the time between the two it was the staff's turn."""
    whole = timedelta()
    ends = [at for at, _ in turned[1:]] + [until]
    for (begun, state), ended in zip(turned, ends, strict=True):
        if state in RUNNING:
            whole += max(min(ended, until) - max(begun, since), timedelta())
    return whole


def check_clocks(ticket: Row, measures: Sequence[Row], records: Sequence[Row], now: datetime) -> None:
    """What was measured and what runs is the time that it was the staff's turn."""
    turned = turns(records)
    for one in measures:
        took = timedelta(seconds=one["took_seconds"])
        assert abs(took - worked(turned, one["started_at"], one["at"])) <= A_MOMENT, (
            f"{one['kind']} was measured as {took}"
        )
    for run in json.loads(ticket["clocks"]).get("runs", ()):
        since = datetime.fromisoformat(run["since"]) if run["since"] else None
        used = timedelta(seconds=run["spent"]) + (now - since if since else timedelta())
        started = datetime.fromisoformat(run["started"])
        assert abs(used - worked(turned, started, now)) <= A_MOMENT, f"{run['kind']} stands at {used}"
        assert (since is not None) == (ticket["state"] in RUNNING), f"{run['kind']} in {ticket['state']}"
        if since is not None:
            left = timedelta(seconds=run["budget"]) - timedelta(seconds=run["spent"])
            due = max(since + left, since)
            assert abs(datetime.fromisoformat(run["due"]) - due) <= A_MOMENT, (
                f"{run['kind']} is due {run['due']}"
            )
    firsts = [one for one in measures if one["kind"] == "first"]
    replied = [record["at"] for record in records if record["code"] == "ticket.replied"]
    assert len(firsts) <= 1
    first = ticket["first_reply_at"]
    assert (first is not None) == bool(replied)
    assert first is None or abs(first - replied[0]) <= timedelta(milliseconds=1)
