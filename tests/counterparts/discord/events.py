"""Gateway events: which intent each one needs, and what a session without message content gets to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from tests.counterparts.discord.encoding import encoded
from tests.counterparts.discord.shapes import Json


class Intent(IntFlag):
    """Gateway intents."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_INTEGRATIONS = 1 << 4
    GUILD_WEBHOOKS = 1 << 5
    GUILD_INVITES = 1 << 6
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    AUTO_MODERATION_CONFIGURATION = 1 << 20
    AUTO_MODERATION_EXECUTION = 1 << 21
    GUILD_MESSAGE_POLLS = 1 << 24
    DIRECT_MESSAGE_POLLS = 1 << 25


EVERY_INTENT = Intent(sum(one.value for one in Intent))
PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT

IN_GUILDS: Mapping[str, Intent] = {
    "GUILD_CREATE": Intent.GUILDS,
    "GUILD_UPDATE": Intent.GUILDS,
    "GUILD_DELETE": Intent.GUILDS,
    "GUILD_ROLE_CREATE": Intent.GUILDS,
    "GUILD_ROLE_UPDATE": Intent.GUILDS,
    "GUILD_ROLE_DELETE": Intent.GUILDS,
    "CHANNEL_CREATE": Intent.GUILDS,
    "CHANNEL_UPDATE": Intent.GUILDS,
    "CHANNEL_DELETE": Intent.GUILDS,
    "CHANNEL_PINS_UPDATE": Intent.GUILDS,
    "THREAD_CREATE": Intent.GUILDS,
    "THREAD_UPDATE": Intent.GUILDS,
    "THREAD_DELETE": Intent.GUILDS,
    "THREAD_LIST_SYNC": Intent.GUILDS,
    "THREAD_MEMBER_UPDATE": Intent.GUILDS,
    "THREAD_MEMBERS_UPDATE": Intent.GUILDS,
    "GUILD_MEMBER_ADD": Intent.GUILD_MEMBERS,
    "GUILD_MEMBER_UPDATE": Intent.GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": Intent.GUILD_MEMBERS,
    "GUILD_AUDIT_LOG_ENTRY_CREATE": Intent.GUILD_MODERATION,
    "GUILD_BAN_ADD": Intent.GUILD_MODERATION,
    "GUILD_BAN_REMOVE": Intent.GUILD_MODERATION,
    "WEBHOOKS_UPDATE": Intent.GUILD_WEBHOOKS,
    "INVITE_CREATE": Intent.GUILD_INVITES,
    "INVITE_DELETE": Intent.GUILD_INVITES,
    "MESSAGE_CREATE": Intent.GUILD_MESSAGES,
    "MESSAGE_UPDATE": Intent.GUILD_MESSAGES,
    "MESSAGE_DELETE": Intent.GUILD_MESSAGES,
    "MESSAGE_DELETE_BULK": Intent.GUILD_MESSAGES,
    "MESSAGE_REACTION_ADD": Intent.GUILD_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE": Intent.GUILD_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE_ALL": Intent.GUILD_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE_EMOJI": Intent.GUILD_MESSAGE_REACTIONS,
    "TYPING_START": Intent.GUILD_MESSAGE_TYPING,
    "AUTO_MODERATION_RULE_CREATE": Intent.AUTO_MODERATION_CONFIGURATION,
    "AUTO_MODERATION_RULE_UPDATE": Intent.AUTO_MODERATION_CONFIGURATION,
    "AUTO_MODERATION_RULE_DELETE": Intent.AUTO_MODERATION_CONFIGURATION,
    "AUTO_MODERATION_ACTION_EXECUTION": Intent.AUTO_MODERATION_EXECUTION,
}
IN_PRIVATE: Mapping[str, Intent] = {
    "CHANNEL_PINS_UPDATE": Intent.DIRECT_MESSAGES,
    "MESSAGE_CREATE": Intent.DIRECT_MESSAGES,
    "MESSAGE_UPDATE": Intent.DIRECT_MESSAGES,
    "MESSAGE_DELETE": Intent.DIRECT_MESSAGES,
    "MESSAGE_REACTION_ADD": Intent.DIRECT_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE": Intent.DIRECT_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE_ALL": Intent.DIRECT_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE_EMOJI": Intent.DIRECT_MESSAGE_REACTIONS,
    "TYPING_START": Intent.DIRECT_MESSAGE_TYPING,
}
"""Events that stand in neither table (interactions, the bot's own membership) need no intent."""

BLANKED: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


@dataclass(slots=True, kw_only=True)
class Event:
    """One event. It is written as JSON at most twice: with and without message content."""

    name: str
    data: Json
    guild_id: int | None
    bot_id: int
    raw: bool = False
    _texts: dict[bool, str] = field(default_factory=dict)

    @property
    def needs(self) -> Intent:
        """The intent without which nobody hears of it. An ephemeral message counts as a private one."""
        if self.raw:
            return Intent.NONE
        of_message = self.name.startswith("MESSAGE_")
        private = self.guild_id is None or (of_message and "guild_id" not in self.data)
        return (IN_PRIVATE if private else IN_GUILDS).get(self.name, Intent.NONE)

    @property
    def is_message(self) -> bool:
        """Whether it carries a message."""
        return self.name in ("MESSAGE_CREATE", "MESSAGE_UPDATE")

    def concerns(self, intents: Intent) -> bool:
        """Whether a session with these intents hears it; the bot's own membership always comes."""
        if self.needs in intents:
            return True
        own = self.name == "GUILD_MEMBER_UPDATE" and self.data["user"]["id"] == str(self.bot_id)
        return own and Intent.GUILDS in intents

    def text(self, *, with_content: bool) -> str:
        """The payload's `d` as JSON."""
        blank = not with_content and self._has_foreign_content
        if blank not in self._texts:
            self._texts[blank] = encoded(self._blanked() if blank else self.data)
        return self._texts[blank]

    @property
    def _has_foreign_content(self) -> bool:
        if self.name == "AUTO_MODERATION_ACTION_EXECUTION":
            return True
        return self.is_message and is_hidden(self.data, self.bot_id)

    def _blanked(self) -> Json:
        if self.is_message:
            return blanked(self.data, self.bot_id)
        return self.data | {"content": "", "matched_content": ""}


def is_hidden(message: Json, bot_id: int) -> bool:
    """Whether content is kept from a bot without the intent: not its own, not private, not naming it."""
    if "guild_id" not in message or message["author"]["id"] == str(bot_id):
        return False
    return all(named["id"] != str(bot_id) for named in message["mentions"])


def blanked(message: Json, bot_id: int) -> Json:
    """The message without what its author typed; an answered message is judged by itself."""
    shown = message | BLANKED
    shown.pop("poll", None)
    answered = shown.get("referenced_message")
    if answered and is_hidden(answered | {"guild_id": message["guild_id"]}, bot_id):
        shown["referenced_message"] = answered | BLANKED
    return shown
