"""Who belongs to a chat, as what, and what that allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.people import User


class Status(StrEnum):
    OWNER = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    BANNED = "kicked"


COMMON_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
ALL_RIGHTS = COMMON_RIGHTS + GROUP_RIGHTS + CHANNEL_RIGHTS

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
# Newer than most clients: their absence from a request must not turn "all allowed" into a restriction.
_OPTIONAL_PERMISSIONS = frozenset({"can_react_to_messages", "can_edit_tag"})
_MEDIA = tuple(name for name in PERMISSIONS[1:7])
DEFAULT_PERMISSIONS: Mapping[str, bool] = {
    name: name not in ("can_change_info", "can_pin_messages", "can_manage_topics") for name in PERMISSIONS
}

SHORTEST_PENALTY = 30
LONGEST_PENALTY = 366 * 86400


def effective_until(until: int, now: int) -> int:
    """Less than 30 seconds or more than 366 days from now is for ever (0)."""
    return until if SHORTEST_PENALTY <= until - now <= LONGEST_PENALTY else 0


def read_permissions(given: Mapping[str, object], *, independent: bool) -> dict[str, bool]:
    """ChatPermissions of a request; without `independent` some permissions imply others."""
    read = {name: bool(given.get(name, False)) for name in PERMISSIONS}
    for name in _OPTIONAL_PERMISSIONS:
        read[name] = bool(given.get(name, read["can_send_messages"]))
    if "can_manage_topics" not in given:
        read["can_manage_topics"] = read["can_pin_messages"]
    if independent:
        return read
    if read["can_send_other_messages"] or read["can_add_web_page_previews"]:
        read.update(dict.fromkeys(("can_send_messages", *_MEDIA), True))
    if read["can_send_polls"]:
        read["can_send_messages"] = True
    return read


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """One person's standing in one chat."""

    user: User
    status: Status = Status.MEMBER
    present: bool = True
    rights: dict[str, bool] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    until: int = 0
    anonymous: bool = False
    custom_title: str | None = None
    tag: str | None = None
    editable: bool = False
    last_spoke: int = 0

    @property
    def leads(self) -> bool:
        return self.status in (Status.OWNER, Status.ADMINISTRATOR)

    def may(self, right: str) -> bool:
        return self.status is Status.OWNER or (self.leads and self.rights.get(right, False))

    def expire(self, now: int) -> None:
        """A restriction or ban with a date ends by itself, without any update."""
        if self.until and self.until <= now and self.status in (Status.RESTRICTED, Status.BANNED):
            self.become(Status.MEMBER if self.present else Status.LEFT)

    def become(self, status: Status, *, until: int = 0) -> None:
        self.status, self.until = status, until
        self.present = self.present and status not in (Status.LEFT, Status.BANNED)
        if status not in (Status.OWNER, Status.ADMINISTRATOR):
            self.rights, self.custom_title, self.anonymous = {}, None, False
        if status is not Status.RESTRICTED:
            self.permissions = {}

    def json(self, *, channel: bool = False) -> Json:
        body: Json = {"status": self.status.value, "user": self.user.json()}
        match self.status:
            case Status.OWNER:
                body["is_anonymous"] = self.anonymous
            case Status.ADMINISTRATOR:
                body |= self._rights_json(channel)
            case Status.RESTRICTED:
                body |= {"is_member": self.present, "until_date": self.until}
                body |= {name: self.permissions.get(name, False) for name in PERMISSIONS}
            case Status.BANNED:
                body["until_date"] = self.until
            case Status.MEMBER if self.tag:
                body["tag"] = self.tag
            case _:
                pass
        if self.custom_title and self.leads:
            body["custom_title"] = self.custom_title
        return body

    def _rights_json(self, channel: bool) -> Json:
        names = COMMON_RIGHTS + (CHANNEL_RIGHTS if channel else GROUP_RIGHTS)
        rights = {name: self.rights.get(name, False) for name in names}
        rights["can_manage_chat"] = rights["can_manage_chat"] or any(rights.values())
        return {"can_be_edited": self.editable, "is_anonymous": self.anonymous, **rights}


def absent(user: User) -> Member:
    return Member(user=user, status=Status.LEFT, present=False)
