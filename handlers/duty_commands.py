"""Commands of representatives about themselves: hours, away, back, who is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty, PersonId, Rank
from chat.ports import Clock, Directory
from chat.text import Text
from handlers.representatives import representative
from language.first_word import first_word
from support.agents import read_profile
from support.service import Support


@command(
    "duty",
    zh="值班",
    room="support",
    duty=Duty.REPRESENTATIVE,
    parameters=(Parameter(name="profile", kind=ParameterKind.TEXT, required=False),),
)
async def tell_duty(event: CommandGiven, *, support: Support, directory: Directory) -> Decision:
    """Hours, languages, skills and capacity in one line; a manager may tell those of somebody named first."""
    words = event.argument("profile")
    person = event.by.person
    if words.startswith(("@", "<@")):
        named, words = first_word(words)
        person = await _other(named, event, directory)
    if not words.strip():
        return await _shown(event, support, directory)
    try:
        profile = read_profile(words)
    except ValueError:
        raise SaidNo(Text("support.duty.unclear", {"what": _short(words)})) from None
    decision = await support.rota.tell(person, profile)
    if person == event.by.person:
        return _told(event, decision, Text("support.duty.told"))
    name = await directory.name(person) or Text("support.card.someone")
    return _told(event, decision, Text("support.duty.told_of", {"name": name}))


async def _other(named: str, event: CommandGiven, directory: Directory) -> PersonId:
    """The representative of that name, for a manager. Raises SaidNo."""
    if event.by.standing.rank < Rank.MANAGER:
        raise SaidNo(Text("support.duty.own_only"))
    person = await representative(named, event, directory)
    if person is None:
        raise SaidNo(Text("support.duty.nobody", {"name": named[:40]}))
    return person


@command(
    "away",
    zh="离开",
    room="support",
    duty=Duty.REPRESENTATIVE,
    parameters=(Parameter(name="length", kind=ParameterKind.DURATION, required=False),),
)
async def be_away(event: CommandGiven, *, support: Support, clock: Clock) -> Decision:
    """What waits for them returns to the queue."""
    length = event.argument("length")
    until = clock.now() + timedelta(seconds=int(length)) if length else None
    decision = await support.rota.away(event.by.person, until)
    words = Text("support.duty.away_until", {"until": until}) if until else Text("support.duty.away")
    return _told(event, decision, words)


@command("back", zh="回来", room="support", duty=Duty.REPRESENTATIVE)
async def be_back(event: CommandGiven, *, support: Support) -> Decision:
    """On duty again."""
    return _told(event, await support.rota.back(event.by.person), Text("support.duty.back"))


@command("rota", zh="值班表", room="support", duty=Duty.REPRESENTATIVE)
async def show_rota(event: CommandGiven, *, support: Support, directory: Directory) -> Decision:
    """Everybody, whether they are there, and what they have."""
    return await _shown(event, support, directory)


async def _shown(event: CommandGiven, support: Support, directory: Directory) -> Decision:
    shown = await support.rota.shown(directory.home() or directory.staff_space(event.space.platform))
    return Decision(reason="support.rota", actions=(answer(event, shown),))


def _told(event: CommandGiven, decision: Decision, words: Text) -> Decision:
    return replace(decision, actions=(*decision.actions, answer(event, words)))


def _short(words: str) -> str:
    return words if len(words) <= 120 else words[:119] + "…"
