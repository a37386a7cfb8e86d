"""The buttons under a call: seen, later, all of them seen."""

from __future__ import annotations

from dataclasses import replace

from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed
from chat.handler import Stage, handles
from chat.people import Space
from chat.ports import Directory
from chat.text import Text
from support.service import Support


@handles(Stage.COMMAND, "support.heard", "support.later")
async def call_buttons(event: ButtonPressed, *, support: Support, directory: Directory) -> Decision:
    """By whoever may work on tickets, also in their private chat."""
    await _may(event, support, directory)
    ticket = await support.desk.ticket(event.id)
    if ticket is None:
        raise SaidNo(Text("support.no.gone"))
    seen = event.kind == "support.heard"
    act = support.calling.acknowledge if seen else support.calling.later
    decision = await act(ticket, event.by.person)
    name = event.by.name
    words = Text("support.call.acknowledged" if seen else "support.call.put_off", {"name": name})
    return replace(decision, actions=(*decision.actions, answer(event, words)))


@handles(Stage.COMMAND, "support.heard_all")
async def calls_heard(event: ButtonPressed, *, support: Support, directory: Directory) -> Decision:
    """The button under a digest."""
    await _may(event, support, directory)
    decision = await support.calling.acknowledge_all(event.id)
    return replace(decision, actions=(*decision.actions, answer(event, Text("support.call.all"))))


async def _may(event: ButtonPressed, support: Support, directory: Directory) -> None:
    if not event.by.is_person:
        raise SaidNo(Text("support.no.anonymous"))
    if not await support.may_work(event.by, _place(event.space, directory)):
        raise SaidNo(Text("support.no.duty"))


def _place(space: Space, directory: Directory) -> Space:
    """A private chat knows only community-wide duties: there the rights are those of the staff space."""
    home = directory.home() or directory.staff_space(space.platform)
    return home if space.is_private and home is not None else space
