"""What a moderator is shown before it happens: "this is the third: muted for 24 h", or something milder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chat.actions import Action, Button, Post, Priority, Private
from chat.decision import Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven
from chat.messages import MessageRef
from chat.people import PersonId, Space, SpaceKind
from chat.text import Mention, Text
from moderation import notices
from moderation.breaches import Severity
from moderation.casebook import storable
from moderation.desk import Desk
from moderation.ladder import Penalty, Step
from moderation.rights import Rights
from moderation.sanctions import Sanctions, Seen, Sentence, seen_in

GO = "moderation.go"
MILDER = "moderation.or"
DROP = "moderation.no"
VALID = timedelta(minutes=10)
_REGULAR = timedelta(days=2)
"""Somebody who was here that long is not banned for good by a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was ordered and shown, waiting for the press of whoever ordered it in `space`."""

    id: str
    by: PersonId
    sentence: Sentence
    space: Space
    at: datetime

    @property
    def milder(self) -> Sentence:
        """What to do instead."""
        if self.sentence.penalty is Penalty.BAN:
            return replace(self.sentence, penalty=Penalty.MUTE, lasting=timedelta(days=1))
        return replace(self.sentence, penalty=Penalty.WARN, lasting=None)

    def row(self) -> dict[str, Value]:
        """As the table holds it."""
        sentence, seen = self.sentence, self.sentence.seen
        lasting = None if sentence.lasting is None else int(sentence.lasting.total_seconds())
        return {
            "id": self.id,
            "by_person": self.by,
            "person": sentence.person,
            "penalty": sentence.penalty.value,
            "lasting": lasting,
            "reason": storable(sentence.reason[:1_000]),
            "platform": self.space.platform,
            "space": self.space.id,
            "space_kind": self.space.kind.value,
            "thread": seen.ref.space.thread if seen else None,
            "message": seen.ref.id if seen else None,
            "text": seen.text if seen else "",
            "media": seen.media if seen else "",
            "at": self.at,
        }


def order_of(row: Mapping[str, Any]) -> Order:
    """An order from its row."""
    space = Space(row["platform"], row["space"], None, SpaceKind(row["space_kind"]))
    seen = None
    if row["message"]:
        ref = MessageRef(replace(space, thread=row["thread"]), row["message"])
        seen = Seen(ref=ref, text=row["text"], media=row["media"], at=row["at"])
    sentence = Sentence(
        person=PersonId(row["person"]),
        penalty=Penalty(row["penalty"]),
        lasting=None if row["lasting"] is None else timedelta(seconds=row["lasting"]),
        reason=row["reason"],
        seen=seen,
    )
    return Order(id=row["id"], by=PersonId(row["by_person"]), sentence=sentence, space=space, at=row["at"])


class Orders:
    """Asks before a warning that the ladder would make more of, and before an old member is banned for good."""

    def __init__(self, desk: Desk, rights: Rights, sanctions: Sanctions) -> None:
        self._desk = desk
        self._rights = rights
        self._sanctions = sanctions

    async def preview(self, event: CommandGiven, sentence: Sentence) -> Decision | None:
        """What is asked before; None = nothing needs to be asked. Raises SaidNo."""
        spaces = await self._rights.grounds(event, sentence.person)
        asked: Text | None = None
        if sentence.penalty is Penalty.WARN:
            sentence, asked = await self._harder(sentence, spaces[0])
        elif sentence.penalty is Penalty.BAN and sentence.lasting is None:
            asked = await self._for_good(sentence)
        if asked is None:
            return None
        order = Order(
            id=self._desk.ids.new(),
            by=event.by.person,
            sentence=replace(sentence, seen=seen_in(event, sentence.person)),
            space=replace(event.space, thread=None),
            at=self._desk.clock.now(),
        )
        return Decision(
            reason="moderation.preview",
            actions=self._ask(event, order, asked),
            writes=(Write("moderation.order", order.row(), expect=1),),
        )

    async def _harder(self, sentence: Sentence, space: Space) -> tuple[Sentence, Text | None]:
        """The step that a warning's points would reach on the ladder, when that is more than a warning."""
        desk = self._desk
        now = desk.clock.now()
        total = await desk.total(sentence.person, now) + desk.ladder.points[Severity.MODERATE]
        kept_out = await desk.book.kept_out(sentence.person, await desk.book.running(sentence.person))
        step = desk.open_to(desk.cautious(desk.ladder.step(total), space), space, kept_out)
        if step.penalty.weight <= Penalty.WARN.weight:
            return sentence, None
        row = await desk.reader.row("moderation.count_of", p=sentence.person)
        arguments: dict[str, str | int | Text | Mention] = {
            "who": await self._name(sentence.person),
            "count": (row["cases"] if row else 0) + 1,
            "total": f"{total:.1f}",
            "penalty": notices.penalty_name(step),
        }
        harder = replace(sentence, penalty=step.penalty, lasting=step.lasting)
        return harder, Text("moderation.preview.harder", arguments)

    async def _for_good(self, sentence: Sentence) -> Text | None:
        now = self._desk.clock.now()
        row = await self._desk.reader.row("moderation.first_heard", p=sentence.person)
        first = row["at"] if row else None
        if first is None or now - first < _REGULAR:
            return None
        counted = await self._desk.reader.row("moderation.count_of", p=sentence.person)
        return Text(
            "moderation.preview.ban",
            {
                "who": await self._name(sentence.person),
                "since": first,
                "messages": row["messages"] if row else 0,
                "count": counted["cases"] if counted else 0,
            },
        )

    async def _name(self, person: PersonId) -> Mention:
        return Mention(person, await self._desk.directory.name(person) or "—")

    def _ask(self, event: CommandGiven, order: Order, asked: Text) -> tuple[Action, ...]:
        """The record of a member is nothing for the group: asked where only the staff read it."""
        labels = {
            GO: notices.penalty_name(_step(order.sentence)),
            MILDER: Text("moderation.button.rather", {"penalty": notices.penalty_name(_step(order.milder))}),
            DROP: Text("moderation.button.drop"),
        }
        buttons = tuple(
            Button(
                label=label,
                kind=kind,
                id=order.id,
                only=order.by,
                expires=order.at + VALID,
                danger=kind == GO,
            )
            for kind, label in labels.items()
        )
        if event.space.kind in (SpaceKind.STAFF, SpaceKind.PRIVATE):
            shown = Post(to=event.space, body=asked, buttons=(buttons,), urgency=Priority.STAFF)
            below = answer(event, Text("moderation.preview.below"))
            return (shown, below) if event.interaction else (shown,)
        staff = self._desk.staff(event.space)
        otherwise = Post(to=staff, body=asked, buttons=(buttons,), urgency=Priority.STAFF) if staff else None
        private = Post(
            to=Private(order.by, event.by.identity.platform),
            body=asked,
            buttons=(buttons,),
            urgency=Priority.STAFF,
            otherwise=otherwise,
        )
        return private, answer(event, Text("moderation.preview.see_private"))

    async def pressed(self, event: ButtonPressed) -> Decision:
        """Done as shown, done more mildly, or dropped; rights are read again. Raises SaidNo."""
        row = await self._desk.reader.row("moderation.ordered", key=event.id)
        if row is None or row["by_person"] != event.by.person:
            raise SaidNo(Text("moderation.refused.order_gone"))
        order = order_of(row)
        gone = Write("moderation.drop_order", {"key": order.id}, expect=1)
        if event.kind == DROP:
            said = answer(event, Text("moderation.done.drop"))
            return Decision(reason="moderation.dropped", actions=(said,), writes=(gone,))
        sentence = order.sentence if event.kind == GO else order.milder
        done = await self._sanctions.carry_out(event, sentence, await self._grounds(event, order))
        return replace(done, writes=(gone, *done.writes))

    async def _grounds(self, event: ButtonPressed, order: Order) -> list[Space]:
        """In the group where it was ordered; ordered among the staff or in private, wherever the person has spoken."""
        person = order.sentence.person
        if order.space.kind in (SpaceKind.STAFF, SpaceKind.PRIVATE):
            return await self._rights.grounds(event, person)
        await self._rights.may_act(event, person, order.space)
        return [order.space]


def _step(sentence: Sentence) -> Step:
    return Step(points=0, penalty=sentence.penalty, lasting=sentence.lasting)
