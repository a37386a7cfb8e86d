"""What every platform's adapter does alike: the same acts, the same events; the same actions, the same outcomes."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.markdown import parse
from bot.platform import Platform
from bot.settings import Settings
from chat.actions import (
    Action,
    Ban,
    Button,
    Capability,
    ClearReactions,
    CloseThread,
    Degraded,
    Delete,
    Done,
    Edit,
    Gate,
    Lock,
    Mute,
    OpenThread,
    Pin,
    Post,
    Refused,
    Remove,
    Restore,
    ShowTyping,
    SlowMode,
    Survey,
    Unban,
    Unmute,
    Unsupported,
)
from chat.decision import Decision
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReactionChanged,
    SpokenEvent,
)
from chat.messages import MessageRef
from chat.people import Space, Voice
from chat.ports import Errand
from tests.stories.conftest import PLATFORMS, make_driver
from tests.world import Person, Said, Town

Kind = TypeVar("Kind", bound=Event)


@dataclass
class Stage:
    """A town, everything that was observed in it, and its adapter's hands."""

    town: Town
    seen: list[Event] = field(default_factory=list)
    numbers: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)

    @property
    def platform(self) -> Platform:
        return self.town.app.platforms.by_name[self.town.driver.platform]

    def watch(self) -> None:
        def note(event: Event, _: Decision) -> None:
            self.seen.append(event)

        self.town.app.pipeline.observed.append(note)

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [one for one in self.seen if isinstance(one, kind)]

    async def do(self, action: Action, *, on: Person | None = None, attempt: int = 1) -> Any:
        account = on.native if on is not None else ""
        key = f"contract/{self.numbers()}"
        moment = self.town.clock.now()
        errand = Errand(action=action, key=key, attempt=attempt, first_try=moment, account=account)
        outcome = await self.platform.perform(errand)
        await self.town.settles()
        return outcome

    async def post(self, words: str, **more: Any) -> MessageRef:
        space = more.pop("to", self.town.garden.space)
        outcome = await self.do(Post(to=space, body=parse(words), **more))
        assert isinstance(outcome, Done), outcome
        return MessageRef(space, outcome.ids[0])

    def shows(self, ref: MessageRef) -> str | None:
        return self.town.driver.text(ref.space, ref.id)


@pytest.fixture(params=PLATFORMS)
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    settings = {"community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"}}
    town = Town(make_driver(request.param), "en", tmp_path, Settings.model_validate(settings))
    await town.open()
    stage = Stage(town)
    stage.watch()
    yield stage
    await town.close()


