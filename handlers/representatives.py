"""Which representative a command names."""

from __future__ import annotations

from chat.events import CommandGiven
from chat.people import Duty, PersonId
from chat.ports import Directory


async def representative(words: str, event: CommandGiven, directory: Directory) -> PersonId | None:
    """By mention or by name; None when nobody with the duty is meant."""
    wanted = words.lstrip("@").lower()
    mentioned = {one.target for one in event.message.mentions if one.target} if event.message else set()
    mentioned |= {wanted.strip("<@!>")} - {""}  # where options carry a mention as it is written
    for person in await directory.holders(Duty.REPRESENTATIVE, event.space):
        accounts = {one.id for one in await directory.identities(person)}
        if accounts & mentioned or (await directory.name(person)).lower() == wanted:
            return person
    return None
