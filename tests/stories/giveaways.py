"""Giveaways as the stories order and look at them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.codec import decode
from chat.actions import Post
from tests.world import Heard, Person, Town


async def fill_in(town: Town, editor: Person, **changed: str) -> None:
    """Order a giveaway and fill in its form."""
    form = {
        "prize": town.pick(zh="一件 T 恤", en="A T-shirt"),
        "places": "1",
        "ends": "2h",
        "conditions": town.pick(zh="友善待人", en="Be kind"),
        "claim": town.pick(zh="一周内私信小编", en="Write to us within a week"),
    }
    await editor.commands("giveaway")
    await editor.fills("campaigns.giveaway", **(form | changed))


async def publish(town: Town, editor: Person, **changed: str) -> Heard:
    """A published giveaway's post."""
    await fill_in(town, editor, **changed)
    await editor.presses("campaigns.publish")
    return await town.garden.heard("campaigns.giveaway.announcement")


async def code_of(town: Town, person: Person) -> str:
    """The entry code of a person in the newest giveaway."""
    rows = await town.rows("campaigns.entries_of", who=person.person)
    return str(rows[-1]["code"])


async def proof_of(town: Town) -> Mapping[str, Any]:
    """The proof file that was posted last, as people get it."""
    for row in reversed(await town.rows("outbox.all")):
        if row["said"] == "campaigns.giveaway.proof" and row["payload"]:
            post = decode(row["payload"])
            assert isinstance(post, Post)
            assert post.document is not None
            assert post.document.name == "giveaway-1-proof.json"
            found: Mapping[str, Any] = json.loads(post.document.data)
            return found
    raise AssertionError("no proof was posted")
