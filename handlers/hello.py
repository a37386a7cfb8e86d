"""The first words to somebody in private: who speaks, and what can be had."""

from __future__ import annotations

from chat.ports import Community
from chat.text import Text

UNNAMED = "Steward"
"""What a community is called as long as nobody has given it a name."""


def hello(community: Community) -> Text:
    """Hello, in the name of the community when it has one of its own."""
    key = "hello_here" if community.name == UNNAMED else "hello"
    return Text(f"handlers.start.{key}", {"community": community.name})
