"""Words for the staff only: said where the staff is, in private otherwise."""

from __future__ import annotations

from chat.actions import Action, Post, Private
from chat.decision import answer
from chat.events import CommandGiven
from chat.people import SpaceKind
from chat.text import Body


def discreetly(event: CommandGiven, *bodies: Body, elsewhere: Body) -> tuple[Action, ...]:
    """Answer a command with one or several messages that members must not see.

    A command that was given in public is answered in the private chat, and there with `elsewhere`. One message fits
    the answer that the platform shows to that person alone.
    """
    if event.interaction and len(bodies) == 1:
        return (answer(event, bodies[0]),)
    if event.space.kind in (SpaceKind.STAFF, SpaceKind.PRIVATE):
        return tuple(Post(to=event.space, body=body) for body in bodies)
    private = Private(event.by.person, event.by.identity.platform)
    return (*(Post(to=private, body=body) for body in bodies), answer(event, elsewhere))
