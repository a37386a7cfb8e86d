"""Writing posts: the forms, what is understood of them, what is still wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chat.actions import Action, Form
from chat.decision import Decision
from chat.errors import SaidNo
from chat.people import PersonId, Space
from chat.text import Text
from language.moments import MomentProblem, read_moment
from schedules import wording
from schedules.desk import Desk, audited
from schedules.due import first_time
from schedules.places import default_place, obstacle, place_name, read_place
from schedules.posts import LONGEST, ScheduledPost, State
from schedules.recurrence import Kind, Occurrence, Problem, Recurrence, next_after
from schedules.rows import new_post

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST = timedelta(days=3_660)
_NEARLY_A_MINUTE = timedelta(seconds=59)
"""A post comes in the minute after, never before its time."""
NEW = "new"


class Drafting:
    """What editors do with a post before it is handed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def new_form(self, ordered_in: Space) -> Form:
        """An empty form for the place in which it was ordered."""
        directory = self._desk.directory
        return wording.form(NEW, None, place_name(default_place(ordered_in, directory), directory))

    def change_form(self, post: ScheduledPost) -> Form:
        """The form of a post with what stands in it now. Raises SaidNo for one that is withdrawn."""
        if post.state is State.WITHDRAWN:
            raise SaidNo(Text("schedules.is_withdrawn", {"number": post.number}))
        place = place_name(post.space, self._desk.directory) or post.where
        return wording.form(f"{post.number}.{post.revision}", post, place)

    async def write(
        self, values: Mapping[str, str], by: PersonId, ordered_in: Space
    ) -> tuple[ScheduledPost, Decision]:
        """A new draft with the next number."""
        desk = self._desk
        last = await desk.reader.row("schedules.last")
        now = desk.clock.now()
        where = clean(values.get("where", ""), 100)
        when = self._dated(clean(values.get("when", ""), 200))
        post = ScheduledPost(
            id=desk.ids.new(),
            number=(last["number"] or 0) + 1 if last else 1,
            state=State.DRAFT,
            text=clean(values.get("text", ""), LONGEST),
            when=when,
            source=_understood(when),
            where=where,
            space=read_place(where, default_place(ordered_in, desk.directory), desk.directory),
            version=0,
            revision=1,
            author=by,
            editor=by,
            made_at=now,
            changed_at=now,
        )
        audit = (audited("drafted", post),)
        return post, Decision(reason="post.drafted", writes=(new_post(post),), audit=audit)

    async def rewrite(
        self, post: ScheduledPost, revision: int, values: Mapping[str, str], by: PersonId
    ) -> tuple[ScheduledPost, Decision]:
        """The post with what was filled in; an approval of what it was is void. Raises SaidNo."""
        self.must_be_current(post, revision)
        if post.state is State.WITHDRAWN:
            raise SaidNo(Text("schedules.is_withdrawn", {"number": post.number}))
        desk = self._desk
        where = clean(values.get("where", ""), 100)
        when = self._dated(clean(values.get("when", ""), 200)) or post.when
        after = post.edited(
            by,
            text=clean(values.get("text", ""), LONGEST) or post.text,
            when=when,
            source=_understood(when),
            where=where or post.where,
            space=read_place(where, post.space, desk.directory),
            now=desk.clock.now(),
        )
        voided = post.state in (State.REVIEW, State.APPROVED)
        facts = {"number": post.number, "name": await desk.named(by)}
        actions: tuple[Action, ...] = ()
        if voided:
            actions += await desk.shown_on_cards(post, Text("schedules.card.voided", facts))
        actions += desk.to_author(post, Text("schedules.news.edited", facts), besides=by)
        audit = (audited("edited", after, voided=voided),)
        return after, desk.changed(post, after, reason="post.edited", actions=actions, audit=audit)

    def must_be_current(self, post: ScheduledPost, revision: int | None) -> None:
        """Raise SaidNo when somebody changed the post since this revision was shown."""
        if revision is not None and post.revision != revision:
            raise SaidNo(Text("schedules.stale", {"number": post.number}))

    async def first(self, post: ScheduledPost) -> Occurrence | None:
        """When it would appear first if it were approved now; None when its time is over."""
        recurrence = post.recurrence
        if recurrence is None:
            return None
        desk = self._desk
        now, late = desk.clock.now(), desk.settings.late_within
        coming = first_time(recurrence, desk.community.zone, now, late)
        known = await desk.appearance(post.id, coming.key) if coming else None
        return None if known and known.fate.is_out else coming

    async def moment(self, post: ScheduledPost) -> Occurrence | None:
        """The one time of a one-off, long past or still to come; None for what recurs."""
        recurrence = post.recurrence
        if recurrence is None or recurrence.kind is not Kind.ONCE:
            return None
        return next_after(recurrence, self._desk.community.zone, _BEFORE_ALL)

    async def problem(self, post: ScheduledPost) -> Text | None:
        """What keeps a post from being handed in, None when nothing does."""
        if not post.text:
            return Text("schedules.problem.text")
        if not post.source:
            read = Recurrence.parse(post.when)
            return read.text if isinstance(read, Problem) else Text("schedules.problem.over")
        hindered = obstacle(post.space, self._desk.directory, self._desk.abilities)
        if hindered is not None:
            return hindered
        if await self.first(post) is None and not await self.is_out(post):
            return Text("schedules.problem.over")
        return None

    async def is_out(self, post: ScheduledPost) -> bool:
        """Whether it is a one-off that people can see already, so that a new revision changes that message."""
        moment = await self.moment(post)
        known = await self._desk.appearance(post.id, moment.key) if moment else None
        return known is not None and known.fate.is_out

    async def preview(self, post: ScheduledPost, to: Space) -> tuple[Action, ...]:
        """What the editor sees of their draft, with what can be done next; what is out is not discarded in passing."""
        problem = await self.problem(post)
        spare = self._desk.staff(post)
        discard = () if await self._desk.out(post) else ("discard",)
        if problem is not None:
            facts = Text("schedules.preview.problem", {"number": post.number, "problem": problem})
            return wording.preview(post, facts, ("change", *discard), to, spare)
        facts = await self._facts(post)
        return wording.preview(post, facts, ("submit", "change", *discard), to, spare)

    async def _facts(self, post: ScheduledPost) -> Text:
        place = place_name(post.space, self._desk.directory)
        first = await self.first(post)
        if first is None:
            return Text("schedules.preview.out", {"number": post.number, "place": place})
        return Text(
            "schedules.preview.ready",
            {"number": post.number, "when": wording.when(post), "first": first.at, "place": place},
        )

    def _dated(self, when: str) -> str:
        """What is said from now (`2h`, `20:00`, 明天 9:30) with its day, to mean the same later; all else as it is."""
        now, zone = self._desk.clock.now(), self._desk.community.zone
        moment = read_moment(when, now=now, zone=zone, shortest=timedelta(), longest=_FARTHEST)
        if isinstance(moment, MomentProblem):
            return when
        return f"{moment.astimezone(zone) + _NEARLY_A_MINUTE:%Y-%m-%d %H:%M}"


def clean(text: str, longest: int) -> str:
    """What was typed, without what no database stores, at most so long."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()[:longest]


def _understood(when: str) -> str:
    read = Recurrence.parse(when)
    return "" if isinstance(read, Problem) else read.source
