"""Handing in, approving by another person, sending back."""

from __future__ import annotations

from chat.actions import Action, Capability, Edit
from chat.decision import Decision
from chat.errors import SaidNo
from chat.people import PersonId, Speaker
from chat.text import Markdown, Text
from schedules import wording
from schedules.desk import Desk, about, audited
from schedules.drafting import Drafting
from schedules.places import place_name
from schedules.posts import Fate, ScheduledPost, State
from schedules.recurrence import Occurrence


class Reviewing:
    """Nothing is published that only its writer has seen, unless the owner chose so."""

    def __init__(self, desk: Desk, drafting: Drafting) -> None:
        self._desk = desk
        self._drafting = drafting

    async def submit(
        self, post: ScheduledPost, revision: int | None, by: Speaker
    ) -> tuple[ScheduledPost, Decision]:
        """Hand in a draft; with no approvals needed it is good to go and recorded as unreviewed. Raises SaidNo."""
        await self._desk.must_edit(by, post)
        self._drafting.must_be_current(post, revision)
        if post.state is not State.DRAFT:
            raise SaidNo(Text("schedules.not_draft", {"number": post.number, "state": wording.state(post)}))
        problem = await self._drafting.problem(post)
        if problem is not None:
            raise SaidNo(problem)
        handed_in = post.submitted(by.person, self._desk.clock.now())
        if not self._desk.settings.approvals:
            return await self._start(post, handed_in, None)
        actions = await self._card(handed_in)
        audit = (audited("submitted", handed_in),)
        return handed_in, self._desk.changed(
            post, handed_in, reason="post.submitted", actions=actions, audit=audit
        )

    async def approve(
        self, post: ScheduledPost, revision: int | None, by: Speaker
    ) -> tuple[ScheduledPost, Decision]:
        """Let a post go out as it stands; never by a person who wrote or handed in this revision. Raises SaidNo."""
        await self.must_review(post, revision, by)
        if post.written_by(by.person):
            raise SaidNo(Text("schedules.own", {"number": post.number}))
        return await self._start(post, post, by.person)

    async def give_back(
        self, post: ScheduledPost, revision: int | None, by: Speaker, remark: str
    ) -> tuple[ScheduledPost, Decision]:
        """Send a post back to its author with a remark. Raises SaidNo."""
        await self.must_review(post, revision, by)
        after = post.returned(remark, self._desk.clock.now())
        name = await self._desk.named(by.person)
        facts = {"number": post.number, "name": name, "remark": remark}
        actions = await self._desk.shown_on_cards(post, Text("schedules.card.returned", facts))
        actions += self._desk.to_author(post, Text("schedules.news.returned", facts), besides=by.person)
        audit = (audited("returned", after),)
        return after, self._desk.changed(post, after, reason="post.returned", actions=actions, audit=audit)

    async def must_review(self, post: ScheduledPost, revision: int | None, by: Speaker) -> None:
        """Raise SaidNo unless the post is in review, as it was shown, and somebody with the duty asks."""
        await self._desk.must_edit(by, post)
        self._drafting.must_be_current(post, revision)
        if post.state is not State.REVIEW:
            raise SaidNo(
                Text("schedules.not_in_review", {"number": post.number, "state": wording.state(post)})
            )

    async def _start(
        self, before: ScheduledPost, post: ScheduledPost, approver: PersonId | None
    ) -> tuple[ScheduledPost, Decision]:
        """Set the alarm of an approved post, or change the message of a one-off that is out."""
        first, changes = await self._first(post)
        after = post.approved(approver, first, self._desk.clock.now())
        name = await self._desk.named(approver)
        actions: tuple[Action, ...] = changes
        if approver is not None:
            facts = {"number": post.number, "name": name}
            actions += await self._desk.shown_on_cards(post, Text("schedules.card.approved", facts))
            actions += self._desk.to_author(post, Text("schedules.news.approved", facts), besides=approver)
        code = "approved" if approver else "unreviewed"
        audit = (audited(code, after, first=first.key if first else None),)
        return after, self._desk.changed(before, after, reason=f"post.{code}", actions=actions, audit=audit)

    async def _first(self, post: ScheduledPost) -> tuple[Occurrence | None, tuple[Action, ...]]:
        problem = await self._drafting.problem(post)
        if problem is not None:
            raise SaidNo(problem)
        if not await self._drafting.is_out(post):
            return await self._drafting.first(post), ()
        moment = await self._drafting.moment(post)
        assert moment is not None
        out = await self._desk.appearance(post.id, moment.key)
        assert out is not None
        if out.fate is not Fate.POSTED or out.ref is None:
            raise SaidNo(Text("schedules.problem.sending", {"number": post.number}))
        if out.space != post.space or not self._desk.abilities.can(out.space, Capability.EDIT):
            raise SaidNo(Text("schedules.problem.out", {"number": post.number}))
        serves = about("edit", post.id, out.key, post.revision)
        return None, (Edit(to=out.space, message=out.ref, body=Markdown(post.text), about=serves),)

    async def _card(self, post: ScheduledPost) -> tuple[Action, ...]:
        staff = self._desk.staff(post)
        if staff is None:
            return ()
        first = await self._drafting.first(post)
        facts = {
            "number": post.number,
            "name": await self._desk.named(post.editor),
            "when": wording.when(post),
            "first": first.at if first else Text("schedules.card.at_once"),
            "place": place_name(post.space, self._desk.directory),
        }
        return wording.card(post, facts, staff)
