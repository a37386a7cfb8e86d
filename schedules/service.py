"""The door of the planner: what handlers may ask of scheduled posts."""

from __future__ import annotations

from datetime import datetime

from chat.decision import Value, Write
from chat.messages import MessageRef
from chat.people import Duty, PersonId
from chat.ports import Abilities, Clock, Community, Directory, Ids, Reader
from chat.text import Text
from schedules import privacy, wording
from schedules.desk import Desk
from schedules.drafting import Drafting
from schedules.places import place_name
from schedules.posts import ScheduledPost
from schedules.previews import Previews
from schedules.publishing import Publishing
from schedules.reviewing import Reviewing
from schedules.settings import SchedulesSettings


class Posts:
    """Scheduled posts. Everything answers a Decision; nothing is written or sent here."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        community: Community,
        settings: SchedulesSettings,
    ) -> None:
        self.desk = Desk(
            reader=reader,
            clock=clock,
            ids=ids,
            directory=directory,
            abilities=abilities,
            community=community,
            settings=settings,
        )
        self.drafting = Drafting(self.desk)
        self.reviewing = Reviewing(self.desk, self.drafting)
        self.publishing = Publishing(self.desk)
        self.previews = Previews(self.desk)

    @property
    def settings(self) -> SchedulesSettings:
        """The `[schedules]` section as it stands."""
        return self.desk.settings

    @settings.setter
    def settings(self, settings: SchedulesSettings) -> None:
        self.desk.settings = settings

    async def numbered(self, number: int) -> ScheduledPost:
        """The post of this number. Raises SaidNo."""
        return await self.desk.numbered(number)

    async def listed(self) -> Text:
        """The newest posts, one a line."""
        posts = await self.desk.listed()
        if not posts:
            return Text("schedules.list.none")
        found = [wording.list_line(post, self._place(post)) for post in posts]
        return Text("schedules.list.title", {"posts": wording.lines(found)})

    async def shown(self, post: ScheduledPost) -> Text:
        """All that is known about a post, without its words."""
        history = [wording.appearance_line(one) for one in await self.desk.appearances(post)]
        if post.remark:
            history.insert(0, Text("schedules.shown.remark", {"remark": post.remark}))
        return Text(
            "schedules.shown.post",
            {
                "number": post.number,
                "state": wording.state(post),
                "when": wording.when(post) or Text("schedules.shown.nothing"),
                "next": post.next.at if post.next else Text("schedules.shown.nothing"),
                "place": self._place(post) or Text("schedules.shown.nothing"),
                "writer": await self.desk.named(post.editor),
                "approver": await self._approver(post),
                "history": wording.lines(history or [Text("schedules.shown.never")]),
            },
        )

    async def _approver(self, post: ScheduledPost) -> str | Text:
        if post.is_unreviewed:
            return Text("schedules.shown.unreviewed")
        return await self.desk.named(post.approver) if post.approver else Text("schedules.shown.nobody")

    def _place(self, post: ScheduledPost) -> str:
        return place_name(post.space, self.desk.directory) or post.where

    def card_is(self, post_id: str, revision: int, ref: MessageRef) -> Write:
        """Remember which message is the review card of a revision."""
        values: dict[str, Value] = {
            "post": post_id,
            "revision": revision,
            "platform": ref.space.platform,
            "space": ref.space.id,
            "thread": ref.space.thread,
            "message": ref.id,
        }
        return Write("schedules.card", values)

    async def doctor(self) -> tuple[Text, ...]:
        """What is wrong with the review of posts: nobody to approve what another wrote, or no review at all."""
        if not self.settings.approvals:
            return (Text("schedules.doctor.unreviewed"),)
        editors: set[PersonId] = set()
        for space in (None, *self.desk.directory.spaces()):
            editors |= set(await self.desk.directory.holders(Duty.EDITOR, space))
        return () if len(editors) > 1 else (Text("schedules.doctor.no_reviewer", {"editors": len(editors)}),)

    async def export(self, person: PersonId) -> dict[str, list[dict[str, object]]]:
        """Everything stored about a person."""
        return await privacy.export(self.desk.reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Take a person out; what is published stays the community's."""
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Everything of `dropped` becomes that of `kept`."""
        return privacy.become(dropped, kept)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget posts that are over, and old appearances, with the audit of them."""
        del messages_before, tickets_before
        return privacy.expire(audit_before)
