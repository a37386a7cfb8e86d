"""Judging what is no message: names, reactions, and who joins, links and leaves."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Delete, Post
from chat.decision import Decision
from chat.events import JoinRequested, MemberJoined, MemberLeft, MessagePosted, ReactionChanged, SpokenEvent
from chat.messages import Message
from chat.people import Rank, Space, SpaceKind
from chat.ports import Reader
from moderation.breaches import Breach, Judgement, Mode
from moderation.desk import Desk
from moderation.incidents import Incidents
from moderation.raids.crowd import Tally
from moderation.rule import Utterance
from moderation.rules.hit_and_run import HitAndRun
from moderation.rules.names import Names
from moderation.rules.reactions import Reactions

_LATEST = 5


class Signals:
    """Each breach becomes a case like one of a message; what has no message has nothing to be deleted."""

    def __init__(self, desk: Desk, reader: Reader, incidents: Incidents) -> None:
        self._desk = desk
        self._reader = reader
        self._incidents = incidents
        self._reactions = Tally()

    async def came(self, event: MemberJoined | JoinRequested) -> Decision | None:
        """Somebody comes, or asks to: their name is judged, and a description where one can be read."""
        rule = self._desk.rules.rules["names"]
        if not isinstance(rule, Names) or rule.settings.mode is Mode.OFF or not _is_judged(event):
            return None
        about = event.about if isinstance(event, JoinRequested) else ""
        shown = "\n".join(one for one in (event.by.name, event.by.username or "", about) if one)
        message = Message(
            id=f"name:{event.by.identity.id}", space=replace(event.space, thread=None), text=shown
        )
        breach = rule.judge_name(Utterance(message, event.by.person, event.at))
        return await self._follow(event, message, breach) if breach else None

    async def reacted(self, event: ReactionChanged) -> Decision | None:
        """Reactions are put: too many too fast?"""
        rule = self._desk.rules.rules["reactions"]
        if not isinstance(rule, Reactions) or rule.settings.mode is Mode.OFF or not _is_judged(event):
            return None
        if event.space.kind is not SpaceKind.GROUP or not event.added:
            return None
        count = self._reactions.add(event.by.person, event.at, rule.settings.within)
        breach = rule.judge_count(count)
        if breach is None:
            return None
        message = Message(id=f"reaction:{event.message.id}", space=event.space, text=" ".join(event.added))
        return await self._follow(event, message, breach)

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
            if said["at"] < joined or space.lane != event.space.lane:
                continue
            message = Message(id=said["message"], space=space, text=said["text"])
            breach = rule.judge_left(Utterance(message, event.by.person, said["at"]))
            if breach is not None:
                return await self._follow(event, message, breach)
        return None

    async def _follow(self, event: SpokenEvent, message: Message, breach: Breach) -> Decision:
        posted = MessagePosted(key=event.key, at=event.at, space=message.space, by=event.by, message=message)
        whole = await self._incidents.follow(posted, Judgement(breaches=(breach,)), ())
        real = message.id.isdigit()
        actions = tuple(
            replace(one, reply_to=None) if isinstance(one, Post) else one
            for one in whole.actions
            if real or not isinstance(one, Delete)
        )
        return replace(whole, actions=actions, final=False)


def _is_judged(event: SpokenEvent) -> bool:
    return event.by.is_person and event.by.standing.rank is Rank.MEMBER
