"""A handler's whole answer: a plain value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat.actions import About, Acknowledge, Action, Ban, Button, Mute, Post, Private, Remove, Sanction
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, MessageEdited, MessagePosted, SpokenEvent
from chat.people import Space
from chat.text import Body

Value = str | int | float | bool | None | bytes | datetime
"""What a column can hold; datetimes are aware and UTC."""


@dataclass(frozen=True, slots=True)
class Write:
    """One row change: `shape` names a statement that a room's store declares, `values` its parameters.

    `expect` is the number of rows it must change (None = any); another number makes the pipeline decide again.
    """

    shape: str
    values: Mapping[str, Value]
    expect: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Wake up at a moment: one row per (kind, subject). Setting it again moves it, `at` None cancels it.

    TimerRang comes in the lane of `space` (None = the community's own lane).
    """

    kind: str
    subject: str
    at: datetime | None
    space: Space | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was done and why, as dotted code and data; prose is made when it is shown."""

    code: str
    subject: str
    data: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why, what to do, what to store, when to wake. `final` ends all that follows but OBSERVE.

    `reason` is a dotted code; it is what `steward explain` shows. Decisions add up: equal sanctions on one person in
    one space merge into the strongest.
    """

    reason: str
    actions: tuple[Action, ...] = ()
    writes: tuple[Write, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    audit: tuple[Audit, ...] = ()
    final: bool = False

    def __add__(self, other: Decision) -> Decision:
        return Decision(
            reason=f"{self.reason}+{other.reason}" if self.reason else other.reason,
            actions=strongest((*self.actions, *other.actions)) if other.actions else self.actions,
            writes=self.writes + other.writes,
            alarms=self.alarms + other.alarms,
            audit=self.audit + other.audit,
            final=self.final or other.final,
        )

    @property
    def speaks(self) -> bool:
        """Whether it does anything that people notice."""
        return bool(self.actions)


def silent(reason: str) -> Decision:
    """A decision to do nothing, with its reason."""
    return Decision(reason=reason)


def answer(
    event: SpokenEvent,
    body: Body,
    *,
    buttons: tuple[tuple[Button, ...], ...] = (),
    about: About | None = None,
) -> Action:
    """Answer whoever caused the event, where they are.

    A press, a form or a command that waits for an answer is acknowledged (seen by that person alone, without buttons);
    a message or a command in the chat is replied to; a form filled in as a dialogue is answered in its private chat.
    """
    waiting = event.interaction if isinstance(event, ButtonPressed | CommandGiven | FormSubmitted) else ""
    if waiting and not buttons:
        return Acknowledge(to=event.space, interaction=waiting, body=body, about=about)
    if isinstance(event, FormSubmitted):
        private = Private(event.by.person, event.by.identity.platform)
        return Post(to=private, body=body, buttons=buttons, about=about)
    message = event.message if isinstance(event, MessagePosted | MessageEdited | CommandGiven) else None
    reply_to = message.ref if message else None
    return Post(to=event.space, body=body, buttons=buttons, reply_to=reply_to, about=about)


_STRENGTH: Mapping[type[Sanction], int] = {Mute: 1, Remove: 2, Ban: 3}


def strongest(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Drop equal actions and all but the strongest sanction on one person in one space (order is kept)."""
    kept: list[Action] = []
    for action in actions:
        rival = next((index for index, other in enumerate(kept) if _rivals(other, action)), None)
        if rival is None:
            kept.append(action)
        elif _weight(action) > _weight(kept[rival]):
            kept[rival] = action
    return tuple(kept)


def _rivals(one: Action, other: Action) -> bool:
    if one == other:
        return True
    if type(one) not in _STRENGTH or type(other) not in _STRENGTH:
        return False
    return (
        isinstance(one, Sanction)
        and isinstance(other, Sanction)
        and (one.to, one.person) == (other.to, other.person)
    )


def _weight(action: Action) -> tuple[int, float]:
    if isinstance(action, Ban):
        return 3, action.until.timestamp() if action.until else float("inf")
    if isinstance(action, Mute):
        return 1, action.until.timestamp()
    return (2, 0.0) if isinstance(action, Remove) else (0, 0.0)
