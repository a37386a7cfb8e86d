"""What is said about a post: its preview, its review card, its state, the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from chat.actions import Action, Button, Field, Form, Post, Priority, Private
from chat.people import PersonId, Rank, Space, SpaceKind
from chat.text import Body, Markdown, Text
from schedules.desk import Buttons, about
from schedules.posts import LONGEST, Appearance, ScheduledPost

WORDS_IN_LIST = 30
_MARKS = re.compile(r"\*\*?|`|(?m:^#+ +|^> ?)|\[([^\]\n]*)\]\([^)\s]*\)")
"""What Markdown adds to words; of a link its words stay."""
Facts = Mapping[str, str | int | datetime | Text]


def lines(items: Sequence[Text]) -> Text:
    """Several texts as one, each a paragraph or list item of its own. Raises IndexError without any."""
    whole = items[-1]
    for item in reversed(items[:-1]):
        whole = Text("schedules.lines", {"first": item, "rest": whole})
    return whole


def form(subject: str, post: ScheduledPost | None, place: str) -> Form:
    """The questions of a new post, or those of one to change: there whatever is left out stays as it was."""
    fields = (
        Field(
            name="text",
            label=Text("schedules.form.text"),
            long=True,
            limit=LONGEST,
            required=post is None,
            initial=post.text if post else "",
        ),
        Field(
            name="when",
            label=Text("schedules.form.when"),
            limit=200,
            required=post is None,
            initial=post.when if post else "",
        ),
        Field(name="where", label=Text("schedules.form.where"), limit=100, required=False, initial=place),
    )
    title = Text("schedules.form.change", {"number": post.number}) if post else Text("schedules.form.new")
    return Form(name="schedules.post", subject=subject, title=title, fields=fields)


def return_form(post: ScheduledPost) -> Form:
    """What the author should change."""
    remark = Field(name="remark", label=Text("schedules.form.remark"), long=True, limit=500)
    return Form(
        name="schedules.remark",
        subject=f"{post.number}.{post.revision}",
        title=Text("schedules.form.return", {"number": post.number}),
        fields=(remark,),
    )


def when(post: ScheduledPost) -> Text | str:
    """When it appears, as it was understood; what was typed when it was not."""
    recurrence = post.recurrence
    return recurrence.description if recurrence else post.when


def state(post: ScheduledPost) -> Text:
    """Where it stands, in a word or two."""
    return Text(f"schedules.state.{post.state.value}")


def buttons(post: ScheduledPost, kinds: Sequence[str], only: PersonId | Rank) -> Buttons:
    """Buttons that are valid for this revision only."""
    row = tuple(
        Button(
            label=Text(f"schedules.button.{kind}"),
            kind=f"schedules.{kind}",
            id=f"{post.number}.{post.revision}",
            only=only,
            danger=kind == "discard",
        )
        for kind in kinds
    )
    return (row,)


def preview(
    post: ScheduledPost, facts: Text, kinds: Sequence[str], to: Space, spare: Space | None
) -> tuple[Action, ...]:
    """The post as it will appear, then what is known about it: among the staff, or for its editor alone.

    `spare` is the staff space where an editor reads it whose private chat is closed.
    """
    words = (_said(Markdown(post.text), (), post, to, spare),) if post.text else ()
    return (*words, _said(facts, buttons(post, kinds, post.editor), post, to, spare))


def _said(body: Body, below: Buttons, post: ScheduledPost, to: Space, spare: Space | None) -> Post:
    serves = about("draft", post.id, post.revision) if below else about("preview", post.id)
    if to.kind is SpaceKind.STAFF:
        return Post(to=to, body=body, buttons=below, about=serves)
    otherwise = Post(to=spare, body=body, buttons=below, about=serves) if spare else None
    private = Private(post.editor, to.platform)
    return Post(to=private, body=body, buttons=below, about=serves, otherwise=otherwise)


def card(post: ScheduledPost, facts: Facts, staff: Space) -> tuple[Action, ...]:
    """What the reviewers see: the post itself, then the facts with the buttons."""
    urgent = Priority.STAFF
    body = Text("schedules.card.review", facts)
    choices = buttons(post, ("approve", "return"), Rank.STAFF)
    serves = about("card", post.id, post.revision)
    return (
        Post(to=staff, body=Markdown(post.text), urgency=urgent, about=about("preview", post.id)),
        Post(to=staff, body=body, buttons=choices, urgency=urgent, about=serves),
    )


def list_line(post: ScheduledPost, place: str) -> Text:
    """One post in the list."""
    words = " ".join(_MARKS.sub(r"\1", post.text).split())
    shortened = words if len(words) <= WORDS_IN_LIST else f"{words[: WORDS_IN_LIST - 1]}…"
    facts: dict[str, str | int | datetime | Text] = {
        "number": post.number,
        "state": state(post),
        "place": place,
        "words": shortened,
    }
    if post.next:
        return Text("schedules.list.coming", {**facts, "next": post.next.at})
    return Text("schedules.list.line", facts)


def appearance_line(appearance: Appearance) -> Text:
    """One time that a post was due, and what became of it."""
    fate = Text(f"schedules.fate.{appearance.fate.value}")
    return Text("schedules.shown.appearance", {"due": appearance.due, "fate": fate})
