"""What is said about giveaways: form, preview, terms with the entry button, winners."""

from __future__ import annotations

from datetime import datetime, timedelta

from campaigns.giveaways import Giveaway, Terms
from chat.actions import About, Button, Edit, Field, Form, Post, Priority, Private
from chat.people import Space, SpaceKind
from chat.text import Text

ROOM = "campaigns.giveaway"
PREVIEW_LASTS = timedelta(days=1)

PRIZE, CONDITIONS, CLAIM = 120, 400, 200


def form(giveaway: Giveaway) -> Form:
    """The questions, with what was typed before; a question that has an answer may be skipped."""

    def field(name: str, limit: int, *, required: bool = False, long: bool = False) -> Field:
        typed = giveaway.form.get(name, "")
        return Field(
            name=name,
            label=Text(f"campaigns.giveaway.form.{name}"),
            required=required and not typed,
            long=long,
            initial=typed,
            limit=limit,
        )

    return Form(
        name="campaigns.giveaway",
        subject=str(giveaway.number),
        title=Text("campaigns.giveaway.form.title"),
        fields=(
            field("prize", PRIZE, required=True),
            field("places", 5, required=True),
            field("ends", 40, required=True),
            field("conditions", CONDITIONS, long=True),
            field("claim", CLAIM, long=True),
        ),
    )


def terms(said: Terms) -> Text:
    """The terms in words."""
    eligible = "campaigns.giveaway.members_only" if said.staff_excluded else "campaigns.giveaway.everybody"
    return Text(
        "campaigns.giveaway.terms",
        {
            "number": said.number,
            "prize": said.prize,
            "places": said.places,
            "ends": said.ends_at,
            "who": Text(eligible),
            "conditions": said.conditions or Text("campaigns.giveaway.no_conditions"),
            "claim": said.claim or Text("campaigns.giveaway.default_claim"),
            "organiser": said.organiser,
        },
    )


def draft_post(giveaway: Giveaway, problem: Text | None, seen_in: Space, now: datetime) -> Post:
    """What will be published, or what is wrong with it, for the editor's eyes, with the buttons to go on.

    Privately where that is possible; in the space of the staff when it was ordered there.
    """
    verbs = ("change", "discard") if problem else ("publish", "change", "discard")
    body = problem or Text("campaigns.giveaway.preview", {"terms": terms(giveaway.promised)})
    row = tuple(_draft_button(giveaway, verb, now) for verb in verbs)
    about = About(ROOM, f"preview:{giveaway.number}.{giveaway.revision}")
    here = Post(to=seen_in, body=body, buttons=(row,), about=about)
    if seen_in.kind is SpaceKind.STAFF or seen_in.is_private:
        return here
    private = Private(giveaway.editor, platform=seen_in.platform)
    return Post(to=private, body=body, buttons=(row,), about=about, otherwise=here)


def _draft_button(giveaway: Giveaway, verb: str, now: datetime) -> Button:
    return Button(
        label=Text(f"campaigns.giveaway.button.{verb}"),
        kind=f"campaigns.{verb}",
        id=f"{giveaway.number}.{giveaway.revision}",
        only=giveaway.editor,
        expires=now + PREVIEW_LASTS,
        danger=verb == "discard",
    )


def announcement(giveaway: Giveaway) -> Post:
    """The terms with the entry button, in the space of the giveaway."""
    return Post(
        to=giveaway.space,
        body=_announced(giveaway),
        buttons=entry_buttons(giveaway, giveaway.shown),
        about=About(ROOM, f"post:{giveaway.number}"),
        urgency=Priority.BROADCAST,
    )


def entry_buttons(giveaway: Giveaway, entrants: int) -> tuple[tuple[Button, ...], ...]:
    """Take part (with the live count) and leave."""
    number = str(giveaway.number)
    enter = Text("campaigns.giveaway.button.enter", {"count": entrants})
    return (
        (
            Button(label=enter, kind="campaigns.enter", id=number),
            Button(label=Text("campaigns.giveaway.button.leave"), kind="campaigns.leave", id=number),
        ),
    )


def counted(giveaway: Giveaway, entrants: int) -> tuple[Edit, ...]:
    """The same post with another count; nothing while the platform has not told which message it is."""
    if giveaway.post is None:
        return ()
    return (
        Edit(
            to=giveaway.space,
            message=giveaway.post,
            body=_announced(giveaway),
            buttons=entry_buttons(giveaway, entrants),
            about=About(ROOM, f"count:{giveaway.number}"),
        ),
    )


def ended(giveaway: Giveaway, how: str) -> tuple[Edit, ...]:
    """The post without its buttons; `how` is `drawn` or `cancelled`."""
    if giveaway.post is None:
        return ()
    body = Text(f"campaigns.giveaway.post_{how}", {"announcement": _announced(giveaway)})
    return (
        Edit(
            to=giveaway.space, message=giveaway.post, body=body, about=About(ROOM, f"count:{giveaway.number}")
        ),
    )


def _announced(giveaway: Giveaway) -> Text:
    return Text(
        "campaigns.giveaway.announcement",
        {
            "terms": terms(giveaway.promised),
            "rules_hash": giveaway.rules_hash,
            "secret_hash": giveaway.secret_hash,
        },
    )


def cancelled(giveaway: Giveaway, reason: str) -> Post:
    """The end without a draw, in public."""
    return Post(
        to=giveaway.space,
        body=Text(
            "campaigns.giveaway.cancelled",
            {"number": giveaway.number, "prize": giveaway.promised.prize, "reason": reason},
        ),
        reply_to=giveaway.post,
        about=About(ROOM, f"cancelled:{giveaway.number}"),
    )
