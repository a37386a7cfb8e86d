"""What a member is told whose message became a ticket by itself: one sentence that fits what weighed most."""

from __future__ import annotations

from collections.abc import Mapping

from chat.people import Space
from chat.text import Text
from support.tickets import Ticket, Why
from support.triage import Sign, Verdict

_TOLD: Mapping[str, frozenset[Sign]] = {
    "trouble": frozenset((Sign.COMPLAINT, Sign.DISPLEASED, Sign.MONEY, Sign.LEGAL, Sign.SAFETY)),
    "several": frozenset((Sign.SEVERAL,)),
    "again": frozenset((Sign.REPEATED,)),
    "unhelped": frozenset((Sign.DOUBT,)),
    "unanswered": frozenset((Sign.UNANSWERED, Sign.SILENCE)),
    "asked": frozenset((Sign.EXPLICIT,)),
}
"""By the word of `support.opened.why.<word>`; of equals the first. An order number tells nothing of the reason."""


def announced(ticket: Ticket, verdict: Verdict, space: Space, expect: Text) -> Text:
    """That a human will look at it, why, what may be expected, and where the reply comes, as it is said in `space`."""
    place = "private" if space.is_private else "group"
    return Text(
        "support.opened.complaint",
        {
            "why": Text(f"support.opened.why.{weightiest(verdict)}"),
            "number": ticket.number,
            "expect": expect,
            "where": Text(f"support.opened.where.{place}"),
        },
    )


def why_of(verdict: Verdict) -> Why:
    """As what such a ticket stands on its card: whoever only wants a human complains of nothing."""
    return Why.ASKED if weightiest(verdict) == "asked" else Why.COMPLAINT


def weightiest(verdict: Verdict) -> str:
    """The word of what weighed most."""
    weights = {
        word: sum(reason.weight for reason in verdict.reasons if reason.signal in signs)
        for word, signs in _TOLD.items()
    }
    return max(weights, key=weights.__getitem__) if any(weights.values()) else "asked"
