"""Two accounts, one person: `/link` gives a code, the other side redeems it, both confirm."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.inbox import Inbox
from chat.actions import Button, Post, Private
from chat.decision import Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, PersonsJoined
from chat.handler import Parameter, Stage, command, handles
from chat.people import PersonId
from chat.ports import Chance, Clock, Directory, Reader
from chat.text import Text

VALID = timedelta(minutes=10)
TRIES = 5
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@command("link", zh="连接", room="bot", where="private", parameters=(Parameter(name="code", required=False),))
async def link(
    event: CommandGiven, *, reader: Reader, chance: Chance, clock: Clock, directory: Directory
) -> Decision:
    """Without a code: give one. With a code: ask both sides to confirm."""
    now = clock.now()
    if not event.argument("code"):
        code = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in chance.token(10))
        offer = Write(
            "people.offer_link",
            {
                "code_hash": _hash(code),
                "person": event.by.person,
                "expires_at": now + VALID,
                "claimed_by_person": None,
                "confirmed": 0,
            },
        )
        return Decision(
            reason="link.offered",
            actions=(answer(event, Text("bot.link.code", {"code": code})),),
            writes=(offer,),
            final=True,
        )
    return await _redeem(event, reader, clock, directory)


async def _redeem(event: CommandGiven, reader: Reader, clock: Clock, directory: Directory) -> Decision:
    now, me = clock.now(), event.by.person
    tries = await reader.row("people.tries", p=me)
    if tries and tries["tries"] >= TRIES and tries["since"] > now - VALID:
        raise SaidNo(Text("bot.link.too_many"))
    code = _hash(event.argument("code").lower())
    row = await reader.row("people.link", code=code)
    if row is None or row["expires_at"] < now or row["claimed_by_person"]:
        tried = Write("people.try_link", {"person": me, "tries": 1, "since": now, "before": now - VALID})
        return Decision(
            reason="link.wrong",
            actions=(answer(event, Text("bot.link.wrong")),),
            writes=(tried,),
            final=True,
        )
    other = PersonId(row["person"])
    theirs = {one.platform for one in await directory.identities(other)}
    mine = {one.platform for one in await directory.identities(me)} | {event.space.platform}
    if other == me or theirs & mine:
        raise SaidNo(Text("bot.link.same"))
    claim = Write("people.claim_link", {"code": code, "by": me}, expect=1)
    platform = ", ".join(sorted(map(str.capitalize, theirs)))
    return Decision(
        reason="link.claimed",
        actions=(
            _ask(me, event.space.platform, "bot.link.confirm_here", platform, code),
            _ask(other, min(theirs), "bot.link.confirm_there", event.space.platform.capitalize(), code),
        ),
        writes=(claim,),
        final=True,
    )


def _ask(person: PersonId, platform: str, key: str, other: str, code: str) -> Post:
    buttons = tuple(
        Button(label=Text(f"bot.link.{word}"), kind=f"link.{word}", id=code[:26], only=person)
        for word in ("yes", "no")
    )
    return Post(to=Private(person, platform), body=Text(key, {"other": other}), buttons=(buttons,))


@handles(Stage.COMMAND, "link.yes", "link.no")
async def link_confirmed(event: ButtonPressed, *, reader: Reader, clock: Clock, inbox: Inbox) -> Decision:
    """The first yes waits for the second; a no ends it. Joining moves rows by PersonsJoined, never rank."""
    row = await reader.row("people.link", code=event.id)
    me = event.by.person
    if row is None or row["expires_at"] < clock.now() or me not in (row["person"], row["claimed_by_person"]):
        raise SaidNo(Text("bot.link.wrong"))
    end = Write("people.end_link", {"code": event.id}, expect=1)
    if event.kind == "link.no":
        return Decision(
            reason="link.refused",
            actions=(answer(event, Text("bot.link.refused")),),
            writes=(end,),
            final=True,
        )
    side = 1 if me == row["person"] else 2
    if row["confirmed"] in (0, side):
        note = Write(
            "people.confirm_link", {"code": event.id, "side": side, "was": row["confirmed"]}, expect=1
        )
        return Decision(
            reason="link.confirmed_once",
            actions=(answer(event, Text("bot.link.waiting")),),
            writes=(note,),
            final=True,
        )
    kept, dropped = PersonId(row["person"]), PersonId(row["claimed_by_person"])
    joined = PersonsJoined(
        key=f"{event.key}/joined", at=clock.now(), space=event.space, kept=kept, dropped=dropped
    )
    return Decision(
        reason="link.joined",
        actions=tuple(Post(to=Private(one), body=Text("bot.link.done")) for one in (kept, dropped)),
        writes=(
            end,
            Write("identity.rejoin", {"kept": kept, "dropped": dropped}),
            Write("role.forget", {"p": dropped}),
            inbox.event_write(joined),
        ),
        audit=(Audit(code="person.joined", subject=kept, data={"dropped": dropped}),),
        final=True,
    )


def _hash(code: str) -> str:
    """What is stored of a code; also short enough to be a button's id."""
    return hashlib.sha256(f"link {code.strip()}".encode(errors="replace")).hexdigest()[:26]