async def test_a_message_is_told_once_with_its_author_and_place(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    said = await ann.says("hello 😀 你好")
    (event,) = stage.of(MessagePosted)
    assert event.space == stage.town.garden.space
    assert (event.message.id, event.message.text) == (said.id, "hello 😀 你好")
    assert event.by.identity.platform == stage.town.driver.platform
    assert (event.by.identity.id, event.by.name) == (ann.native, "Ann")
    assert (event.by.person, event.by.voice) == (ann.person, Voice.PERSON)
    assert event.at.tzinfo is not None


async def test_a_private_word_stands_in_a_private_space_named_by_its_person(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    await ann.whispers("good morning")
    (event,) = (one for one in stage.of(MessagePosted) if one.by.is_person)
    assert event.space.is_private
    assert event.space.id == ann.native


async def test_links_and_mentions_are_marked_in_code_points(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    await stage.town.member("Bob")
    await ann.says("😀 see https://a.example/x @Bob")
    (event,) = stage.of(MessagePosted)
    text = event.message.text
    assert [target.rstrip("/") for target in event.message.links] == ["https://a.example/x"]
    assert len(event.message.mentions) == 1
    (mention,) = event.message.mentions
    assert text[mention.start : mention.end].startswith(("@Bob", "<@"))


async def test_a_reply_names_what_it_answers(stage: Stage) -> None:
    ann, bob = await stage.town.member("Ann"), await stage.town.member("Bob")
    first = await ann.says("who has the key?")
    await bob.says("I do", reply_to=first)
    reply = stage.of(MessagePosted)[-1].message.reply_to
    assert reply is not None
    assert reply.id == first.id
    assert reply.by is not None
    assert reply.by.id == ann.native


async def test_a_command_comes_as_a_command(stage: Stage) -> None:
    mia, ann = await stage.town.manager("Mia"), await stage.town.member("Ann")
    await mia.commands("role", "@Ann")
    (event,) = stage.of(CommandGiven)
    assert event.name == "role"
    assert event.argument("person") == ann.person


async def test_an_edit_is_told_with_the_new_words(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    said = await ann.says("hello")
    await ann.edits(said, "/role @Ann owner")
    (event,) = stage.of(MessageEdited)
    assert (event.message.id, event.message.text) == (said.id, "/role @Ann owner")
    assert not stage.of(CommandGiven)


async def test_reactions_comings_and_goings(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    said = await ann.says("hello")
    await ann.reacts(said, "👍")
    await ann.leaves()
    await ann.joins()
    (reaction,) = stage.of(ReactionChanged)
    assert (reaction.message.id, reaction.added, reaction.removed) == (said.id, ("👍",), ())
    (left,), (joined,) = stage.of(MemberLeft), stage.of(MemberJoined)
    assert (left.by.person, joined.by.person, left.removed) == (ann.person, ann.person, False)


async def test_what_we_say_ourselves_is_nobodys_word(stage: Stage) -> None:
    await stage.town.member("Ann")
    await stage.post("hello everybody")
    assert not [one for one in stage.seen if isinstance(one, SpokenEvent) and one.by.voice is Voice.PERSON]


async def test_posts_are_shown_changed_pinned_and_deleted(stage: Stage) -> None:
    await stage.town.member("Ann")
    ref = await stage.post("first words")
    assert "first words" in (stage.shows(ref) or "")
    edited = await stage.do(Edit(to=ref.space, message=ref, body=parse("other words")))
    assert isinstance(edited, Done)
    assert "other words" in (stage.shows(ref) or "")
    again = await stage.do(Edit(to=ref.space, message=ref, body=parse("other words")))
    assert isinstance(again, Done)
    assert isinstance(await stage.do(Pin(to=ref.space, message=ref)), Done)
    for _ in range(2):
        assert isinstance(await stage.do(Delete(to=ref.space, messages=(ref.id,))), Done)
    assert stage.shows(ref) is None
    gone = await stage.do(Edit(to=ref.space, message=ref, body=parse("too late")))
    assert gone == Refused("target.gone")


async def test_a_members_message_can_be_deleted(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    said = await ann.says("buy now")
    deleted = await stage.do(Delete(to=said.space, messages=(said.id,)))
    assert isinstance(deleted, Done)
    assert stage.town.deleted(said)


async def test_a_reply_to_what_is_gone_is_said_plainly(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    said = await ann.says("hello")
    await stage.do(Delete(to=said.space, messages=(said.id,)))
    ref = await stage.post("an answer", reply_to=said.ref)
    assert "an answer" in (stage.shows(ref) or "")


async def test_a_closed_private_chat_is_named_so(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    await ann.closes_private()
    refused = await stage.do(Post(to=ann.private.space, body=parse("psst")))
    assert refused == Refused("person.blocked")
    await ann.opens_private()
    assert isinstance(await stage.do(Post(to=ann.private.space, body=parse("psst"))), Done)


async def test_mute_ban_and_their_ends(stage: Stage) -> None:
    ann, town = await stage.town.member("Ann"), stage.town
    space, until = town.garden.space, town.clock.now() + timedelta(hours=1)
    assert isinstance(await stage.do(Mute(to=space, person=ann.person, until=until), on=ann), Done)
    assert town.muted(ann)
    assert isinstance(await stage.do(Unmute(to=space, person=ann.person), on=ann), Done)
    assert not town.muted(ann)
    assert isinstance(await stage.do(Ban(to=space, person=ann.person), on=ann), Done)
    assert town.banned(ann)
    for _ in range(2):
        assert isinstance(await stage.do(Unban(to=space, person=ann.person), on=ann), Done)
    assert not town.banned(ann)
    await ann.joins()
    assert isinstance(await stage.do(Unban(to=space, person=ann.person), on=ann), Done)
    assert town.present(ann)


async def test_what_a_survey_found_is_given_back_exactly(stage: Stage) -> None:
    space, until = stage.town.garden.space, stage.town.clock.now() + timedelta(hours=1)
    await stage.town.member("Ann")
    before = await stage.do(Survey(to=space))
    assert isinstance(before, Done)
    closing: list[Action] = [SlowMode(to=space, delay=timedelta(seconds=30)), Lock(to=space, locked=True)]
    if Capability.GATE in stage.platform.capabilities(space):
        closing.append(Gate(to=space, closed=True, until=until))
    for action in closing:
        assert isinstance(await stage.do(action), Done | Degraded), action
        assert await stage.do(Survey(to=space)) != before
    for _ in range(2):
        assert await stage.do(Restore(to=space, snapshot=before.ids[0])) == Done()
        assert await stage.do(Survey(to=space)) == before
    assert isinstance(await stage.do(Restore(to=space, snapshot="")), Done | Degraded)


async def test_whoever_is_removed_may_come_back(stage: Stage) -> None:
    ann, town = await stage.town.member("Ann"), stage.town
    assert isinstance(await stage.do(Remove(to=town.garden.space, person=ann.person), on=ann), Done)
    assert not town.present(ann)
    assert not town.banned(ann)
    await ann.joins()
    assert town.present(ann)


async def test_a_press_carries_what_the_button_held(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    payload = "kind:" + "x" * 59
    ref = await stage.post("pick", buttons=((Button(label="ok", kind="a", id="1", payload=payload),),))
    async with stage.town.act():
        await stage.town.driver.press(ann.native, ref.space, ref.id, payload)
    (event,) = stage.of(ButtonPressed)
    assert (event.payload, event.by.person, event.refusal) == (payload, ann.person, "forged")
    assert event.interaction
    await ann.told("bot.press.forged")


async def test_threads_open_carry_posts_and_close(stage: Stage) -> None:
    await stage.town.representative("Rae")
    staff = stage.town.staff.space
    assert Capability.THREAD in stage.platform.capabilities(staff)
    opened = await stage.do(OpenThread(to=staff, title="Ticket 1"))
    assert isinstance(opened, Done)
    inside = Space(staff.platform, staff.id, opened.ids[0], staff.kind)
    ref = await stage.post("the card", to=inside)
    assert "the card" in (stage.shows(ref) or "")
    for _ in range(2):
        assert isinstance(await stage.do(CloseThread(to=inside)), Done)
    assert isinstance(await stage.do(CloseThread(to=inside, closed=False)), Done)


async def test_a_member_writes_in_a_thread_and_is_heard_there(stage: Stage) -> None:
    rae = await stage.town.representative("Rae")
    staff = stage.town.staff.space
    opened = await stage.do(OpenThread(to=staff, title="Ticket 1"))
    inside = Space(staff.platform, staff.id, opened.ids[0], staff.kind)
    async with stage.town.act():
        native = await stage.town.driver.say(rae.native, inside, "a note", None)
    (event,) = stage.of(MessagePosted)
    assert (event.space, event.message.id) == (inside, native)
    assert not stage.town.deleted(Said(inside, native))


async def test_what_cannot_be_is_an_outcome_and_no_exception(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    space = stage.town.garden.space
    nobody = MessageRef(space, "987654321987654321")
    for action in (
        Edit(to=space, message=nobody, body=parse("x")),
        Pin(to=space, message=nobody),
        CloseThread(to=Space(space.platform, space.id, "987654321987654321")),
    ):
        assert isinstance(await stage.do(action), Refused | Unsupported), action
    outcome = await stage.do(Delete(to=space, messages=(nobody.id,)))
    assert isinstance(outcome, Done | Degraded | Refused)
    assert stage.town.present(ann)


async def test_what_somebody_put_on_messages_is_taken_away_and_what_others_put_stays(stage: Stage) -> None:
    ann, bo = await stage.town.member("Ann"), await stage.town.member("Bo")
    said = [await bo.says("one"), await bo.says("two")]
    for person, one, emoji in ((ann, said[0], "👍"), (bo, said[0], "👍"), (ann, said[1], "🔥")):
        await person.reacts(one, emoji)
    space = said[0].space
    marks = ((said[0].id, "👍"), ("987654321", "👍"), (said[1].id, "🔥"))
    for _ in range(2):
        assert isinstance(
            await stage.do(ClearReactions(to=space, person=ann.person, marks=marks), on=ann), Done
        )
        assert [stage.town.reactions(one) for one in said] == [1, 0]


async def test_typing_is_shown_where_the_platform_has_it(stage: Stage) -> None:
    garden = stage.town.garden.space
    able = Capability.TYPING in stage.platform.capabilities(garden)
    outcome = await stage.do(ShowTyping(to=garden))
    assert isinstance(outcome, Done if able else Unsupported)
    assert able == (stage.town.driver.platform != "local")


async def test_what_can_be_done_is_known(stage: Stage) -> None:
    ann = await stage.town.member("Ann")
    wanted = {
        Capability.POST,
        Capability.EDIT,
        Capability.DELETE,
        Capability.BAN,
        Capability.MUTE,
        Capability.REMOVE,
    }
    assert wanted <= stage.platform.capabilities(stage.town.garden.space)
    assert Capability.POST in stage.platform.capabilities(ann.private.space)
    assert not stage.platform.capabilities(ann.private.space) & {
        Capability.BAN,
        Capability.MUTE,
        Capability.LOCK,
    }
    assert stage.platform.is_ready
    assert all(not one.is_error for one in await stage.platform.examine())


async def test_after_a_crash_each_message_was_told_once(stage: Stage) -> None:
    ann, town = await stage.town.member("Ann"), stage.town
    first = await ann.says("before")
    await town.crash()
    stage.watch()
    second = await ann.says("after")
    assert [one.message.id for one in stage.of(MessagePosted)] == [first.id, second.id]
