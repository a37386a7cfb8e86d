"""Drills: scripted members ask for a human as anybody would, write again, and the staff are scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.inbox import Inbox
from bot.texts import Texts, load_texts
from chat.actions import Post, Priority
from chat.decision import Alarm, Decision, Write, answer, silent
from chat.errors import SaidNo
from chat.events import CommandGiven, MessagePosted, TimerRang
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.messages import Message
from chat.people import Duty, Identity, Language, Space, SpaceKind, Speaker
from chat.ports import Clock, Directory, Ids, Reader
from chat.text import Text
from support.drill import MOST, SCRIPTS, STAGE, cleared, scores, script_of, told

LINE = "bot.drill_line"
END = "bot.drill_end"
AGAIN = timedelta(minutes=5)
LASTS = timedelta(minutes=30)
USUAL = 3


@command(
    "drill",
    zh="演练",
    room="bot",
    duty=Duty.REPRESENTATIVE,
    where="staff",
    parameters=(Parameter(name="count", kind=ParameterKind.NUMBER, required=False),),
)
async def start_drill(
    event: CommandGiven, *, directory: Directory, clock: Clock, ids: Ids, inbox: Inbox, reader: Reader
) -> Decision:
    """Scripted members begin to write; after half an hour, or `/drill 0`, the result is told and all of it goes."""
    wanted = event.argument("count")
    if wanted == "0":
        return await _ended(event.space, reader, directory)
    if directory.home() is None:
        raise SaidNo(Text("bot.drill.no_home"))
    if await reader.rows("support.on_stage", stage=STAGE):
        raise SaidNo(Text("bot.drill.running"))
    count = min(int(wanted or USUAL), MOST)
    language = directory.space_language(event.space)
    drill, now = ids.new(), clock.now()
    first = [_line(drill, number, 0, language, inbox, clock) for number in range(count)]
    again = (
        Alarm(kind=LINE, subject=f"{drill}:{number}:1:{language}", at=now + AGAIN) for number in range(count)
    )
    end = Alarm(kind=END, subject=drill, at=now + LASTS, space=directory.home())
    begun = answer(event, Text("bot.drill.begun", {"count": count, "lasts": LASTS}))
    return Decision(reason="drill.begun", actions=(begun,), writes=tuple(first), alarms=(*again, end))


@handles(Stage.REACT, LINE)
async def drill_line(event: TimerRang, *, reader: Reader, inbox: Inbox, clock: Clock) -> Decision:
    """A scripted member writes again, if their ticket still is open. Late means nothing."""
    drill, number, step, language = event.subject.split(":")
    rows = await reader.rows("support.on_stage", stage=STAGE)
    here = [row for row in rows if row["origin_space"] == f"{drill}-{number}"]
    if not here or here[0]["closed_at"] is not None:
        return silent("drill.over")
    spoken: Language = "zh" if language == "zh" else "en"
    return Decision(reason="drill.line", writes=(_line(drill, int(number), int(step), spoken, inbox, clock),))


@handles(Stage.REACT, END)
async def drill_end(event: TimerRang, *, reader: Reader, directory: Directory) -> Decision:
    """The result, in the staff space. Late means nothing."""
    home = directory.home()
    return await _ended(home, reader, directory) if home else silent("drill.no_home")


async def _ended(place: Space, reader: Reader, directory: Directory) -> Decision:
    found = await scores(reader)
    if not found:
        return silent("drill.nothing")
    writes, actions = cleared(found)
    result = Post(
        to=replace(place, thread=None),
        body=told(found),
        language=directory.space_language(place),
        urgency=Priority.STAFF,
    )
    return Decision(reason="drill.ended", actions=(*actions, result), writes=writes)


def _line(drill: str, number: int, step: int, language: Language, inbox: Inbox, clock: Clock) -> Write:
    """What a scripted member says, as an event like any other."""
    native, script = f"{drill}-{number}", script_of(number)
    assert step < SCRIPTS[script]
    space = Space(STAGE, native, kind=SpaceKind.PRIVATE)
    texts = Texts(load_texts(), ZoneInfo("UTC"))
    words = texts.words(Text(f"bot.drill.line.{script}_{step}"), language)
    locale = "zh-CN" if language == "zh" else "en"
    event = MessagePosted(
        key=f"{STAGE}:{native}:{step}",
        at=clock.now(),
        space=space,
        by=Speaker(identity=Identity(STAGE, native), name=f"🎭 {number + 1}", locale=locale),
        message=Message(id=str(step + 1), space=space, text=words),
    )
    return inbox.event_write(event)
