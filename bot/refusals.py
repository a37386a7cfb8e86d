"""What somebody hears whose wish cannot be, and what becomes of a form that was refused."""

from __future__ import annotations

from bot.drafts import Drafts
from bot.forms import Forms
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import Event, FormSubmitted, SpokenEvent
from chat.text import Text


async def refusal(event: Event, no: SaidNo, forms: Forms, drafts: Drafts) -> Decision:
    """They hear why. Of a form with one wrong answer nothing that was typed is lost: a dialogue goes on at that
    question; where the platform shows forms, the next one of that name comes filled in.
    """
    reason = f"said_no.{no.text.key}"
    if not isinstance(event, SpokenEvent):
        return Decision(reason=reason)
    said = answer(event, no.text)
    if not isinstance(event, FormSubmitted) or not no.field:
        return Decision(reason=reason, actions=(said,), final=True)
    if event.interaction:
        kept = answer(event, Text("bot.form.kept"))
        return Decision(reason=reason, actions=(said, kept), writes=drafts.keep(event), final=True)
    writes, asked = await forms.again(event, no.field)
    return Decision(reason=reason, actions=(said, *asked), writes=writes, final=True)
