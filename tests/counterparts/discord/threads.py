"""Threads: public or private side rooms of a channel, archived and locked in their time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.shapes import Json, moment, optional_id, optional_moment

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
THREAD_KINDS = (Kind.ANNOUNCEMENT_THREAD, Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD)


@dataclass(slots=True, kw_only=True, eq=False)
class Thread(Channel):
    """One thread; its id is that of the message on which it stands, if it stands on one."""

    parent: Channel
    owner_id: int
    made_at: datetime
    archive_at: datetime
    archive_after: int = 4320
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    joined: dict[int, datetime] = field(default_factory=dict)
    sent: int = 0

    @property
    def is_thread(self) -> bool:
        """Always."""
        return True

    @property
    def home(self) -> Channel:
        """The parent channel."""
        return self.parent

    @property
    def is_private(self) -> bool:
        """Seen only by those who are in it, and by MANAGE_THREADS."""
        return self.kind is Kind.PRIVATE_THREAD

    def metadata(self) -> Json:
        """Archive and lock."""
        shown: Json = {
            "archived": self.archived,
            "archive_timestamp": moment(self.archive_at),
            "auto_archive_duration": self.archive_after,
            "locked": self.locked,
            "create_timestamp": moment(self.made_at),
        }
        if self.is_private:
            shown["invitable"] = self.invitable
        return shown

    def member_json(self, account_id: int) -> Json:
        """One person's membership of the thread."""
        return {
            "id": str(self.id),
            "user_id": str(account_id),
            "join_timestamp": moment(self.joined[account_id]),
            "flags": 0,
        }

    def json(self, *, seen_by: int | None = None) -> Json:
        """The thread object, with the reader's own membership when there is one."""
        assert self.guild is not None
        shown: Json = {
            "id": str(self.id),
            "type": int(self.kind),
            "flags": 0,
            "last_message_id": optional_id(self.last_message_id),
            "last_pin_timestamp": optional_moment(self.last_pin_at),
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": str(self.parent.id),
            "rate_limit_per_user": self.slow_mode,
            "owner_id": str(self.owner_id),
            "thread_metadata": self.metadata(),
            "message_count": min(len(self.messages), 50),
            "member_count": min(len(self.joined), 50),
            "total_message_sent": self.sent,
        }
        if seen_by is not None and seen_by in self.joined:
            shown["member"] = self.member_json(seen_by)
        return shown
