"""All that this town has built of Discord's REST interface."""

from __future__ import annotations

from tests.counterparts.discord.rest import (
    automod,
    basics,
    channels,
    commands,
    guilds,
    interactions,
    members,
    messages,
    reactions,
    threads,
    webhooks,
)

ROUTES = (
    *basics.ROUTES,
    *channels.ROUTES,
    *messages.ROUTES,
    *reactions.ROUTES,
    *threads.ROUTES,
    *guilds.ROUTES,
    *members.ROUTES,
    *commands.ROUTES,
    *interactions.ROUTES,
    *webhooks.ROUTES,
    *automod.ROUTES,
)
