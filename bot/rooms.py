"""The rooms' doors: the classes that each room's service.py defines."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from typing import Protocol, runtime_checkable

ROOMS = ("moderation", "faq", "support", "campaigns", "schedules", "analytics", "support.feedback")


def find_doors(rooms: Sequence[str] = ROOMS) -> list[type]:
    """The services of all rooms, to be constructed by their signatures."""
    doors: list[type] = []
    for room in rooms:
        service = importlib.import_module(f"{room}.service")
        doors += [value for value in vars(service).values() if _is_door(value, service.__name__)]
    return doors


def _is_door(value: object, module: str) -> bool:
    if not isinstance(value, type) or value.__module__ != module or value.__name__.startswith("_"):
        return False
    return not is_dataclass(value) and not issubclass(value, Exception)


@runtime_checkable
class Working(Protocol):
    """A room that has something work beside the serving process."""

    async def close(self) -> None:
        """End it."""


async def rest(rooms: Iterable[object]) -> None:
    """End what works beside the serving process."""
    for room in rooms:
        if isinstance(room, Working):
            await room.close()
