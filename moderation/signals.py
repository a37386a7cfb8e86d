"""Judging what is no message: names, reactions, and who joins, links and leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from chat.actions import Capability, Post
from chat.decision import Decision
from chat.events import JoinRequested, MemberJoined, MemberLeft, MessagePosted, ReactionChanged, SpokenEvent
from chat.messages import Message
from chat.people import PersonId, Rank, Space, SpaceKind
from chat.ports import Reader
from moderation.breaches import Breach, Judgement, Mode
from moderation.cases import NAME, REACTION
from moderation.crowds import Crowds
from moderation.desk import Desk
from moderation.facts import facts_of
from moderation.incidents import Incidents
from moderation.rules.hit_and_run import HitAndRun
from moderation.rules.names import Names
from moderation.rules.reactions import Reactions
from moderation.showers import Showers, clearing_of
from moderation.shown import Shown
from moderation.utterance import Utterance, When

_LATEST = 5
_COMING = frozenset((When.JOINED, When.NAME))
_RENAMED = frozenset((When.NAME,))
_REACTING = frozenset((When.REACTION,))

_APART = timedelta(seconds=5)
"""So much a platform's clock, which dates messages, may be behind the one that dates who joins."""


class Signals:
    """Each breach becomes a case like one of a message; what has no message has nothing to be deleted."""

    def __init__(self, desk: Desk, reader: Reader, incidents: Incidents, crowds: Crowds) -> None:
        self._desk = desk
        self._crowds = crowds
        self._reader = reader
        self._incidents = incidents
        self._reactions = Showers()
        self._names = Shown()

    async def came(self, event: MemberJoined | JoinRequested) -> Decision | None:
        """Somebody comes, or asks to: their name is judged, and a description where one can be read."""
        await self._desk.refresh()
        self._names.learn(event)
        about = event.about if isinstance(event, JoinRequested) else ""
        return await self._named(event, about, _COMING)

    async def renamed(self, event: SpokenEvent) -> Decision | None:
        """Somebody speaks under another name than lately: it is judged like that of one who comes."""
        return await self._named(event, "", _RENAMED) if self._names.learn(event) else None

    async def _named(self, event: SpokenEvent, about: str, occasions: frozenset[When]) -> Decision | None:
        if not _is_judged(event):
            return None
        shown = "\n".join(one for one in (event.by.name, event.by.username or "", about) if one)
        message = Message(
            id=f"{NAME}{event.by.identity.id}", space=replace(event.space, thread=None), text=shown
        )
        said = Utterance(message, event.by.person, event.at)
        rule = self._desk.rules.rules["names"]
        breaches = await self._own(said, occasions, event)
        if isinstance(rule, Names) and rule.settings.mode is not Mode.OFF:
            breaches += [one for one in (rule.judge_name(said),) if one]
        if not breaches:
            return None
        return await self._crowds.gathered(event, await self._follow(event, message, breaches))

    async def _own(self, said: Utterance, occasions: frozenset[When], event: SpokenEvent) -> list[Breach]:
        """What the community's own rules say."""
        said.occasions = occasions
        if self._desk.rules.wants_to_know(said):
            said.facts = await facts_of(self._reader, event.by.person, event.at)
        return [*self._desk.rules.judge_own(said)]

    async def reacted(self, event: ReactionChanged) -> Decision | None:
        """Reactions are put: too many too fast?"""
        if event.space.kind is not SpaceKind.GROUP or not event.added or not _is_judged(event):
            return None
        await self._desk.refresh()
        message = Message(id=f"{REACTION}{event.message.id}", space=event.space, text=" ".join(event.added))
        said = Utterance(message, event.by.person, event.at)
        breaches = await self._own(said, _REACTING, event)
        clearing: Decision | None = None
        rule = self._desk.rules.rules["reactions"]
        if isinstance(rule, Reactions) and rule.settings.mode is not Mode.OFF:
            count = self._reactions.add(event, rule.settings.within)
            breaches += [one for one in (rule.judge_count(count),) if one]
            if count > rule.settings.most and rule.settings.mode is Mode.ENFORCE:
                clearing = self._cleared(event, count == rule.settings.most + 1)
        whole = await self._follow(event, message, breaches) if breaches else None
        return whole + clearing if whole and clearing else whole or clearing

    def _cleared(self, event: ReactionChanged, is_first: bool) -> Decision | None:
        """All that the shower left goes, and then each that still comes."""
        able = self._desk.abilities
        clearing = self._reactions.clearing(event.by.person) if is_first else (clearing_of(event),)
        actions = tuple(one for one in clearing if able.can(event.space, Capability.DELETE))
        return Decision(reason="moderation.cleared", actions=actions) if actions else None

    async def left(self, event: MemberLeft) -> Decision | None:
        """Somebody leaves: did they come only to leave a link?"""
        rule = self._desk.rules.rules["hit_and_run"]
        if not isinstance(rule, HitAndRun) or rule.settings.mode is Mode.OFF or not _is_judged(event):
            return None
        row = await self._reader.row("raids.arrival", p=event.by.person)
        joined = row["joined_at"] if row else None
        if event.removed or joined is None or event.at - joined > rule.settings.within:
            return None
        rows = await self._reader.rows("moderation.messages_of", p=event.by.person)
        for said in reversed(rows[-_LATEST:]):
            space = Space(said["platform"], said["space"], said["thread"], event.space.kind)
            if said["at"] < joined - _APART or space.lane != event.space.lane:
                continue
            message = Message(id=said["message"], space=space, text=said["text"])
            breach = rule.judge_left(Utterance(message, event.by.person, said["at"]))
            if breach is not None:
                return await self._follow(event, message, [breach])
        return None

    def forget(self, person: PersonId) -> None:
        """Drop under which name somebody spoke, and what they reacted to."""
        self._names.forget(person)
        self._reactions.forget(person)

    async def _follow(self, event: SpokenEvent, message: Message, breaches: Sequence[Breach]) -> Decision:
        posted = MessagePosted(key=event.key, at=event.at, space=message.space, by=event.by, message=message)
        whole = await self._incidents.follow(posted, Judgement(breaches=tuple(breaches)), ())
        actions = tuple(
            replace(one, reply_to=None) if isinstance(one, Post) else one for one in whole.actions
        )
        return replace(whole, actions=actions, final=False)


def _is_judged(event: SpokenEvent) -> bool:
    return event.by.is_person and event.by.standing.rank is Rank.MEMBER
