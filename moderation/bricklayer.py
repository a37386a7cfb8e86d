"""Keeps the native wall as the rules are, tells what did not fit, and makes a case of what it blocked."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import About, Capability, Delete, Post, Priority, Wall
from chat.decision import Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import ActionDone, ActionFailed, CommandGiven, MessageBlocked, MessagePosted
from chat.messages import Message
from chat.people import Rank, Space
from chat.ports import Reader
from chat.text import Text
from moderation.breaches import Breach, Evidence, Judgement, Mode, View
from moderation.cases import BLOCKED
from moderation.desk import Desk
from moderation.incidents import Incidents
from moderation.notices import ROOM
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.utterance import Utterance
from moderation.wall import Blueprint, blueprint

WALL = "wall:"


class Bricklayer:
    """One wall on each platform that has such a thing."""

    def __init__(self, desk: Desk, reader: Reader, incidents: Incidents) -> None:
        self._desk = desk
        self._reader = reader
        self._incidents = incidents
        self._looked: Rulebook | None = None
        self._planned: Rulebook | None = None
        self._plan: Blueprint | None = None

    @property
    def plan(self) -> Blueprint:
        """What the wall should be."""
        if self._plan is None or self._planned is not self._desk.rules:
            self._plan, self._planned = blueprint(self._desk.rules), self._desk.rules
        return self._plan

    async def tend(self) -> Decision | None:
        """Order the wall when the rules are others than those it was built from; nearly always there is nothing."""
        await self._desk.refresh()
        rules = self._desk.rules
        if self._looked is rules:
            return None
        plan = self.plan if self._desk.settings.wall else Blueprint(rules=(), after=())
        whole = Decision(reason="wall.ordered")
        for space in self._places():
            row = await self._reader.row("raids.wall", on=space.platform)
            if (row is None and not plan.rules) or (row is not None and row["mark"] == plan.mark):
                continue
            whole += self._order(space, plan)
        self._looked = rules
        return whole if whole.actions else None

    def _places(self) -> list[Space]:
        """One served space of each platform that can block by itself."""
        found: dict[str, Space] = {}
        for space in self._desk.directory.spaces():
            if self._desk.abilities.can(space, Capability.WALL):
                found.setdefault(space.platform, space)
        return list(found.values())

    def _order(self, space: Space, plan: Blueprint) -> Decision:
        values: dict[str, Value] = {
            "platform": space.platform,
            "mark": plan.mark,
            "state": "ordered",
            "rest": "",
            "at": self._desk.clock.now(),
        }
        about = About(ROOM, f"{WALL}{space.platform}")
        return Decision(
            reason="wall.ordered",
            actions=(Wall(to=space, rules=plan.rules, about=about),),
            writes=(Write("raids.wall_ordered", values),),
            audit=(Audit(code="wall.ordered", subject=space.platform, data={"mark": plan.mark}),),
        )

    async def outcome(self, event: ActionDone | ActionFailed) -> Decision:
        """It stands, perhaps in part; or it could not be built, which the staff hear once."""
        platform = event.space.platform
        failed = isinstance(event, ActionFailed)
        rest = event.why if isinstance(event, ActionFailed) else ",".join(event.ids)
        values: dict[str, Value] = {"on": platform, "to": "failed" if failed else "stands", "what": rest}
        whole = Decision(
            reason="wall.outcome",
            writes=(Write("raids.wall_is", values),),
            audit=(
                Audit(code="wall.failed" if failed else "wall.stands", subject=platform, data={"left": rest}),
            ),
        )
        staff = self._desk.staff(event.space)
        if not failed or staff is None:
            return whole
        body = Text("moderation.wall.failed", {"why": rest})
        return replace(whole, actions=(Post(to=staff, body=body, urgency=Priority.STAFF),))

    async def doctor(self) -> list[Text]:
        """For `steward check`: what of the rules is not on the wall."""
        if not self._desk.settings.wall:
            return []
        found = []
        for platform in sorted({space.platform for space in self._desk.directory.spaces()}):
            row = await self._reader.row("raids.wall", on=platform)
            if row is not None and (row["state"] == "failed" or row["rest"]):
                left = row["rest"].replace(",", " · ") or "—"
                found.append(Text("moderation.wall.doctor", {"left": left}))
        return found

    async def show(self, event: CommandGiven, *, anew: bool) -> Decision:
        """What the wall blocks, what it cannot, and what did not fit. Raises SaidNo where there is none."""
        places = self._places()
        if not places:
            raise SaidNo(Text("moderation.wall.nowhere"))
        if not self._desk.settings.wall:
            raise SaidNo(Text("moderation.wall.off"))
        if anew:
            built = Decision(reason="wall.anew")
            for space in places:
                built += self._order(space, self.plan)
            return built + Decision(reason="", actions=(answer(event, Text("moderation.wall.anew")),))
        row = await self._reader.row("raids.wall", on=places[0].platform)
        state = Text(f"moderation.wall.state.{row['state'] if row else 'none'}")
        return Decision(
            reason="wall.shown", actions=(answer(event, self._status(state, row["rest"] if row else "")),)
        )

    def _status(self, state: Text, rest: str) -> Text:
        plan = self.plan
        count = sum(len(one.words) + len(one.fragments) for one in plan.rules)
        patterns = sum(len(one.patterns) for one in plan.rules)
        return Text(
            "moderation.wall.status",
            {
                "state": state,
                "rules": " · ".join(one.name for one in plan.rules) or "—",
                "words": count,
                "patterns": patterns,
                "after": " · ".join(plan.after) or "—",
                "left": rest.replace(",", " · ") or "—",
            },
        )

    async def blocked(self, event: MessageBlocked) -> Decision | None:
        """A message that our wall kept back is a case like one that a rule took down."""
        if not event.rule or event.by.standing.rank > Rank.MEMBER or not event.by.is_person:
            return None
        message = Message(id=f"{BLOCKED}{self._desk.ids.new()}", space=event.space, text=event.text)
        posted = MessagePosted(key=event.key, at=event.at, space=event.space, by=event.by, message=message)
        judgement = self._judgement(event, posted)
        decision = await self._incidents.follow(posted, judgement, ())
        kept = tuple(
            replace(one, reply_to=None, otherwise=None) if isinstance(one, Post) else one
            for one in decision.actions
            if not isinstance(one, Delete)
        )
        return replace(decision, reason=f"wall.{event.rule}", actions=kept)

    def _judgement(self, event: MessageBlocked, posted: MessagePosted) -> Judgement:
        """The rule's own evidence where it sees what the platform saw, else what the platform matched."""
        said = Utterance(posted.message, event.by.person, event.at)
        rule = self._desk.rules.rules[event.rule]
        own = rule.judge(said, Recent(size=1))
        if own is not None and own.mode is Mode.ENFORCE:
            return Judgement(breaches=(own,))
        start = max(event.text.find(event.found), 0) if event.found else 0
        end = start + len(event.found) if event.found else len(event.text)
        evidence = Evidence(rule=event.rule, start=start, end=end, view=View.WALL, term=event.found)
        return Judgement(
            breaches=(
                Breach(
                    rule=event.rule,
                    severity=rule.settings.severity,
                    mode=Mode.ENFORCE,
                    evidence=(evidence,),
                    reason=rule.reason(),
                ),
            )
        )
