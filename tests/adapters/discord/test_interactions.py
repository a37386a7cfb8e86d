"""Commands, menus, buttons and forms: answered in time, once, to one person alone."""

from __future__ import annotations

import pytest

from bot.adapters.discord import interactions
from chat.actions import Acknowledge, Button, Done, Field, Form, ShowForm, TooLate
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.people import PersonId
from tests.adapters.discord.conftest import Bench, said
from tests.counterparts.discord import faults
from tests.counterparts.discord.interactions import Callback

ANN = PersonId("ann")
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
FORM = Form(
    name="faq.entry",
    subject="7",
    title="An entry",
    fields=(Field(name="question", label="Question"), Field(name="note", label="N" * 60, required=False)),
)


def tell(bench: Bench, name: str, text: str = "") -> Acknowledge:
    return Acknowledge(to=bench.space, interaction=name, body=said(text) if text else None)


def show(bench: Bench, name: str) -> ShowForm:
    return ShowForm(to=bench.space, interaction=name, person=ANN, form=FORM, language="en")


async def shown(bench: Bench) -> str:
    made = await bench.do(bench.post("pick", buttons=((Button(label="ok", kind="a", payload="press me"),),)))
    assert isinstance(made, Done)
    return made.ids[0]


async def pressed(bench: Bench) -> tuple[ButtonPressed, object]:
    message = bench.server.message(await shown(bench))
    assert message is not None
    waiting = bench.ann.presses(message, "press me")
    return await bench.only(ButtonPressed), waiting


async def test_a_slash_command_carries_its_options_by_name(bench: Bench) -> None:
    given = bench.mod.slash(bench.channel, "warn", person=bench.ann, reason="be nice")
    event = await bench.only(CommandGiven)
    assert (event.name, dict(event.arguments)) == (
        "warn",
        {"person": str(bench.ann.id), "reason": "be nice"},
    )
    assert event.by.locale == "zh-CN"
    assert await bench.do(tell(bench, event.interaction, "done")) == Done()
    assert (await given.response()).content == "done"
    assert given.ephemeral


async def test_a_message_menu_carries_the_message_and_its_author(bench: Bench) -> None:
    spam = bench.ann.says(bench.channel, "buy now")
    bench.mod.message_menu(spam, "Warn")
    event = await bench.only(CommandGiven)
    assert event.name == "warn"
    assert event.about is not None
    assert event.about_by is not None
    assert (event.about.id, event.about.text) == (str(spam.id), "buy now")
    assert event.about_by.identity.id == str(bench.ann.id)


async def test_a_typed_command_is_one_too_with_what_it_answers(bench: Bench) -> None:
    spam = bench.ann.says(bench.channel, "buy now")
    bench.mod.says(bench.channel, "/警告 be nice", reply_to=spam)
    event = await bench.only(CommandGiven)
    assert (event.name, event.words, event.interaction) == ("警告", "be nice", "")
    assert event.about is not None
    assert event.about.text == "buy now"


async def test_nothing_to_say_leaves_nothing_thinking(bench: Bench) -> None:
    command = bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    assert await bench.do(tell(bench, event.interaction)) == Done()
    assert await command.acknowledged() is Callback.DEFERRED_MESSAGE
    assert not command.messages
    press, waiting = await pressed(bench)
    assert await bench.do(tell(bench, press.interaction)) == Done()
    assert waiting.callback is Callback.DEFERRED_UPDATE  # type: ignore[attr-defined]


async def test_whoever_waits_too_long_is_deferred_and_told_later(bench: Bench) -> None:
    command = bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    assert await command.acknowledged() is Callback.DEFERRED_MESSAGE
    assert await bench.do(tell(bench, event.interaction, "at last")) == Done()
    assert (await command.response()).content == "at last"
    assert len(bench.ann.whispers) == 1


async def test_a_form_after_the_deferral_is_too_late_and_says_so(bench: Bench) -> None:
    press, waiting = await pressed(bench)
    assert await waiting.acknowledged() is Callback.DEFERRED_UPDATE  # type: ignore[attr-defined]
    assert await bench.do(show(bench, press.interaction)) == TooLate("form.too_late")
    assert len(bench.ann.whispers) == 1


