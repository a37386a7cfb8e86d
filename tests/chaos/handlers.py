"""What Steward does in the chaos test: one of each kind of effect for every message."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Delete, OpenThread, Post, Repeat
from chat.decision import Alarm, Audit, Decision
from chat.events import ActionDone, ActionFailed, MessagePosted, TimerRang
from chat.handler import Stage, handles
from chat.ports import Clock
from chat.text import Rich

RING = "chaos.ring"


@handles(Stage.ANSWER)
async def chaos_answers(event: MessagePosted, *, clock: Clock) -> Decision:
    """A reply that may rarely double, a winner that never may, a deletion, a thread with a post in it, an alarm."""
    name = event.message.id
    return Decision(
        reason="chaos",
        actions=(
            Post(to=event.space, body=_rich(f"reply {name}")),
            Post(to=event.space, body=_rich(f"winner {name}"), repeat_as=Repeat.PARK),
            Delete(to=event.space, messages=(name,)),
            OpenThread(to=event.space, title=f"thread {name}"),
        ),
        alarms=(
            Alarm(kind=RING, subject=name, at=clock.now() + timedelta(milliseconds=20), space=event.space),
        ),
        audit=(Audit(code="chaos.seen", subject=name),),
    )


@handles(Stage.REACT, RING)
async def chaos_rings(event: TimerRang) -> Decision:
    """The alarm's own effects."""
    return Decision(
        reason="chaos.rang",
        actions=(Post(to=event.space, body=_rich(f"ring {event.subject}")),),
        audit=(Audit(code="chaos.rang", subject=event.subject),),
    )


@handles(Stage.OBSERVE)
async def chaos_outcomes(event: ActionDone | ActionFailed) -> Decision:
    """Every outcome is told once."""
    return Decision(reason="chaos.outcome", audit=(Audit(code="chaos.outcome", subject=event.action),))


def _rich(words: str) -> Rich:
    from bot.markdown import plain

    return plain(words)
