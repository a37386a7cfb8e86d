"""The adapters by name, and what can be done where."""

from __future__ import annotations

from bot.platform import Platform
from chat.actions import Capability
from chat.messages import Carried
from chat.people import Space


class Platforms:
    """The adapters by name; answers what can be done where."""

    def __init__(self) -> None:
        self.by_name: dict[str, Platform] = {}

    def can(self, space: Space, capability: Capability) -> bool:
        """Whether offering it there makes sense."""
        return capability in self.capabilities(space)

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """What that platform and our rights there allow; nothing on a platform that is not served."""
        platform = self.by_name.get(space.platform)
        return platform.capabilities(space) if platform else frozenset()

    async def fetch(self, file: Carried) -> bytes | None:
        """The bytes of a file that was sent there; None when it is gone or too large, or the platform is not served."""
        platform = self.by_name.get(file.platform)
        return await platform.fetch(file.attachment) if platform else None
