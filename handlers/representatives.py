"""Who the representatives of a place are, and which of them a command names."""

from __future__ import annotations

from chat.events import CommandGiven
from chat.people import Duty, PersonId, Space
from chat.ports import Directory


async def colleagues(space: Space, directory: Directory) -> dict[PersonId, str]:
    """Whoever works on tickets there, by name."""
    found = {one: await directory.name(one) for one in await directory.holders(Duty.REPRESENTATIVE, space)}
    return dict(
        sorted(((one, name) for one, name in found.items() if name), key=lambda item: item[1].lower())
    )


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
