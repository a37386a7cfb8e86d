"""Every message of a group is seen here, kept, judged and remembered: the hot path of moderation."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace

from chat.decision import Decision, Write
from chat.events import MessageEdited
from chat.messages import MessageRef
from chat.people import PersonId, Rank, Space, SpaceKind, Voice
from chat.ports import Reader
from language.fold import fold
from moderation.breaches import Judgement, Mode, View
from moderation.casebook import heard
from moderation.desk import Desk
from moderation.facts import facts_of
from moderation.incidents import Incidents, Spoken
from moderation.recent import Heard, Recent, key_of, piece_of
from moderation.rules.first_messages import FirstMessages
from moderation.shapes import Shape, is_bare_media, shapes_of
from moderation.uncertain import Uncertain
from moderation.utterance import Utterance, wording_of

_REMEMBERED = 20_000
_MOST_ALBUMS = 1_000


class Watch:
    """Judges what members say. An ordinary message costs no read and one insert."""

    def __init__(self, desk: Desk, incidents: Incidents, reader: Reader, uncertain: Uncertain) -> None:
        self._desk = desk
        self._uncertain = uncertain
        self._incidents = incidents
        self._reader = reader
        self._is_warm = False
        self._warming = asyncio.Lock()
        self._condemned: OrderedDict[tuple[str, str], str] = OrderedDict()
        self.recent = Recent(size=_REMEMBERED)

    async def hear(self, event: Spoken) -> Decision | None:
        """What a message or an edit leads to; None where moderation has no business."""
        by = event.by
        if event.space.kind is not SpaceKind.GROUP:
            return None
        edited = isinstance(event, MessageEdited)
        keep = Write(
            "moderation.rehear" if edited else "moderation.hear",
            heard(event.message, by.person, by.standing.rank, event.at),
        )
        await self._desk.refresh()
        if not self._is_judged(event):
            return Decision(reason="moderation.exempt", writes=(keep,))
        if not self._is_warm:
            await self._warm_up()
        said = await self._said(event)
        judgement = self._judged(said, event)
        if self._desk.settings.classifier:
            judgement = await self._uncertain.settled(said, judgement)
        if judgement.mode is Mode.OFF and not event.message.album:
            trust = await self._trust(event, "", doubted=False)
            return Decision(reason="moderation.clean", writes=(keep, *trust))
        decision = await self._follow(event, judgement) or Decision(reason="moderation.clean")
        doubted = judgement.mode.reach >= Mode.REVIEW.reach
        case = decision.audit[0].subject if decision.final and decision.audit else ""
        return replace(
            decision, writes=(*decision.writes, keep, *await self._trust(event, case, doubted=doubted))
        )

    async def _trust(self, event: Spoken, case: str, *, doubted: bool) -> tuple[Write, ...]:
        """What the message does to its author's trust: a clean one may count some day, a flagged one costs all."""
        message, person = event.message, event.by.person
        if not event.by.is_person or event.by.standing.rank > Rank.MEMBER or message.text.startswith("/"):
            return ()
        trusts, key = self._desk.trusts, key_of(message.ref)
        if case:
            return await trusts.flagged(person, case, event.at)
        if doubted:
            return ()
        if isinstance(event, MessageEdited):
            return await trusts.edited(person, key, event.at)
        return await trusts.said(person, key, event.at, self._desk.settings.trust.spacing)

    async def _look_at_stranger(self, event: Spoken, said: Utterance) -> None:
        """Asked of the store only for messages of a shape with which strangers rarely begin."""
        rule = self._desk.rules.rules["first_messages"]
        if not isinstance(rule, FirstMessages) or rule.settings.mode is Mode.OFF:
            return
        if not any(True for _ in shapes_of(event.message)):
            return
        row = await self._reader.row("moderation.said_so_far", p=event.by.person, most=rule.settings.messages)
        count = int(row["count"]) if row else 0
        said.is_stranger = count < rule.settings.messages
        if not count and Shape.MEDIA_AT_ONCE in rule.settings.shapes and is_bare_media(event.message):
            came = await self._reader.row("raids.arrival", p=event.by.person)
            joined = came["joined_at"] if came else None
            said.comes_in_with_media = joined is not None and event.at - joined <= rule.settings.at_once

    def _is_judged(self, event: Spoken) -> bool:
        """Members are, and channels' voices; staff only where the community's own rules say so."""
        by = event.by
        if by.standing.rank > Rank.MEMBER:
            return by.is_person and by.standing.rank is Rank.STAFF and self._desk.rules.judges_staff
        return by.voice in (Voice.PERSON, Voice.CHANNEL)

    async def _said(self, event: Spoken) -> Utterance:
        """The message with what is known of its author, as far as a rule asks."""
        by = event.by
        said = Utterance(event.message, by.person, event.at, edited=isinstance(event, MessageEdited))
        said.rank = by.standing.rank
        await self._look_at_stranger(event, said)
        said.is_trusted = by.is_person and await self._desk.is_trusted(by.person)
        if self._desk.rules.wants_to_know(said):
            said.facts = await facts_of(self._reader, by.person, event.at)
        return said

    def judge(self, event: Spoken) -> Judgement:
        """The breaches of a message of a member of whom nothing is known; it is remembered for those after it."""
        said = Utterance(event.message, event.by.person, event.at, edited=isinstance(event, MessageEdited))
        return self._judged(said, event)

    def _judged(self, said: Utterance, event: Spoken) -> Judgement:
        self.recent.horizon = self._desk.rules.memory
        judgement = self._desk.rules.judge(said, self.recent, self._desk.clock.now() - event.at)
        alone = judgement.mode.reach >= Mode.REVIEW.reach and not any(
            one.view is View.WINDOW for one in judgement.evidence
        )
        heard = said.heard()
        self.recent.add(heard._replace(piece="") if alone else heard)  # what says it all is no part of more
        return judgement

    async def _follow(self, event: Spoken, judgement: Judgement) -> Decision | None:
        album = event.message.album
        name = (event.space.lane, album or "")
        if judgement.mode is Mode.OFF or (album and name in self._condemned):
            key = self._condemned.get(name)
            return await self._incidents.trail(event, key) if key else None
        parts = self.recent.album(event.by.person, album) if album else ()
        decision = await self._incidents.follow(event, judgement, parts)
        if album and decision.final:
            self._condemn(name, decision)
        return decision

    def _condemn(self, name: tuple[str, str], decision: Decision) -> None:
        """Parts of the album that arrive later go too."""
        audit = next(iter(decision.audit), None)
        if audit is not None:
            self._condemned[name] = audit.subject
        while len(self._condemned) > _MOST_ALBUMS:
            self._condemned.popitem(last=False)

    async def _warm_up(self) -> None:
        """After a start: what was said shortly before it. Many lanes begin at once: one of them reads."""
        async with self._warming:
            if not self._is_warm:
                await self._read_recent()
                self._is_warm = True

    async def _read_recent(self) -> None:
        since = self._desk.clock.now() - self._desk.rules.memory
        rows = await self._reader.rows("moderation.recent", since=since, most=_REMEMBERED)
        for row in reversed(rows):
            ref = MessageRef(Space(row["platform"], row["space"], row["thread"]), row["message"])
            self.recent.add(
                Heard(
                    key_of(ref),
                    ref,
                    PersonId(row["person"]),
                    row["at"],
                    wording_of(fold(row["text"])),
                    row["album"],
                    piece_of(row["text"]),
                )
            )
