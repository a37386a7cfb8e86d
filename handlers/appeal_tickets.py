"""An appeal may have a ticket beside it, in which the member talks with the desk while reviewers decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chat.decision import Alarm, Decision, silent
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, TimerRang
from chat.handler import Stage, handles
from chat.people import Space, SpaceKind
from chat.ports import Clock, Directory
from chat.text import Text
from moderation.appeals import AppealState
from moderation.cases import Case
from moderation.service import Moderation
from support.facts import Tie
from support.request import Request
from support.service import Support
from support.tickets import Priority, Step, Why

OPENED, DECIDED = "support.appeal_opened", "support.appeal_decided"
_WRITES: Mapping[str, tuple[str, str]] = {
    "moderation.appeal": (OPENED, "case"),
    "moderation.decide_appeal": (DECIDED, "of"),
}


@handles(Stage.OBSERVE)
async def appeal_followed(
    event: CommandGiven | FormSubmitted | ButtonPressed, decided: Decision, *, support: Support, clock: Clock
) -> Decision | None:
    """Read from the writes of the same decision: however an appeal is made or decided, its ticket follows at once."""
    if not support.settings.appeals:
        return None
    del event
    followed = [(one, _WRITES[one.shape]) for one in decided.writes if one.shape in _WRITES]
    alarms = [
        Alarm(kind=kind, subject=str(write.values[named]), at=clock.now())
        for write, (kind, named) in followed
    ]
    return Decision(reason="support.appeal", alarms=tuple(alarms)) if alarms else None


@handles(Stage.REACT, OPENED)
async def appeal_opened(
    event: TimerRang, *, support: Support, moderation: Moderation, directory: Directory
) -> Decision:
    """Late means nothing: an appeal that is open has its ticket. Who may open none may still appeal."""
    found = await moderation.appeals.against(event.subject)
    if found is None or found[1].state is not AppealState.OPEN:
        return silent("support.appeal.over")
    case, appeal = found
    known = await support.desk.open_on(appeal.person, _topic(case))
    block = await support.desk.block_of(appeal.person)
    if known is not None or (block is not None and block.holds(support.desk.clock.now())):
        return silent("support.appeal.no_ticket")
    accounts = await directory.identities(appeal.person)
    home = next((one for one in accounts if one.platform == appeal.origin), None)
    if home is None:
        return silent("support.appeal.nobody")
    request = Request(
        person=appeal.person,
        origin=Space(home.platform, home.id, kind=SpaceKind.PRIVATE),
        why=Why.APPEAL,
        language=await directory.language(appeal.person),
        question=appeal.words,
        topic=_topic(case),
        topic_title=f"C{case.number}",
        priority=Priority.COMPLAINT,
        ties=(Tie("case", str(case.number), f"C{case.number}"),),
    )
    opened = await support.opening.open(request)
    told = Text("support.news.appeal", {"number": opened.ticket.number, "case": case.number})
    news = await support.desk.to_member(opened.ticket, "opened", told)
    return replace(opened.decision, actions=(*opened.decision.actions, news))


@handles(Stage.REACT, DECIDED)
async def appeal_decided(event: TimerRang, *, support: Support, moderation: Moderation) -> Decision:
    """Late means nothing: with the decision, of which the member hears by itself, the ticket ends."""
    found = await moderation.appeals.against(event.subject)
    if found is None or found[1].state is AppealState.OPEN:
        return silent("support.appeal.open")
    case, appeal = found
    ticket = await support.desk.open_on(appeal.person, _topic(case))
    if ticket is None or appeal.reviewer is None or not ticket.may(Step.CLOSED):
        return silent("support.appeal.no_ticket")
    return await support.closing.close(ticket, appeal.reviewer, "")


def _topic(case: Case) -> str:
    return f"case:{case.number}"
