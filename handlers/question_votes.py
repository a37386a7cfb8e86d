"""What happens in a running Q&A event: votes, answers by reply, the live list, the end."""

from __future__ import annotations

from campaigns import question_posts
from campaigns.consequences import after_answering, close_by_itself, trouble
from campaigns.questions import EventState
from campaigns.service import Questions
from chat.actions import Acknowledge
from chat.decision import Audit, Decision
from chat.errors import SaidNo
from chat.events import ActionDone, ActionFailed, ButtonPressed, MessagePosted, TimerRang
from chat.handler import Stage, handles
from chat.people import Duty, Voice
from chat.ports import Clock, Directory
from chat.text import Text


@handles(Stage.COMMAND, "campaigns.vote")
async def question_votes(event: ButtonPressed, *, questions: Questions) -> Decision:
    """Vote for a question, or take the vote back: one a person."""
    number, _, which = event.id.partition(".")
    running = await questions.asking.open_event(int(number))
    changed, counts = await questions.asking.vote(running, int(which), event.by)
    facts = {"question": changed.question.number, "votes": changed.question.votes}
    body = Text("campaigns.qa.voted" if counts else "campaigns.qa.vote_back", facts)
    return Decision(
        reason="question.voted" if counts else "question.vote_back",
        actions=(Acknowledge(to=event.space, interaction=event.interaction, body=body),),
        writes=changed.writes,
        alarms=(questions.asking.refresh(running),),
    )


@handles(Stage.COMMAND)
async def question_replies(event: MessagePosted, *, questions: Questions) -> Decision | None:
    """A reply of staff to a question that was put is its answer; anybody else's reply is just talk."""
    reply = event.message.reply_to
    if reply is None or reply.voice is not Voice.SELF or event.space.is_private or not event.by.is_person:
        return None
    if not (event.by.standing.has(Duty.EDITOR) or event.by.standing.has(Duty.REPRESENTATIVE)):
        return None
    found = await questions.panels.replied_to(event.space, reply.id)
    if found is None:
        return None
    try:
        answered = await questions.panels.answer(*found, event.by, event.message.text)
    except SaidNo:
        return None
    decision = await after_answering(answered, questions.asking)
    return decision + Decision(reason="", final=True)


@handles(Stage.REACT, "campaigns.board")
async def qa_board(event: TimerRang, *, questions: Questions) -> Decision | None:
    """Show the questions and votes as they are now; late = at once."""
    running = await questions.asking.event(int(event.subject))
    if running.state is not EventState.OPEN or running.post is None:
        return None
    shown = questions.panels.shown(running)
    return Decision(
        reason="qa.listed",
        actions=question_posts.listed(running, await questions.asking.all(running)),
        writes=shown.writes,
    )


@handles(Stage.REACT, "campaigns.qa_close")
async def qa_close(
    event: TimerRang, *, questions: Questions, clock: Clock, directory: Directory
) -> Decision | None:
    """End an event at its promised moment; late = as soon as Steward is back."""
    running = await questions.asking.event(int(event.subject))
    if running.state is not EventState.OPEN or running.ends_at is None or running.ends_at > clock.now():
        return None
    return await close_by_itself(running, questions.panels, questions.asking, directory)


@handles(Stage.REACT, question_posts.ROOM)
async def qa_posted(event: ActionDone, *, questions: Questions) -> Decision | None:
    """Write down which messages carry the list and the questions that were put."""
    if event.about is None or not event.ids:
        return None
    kind, _, subject = event.about.subject.partition(":")
    number, _, which = subject.partition(".")
    if kind == "board":
        posted = questions.panels.posted(await questions.asking.event(int(number)), event.ids[0])
        return Decision(
            reason="qa.posted", writes=posted.writes, alarms=(questions.asking.refresh(posted.event),)
        )
    if kind == "posed":
        question = await questions.asking.one(await questions.asking.event(int(number)), int(which))
        return Decision(
            reason="question.posted", writes=(questions.panels.question_posted(question, event.ids[0]),)
        )
    return None


@handles(Stage.REACT, question_posts.ROOM)
async def qa_trouble(event: ActionFailed, *, questions: Questions, directory: Directory) -> Decision | None:
    """Tell the opener, or else the staff, once, when the list could not be posted or is gone."""
    if event.about is None:
        return None
    kind, _, number = event.about.subject.partition(":")
    if kind not in ("board", "list", "digest"):
        return None
    running = await questions.asking.event(int(number.partition(".")[0]))
    if kind == "list" and (running.state is not EventState.OPEN or running.post is None):
        return None
    return Decision(
        reason=f"qa.trouble_{kind}",
        actions=(trouble(running, kind, event.why, directory),),
        writes=questions.panels.posted(running, "").writes if kind == "list" else (),
        audit=(
            Audit(
                code=f"qa.{kind}_failed",
                subject=f"qa:{number}",
                data={"outcome": event.outcome, "why": event.why},
            ),
        ),
    )
