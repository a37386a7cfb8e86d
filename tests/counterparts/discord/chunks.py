"""Member lists that a client asks for over the gateway, in chunks."""

from __future__ import annotations

from tests.counterparts.discord.events import Intent
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.shapes import Json

CHUNK = 1000


def chunks(guild: Guild, intents: Intent, said: Json) -> list[Json]:
    """The payloads that answer one request."""
    members = _wanted(guild, intents, said)
    pieces = [members[at : at + CHUNK] for at in range(0, len(members), CHUNK)] or [[]]
    nonce = {} if said.get("nonce") is None else {"nonce": said["nonce"]}
    return [
        {
            "guild_id": str(guild.id),
            "members": [member.json() for member in piece],
            "chunk_index": index,
            "chunk_count": len(pieces),
            "not_found": [],
            **nonce,
        }
        for index, piece in enumerate(pieces)
    ]


def _wanted(guild: Guild, intents: Intent, said: Json) -> list[Member]:
    """By ids, by the beginning of a name, or all: that only with the intent for members."""
    members, ids, query = list(guild.members.values()), said.get("user_ids"), said.get("query")
    if ids is not None:
        named = {int(one) for one in (ids if isinstance(ids, list) else [ids])}
        members = [member for member in members if member.id in named]
    elif query:
        members = [member for member in members if member.account.username.startswith(query)]
    elif Intent.GUILD_MEMBERS not in intents:
        members = []
    return members[: said.get("limit") or None]
