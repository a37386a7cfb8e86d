"""The alarms of a ticket: its clocks, the calls, who gets it, the card, the end."""

from __future__ import annotations

from chat.decision import Decision, silent
from chat.events import TimerRang
from chat.handler import Stage, handles
from chat.people import PersonId
from support.service import Support


@handles(Stage.REACT, "support.clock")
async def ticket_clock(event: TimerRang, *, support: Support) -> Decision:
    """Late: whoever should have been called by now is called now, nobody twice."""
    ticket = await support.desk.ticket(event.subject)
    return await support.calling.ring(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.REACT, "support.alerts")
async def ticket_calls(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: the calls that still stand are made now."""
    return await support.calling.tell(event.subject)


@handles(Stage.REACT, "support.assign")
async def ticket_assigned(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: whoever is there now gets it."""
    ticket = await support.desk.ticket(event.subject)
    return await support.rota.assign(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.REACT, "support.shift")
async def shift_ended(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: who is there now keeps what they have."""
    return await support.rota.shift_ended(PersonId(event.subject))


@handles(Stage.REACT, "support.upkeep")
async def ticket_upkeep(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: what is missing now is made now."""
    ticket = await support.desk.ticket(event.subject)
    return await support.upkeep.look_after(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.REACT, "support.settle")
async def ticket_settled(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: until it rings a resolved ticket can still be reopened."""
    ticket = await support.desk.ticket(event.subject)
    return await support.closing.settle(ticket) if ticket else silent("support.ticket_gone")


@handles(Stage.REACT, "support.recount")
async def clocks_recounted(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: open tickets are reckoned by the hours of this moment."""
    return await support.recount.go_on(int(event.subject))


@handles(Stage.REACT, "support.wake")
async def ticket_wakes(event: TimerRang, *, support: Support) -> Decision:
    """Late means nothing: a ticket that still sleeps past its moment wakes now."""
    ticket = await support.desk.ticket(event.subject)
    return await support.working.wake(ticket) if ticket else silent("support.ticket_gone")
