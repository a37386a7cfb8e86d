"""What is said after a draw: winners in public and in private, the proof, the card of those who hand over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from campaigns.giveaway_posts import ROOM
from campaigns.giveaways import Giveaway, WinnerState
from campaigns.wording import Named, called, lines
from chat.actions import About, Button, Document, Edit, Post, Priority, Private, Repeat
from chat.messages import MessageRef
from chat.people import PersonId, Rank, Space
from chat.text import Text

WINNERS_A_POST = 20
CLAIM_BUTTONS = 10


def nobody(giveaway: Giveaway) -> Post:
    """The draw of a giveaway in which nobody takes part."""
    return Post(
        to=giveaway.space,
        body=Text("campaigns.giveaway.nobody", {"number": giveaway.number, "prize": giveaway.promised.prize}),
        reply_to=giveaway.post,
        about=About(ROOM, f"winners:{giveaway.number}"),
        repeat_as=Repeat.PARK,
    )


def announced(
    giveaway: Giveaway, won: Sequence[tuple[str, Named]], *, entrants: int, entrants_hash: str, secret: str
) -> tuple[Post, ...]:
    """The winners in public, at most 20 a post, with all that is needed to check the draw."""
    parts = [won[start : start + WINNERS_A_POST] for start in range(0, len(won), WINNERS_A_POST)]
    posts = []
    for index, part in enumerate(parts):
        names = lines(
            [Text("campaigns.giveaway.winner", {"who": called(named), "code": code}) for code, named in part]
        )
        facts: dict[str, str | int | Text] = {
            "number": giveaway.number,
            "prize": giveaway.promised.prize,
            "winners": names,
            "entrants": entrants,
            "entrants_hash": entrants_hash,
            "secret": secret,
        }
        more = Text("campaigns.giveaway.more_winners", {"number": giveaway.number, "winners": names})
        posts.append(
            Post(
                to=giveaway.space,
                body=more if index else Text("campaigns.giveaway.winners", facts),
                reply_to=giveaway.post,
                about=About(ROOM, f"winners:{giveaway.number}"),
                repeat_as=Repeat.PARK,
            )
        )
    return tuple(posts)


def redrawn(giveaway: Giveaway, replaced: str, code: str, named: Named, reason: str) -> Post:
    """The new winner in public, naming whom they replace and why."""
    return Post(
        to=giveaway.space,
        body=Text(
            "campaigns.giveaway.redrawn",
            {
                "number": giveaway.number,
                "prize": giveaway.promised.prize,
                "replaced": replaced,
                "reason": reason,
                "winner": Text("campaigns.giveaway.winner", {"who": called(named), "code": code}),
            },
        ),
        reply_to=giveaway.post,
        about=About(ROOM, f"winners:{giveaway.number}"),
        repeat_as=Repeat.PARK,
    )


def proof_file(
    giveaway: Giveaway, proof: Mapping[str, object], to: Space, reply_to: MessageRef | None
) -> Post:
    """The proof of the draw as a file, with a word on how to check it."""
    return Post(
        to=to,
        body=Text("campaigns.giveaway.proof", {"number": giveaway.number}),
        document=Document(
            data=json.dumps(proof, ensure_ascii=False).encode(),
            name=f"giveaway-{giveaway.number}-proof.json",
        ),
        reply_to=reply_to,
        about=About(ROOM, f"proof:{giveaway.number}"),
    )


def told(giveaway: Giveaway, person: PersonId, code: str) -> Post:
    """The good news, privately."""
    said = giveaway.promised
    return Post(
        to=Private(person, platform=giveaway.space.platform),
        body=Text(
            "campaigns.giveaway.won",
            {
                "number": giveaway.number,
                "prize": said.prize,
                "code": code,
                "claim": said.claim or Text("campaigns.giveaway.default_claim"),
            },
        ),
        about=About(ROOM, f"told:{giveaway.number}.{code}"),
    )


def told_otherwise(giveaway: Giveaway, person: PersonId, code: str, reason: str) -> Post:
    """The bad news, privately: the place was drawn again."""
    return Post(
        to=Private(person, platform=giveaway.space.platform),
        body=Text(
            "campaigns.giveaway.lost",
            {"number": giveaway.number, "prize": giveaway.promised.prize, "code": code, "reason": reason},
        ),
        about=About(ROOM, f"lost:{giveaway.number}.{code}"),
    )


Place = tuple[str, Named, WinnerState]
"""A drawn place: its code, whose it is, and what became of it."""


def staff_card(giveaway: Giveaway, to: Space, places: Sequence[Place], entrants: int) -> Post:
    """What the editors have to do now: hand over, or draw again."""
    return Post(
        to=to,
        body=_card(giveaway, places, entrants),
        buttons=_claims(giveaway, places),
        about=About(ROOM, f"card:{giveaway.number}"),
        urgency=Priority.STAFF,
    )


def staff_card_changed(giveaway: Giveaway, ref: MessageRef, places: Sequence[Place], entrants: int) -> Edit:
    """The same card once a prize is handed over or a place is drawn again."""
    return Edit(
        to=ref.space,
        message=ref,
        body=_card(giveaway, places, entrants),
        buttons=_claims(giveaway, places),
        about=About(ROOM, f"settled:{giveaway.number}"),
    )


def _card(giveaway: Giveaway, places: Sequence[Place], entrants: int) -> Text:
    is_open = any(state is WinnerState.WON for _, _, state in places)
    names = [
        Text(
            "campaigns.giveaway.winner_state",
            {
                "who": called(named),
                "code": code,
                "state": Text(f"campaigns.giveaway.winner_is.{state.value}"),
            },
        )
        for code, named, state in places[:WINNERS_A_POST]
    ]
    return Text(
        "campaigns.giveaway.card" if is_open else "campaigns.giveaway.card_done",
        {
            "number": giveaway.number,
            "prize": giveaway.promised.prize,
            "entrants": entrants,
            "winners": lines(names),
        },
    )


def _claims(giveaway: Giveaway, places: Sequence[Place]) -> tuple[tuple[Button, ...], ...]:
    """A button for each prize that is still to be handed over."""
    waiting = [code for code, _, state in places if state is WinnerState.WON]
    buttons = [
        Button(
            label=Text("campaigns.giveaway.button.claimed", {"code": code}),
            kind="campaigns.claimed",
            id=f"{giveaway.number}.{code}",
            only=Rank.STAFF,
        )
        for code in waiting[:CLAIM_BUTTONS]
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
