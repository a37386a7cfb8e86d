"""Says to the outbox exactly what a test wants to have sent."""

from __future__ import annotations

from bot.codec import decode
from chat.decision import Audit, Decision
from chat.events import ActionDone, ActionFailed, MessagePosted
from chat.handler import Stage, handles


@handles(Stage.ANSWER)
async def sends(event: MessagePosted) -> Decision:
    """The message's text is the codec's JSON of the actions."""
    return Decision(reason="sends", actions=decode(event.message.text))


@handles(Stage.OBSERVE)
async def outcomes(event: ActionDone | ActionFailed) -> Decision:
    """Writes down every outcome."""
    what = "done" if isinstance(event, ActionDone) else f"{event.outcome} {event.why}"
    return Decision(
        reason="outcome", audit=(Audit(code="tests.outcome", subject=event.action, data={"what": what}),)
    )
