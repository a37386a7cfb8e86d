"""What is said in a Q&A event: the list with its vote buttons, cards for staff, answers, the digest."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.questions import QaEvent, Question, QuestionState, board
from campaigns.wording import Named, called, lines
from chat.actions import About, Action, Button, Edit, Field, Form, MadeBy, Pin, Post, Priority, Private
from chat.messages import MessageRef
from chat.people import Rank, Space
from chat.text import Mention, Text

ROOM = "campaigns.qa"
TITLE, INTRO, QUESTION, ANSWER = 80, 200, 300, 1300
LISTED = 60
BUTTONS_A_ROW = 5


def event_form(event: QaEvent) -> Form:
    """What an editor is asked to open an event."""

    def field(name: str, limit: int, *, required: bool = False, long: bool = False) -> Field:
        typed = event.form.get(name, "")
        return Field(
            name=name,
            label=Text(f"campaigns.qa.form.{name}"),
            required=required and not typed,
            long=long,
            initial=typed,
            limit=limit,
        )

    return Form(
        name="campaigns.qa",
        subject=str(event.number),
        title=Text("campaigns.qa.form.name"),
        fields=(field("title", TITLE, required=True), field("intro", INTRO, long=True), field("ends", 40)),
    )


def ask_form(event: QaEvent) -> Form:
    """What a member is asked by the ask button."""
    return Form(
        name="campaigns.ask",
        subject=str(event.number),
        title=Text("campaigns.qa.ask_form.name", {"number": event.number}),
        fields=(
            Field(name="question", label=Text("campaigns.qa.ask_form.question"), long=True, limit=QUESTION),
        ),
    )


def answer_form(event: QaEvent, question: Question) -> Form:
    """What an answerer is asked."""
    return Form(
        name="campaigns.answer",
        subject=f"{event.number}.{question.number}",
        title=Text("campaigns.qa.answer_form.name", {"question": question.number}),
        fields=(
            Field(name="answer", label=Text("campaigns.qa.answer_form.answer"), long=True, limit=ANSWER),
        ),
    )


def change_button(event: QaEvent) -> tuple[tuple[Button, ...], ...]:
    """Back to the form, for the editor whose answers did not do."""
    label = Text("campaigns.giveaway.button.change")
    return ((Button(label=label, kind="campaigns.qa_change", id=str(event.number), only=event.opener),),)


def opened(event: QaEvent, *, pinned: bool) -> tuple[Action, ...]:
    """The first post of an event, and its pin; they stand first in their Decision."""
    post = Post(
        to=event.space,
        body=_listing(event, ()),
        buttons=_buttons(event, ()),
        about=About(ROOM, f"board:{event.number}"),
        urgency=Priority.BROADCAST,
    )
    about = About(ROOM, f"pin:{event.number}")
    return (post, Pin(to=event.space, message=MadeBy("#0"), about=about)) if pinned else (post,)


def listed(event: QaEvent, questions: Sequence[Question]) -> tuple[Action, ...]:
    """The post as it should be now; nothing while the platform has not told which message it is."""
    if event.post is None:
        return ()
    about = About(ROOM, f"list:{event.number}")
    buttons = _buttons(event, questions)
    body = _listing(event, questions)
    return (Edit(to=event.space, message=event.post, body=body, buttons=buttons, about=about),)


def closed(event: QaEvent) -> tuple[Action, ...]:
    """The post without buttons, unpinned."""
    if event.post is None:
        return ()
    about = About(ROOM, f"list:{event.number}")
    body = Text("campaigns.qa.post_closed", {"number": event.number, "title": event.title})
    return (
        Edit(to=event.space, message=event.post, body=body, about=about),
        Pin(to=event.space, message=event.post, pinned=False, about=About(ROOM, f"pin:{event.number}")),
    )


def _listing(event: QaEvent, questions: Sequence[Question]) -> Text:
    shown = [Text("campaigns.qa.line", line(one)) for one in board(questions)]
    until = (
        Text("campaigns.qa.until", {"ends": event.ends_at})
        if event.ends_at
        else Text("campaigns.qa.open_end")
    )
    return Text(
        "campaigns.qa.board",
        {
            "number": event.number,
            "title": event.title,
            "intro": event.intro or Text("campaigns.qa.no_intro"),
            "until": until,
            "limit": event.per_person,
            "questions": lines(shown) if shown else Text("campaigns.qa.none_yet"),
            "waiting": sum(one.state is QuestionState.APPROVED for one in questions),
            "answered": sum(one.state is QuestionState.ANSWERED for one in questions),
        },
    )


def line(question: Question) -> dict[str, str | int]:
    """A question cut to one line, with its votes."""
    text = " ".join(question.text.split())
    short = text if len(text) <= LISTED else f"{text[: LISTED - 1]}…"
    return {"question": question.number, "text": short, "votes": question.votes}


def _buttons(event: QaEvent, questions: Sequence[Question]) -> tuple[tuple[Button, ...], ...]:
    votes = [
        Button(
            label=Text("campaigns.qa.button.vote", {"question": one.number}),
            kind="campaigns.vote",
            id=f"{event.number}.{one.number}",
        )
        for one in board(questions)
    ]
    ask = Button(label=Text("campaigns.qa.button.ask"), kind="campaigns.ask", id=str(event.number))
    rows = [tuple(votes[start : start + BUTTONS_A_ROW]) for start in range(0, len(votes), BUTTONS_A_ROW)]
    return (*rows, (ask,))


def card(event: QaEvent, question: Question, asker: Named, to: Space | Private) -> Post:
    """A new question for staff to let in or not."""

    def button(verb: str, *, danger: bool = False) -> Button:
        return Button(
            label=Text(f"campaigns.qa.button.{verb}"),
            kind=f"campaigns.{verb}",
            id=f"{event.number}.{question.number}",
            only=Rank.STAFF,
            danger=danger,
        )

    return Post(
        to=to,
        body=Text("campaigns.qa.card", told(event, question, asker)),
        buttons=((button("approve"), button("reject", danger=True)),),
        about=About(ROOM, f"card:{event.number}.{question.number}"),
        urgency=Priority.STAFF,
    )


def decided(event: QaEvent, question: Question, asker: Named, by: Named, card_: MessageRef) -> Edit:
    """The card after somebody decided."""
    facts = {**told(event, question, asker), "by": called(by)}
    return Edit(
        to=card_.space,
        message=card_,
        body=Text(f"campaigns.qa.card_{question.state.value}", facts),
        about=About(ROOM, f"decided:{event.number}.{question.number}"),
    )


def rejected(event: QaEvent, question: Question) -> Post:
    """The asker hears, privately, that a question will not be shown."""
    return Post(
        to=Private(question.person),
        body=Text("campaigns.qa.rejected", {"title": event.title, "text": question.text}),
        about=About(ROOM, f"rejected:{event.number}.{question.number}"),
    )


def told(event: QaEvent, question: Question, asker: Named) -> dict[str, str | int | Text | Mention]:
    """What every text about a question may name."""
    return {
        "number": event.number,
        "title": event.title,
        "question": question.number,
        "text": question.text or Text("campaigns.qa.removed"),
        "asker": called(asker),
        "votes": question.votes,
    }
