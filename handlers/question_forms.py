"""Forms and buttons of a Q&A event: opening it, asking, answering, letting questions in or not."""

from __future__ import annotations

from campaigns import question_posts
from campaigns.consequences import after_answering, after_asking, asked_text
from campaigns.questions import QuestionState
from campaigns.service import Questions
from chat.actions import Action, Capability, ShowForm
from chat.decision import Alarm, Audit, Decision, answer
from chat.events import ButtonPressed, FormSubmitted
from chat.handler import Stage, handles
from chat.ports import Abilities, Directory
from chat.text import Text


@handles(Stage.COMMAND, "campaigns.qa")
async def qa_form(event: FormSubmitted, *, questions: Questions, abilities: Abilities) -> Decision:
    """Open the event, or say what is wrong with what was typed."""
    draft = await questions.panels.draft(int(event.subject), event.by)
    opened, problem = questions.panels.open(draft, event.values)
    if problem is not None:
        return Decision(
            reason="qa.form_problem",
            actions=(answer(event, problem, buttons=question_posts.change_button(opened.event)),),
            writes=opened.writes,
        )
    started = opened.event
    pinned = questions.panels.settings.pin_questions and abilities.can(started.space, Capability.PIN)
    alarm = Alarm(
        kind="campaigns.qa_close", subject=str(started.number), at=started.ends_at, space=started.space
    )
    done = Text("campaigns.qa.opened", {"number": started.number})
    return Decision(
        reason="qa.opened",
        actions=(*question_posts.opened(started, pinned=pinned), answer(event, done)),
        writes=opened.writes,
        alarms=(alarm,) if started.ends_at else (),
        audit=(
            Audit(
                code="qa.opened",
                subject=f"qa:{started.number}",
                data={"title": started.title, "moderated": started.moderated},
            ),
        ),
    )


@handles(Stage.COMMAND, "campaigns.qa_change")
async def qa_change(event: ButtonPressed, *, questions: Questions) -> Decision:
    """Back to the form, with what was typed before."""
    form = question_posts.event_form(await questions.panels.draft(int(event.id), event.by))
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="qa.form", actions=(ask,))


@handles(Stage.COMMAND, "campaigns.ask")
async def question_button(event: ButtonPressed, *, questions: Questions) -> Decision:
    """The ask button: a form for the question."""
    form = question_posts.ask_form(await questions.asking.open_event(int(event.id)))
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="question.form", actions=(ask,))


@handles(Stage.COMMAND, "campaigns.ask")
async def question_form(event: FormSubmitted, *, questions: Questions, directory: Directory) -> Decision:
    """A question from the form."""
    running = await questions.asking.open_event(int(event.subject))
    asked = await questions.asking.ask(running, event.by, event.values.get("question", ""), event.at)
    told = Decision(reason="", actions=(answer(event, asked_text(asked)),))
    return await after_asking(asked, questions.asking, directory) + told


@handles(Stage.COMMAND, "campaigns.answer")
async def answer_button(event: ButtonPressed, *, questions: Questions) -> Decision:
    """The answer button under a question that was put: a form for the answer."""
    number, question = _ids(event.id)
    running = await questions.asking.open_event(number)
    form = question_posts.answer_form(running, await questions.panels.answerable(running, question, event.by))
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="question.answer_form", actions=(ask,))


@handles(Stage.COMMAND, "campaigns.answer")
async def answer_form(event: FormSubmitted, *, questions: Questions) -> Decision:
    """An answer from the form."""
    number, question = _ids(event.subject)
    running = await questions.asking.open_event(number)
    answered = await questions.panels.answer(running, question, event.by, event.values.get("answer", ""))
    done = Text("campaigns.qa.answer_done", {"question": question})
    told = Decision(reason="", actions=(answer(event, done),))
    return await after_answering(answered, questions.asking) + told


@handles(Stage.COMMAND, "campaigns.approve")
async def question_approve(event: ButtonPressed, *, questions: Questions) -> Decision:
    """Let a question in."""
    return await _decide(event, questions, QuestionState.APPROVED)


@handles(Stage.COMMAND, "campaigns.reject")
async def question_reject(event: ButtonPressed, *, questions: Questions) -> Decision:
    """Keep a question out; its asker hears it privately."""
    return await _decide(event, questions, QuestionState.REJECTED)


async def _decide(event: ButtonPressed, questions: Questions, state: QuestionState) -> Decision:
    number, which = _ids(event.id)
    running = await questions.asking.event(number)
    changed = await questions.asking.decide(running, which, event.by, state)
    question = changed.question
    asker, by = await questions.asking.named(question.person), await questions.asking.named(event.by.person)
    actions: tuple[Action, ...] = ()
    if event.message is not None:
        actions = (question_posts.decided(running, question, asker, by, event.message),)
    if state is QuestionState.REJECTED:
        actions += (question_posts.rejected(running, question),)
    done = Text(f"campaigns.qa.done_{state.value}", {"question": which})
    return Decision(
        reason=f"question.{state.value}",
        actions=(*actions, answer(event, done)),
        writes=changed.writes,
        alarms=(questions.asking.refresh(running),) if state is QuestionState.APPROVED else (),
        audit=(Audit(code=f"question.{state.value}", subject=f"qa:{number}", data={"question": which}),),
    )


def _ids(text: str) -> tuple[int, int]:
    number, _, question = text.partition(".")
    return int(number), int(question)
