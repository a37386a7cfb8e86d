"""What is said when questions are answered: the question of the hour, its answer, the digest at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaigns.question_posts import LISTED, ROOM, line, told
from campaigns.questions import QaEvent, Question, QuestionState, in_order
from campaigns.wording import Named, called, lines
from chat.actions import About, Action, Button, Edit, Post, Priority
from chat.messages import MessageRef
from chat.people import PersonId, Rank
from chat.text import Text

DIGEST_POST, HEADLINE = 1700, 250
"""Characters of a digest post, below what every platform holds; the first begins with a headline."""

Names = Mapping[PersonId, str]


def posed(event: QaEvent, question: Question, asker: Named) -> Post:
    """The question that is to be answered now, in public; a reply of the staff answers it."""
    answer = Button(
        label=Text("campaigns.qa.button.answer"),
        kind="campaigns.answer",
        id=f"{event.number}.{question.number}",
        only=Rank.STAFF,
    )
    return Post(
        to=event.space,
        body=Text("campaigns.qa.posed", told(event, question, asker)),
        buttons=((answer,),),
        about=About(ROOM, f"posed:{event.number}.{question.number}"),
    )


def answered(event: QaEvent, question: Question, asker: Named, by: Named) -> tuple[Action, ...]:
    """Question and answer together, in public; the post that asked for it loses its button."""
    facts = told(event, question, asker)
    whole = Text("campaigns.qa.answered", {**facts, "answer": question.answer, "by": called(by)})
    asked = MessageRef(event.space, question.posed) if question.posed else None
    post = Post(
        to=event.space,
        body=whole,
        reply_to=asked,
        about=About(ROOM, f"answer:{event.number}.{question.number}"),
    )
    if asked is None:
        return (post,)
    done = Edit(
        to=event.space,
        message=asked,
        body=Text("campaigns.qa.was_posed", facts),
        about=About(ROOM, f"list:{event.number}"),
    )
    return post, done


def left_open(event: QaEvent, questions: Sequence[Question], names: Names) -> tuple[Edit, ...]:
    """Questions that were put and not answered lose their button when the event is closed."""
    return tuple(
        Edit(
            to=event.space,
            message=MessageRef(event.space, one.posed),
            body=Text("campaigns.qa.left_open", told(event, one, (one.person, names.get(one.person, "")))),
            about=About(ROOM, f"list:{event.number}"),
        )
        for one in questions
        if one.state is QuestionState.POSED and one.posed
    )


def digest(event: QaEvent, questions: Sequence[Question], names: Names, voters: int) -> tuple[Post, ...]:
    """All answers, what stayed open and how much was never reviewed, in as many posts as it takes."""
    told_ = [one for one in questions if one.waits or one.state is QuestionState.ANSWERED]
    done = in_order(one for one in told_ if one.state is QuestionState.ANSWERED)
    left = in_order(one for one in told_ if one.waits)
    facts: dict[str, str | int | Text] = {
        "number": event.number,
        "title": event.title,
        "questions": len(told_),
        "askers": len({one.person for one in told_}),
        "votes": sum(one.votes for one in told_),
        "voters": voters,
        "answered": len(done),
        "open": len(left),
    }
    items = [(_digest_item(one, names), len(one.text) + len(one.answer) + 80) for one in done]
    if left:
        items.append((Text("campaigns.qa.digest_open"), 30))
        items += [(Text("campaigns.qa.line", line(one)), LISTED + 30) for one in left]
    items = items or [(Text("campaigns.qa.none_shown"), 30)]
    if pending := sum(one.state is QuestionState.PENDING for one in questions):
        items.append((Text("campaigns.qa.digest_unreviewed", {"count": pending}), 60))
    first, *others = _packed(items)
    bodies = [Text("campaigns.qa.digest", {**facts, "items": lines(first)})]
    bodies += [
        Text("campaigns.qa.digest_more", {"title": event.title, "items": lines(part)}) for part in others
    ]
    about = About(ROOM, f"digest:{event.number}")
    return tuple(Post(to=event.space, body=body, about=about, urgency=Priority.BROADCAST) for body in bodies)


def _digest_item(question: Question, names: Names) -> Text:
    return Text(
        "campaigns.qa.digest_item",
        {
            "question": question.number,
            "text": question.text or Text("campaigns.qa.removed"),
            "asker": names.get(question.person) or Text("campaigns.somebody"),
            "votes": question.votes,
            "answer": question.answer or Text("campaigns.qa.removed"),
            "by": names.get(question.answered_by) or Text("campaigns.somebody"),
        },
    )


def _packed(items: Sequence[tuple[Text, int]]) -> list[list[Text]]:
    """Items in posts of about 1,700 characters, never one torn apart."""
    posts: list[list[Text]] = [[]]
    room = DIGEST_POST - HEADLINE
    for item, length in items:
        if length > room and posts[-1]:
            posts.append([])
            room = DIGEST_POST
        posts[-1].append(item)
        room -= length
    return posts
