"""Find handlers, bind services by signature."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any, Union, get_args, get_origin, get_type_hints

from chat.decision import Decision
from chat.events import Event
from chat.handler import Command, Registration, Stage
from chat.people import SpaceKind


class Miswired(Exception):
    """A handler or service asks for something that does not exist; found at start, never later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """A handler with everything but the event (and, for OBSERVE, the decision so far) bound."""

    name: str
    call: Callable[..., Awaitable[Decision | None]]
    stage: Stage
    events: tuple[type[Event], ...]
    topics: tuple[str, ...]
    after: tuple[str, ...]
    late: timedelta | None
    command: Command | None
    wants_decision: bool
    reads: bool
    where: SpaceKind | None = None

    def hears(self, event: Event) -> bool:
        """Whether events of this one's class, topic and kind of space are given to it."""
        if not isinstance(event, self.events) or (self.topics and event.topic not in self.topics):
            return False
        return self.where is None or self.where is event.space.kind


def build_services(classes: Sequence[type], ports: Mapping[type, object]) -> dict[type, object]:
    """Construct each class from its keyword-only parameters, by type, in the order that their needs allow."""
    services = dict(ports)
    missing = list(classes)
    while missing:
        ready = [one for one in missing if _needs(one) <= services.keys()]
        if not ready:
            wanted = {need.__name__ for one in missing for need in _needs(one) - services.keys()}
            raise Miswired(
                f"nothing provides {', '.join(sorted(wanted))} for {[one.__name__ for one in missing]}"
            )
        for one in ready:
            services[one] = one(**_arguments(one.__init__, services))  # type: ignore[misc]
            missing.remove(one)
    return services


def _needs(service: type) -> set[type]:
    return set(_parameters(service.__init__).values())  # type: ignore[misc]


@cache
def _parameters(function: Callable[..., object]) -> Mapping[str, type]:
    """Keyword-only parameters without default → their type; read once, however often it is called."""
    hints = get_type_hints(function)
    return {
        name: hints[name]
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty
    }


def _arguments(function: Callable[..., object], services: Mapping[type, object]) -> dict[str, object]:
    arguments: dict[str, object] = {}
    for name, kind in _parameters(function).items():
        if kind not in services:
            raise Miswired(
                f"{getattr(function, '__qualname__', function)} asks for {kind.__name__}: nothing provides it"
            )
        arguments[name] = services[kind]
    return arguments


@cache
def find_functions(package: str) -> Sequence[Callable[..., Any]]:
    """Every registered function of a package's modules (or of one module), which is looked through once."""
    root = importlib.import_module(package)
    names = [package]
    if hasattr(root, "__path__"):
        names += [f"{package}.{module.name}" for module in pkgutil.iter_modules(root.__path__)]
    return [
        function
        for name in names
        for function in vars(importlib.import_module(name)).values()
        if hasattr(function, "__steward__") and function.__module__ == name
    ]


def bind(functions: Iterable[Callable[..., Any]], services: Mapping[type, object]) -> list[Handler]:
    """Handlers, each stage in its order. Raises Miswired for a doubled name, an unknown `after`, or a circle."""
    handlers = [_bind(function, services) for function in functions]
    names = [handler.name for handler in handlers]
    for name in _twice(names):
        raise Miswired(f"two handlers are called {name}")
    orders = [handler.command.name for handler in handlers if handler.command]
    orders += [handler.command.zh for handler in handlers if handler.command]
    for order in _twice(orders):
        raise Miswired(f"two commands are called {order}")
    return [handler for stage in Stage for handler in _ordered(handlers, stage)]


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _bind(function: Callable[..., Any], services: Mapping[type, object]) -> Handler:
    registration: Registration = function.__steward__  # type: ignore[attr-defined]
    said, *needs = _signature(function)
    arguments: dict[str, object] = {}
    wants_decision = False
    for name, kind in needs:
        if kind is Decision:
            wants_decision = True
        elif kind in services:
            arguments[name] = services[kind]
        else:
            raise Miswired(f"handler {function.__name__} asks for {name}: {kind}: nothing provides it")
    if wants_decision and registration.stage is not Stage.OBSERVE:
        raise Miswired(f"handler {function.__name__} asks for the decision, which only OBSERVE sees")
    return Handler(
        name=function.__name__,
        call=partial(function, **arguments),
        stage=registration.stage,
        events=_event_classes(function.__name__, said[1]),
        topics=registration.topics,
        after=registration.after,
        late=registration.late,
        command=registration.command,
        wants_decision=wants_decision,
        reads=registration.reads,
        where=registration.where,
    )


@cache
def _signature(function: Callable[..., Any]) -> tuple[tuple[str, Any], ...]:
    """Each parameter of a handler with its type, in order; read once, however often it is bound."""
    hints = get_type_hints(function)
    return tuple((name, hints[name]) for name in inspect.signature(function).parameters)


@cache
def _event_classes(name: str, hint: Any) -> tuple[type[Event], ...]:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    if not all(isinstance(option, type) and issubclass(option, Event) for option in options):
        raise Miswired(f"the first parameter of handler {name} is no event")
    return tuple(options)


def _ordered(handlers: Sequence[Handler], stage: Stage) -> Iterable[Handler]:
    waiting = sorted((one for one in handlers if one.stage is stage), key=lambda one: one.name)
    here, known = {one.name for one in waiting}, {one.name for one in handlers}
    done: set[str] = set()
    while waiting:
        ready = next(
            (one for one in waiting if all(name in done or name not in here for name in one.after)), None
        )
        if ready is None:
            raise Miswired(f"handlers {', '.join(one.name for one in waiting)} wait for each other")
        unknown = [name for name in ready.after if name not in known]
        if unknown:
            raise Miswired(f"handler {ready.name} comes after {', '.join(unknown)}, which does not exist")
        waiting.remove(ready)
        done.add(ready.name)
        yield ready


def orders(functions: Iterable[Callable[..., Any]]) -> list[Command]:
    """The commands among registered functions."""
    registrations: list[Registration] = [function.__steward__ for function in functions]  # type: ignore[attr-defined]
    return [one.command for one in registrations if one.command is not None]
