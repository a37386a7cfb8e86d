"""What the outbox reports back: counted, and told to the staff once where nobody else does."""

from __future__ import annotations

from analytics.alerts import VERBS, concerns_staff, trouble
from analytics.facts import Fact, lane_of
from analytics.service import Analytics
from chat.actions import Post, Priority
from chat.decision import Audit, Decision
from chat.events import ActionDone, ActionFailed
from chat.handler import Stage, handles
from chat.ports import Directory
from chat.text import Text


@handles(Stage.OBSERVE, after=("activity",))
async def deliveries(
    event: ActionDone | ActionFailed, *, analytics: Analytics, directory: Directory, decided: Decision
) -> Decision | None:
    """Count what failed or fell short; tell the staff when no room said anything about it."""
    why = trouble(event)
    if not why:
        return None
    failed = isinstance(event, ActionFailed)
    fact = Fact.FAILED if failed else Fact.DEGRADED
    audit = Audit(code=fact.value, subject=lane_of(event.space), data={"verb": event.verb, "why": why})
    counted = await analytics.counting.rows(event, Decision(reason="delivery", audit=(audit,)))
    recorded = Decision(reason=fact.value, writes=counted, audit=(audit,))
    if decided.actions or not concerns_staff(event):
        return recorded
    staff = directory.staff_space(event.space.platform) or directory.home()
    told = await analytics.alerting(event)
    if staff is None or told is None:
        return recorded
    verb = event.verb.lower()
    facts = {
        "verb": Text(f"analytics.verb.{verb}") if verb in VERBS else event.verb,
        "place": directory.title(event.space) or event.space.lane,
        "why": why,
    }
    body = Text("analytics.alert.failed" if failed else "analytics.alert.degraded", facts)
    alert = Post(to=staff, body=body, urgency=Priority.STAFF)
    return recorded + Decision(reason="alerted", actions=(alert,), writes=(told,))
