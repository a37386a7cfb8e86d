"""What follows when a question is asked, put, answered, or an event is closed: whole Decisions but for the reply."""

from __future__ import annotations

from campaigns import answer_posts, question_posts
from campaigns.asking import Asking, QuestionChanged
from campaigns.panels import Closed, Panels
from campaigns.questions import QaEvent, QuestionState
from chat.actions import Post, Priority, Private
from chat.decision import Alarm, Audit, Decision
from chat.people import Space
from chat.ports import Directory
from chat.text import Text


async def after_asking(asked: QuestionChanged, asking: Asking, directory: Directory) -> Decision:
    """A card for staff when questions are reviewed, else the list with the new question."""
    event, question = asked.event, asked.question
    asker = await asking.named(question.person)
    pending = question.state is QuestionState.PENDING
    staff = _staff(event, directory)
    return Decision(
        reason="question.pending" if pending else "question.asked",
        actions=(question_posts.card(event, question, asker, staff),) if pending else (),
        writes=asked.writes,
        alarms=() if pending else (asking.refresh(event),),
        audit=(_audit("question.asked", event, question.number),),
    )


def asked_text(asked: QuestionChanged) -> Text:
    """What the asker hears."""
    facts = {"question": asked.question.number}
    pending = asked.question.state is QuestionState.PENDING
    return Text("campaigns.qa.received" if pending else "campaigns.qa.on_the_list", facts)


async def after_posing(posed: QuestionChanged, asking: Asking) -> Decision:
    """The question in public, for the answerers."""
    event, question = posed.event, posed.question
    post = answer_posts.posed(event, question, await asking.named(question.person))
    return Decision(
        reason="question.posed",
        actions=(post,),
        writes=posed.writes,
        alarms=(asking.refresh(event),),
        audit=(_audit("question.posed", event, question.number),),
    )


async def after_answering(answered: QuestionChanged, asking: Asking) -> Decision:
    """Question and answer in public."""
    event, question = answered.event, answered.question
    asker, by = await asking.named(question.person), await asking.named(question.answered_by)
    return Decision(
        reason="question.answered",
        actions=answer_posts.answered(event, question, asker, by),
        writes=answered.writes,
        alarms=(asking.refresh(event),),
        audit=(_audit("question.answered", event, question.number),),
    )


async def after_closing(closed: Closed, asking: Asking) -> Decision:
    """The digest, and the list without buttons."""
    event = closed.event
    subject = str(event.number)
    names = await asking.names([one.person for one in closed.questions])
    left = answer_posts.left_open(event, closed.questions, names)
    return Decision(
        reason="qa.closed",
        actions=(*await told_digest(closed, asking), *question_posts.closed(event), *left),
        writes=closed.writes,
        alarms=(
            Alarm(kind="campaigns.qa_close", subject=subject, at=None),
            Alarm(kind="campaigns.board", subject=subject, at=None),
        ),
        audit=(
            Audit(code="qa.closed", subject=f"qa:{event.number}", data={"questions": len(closed.questions)}),
        ),
    )


async def told_digest(closed: Closed, asking: Asking) -> tuple[Post, ...]:
    """The digest of an event that ended, with everybody's name."""
    people = [person for one in closed.questions for person in (one.person, one.answered_by)]
    return answer_posts.digest(closed.event, closed.questions, await asking.names(people), closed.voters)


async def close_by_itself(event: QaEvent, panels: Panels, asking: Asking, directory: Directory) -> Decision:
    """End an event at its moment. Nobody closes it, so the staff hears what a closer would: what nobody reviewed."""
    closed = await panels.close(event)
    decision = await after_closing(closed, asking)
    if not closed.unreviewed:
        return decision
    told = Post(
        to=_staff(event, directory),
        body=Text(
            "campaigns.qa.ended_unreviewed",
            {"number": event.number, "title": event.title, "count": closed.unreviewed},
        ),
        urgency=Priority.STAFF,
    )
    return decision + Decision(reason="", actions=(told,))


def trouble(event: QaEvent, kind: str, why: str, directory: Directory) -> Post:
    """The opener hears what a platform would not do, the staff where the opener cannot be reached."""
    body = Text(f"campaigns.qa.trouble.{kind}", {"number": event.number, "title": event.title, "why": why})
    return Post(
        to=Private(event.opener),
        body=body,
        otherwise=Post(to=_staff(event, directory), body=body, urgency=Priority.STAFF),
    )


def _staff(event: QaEvent, directory: Directory) -> Space | Private:
    return directory.staff_space(event.space.platform) or directory.home() or Private(event.opener)


def _audit(code: str, event: QaEvent, number: int) -> Audit:
    return Audit(code=code, subject=f"qa:{event.number}", data={"question": number})
