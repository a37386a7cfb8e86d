"""What could not be done and nobody else speaks about: told to the staff once in a while, counted each time."""

from __future__ import annotations

from chat.actions import Acknowledge, Delete, ShowForm, ShowTyping
from chat.events import ActionDone, ActionFailed

VERBS = frozenset(
    "post edit delete pin mute unmute remove ban unban slowmode lock".split()
    + "openthread closethread answerjoin leavespace".split()
)
"""Actions that have a name in analytics.verb."""
_WAITED_FOR = (Acknowledge.__name__, ShowForm.__name__, ShowTyping.__name__)
_HARMLESS = frozenset(("target.gone", "target.not_ours", "forerunner.failed", "dropped", "superseded"))


def trouble(event: ActionDone | ActionFailed) -> str:
    """The code of what went wrong; "" when nothing did that counts.

    Answers to presses and commands are worth nothing once their moment is over.
    """
    if event.verb in _WAITED_FOR:
        return ""
    return event.degraded if isinstance(event, ActionDone) else event.why


def concerns_staff(event: ActionDone | ActionFailed) -> bool:
    """Whether a person could do something about it: not closed private chats, not messages that are gone anyway."""
    if isinstance(event, ActionFailed) and event.outcome in ("parked", "too_late"):
        return False
    why = trouble(event)
    if event.verb == Delete.__name__ and event.about is None and why == "thread.closed":
        return False  # a word of Steward's own, put away when its time is over
    return bool(why) and why not in _HARMLESS and not why.startswith("person.") and not event.space.is_private
