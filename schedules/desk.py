"""What all parts of the planner share: finding posts and places, rights, speaking to the staff and to the author."""

from __future__ import annotations

from collections.abc import Sequence

from chat.actions import About, Action, Button, Edit, Post, Priority, Private
from chat.decision import Alarm, Audit, Decision
from chat.errors import SaidNo
from chat.messages import MessageRef
from chat.people import Duty, PersonId, Space, SpaceKind, Speaker
from chat.ports import Abilities, Clock, Community, Directory, Ids, Reader
from chat.text import Text
from schedules.posts import Appearance, ScheduledPost
from schedules.rows import change_post, read_appearance, read_post
from schedules.settings import SchedulesSettings

ROOM = "schedules"
RING = "schedules.post"
LISTED = 15
SHOWN = 10

Buttons = tuple[tuple[Button, ...], ...]


def about(what: str, *subject: object) -> About:
    """What an action serves: `what|subject|…`, read again when its outcome comes back."""
    return About(ROOM, "|".join((what, *(str(one) for one in subject))))


class Desk:
    """Reads, and the actions that more than one part needs; decides nothing by itself."""

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
        self.reader = reader
        self.clock = clock
        self.ids = ids
        self.directory = directory
        self.abilities = abilities
        self.community = community
        self.settings = settings

    async def numbered(self, number: int) -> ScheduledPost:
        """The post of this number. Raises SaidNo."""
        row = await self.reader.row("schedules.numbered", wanted=number)
        if row is None:
            raise SaidNo(Text("schedules.unknown", {"number": number}))
        return read_post(row)

    async def post(self, post_id: str) -> ScheduledPost | None:
        """The post of this id."""
        row = await self.reader.row("schedules.post", key=post_id)
        return read_post(row) if row else None

    async def listed(self) -> list[ScheduledPost]:
        """The newest posts that are not withdrawn, the newest first."""
        return [read_post(row) for row in await self.reader.rows("schedules.listed", most=LISTED)]

    async def appearance(self, post_id: str, key: str) -> Appearance | None:
        """One appearance of a post."""
        row = await self.reader.row("schedules.appearance", of=post_id, which=key)
        return read_appearance(row) if row else None

    async def appearances(self, post: ScheduledPost) -> list[Appearance]:
        """The latest appearances of a post, the latest first."""
        rows = await self.reader.rows("schedules.appearances", of=post.id, most=SHOWN)
        return [read_appearance(row) for row in rows]

    async def out(self, post: ScheduledPost) -> list[Appearance]:
        """Everything of a post that people can see, the latest first."""
        return [read_appearance(row) for row in await self.reader.rows("schedules.out", of=post.id)]

    async def must_edit(self, by: Speaker, post: ScheduledPost) -> None:
        """Raise SaidNo unless a human with the duty of editor, here or where the post goes, asks for it."""
        if by.is_person:
            if by.standing.has(Duty.EDITOR):
                return
            if post.space and (await self.directory.standing(by.person, post.space)).has(Duty.EDITOR):
                return
        raise SaidNo(Text("schedules.not_allowed"))

    def staff(self, post: ScheduledPost) -> Space | None:
        """The staff space in which a post is reviewed; never one that members can see."""
        platform = post.space.platform if post.space else ""
        staff = self.directory.staff_space(platform) or self.directory.home()
        if staff is None or staff.kind is not SpaceKind.STAFF:
            return None
        return None if any(staff == public for public in self.directory.spaces()) else staff

    async def to_staff(self, post: ScheduledPost, body: Text) -> tuple[Action, ...]:
        """News for the staff; without a staff space in private to everybody who may publish, at most five."""
        staff = self.staff(post)
        serves = about("told", post.id)
        if staff is not None:
            return (Post(to=staff, body=body, urgency=Priority.STAFF, about=serves),)
        editors = await self.directory.holders(Duty.EDITOR, post.space)
        return tuple(Post(to=Private(person), body=body, about=serves) for person in editors[:5])

    def to_author(
        self, post: ScheduledPost, body: Text, *, besides: PersonId | None = None
    ) -> tuple[Action, ...]:
        """News for whoever wrote this revision, unless they did it themselves."""
        if post.editor == besides:
            return ()
        return (Post(to=Private(post.editor), body=body, about=about("told", post.id)),)

    async def shown_on_cards(self, post: ScheduledPost, body: Text) -> tuple[Action, ...]:
        """The newest review card, settled: it says what became of it and has no buttons any more."""
        rows = await self.reader.rows("schedules.cards", of=post.id)
        if not rows:
            return ()
        space = Space(rows[-1]["platform"], rows[-1]["space"], rows[-1]["thread"], SpaceKind.STAFF)
        ref = MessageRef(space, rows[-1]["message"])
        return (Edit(to=space, message=ref, body=body, about=about("settle", post.id)),)

    def changed(
        self,
        before: ScheduledPost,
        after: ScheduledPost,
        *,
        reason: str,
        actions: Sequence[Action] = (),
        audit: tuple[Audit, ...] = (),
    ) -> Decision:
        """The change kept, the alarm set or cancelled as the post now stands."""
        ring = Alarm(kind=RING, subject=after.id, at=after.next.at if after.next else None, space=after.space)
        moved = before.next != after.next or before.space != after.space
        return Decision(
            reason=reason,
            actions=tuple(actions),
            writes=(change_post(before, after),),
            alarms=(ring,) if moved else (),
            audit=audit,
        )

    async def named(self, person: PersonId | None) -> str | Text:
        """What to call somebody."""
        name = await self.directory.name(person) if person else ""
        return name or Text("schedules.somebody")


def audited(code: str, post: ScheduledPost, **data: str | int | bool | None) -> Audit:
    """The record of an act on a post; who wrote and who approved stand in the records of those acts."""
    return Audit(
        code=f"post.{code}",
        subject=f"post:{post.id}",
        data={"number": post.number, "revision": post.revision, **data},
    )
