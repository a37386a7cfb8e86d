"""Residents → Speakers: who stands behind what is said here."""

from __future__ import annotations

from bot.adapters.local.town import PLATFORM, Resident
from chat.people import Identity, Speaker


def speaker(resident: Resident) -> Speaker:
    """A resident as events name them."""
    return Speaker(
        identity=Identity(PLATFORM, resident.id),
        name=resident.name,
        username=resident.id,
        locale=resident.locale,
        roles=resident.roles,
    )
