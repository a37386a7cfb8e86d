"""The alarms of a ticket: the first reply, the card, the end."""

from __future__ import annotations

from chat.decision import Decision, silent
from chat.events import TimerRang
from chat.handler import Stage, handles
from support.service import Support


@handles(Stage.REACT, "support.first_response")
async def first_response_clock(event: TimerRang, *, support: Support) -> Decision:
    """Late: whoever should have been called by now is called now."""
    ticket = await support.desk.ticket(event.subject)
    return await support.upkeep.ring(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.REACT, "support.upkeep")
async def ticket_upkeep(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: what is missing now is made now."""
    ticket = await support.desk.ticket(event.subject)
    return await support.upkeep.look_after(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.REACT, "support.settle")
async def ticket_settled(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: until it rings a resolved ticket can still be reopened."""
    ticket = await support.desk.ticket(event.subject)
    return await support.settle(ticket) if ticket else silent("support.ticket_gone")
