"""`/desk_report`: the desk's figures; people appear in the manager's private chat alone."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Rank, SpaceKind
from chat.ports import Clock, Directory, Reader
from chat.text import Text
from support.figures import report, told

WEEK = timedelta(days=7)


@command(
    "desk_report",
    zh="客服报告",
    room="support",
    rank=Rank.MANAGER,
    parameters=(Parameter(name="length", kind=ParameterKind.DURATION, required=False),),
)
async def desk_report(event: CommandGiven, *, reader: Reader, directory: Directory, clock: Clock) -> Decision:
    """The last week, or the length given. Nothing of it is said in a public space."""
    private = event.space.is_private
    if not private and event.space.kind is not SpaceKind.STAFF:
        raise SaidNo(Text("support.no.public_report"))
    length = timedelta(seconds=int(event.argument("length"))) if event.argument("length") else WEEK
    now = clock.now()
    found = await report(reader, now - length, now)
    names = {person: await directory.name(person) for person in found.people} if private else {}
    words = told(found, names, length, with_people=private)
    return Decision(reason="support.figures", actions=(answer(event, words),))
