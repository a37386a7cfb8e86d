"""The shape of a handler: a function from an event to a Decision."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Protocol, TypeVar

from chat.decision import Decision
from chat.people import Duty, Rank, SpaceKind

Function = Callable[..., Awaitable[Decision | None]]
_F = TypeVar("_F", bound=Function)


class Stage(IntEnum):
    """When a handler decides. Timers and outcomes have REACT and OBSERVE only."""

    GUARD = 0
    COMMAND = 1
    ANSWER = 2
    REACT = 3
    OBSERVE = 4


class ParameterKind(StrEnum):
    """How an argument is read."""

    WORD = "word"
    NUMBER = "number"
    DURATION = "duration"
    PERSON = "person"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a command; TEXT takes all that is left, so it stands last.

    PERSON arrives as a PersonId (the author of the message replied to when it is not named), DURATION as whole seconds.
    Its label is the text key `<room>.command.<command>.<name>`.
    """

    name: str
    kind: ParameterKind = ParameterKind.WORD
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: `/name`, with `zh` as its Chinese name (text trigger, slash localisation).

    `room` is the package whose texts describe it: `<room>.command.<name>.summary`.
    Who may give it: a least rank and, if set, a duty. `opens_form` is told to platforms that must not defer then;
    `menu` also offers it on a message's context menu; `where` limits it to "private" or "staff" spaces. One that is not
    `offered` stands in no help and no list: whoever needs it was told so. `instead` names the command that people mean
    who may not give this one; `orders` are the words that may follow it first, in both languages, `free` those of them
    behind which people write as they speak: behind the others stand ids and values, in whatever letters.
    """

    name: str
    zh: str
    room: str
    rank: Rank = Rank.MEMBER
    duty: Duty | None = None
    parameters: tuple[Parameter, ...] = ()
    opens_form: bool = False
    menu: bool = False
    where: str = ""
    offered: bool = True
    instead: str = ""
    orders: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What `handles` and `command` hang on a function."""

    stage: Stage
    topics: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    late: timedelta | None = None
    command: Command | None = None
    reads: bool = False
    where: SpaceKind | None = None


class Registered(Protocol):
    """A function that carries its registrations."""

    __steward__: Registration


def handles(
    stage: Stage,
    *topics: str,
    after: tuple[str, ...] = (),
    late: timedelta | None = None,
    reads: bool = False,
    where: SpaceKind | None = None,
) -> Callable[[_F], _F]:
    """Register a handler of `stage`.

    The annotation of the first parameter names the event class (or a union of classes), the keyword-only parameters the
    services it needs, by type. `topics` selects by `event.topic` (a button's kind, a timer's kind, a form's name, the
    room of an outcome). `after` names handlers (function names) of the same stage that decide before. An event older
    than `late` is not given to it. `reads` is for those that read every text at length: of many events at work all are
    read by one such handler before the next, so that what it reads with stays in the processor's cache. `where` is the
    only kind of space whose events it is given (None = every kind). Answering None means "not mine".
    """
    return _hang(Registration(stage=stage, topics=topics, after=after, late=late, reads=reads, where=where))


def command(
    name: str,
    *,
    zh: str,
    room: str,
    rank: Rank = Rank.MEMBER,
    duty: Duty | None = None,
    parameters: tuple[Parameter, ...] = (),
    opens_form: bool = False,
    menu: bool = False,
    where: str = "",
    offered: bool = True,
    instead: str = "",
    orders: tuple[str, ...] = (),
    free: tuple[str, ...] = (),
    late: timedelta | None = timedelta(minutes=10),
) -> Callable[[_F], _F]:
    """Register the handler of a command (stage COMMAND). The pipeline has checked rank, duty and arguments before."""
    order = Command(
        name=name,
        zh=zh,
        room=room,
        rank=rank,
        duty=duty,
        parameters=parameters,
        opens_form=opens_form,
        menu=menu,
        where=where,
        offered=offered,
        instead=instead,
        orders=orders,
        free=free,
    )
    return _hang(Registration(stage=Stage.COMMAND, topics=(name,), late=late, command=order))


def _hang(registration: Registration) -> Callable[[_F], _F]:
    def mark(function: _F) -> _F:
        function.__steward__ = registration  # type: ignore[attr-defined]
        return function

    return mark
