"""Scheduled posts and their appearances as rows, there and back."""

from __future__ import annotations

from chat.decision import Value, Write
from chat.people import PersonId, Space, SpaceKind
from chat.ports import Row
from schedules.posts import Appearance, Fate, ScheduledPost, State
from schedules.recurrence import Occurrence


def read_post(row: Row) -> ScheduledPost:
    """A post from its row."""
    following = Occurrence(at=row["next_at"], key=row["next_key"]) if row["next_at"] else None
    return ScheduledPost(
        id=row["id"],
        number=row["number"],
        state=State(row["state"]),
        text=row["text"],
        when=row["written_when"],
        source=row["source"],
        where=row["written_where"],
        space=_space(row) if row["platform"] else None,
        version=row["version"],
        revision=row["revision"],
        author=PersonId(row["author_person"]),
        editor=PersonId(row["editor_person"]),
        submitter=_person(row["submitter_person"]),
        approver=_person(row["approver_person"]),
        is_unreviewed=bool(row["unreviewed"]),
        remark=row["remark"],
        next=following,
        remains_told=bool(row["remains_told"]),
        made_at=row["made_at"],
        changed_at=row["changed_at"],
    )


def read_appearance(row: Row) -> Appearance:
    """An appearance from its row."""
    return Appearance(
        post=row["post"],
        key=row["key"],
        due=row["due"],
        fate=Fate(row["fate"]),
        revision=row["revision"],
        author=PersonId(row["author_person"]),
        approver=_person(row["approver_person"]),
        space=_space(row),
        message=row["message"],
        posted_at=row["posted_at"],
        why=row["why"],
    )


def new_post(post: ScheduledPost) -> Write:
    """The row of a new post; a number that is taken makes it clash."""
    fixed: dict[str, Value] = {
        "id": post.id,
        "number": post.number,
        "version": post.version,
        "author_person": post.author,
        "made_at": post.made_at,
    }
    return Write("schedules.draft", {**fixed, **_mutable(post)}, expect=1)


def change_post(before: ScheduledPost, after: ScheduledPost) -> Write:
    """The change of a post's row, which clashes when somebody changed it since `before`."""
    changes = {f"new_{name}": value for name, value in _mutable(after).items()}
    return Write("schedules.change", {"key": before.id, "seen": before.version, **changes}, expect=1)


def new_appearance(appearance: Appearance) -> Write:
    """The row of an appearance: each key once in a post's life."""
    return Write(
        "schedules.appear",
        {
            "post": appearance.post,
            "key": appearance.key,
            "due": appearance.due,
            "fate": appearance.fate.value,
            "revision": appearance.revision,
            "author_person": appearance.author,
            "approver_person": appearance.approver,
            **_place(appearance.space),
            "message": appearance.message,
            "posted_at": appearance.posted_at,
            "why": appearance.why,
        },
        expect=1,
    )


def appear_again(appearance: Appearance) -> Write:
    """Another try of what was missed, failed or removed; clashes when it is out."""
    space = appearance.space
    return Write(
        "schedules.appear_again",
        {
            "of": appearance.post,
            "which": appearance.key,
            "to": appearance.fate.value,
            "at_": appearance.due,
            "rev": appearance.revision,
            "by": appearance.author,
            "approved_by": appearance.approver,
            "on": space.platform,
            "at_space": space.id,
            "in_thread": space.thread,
            "of_kind": space.kind.value,
        },
        expect=1,
    )


def _mutable(post: ScheduledPost) -> dict[str, Value]:
    return {
        "state": post.state.value,
        "text": post.text,
        "written_when": post.when,
        "source": post.source,
        "written_where": post.where,
        **_place(post.space),
        "revision": post.revision,
        "editor_person": post.editor,
        "submitter_person": post.submitter,
        "approver_person": post.approver,
        "unreviewed": post.is_unreviewed,
        "remark": post.remark,
        "next_at": post.next.at if post.next else None,
        "next_key": post.next.key if post.next else None,
        "remains_told": post.remains_told,
        "changed_at": post.changed_at,
    }


def _place(space: Space | None) -> dict[str, Value]:
    return {
        "platform": space.platform if space else None,
        "space": space.id if space else None,
        "thread": space.thread if space else None,
        "space_kind": space.kind.value if space else None,
    }


def _space(row: Row) -> Space:
    return Space(row["platform"], row["space"], row["thread"], SpaceKind(row["space_kind"]))


def _person(value: str | None) -> PersonId | None:
    return PersonId(value) if value else None
