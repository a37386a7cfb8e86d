"""Attachments: stored bytes behind signed links that expire."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import timedelta

from tests.counterparts.discord.clocks import Clock
from tests.counterparts.discord.shapes import Json

LINK_LIFE = timedelta(hours=24)
LARGEST = 10 * 1024 * 1024


@dataclass(slots=True, kw_only=True, eq=False)
class Attachment:
    """One file of a message; every read of the message signs its link anew."""

    id: int
    channel_id: int
    filename: str
    content: bytes
    clock: Clock
    description: str | None = None
    ephemeral: bool = False

    @property
    def path(self) -> str:
        """Where the file lies on the content host."""
        return f"/attachments/{self.channel_id}/{self.id}/{self.filename}"

    def signature(self, expires: str) -> str:
        """What makes a link valid until its moment."""
        return hashlib.sha256(f"{self.path}|{expires}".encode()).hexdigest()

    def is_open(self, expires: str, signature: str) -> bool:
        """Whether a link still works."""
        right = signature == self.signature(expires)
        return right and int(expires, 16) >= self.clock.now().timestamp()

    @property
    def url(self) -> str:
        """A link that works for the next day."""
        now = self.clock.now()
        expires = f"{int((now + LINK_LIFE).timestamp()):x}"
        signed = f"ex={expires}&is={int(now.timestamp()):x}&hm={self.signature(expires)}&"
        return f"https://cdn.discordapp.com{self.path}?{signed}"

    def json(self) -> Json:
        """The attachment object."""
        kind, _ = mimetypes.guess_type(self.filename)
        shown: Json = {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url.replace("cdn.discordapp.com", "media.discordapp.net"),
        }
        if kind is not None:
            shown["content_type"] = kind
        if self.description is not None:
            shown["description"] = self.description
        if self.ephemeral:
            shown["ephemeral"] = True
        return shown
