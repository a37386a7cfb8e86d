"""Actions with their stored keys: event, handler and ordinal, rivals of all handlers merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chat.actions import Acknowledge, Action, MadeBy
from chat.decision import Decision, strongest
from chat.events import ButtonPressed, CommandGiven, Event, FormSubmitted

Decided = Sequence[tuple[str, Decision]]
"""Handler name and its decision, in order."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """An action and the key under which the outbox knows it."""

    key: str
    action: Action


def with_keys(event: Event, decided: Decided) -> list[Keyed]:
    """Every action with its stored key, references within a decision resolved, rivals merged over all handlers."""
    waiting = event.interaction if isinstance(event, ButtonPressed | CommandGiven | FormSubmitted) else ""
    if not waiting and not any(decision.actions for _, decision in decided):
        return []
    keyed: list[Keyed] = []
    for handler, decision in decided:
        base = f"{event.key}/{handler}"
        for ordinal, action in enumerate(decision.actions):
            keyed.append(Keyed(f"{base}/{ordinal}", _refer(action, base)))
    kept = {id(action) for action in strongest(one.action for one in keyed)}
    result = [one for one in keyed if id(one.action) in kept]
    answered = any(getattr(one.action, "interaction", "") == waiting for one in result)
    if waiting and not answered:
        result.append(Keyed(f"{event.key}/acknowledge/0", Acknowledge(to=event.space, interaction=waiting)))
    return result


def _refer(action: Action, base: str) -> Action:
    changes: Mapping[str, Any] = {
        name: MadeBy(f"{base}/{value.action[1:]}")
        for name in ("thread", "message")
        if isinstance(value := getattr(action, name, None), MadeBy) and value.action.startswith("#")
    }
    return replace(action, **changes) if changes else replace(action)
