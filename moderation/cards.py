"""What the staff see of a case, and the buttons under it."""

from __future__ import annotations

from dataclasses import dataclass

from chat.actions import About, Button, Edit, Post, Priority
from chat.messages import MessageRef
from chat.people import PersonId, Rank, Space
from chat.text import Mention, Text
from moderation.breaches import Evidence, View
from moderation.cases import Case, State, was_said
from moderation.naming import beside, shape
from moderation.notices import ROOM, named, penalty_name, quoted

UPHOLD = "moderation.uphold"
DISMISS = "moderation.dismiss"
UNDO = "moderation.undo"
BAN = "moderation.ban"
RIGHT = "moderation.right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a card tells beside the case: names, place, words."""

    name: str
    place: str
    rule: Text
    text: str
    findings: tuple[Evidence, ...]
    total: float


def card(case: Case, scene: Scene, staff: Space, *, proposes_ban: bool = False) -> Post:
    """The card of a case that waits for a decision, or that a rule decided and a human may undo."""
    return Post(
        to=staff,
        body=_body(case, scene, proposes_ban),
        buttons=(_buttons(case, proposes_ban),),
        urgency=Priority.STAFF,
        about=About(ROOM, f"card:{case.id}"),
    )


def reported(case: Case, scene: Scene, staff: Space, *, count: int, weight: float, reason: str) -> Post:
    """The card of a message that members reported."""
    body = Text(
        "moderation.card.reported",
        {
            "number": case.number,
            "who": member(case.person, scene.name),
            "place": named(scene.place),
            "text": quoted(scene.text),
            "count": count,
            "weight": f"{weight:g}",
            "reason": reason[:200] or Text("moderation.no_reason"),
            "total": f"{scene.total:.1f}",
        },
    )
    return Post(
        to=staff,
        body=body,
        buttons=(_buttons(case, proposes_ban=False),),
        urgency=Priority.STAFF,
        about=About(ROOM, f"card:{case.id}"),
    )


def confirmed(case: Case, where: MessageRef, who: Mention, by: str) -> Edit:
    """The card after somebody said that a rule was right: it can still be undone."""
    body = Text(
        "moderation.card.confirmed",
        {"number": case.number, "who": who, "by": by, "penalty": penalty_name(case.step)},
    )
    return Edit(to=where.space, message=where, body=body, buttons=((_undo(case),),))


def settled(case: Case, where: MessageRef, who: Mention, by: str) -> Edit:
    """The card after somebody decided: no buttons any more."""
    keys = {
        State.UNDONE: "moderation.card.undone",
        State.DISMISSED: "moderation.card.dismissed",
        State.STANDING: "moderation.card.upheld",
    }
    key = keys[case.state]
    if case.state is State.STANDING and not was_said(case.message or ""):
        key = "moderation.card.upheld_otherwise"
    body = Text(key, {"number": case.number, "who": who, "by": by, "penalty": penalty_name(case.step)})
    return Edit(to=where.space, message=where, body=body)


def banned(case: Case, where: MessageRef, who: Mention, by: str, ban: int) -> Edit:
    """The card after a human banned: what the rule did can still be undone under the ban's own number."""
    body = Text("moderation.card.banned", {"number": case.number, "who": who, "by": by, "ban": ban})
    return Edit(to=where.space, message=where, body=body)


def findings(evidence: tuple[Evidence, ...]) -> Text | str:
    """What was found, in short: not again what lies within another finding."""
    kept = {one.term: one for one in evidence if one.term and not any(_holds(o, one) for o in evidence)}
    words = [term for term, one in kept.items() if one.view is not View.SHAPE]
    names = [shape(term) for term, one in kept.items() if one.view is View.SHAPE]
    said = " · ".join(words)[:200]
    return beside(names, said) if names else said or "—"


def _holds(outer: Evidence, inner: Evidence) -> bool:
    """Whether one finding lies in a longer one that is shown."""
    if not outer.term or outer.end - outer.start <= inner.end - inner.start:
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def member(person: PersonId, name: str) -> Mention:
    """Somebody as cards name them."""
    return Mention(person, name or "—")


def _body(case: Case, scene: Scene, proposes_ban: bool) -> Text:
    arguments: dict[str, str | int | Text | Mention] = {
        "number": case.number,
        "who": member(case.person, scene.name),
        "place": named(scene.place),
        "rule": scene.rule,
        "found": findings(scene.findings),
        "text": quoted(scene.text),
        "penalty": penalty_name(case.step),
        "total": f"{scene.total:.1f}",
    }
    if case.state is State.REVIEW:
        return Text("moderation.card.review", arguments)
    return Text("moderation.card.proposes_ban" if proposes_ban else "moderation.card.acted", arguments)


def _buttons(case: Case, proposes_ban: bool) -> tuple[Button, ...]:
    number = str(case.number)
    if case.state is State.REVIEW:
        return (
            Button(
                label=Text("moderation.button.uphold"), kind=UPHOLD, id=number, only=Rank.STAFF, danger=True
            ),
            Button(label=Text("moderation.button.dismiss"), kind=DISMISS, id=number, only=Rank.STAFF),
        )
    right = Button(label=Text("moderation.button.right"), kind=RIGHT, id=number, only=Rank.STAFF)
    if not proposes_ban:
        return (right, _undo(case))
    ban = Button(label=Text("moderation.button.ban"), kind=BAN, id=number, only=Rank.STAFF, danger=True)
    return (ban, right, _undo(case))


def _undo(case: Case) -> Button:
    return Button(label=Text("moderation.button.undo"), kind=UNDO, id=str(case.number), only=Rank.STAFF)
