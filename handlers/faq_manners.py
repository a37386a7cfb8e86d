"""A group chooses when Steward speaks in it: mode, private answers, quiet hours."""

from __future__ import annotations

from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven, MessagePosted
from chat.handler import Stage, handles
from chat.people import SpaceKind
from chat.text import Text
from faq.manners import Manners
from faq.service import Faq

_MODES = {
    "关": "off",
    "关闭": "off",
    "提及": "mention",
    "点名": "mention",
    "reply": "mention",
    "提问": "question",
    "问题": "question",
    "全部": "all",
}
_DELIVERIES = {
    "on": "private",
    "开": "private",
    "是": "private",
    "off": "public",
    "关": "public",
    "否": "public",
}


async def behave(event: CommandGiven, order: str, words: str, faq: Faq) -> Decision:
    """`/faq mode …`, `/faq private on|off`, `/faq quiet 23:00-07:00|off` in the group; bare, it tells what holds."""
    if event.space.kind is not SpaceKind.GROUP:
        raise SaidNo(Text("faq.no.group"))
    word = words.strip().lower()
    if not word:
        return Decision(
            reason="faq.manners", actions=(answer(event, _told(await faq.etiquette.at(event.space))),)
        )
    name, value = {
        "mode": ("mode", _MODES.get(word, word)),
        "private": ("delivery", _DELIVERIES.get(word, word)),
        "quiet": ("quiet", word),
    }[order]
    try:
        manners, write = await faq.etiquette.behave(event.space, **{name: value})
    except ValueError:
        raise SaidNo(Text(f"faq.no.{order}")) from None
    audit = Audit(code="faq.manners_changed", subject=event.space.lane, data={name: value})
    return Decision(
        reason="faq.manners_changed",
        actions=(answer(event, _told(manners)),),
        writes=(write,),
        audit=(audit,),
    )


def _told(manners: Manners) -> Text:
    hours = (
        Text("faq.manners.hours", {"hours": str(manners.quiet)})
        if manners.quiet
        else Text("faq.manners.awake")
    )
    return Text(
        "faq.manners.now",
        {
            "mode": Text(f"faq.manners.mode_{manners.mode.value}"),
            "delivery": Text(f"faq.manners.delivery_{manners.delivery.value}"),
            "quiet": hours,
        },
    )


@handles(Stage.OBSERVE)
async def faq_hears(event: MessagePosted, *, faq: Faq) -> Decision | None:
    """What is said now is the context of a follow-up, and tells that a human is at it."""
    if event.space.kind in (SpaceKind.GROUP, SpaceKind.PRIVATE):
        faq.conversation.remember(event)
    return None
