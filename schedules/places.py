"""Where a post goes: a served space by its name or id, with its topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chat.actions import Capability
from chat.people import Space, SpaceKind
from chat.ports import Abilities, Directory
from chat.text import Text
from language.fold import fold

_TOPIC = re.compile(r"(?P<space>.+?)\s*[/#]\s*(?P<thread>[\w-]{1,64})")


def default_place(ordered_in: Space, directory: Directory) -> Space | None:
    """Where it was ordered if that is public, else the only public space there (or at all)."""
    if ordered_in.kind not in (SpaceKind.PRIVATE, SpaceKind.STAFF):
        return ordered_in
    public = directory.spaces()
    near = [space for space in public if space.platform == ordered_in.platform] or list(public)
    return near[0] if len(near) == 1 else None


def place_name(space: Space | None, directory: Directory) -> str:
    """What an editor reads and types for a place: `Garden`, `Garden/55`, else `telegram:-1001`; "" for none."""
    if space is None:
        return ""
    title = directory.title(space)
    alike = [other for other in directory.spaces() if fold(directory.title(other)) == fold(title)]
    name = title if title and len(alike) == 1 else f"{space.platform}:{space.id}"
    return f"{name}/{space.thread}" if space.thread else name


def read_place(text: str, default: Space | None, directory: Directory) -> Space | None:
    """The place that a text names ("" = the default); None when there is none, or more than one."""
    written = text.strip()
    if not written:
        return default
    whole = _named(written, directory)
    if len(whole) == 1:
        return whole[0]
    topic = _TOPIC.fullmatch(written)
    parts = _named(topic["space"], directory) if topic else []
    if topic and len(parts) == 1:
        return replace(parts[0], thread=topic["thread"])
    return None


def _named(written: str, directory: Directory) -> list[Space]:
    wanted = fold(written.strip("# "))
    return [
        space
        for space in directory.spaces()
        if wanted in (fold(directory.title(space)), fold(f"{space.platform}:{space.id}"))
        or written == space.id
    ]


def choices(spaces: Sequence[Space], directory: Directory) -> str:
    """The names of all places, for whoever typed none of them."""
    return ", ".join(place_name(space, directory) for space in spaces)


def obstacle(space: Space | None, directory: Directory, abilities: Abilities) -> Text | None:
    """Why nothing can be posted there, None when it can."""
    if space is None:
        return Text("schedules.problem.place", {"places": choices(directory.spaces(), directory)})
    if not any((one.platform, one.id) == (space.platform, space.id) for one in directory.spaces()):
        return Text("schedules.problem.not_served", {"place": place_name(space, directory)})
    if not abilities.can(space, Capability.POST):
        return Text("schedules.problem.cannot_post", {"place": place_name(space, directory)})
    return None
