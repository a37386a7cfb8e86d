"""`/appeal`, the button under a notice, and what reviewers press: a case is looked at again by somebody else."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from chat.decision import Decision
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, TimerRang
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Duty, Rank
from chat.text import Text
from handlers.discretion import discreetly
from moderation.appeals import read_code
from moderation.service import Moderation

_LATELY = timedelta(days=90)
_DASHES = re.compile("[\u2010-\u2015\u2212]+")


@command(
    "appeal",
    zh="申诉",
    room="moderation",
    parameters=(
        Parameter(name="case", required=False),
        Parameter(name="words", kind=ParameterKind.TEXT, required=False),
    ),
    opens_form=True,
)
async def appeal_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """By the number of one's own case, or from any account by the code of the notice; muted or banned, in private."""
    appeals = moderation.appeals
    if not event.argument("case"):
        return await appeals.ask(event, await appeals.latest(event), "")
    code = read_code(_as_sent(event.argument("case")))
    if code is None:
        raise SaidNo(Text("moderation.refused.no_code"))
    number, secret = code
    case = await moderation.case(number)
    if event.argument("words"):
        return await appeals.open(event, case, secret, event.argument("words"))
    return await appeals.ask(event, case, secret)


def _as_sent(word: str) -> str:
    """A code in the plain letters in which it was sent, whatever the keyboard made of its figures and hyphen."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", word))


@handles(Stage.COMMAND, "moderation.appeal")
async def appeal_button(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """The button under a notice asks why."""
    return await moderation.appeals.ask(event, await moderation.case(int(event.id)), "")


@handles(Stage.COMMAND, "moderation.appeal")
async def appeal_form(event: FormSubmitted, *, moderation: Moderation) -> Decision:
    """What the member said."""
    number, secret = read_code(event.subject) or (0, "")
    case = await moderation.case(number)
    return await moderation.appeals.open(event, case, secret, event.values["words"])


@handles(Stage.COMMAND, "moderation.grant")
async def appeal_granted(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """A reviewer takes the case back."""
    return await moderation.appeals.grant(event, await moderation.case(int(event.id)))


@handles(Stage.COMMAND, "moderation.reject")
async def appeal_reason(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """A reviewer lets the case stand, and is asked why."""
    return await moderation.appeals.ask_reason(event, await moderation.case(int(event.id)))


@handles(Stage.COMMAND, "moderation.reject")
async def appeal_rejected(event: FormSubmitted, *, moderation: Moderation) -> Decision:
    """Why the case stands."""
    case = await moderation.case(int(event.subject))
    return await moderation.appeals.reject(event, case, event.values["words"])


@handles(Stage.REACT, "moderation.appeal_due")
async def appeal_due(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """Late means that managers hear of it late."""
    return await moderation.appeals.is_due(event)


@command("appeals", zh="申诉列表", room="moderation", duty=Duty.MODERATOR)
async def appeals_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """The open appeals; for managers also how many were granted, by rule and by moderator."""
    bodies = [await moderation.appeal_views.lines()]
    if event.by.standing.rank >= Rank.MANAGER:
        bodies.append(await moderation.appeal_views.overturned(_LATELY))
    body = (
        bodies[0]
        if len(bodies) == 1
        else Text("moderation.view.lines", {"first": bodies[0], "rest": bodies[1]})
    )
    elsewhere = Text("moderation.done.see_private")
    return Decision(reason="moderation.appeals", actions=discreetly(event, body, elsewhere=elsewhere))
