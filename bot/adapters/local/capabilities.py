"""What the local platform can do: everything but leaving, blocking by itself and showing that it writes."""

from __future__ import annotations

from chat.actions import Capability
from chat.people import Space, SpaceKind

_PRIVATE = frozenset(
    {
        Capability.POST,
        Capability.EDIT,
        Capability.DELETE,
        Capability.PIN,
        Capability.ACKNOWLEDGE,
        Capability.FORM,
        Capability.PRIVATE,
        Capability.READ_ALL,
    }
)
_GROUP = frozenset(Capability) - {Capability.LEAVE, Capability.WALL, Capability.TYPING}


def capabilities(space: Space) -> frozenset[Capability]:
    """By the kind of place."""
    return _PRIVATE if space.kind is SpaceKind.PRIVATE else _GROUP
