"""Posting at the time, each occurrence once; what became of it; taking back what is out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chat.actions import Action, Capability, Delete, Post, Priority, Repeat
from chat.decision import Alarm, Audit, Decision, Value, Write, silent
from chat.errors import SaidNo
from chat.people import Speaker
from chat.text import Markdown, Text
from schedules.desk import RING, Desk, about, audited
from schedules.due import Due, what_is_due
from schedules.posts import Appearance, Fate, ScheduledPost, State
from schedules.recurrence import Occurrence
from schedules.rows import appear_again, new_appearance

MOST_DELETED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What withdrawing does: how many messages it deletes, how many it must leave."""

    decision: Decision
    deleted: int
    left: int


class Publishing:
    """What happens to an approved post."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ring(self, post_id: str) -> Decision:
        """Post what is due.

        Late by `late_within` at most, an occurrence is posted still; later, or when a newer one is due too, it is
        recorded as missed and the staff is told.
        """
        post = await self._desk.post(post_id)
        recurrence = post.recurrence if post else None
        if post is None or recurrence is None or post.state is not State.APPROVED or post.next is None:
            return silent("post.not_due")
        now = self._desk.clock.now()
        if now < post.next.at:
            again = Alarm(kind=RING, subject=post.id, at=post.next.at, space=post.space)
            return Decision(reason="post.too_early", alarms=(again,))
        late = self._desk.settings.late_within
        due = what_is_due(recurrence, self._desk.community.zone, post.next, now, late)
        after = post.moved_on(due.following, now)
        missed = await self._missed(post, due, now)
        posted = await self._posted(post, due.post)
        moved = self._desk.changed(post, after, reason="post.moved_on")
        return posted + missed + moved

    async def _posted(self, post: ScheduledPost, occurrence: Occurrence | None) -> Decision:
        if occurrence is None or post.space is None:
            return silent("post.nothing_to_post")
        known = await self._desk.appearance(post.id, occurrence.key)
        if known is not None and known.fate.is_out:
            return silent("post.is_out")
        appearance = _appearance(post, occurrence, Fate.SENDING)
        write = new_appearance(appearance) if known is None else appear_again(appearance)
        say = Post(
            to=post.space,
            body=Markdown(post.text),
            urgency=Priority.BROADCAST,
            repeat_as=Repeat.PARK,
            about=about("out", post.id, occurrence.key),
        )
        audit = (audited("due", post, key=occurrence.key, reviewed=not post.is_unreviewed),)
        return Decision(reason="post.posted", actions=(say,), writes=(write,), audit=audit)

    async def _missed(self, post: ScheduledPost, due: Due, now: datetime) -> Decision:
        if not due.missed:
            return silent("post.none_missed")
        rows = [_appearance(post, one, Fate.MISSED) for one in due.missed]
        writes = tuple(Write("schedules.missed", new_appearance(row).values) for row in rows)
        first, last = due.missed[0], due.missed[-1]
        if len(due.missed) == 1:
            told = Text("schedules.missed.one", {"number": post.number, "due": first.at})
        else:
            count: str | int = f"{len(due.missed)}+" if due.more else len(due.missed)
            told = Text(
                "schedules.missed.many",
                {"number": post.number, "count": count, "first": first.at, "last": last.at},
            )
        actions = (*await self._desk.to_staff(post, told), *self._desk.to_author(post, told))
        audit = (audited("missed", post, count=len(due.missed), first=first.key, last=last.key),)
        return Decision(reason="post.missed", actions=actions, writes=writes, audit=audit)

    async def appeared(self, post_id: str, key: str, ids: Sequence[str], degraded: str) -> Decision:
        """It is out: remember its messages; delete them at once when the post was withdrawn meanwhile."""
        post = await self._desk.post(post_id)
        known = await self._desk.appearance(post_id, key)
        if post is None or known is None or known.fate not in (Fate.SENDING, Fate.UNSURE):
            return silent("post.not_expected")
        now = self._desk.clock.now()
        out = replace(known, fate=Fate.POSTED, message=" ".join(ids), posted_at=now, why=degraded)
        writes = (_appeared(out),)
        audit = (audited("published", post, key=key, reviewed=not post.is_unreviewed, degraded=degraded),)
        actions: tuple[Action, ...] = ()
        if post.state is State.WITHDRAWN:
            actions = self._deletions(post, [out])
        elif degraded:
            actions = await self._desk.to_staff(
                post, Text("schedules.degraded", {"number": post.number, "why": degraded})
            )
        return Decision(reason="post.published", actions=actions, writes=writes, audit=audit)

    async def failed(self, post_id: str, key: str, outcome: str, why: str) -> Decision:
        """It could not be posted: staff and author are told. Of an unknown outcome the staff was asked already."""
        post = await self._desk.post(post_id)
        known = await self._desk.appearance(post_id, key)
        if post is None or known is None or known.fate not in (Fate.SENDING, Fate.UNSURE):
            return silent("post.not_expected")
        if outcome == "parked":
            unsure = replace(known, fate=Fate.UNSURE, why=why)
            return Decision(reason="post.unsure", writes=(_appeared(unsure),))
        told = Text("schedules.failed.post", {"number": post.number, "due": known.due, "why": why})
        actions = (*await self._desk.to_staff(post, told), *self._desk.to_author(post, told))
        write = _appeared(replace(known, fate=Fate.FAILED, why=why))
        audit = (audited("failed", post, key=key, why=why),)
        return Decision(reason="post.failed", actions=actions, writes=(write,), audit=audit)

    async def withdraw(self, post: ScheduledPost, by: Speaker) -> Withdrawal:
        """Cancel what is to come and delete what is out, as far as the platform allows. Raises SaidNo."""
        await self._desk.must_edit(by, post)
        if post.state is State.WITHDRAWN:
            raise SaidNo(Text("schedules.is_withdrawn", {"number": post.number}))
        after = post.withdrawn(self._desk.clock.now())
        out = await self._desk.out(post)
        deletions = self._deletions(post, out)
        name = await self._desk.named(by.person)
        facts = {"number": post.number, "name": name}
        actions: tuple[Action, ...] = deletions
        if post.state in (State.REVIEW, State.APPROVED):
            actions += await self._desk.shown_on_cards(post, Text("schedules.card.withdrawn", facts))
        actions += self._desk.to_author(post, Text("schedules.news.withdrawn", facts), besides=by.person)
        audit: tuple[Audit, ...] = (audited("withdrawn", post, deleted=len(deletions)),)
        decision = self._desk.changed(post, after, reason="post.withdrawn", actions=actions, audit=audit)
        return Withdrawal(decision=decision, deleted=len(deletions), left=len(out) - len(deletions))

    def _deletions(self, post: ScheduledPost, out: Sequence[Appearance]) -> tuple[Action, ...]:
        return tuple(
            Delete(to=one.space, messages=tuple(one.message.split()), about=about("gone", post.id, one.key))
            for one in out[:MOST_DELETED]
            if one.message and self._desk.abilities.can(one.space, Capability.DELETE)
        )

    async def removed(self, post_id: str, key: str) -> Decision:
        """A withdrawn message is gone."""
        return Decision(
            reason="post.removed", writes=(Write("schedules.removed", {"of": post_id, "which": key}),)
        )

    async def remains(self, post_id: str, key: str, why: str) -> Decision:
        """A withdrawn message cannot be deleted (any more): the staff is told once a post."""
        post = await self._desk.post(post_id)
        if post is None or post.remains_told or why == "target.gone":
            return await self.removed(post_id, key) if why == "target.gone" else silent("post.remains")
        after = replace(post, remains_told=True)
        told = Text("schedules.failed.delete", {"number": post.number, "why": why})
        actions = await self._desk.to_staff(post, told)
        audit = (audited("remains", post, key=key, why=why),)
        return self._desk.changed(post, after, reason="post.remains", actions=actions, audit=audit)

    async def revised(self, post_id: str, key: str, revision: int) -> Decision:
        """The message of a one-off that is out says what its new revision says."""
        post = await self._desk.post(post_id)
        if post is None or post.revision != revision:
            return silent("post.not_expected")
        values: dict[str, Value] = {
            "of": post_id,
            "which": key,
            "rev": revision,
            "by": post.editor,
            "approved_by": post.approver,
        }
        audit = (audited("revised", post, key=key),)
        return Decision(reason="post.revised", writes=(Write("schedules.revised", values),), audit=audit)

    async def not_revised(self, post_id: str, why: str) -> Decision:
        """The message that is out could not be changed."""
        post = await self._desk.post(post_id)
        if post is None:
            return silent("post.not_expected")
        told = Text("schedules.failed.edit", {"number": post.number, "why": why})
        actions = (*await self._desk.to_staff(post, told), *self._desk.to_author(post, told))
        return Decision(
            reason="post.not_revised", actions=actions, audit=(audited("not_revised", post, why=why),)
        )


def _appearance(post: ScheduledPost, occurrence: Occurrence, fate: Fate) -> Appearance:
    assert post.space is not None
    return Appearance(
        post=post.id,
        key=occurrence.key,
        due=occurrence.at,
        fate=fate,
        revision=post.revision,
        author=post.editor,
        approver=post.approver,
        space=post.space,
    )


def _appeared(appearance: Appearance) -> Write:
    return Write(
        "schedules.appeared",
        {
            "of": appearance.post,
            "which": appearance.key,
            "to": appearance.fate.value,
            "said": appearance.message,
            "at_": appearance.posted_at,
            "because": appearance.why,
        },
        expect=1,
    )