async def test_a_form_is_shown_and_its_answers_come_back(bench: Bench) -> None:
    opener = bench.ann.slash(bench.channel, "faq")
    event = await bench.only(CommandGiven)
    assert await bench.do(show(bench, event.interaction)) == Done((event.interaction,))
    assert (await opener.form())["title"] == "An entry"
    bench.ann.submits(opener, {"question": "why?"})
    sent = await bench.only(FormSubmitted)
    assert (sent.form, sent.subject, dict(sent.values)) == (
        "faq.entry",
        "7",
        {"question": "why?", "note": ""},
    )
    assert await bench.do(tell(bench, sent.interaction, "kept")) == Done()
    assert bench.ann.whispers[-1].content == "kept"


async def test_a_typed_command_cannot_open_a_form_and_says_what_can(bench: Bench) -> None:
    bench.ann.says(bench.channel, "/faq add")
    event = await bench.only(CommandGiven)
    assert await bench.do(show(bench, event.interaction)) == TooLate("form.needs_slash")
    assert len(bench.ours()) == 1


async def test_a_late_interaction_is_too_late(bench: Bench) -> None:
    command = bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    bench.clock.passes(seconds=4)
    assert await bench.do(tell(bench, event.interaction, "hello?")) == TooLate()
    assert command.callback is None
    assert await bench.do(tell(bench, "unknown", "hello?")) == TooLate()


async def test_after_a_quarter_of_an_hour_nobody_listens(bench: Bench) -> None:
    bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    assert await bench.do(tell(bench, event.interaction, "first")) == Done()
    bench.clock.passes(minutes=16)
    assert await bench.do(tell(bench, event.interaction, "second")) == TooLate()


async def test_a_second_word_follows_the_first(bench: Bench) -> None:
    bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    for text in ("first", "second"):
        assert await bench.do(tell(bench, event.interaction, text)) == Done()
    assert [one.content for one in bench.ann.whispers] == ["first", "second"]


async def test_a_double_press_is_two_events_and_two_answers(bench: Bench) -> None:
    message = bench.server.message(await shown(bench))
    assert message is not None
    for _ in range(2):
        bench.ann.presses(message, "press me")
    presses = [one for one in await bench.events() if isinstance(one, ButtonPressed)]
    assert len({one.key for one in presses}) == 2
    for press in presses:
        assert await bench.do(tell(bench, press.interaction, "thanks")) == Done()
    assert [one.content for one in bench.ann.whispers] == ["thanks", "thanks"]


async def test_a_first_answer_whose_fate_is_unknown_is_repeated_without_harm(bench: Bench) -> None:
    bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    bench.server.faults.next("POST", CALLBACK, faults.reset(after=True))
    await bench.do(tell(bench, event.interaction, "once"))
    assert await bench.do(tell(bench, event.interaction, "once")) == Done()
    assert [one.content for one in bench.ann.whispers] == ["once"]


async def test_a_followup_in_doubt_is_never_repeated(bench: Bench) -> None:
    bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    await bench.do(tell(bench, event.interaction, "first"))
    bench.server.faults.next(
        "POST", "/webhooks/{webhook_id}/{webhook_token}", faults.reset(after=True), times=5
    )
    await bench.do(tell(bench, event.interaction, "second"))
    bench.server.faults.clear()
    assert await bench.do(tell(bench, event.interaction, "second")) == TooLate()


async def test_what_we_whisper_is_no_private_message_of_anybody(bench: Bench) -> None:
    bench.ann.slash(bench.channel, "help")
    event = await bench.only(CommandGiven)
    await bench.do(tell(bench, event.interaction, "psst"))
    await bench.settled()
    assert not [one for one in bench.stored if one.key.startswith("discord:message:")]


async def test_of_very_many_interactions_the_oldest_are_forgotten(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "REMEMBERED", 2)
    for _ in range(3):
        bench.ann.slash(bench.channel, "help")
    given = [one for one in await bench.events() if isinstance(one, CommandGiven)]
    outcomes = [await bench.do(tell(bench, one.interaction, "hello")) for one in given]
    assert outcomes == [TooLate(), Done(), Done()]
