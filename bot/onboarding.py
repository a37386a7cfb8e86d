"""Who owns this installation, which places it serves, who has which role: `/claim`, `/adopt`, `/role`."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.people import ROLES, People
from bot.places import Places
from chat.decision import Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import CommandGiven, SpaceMigrated
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import PersonId, Rank, SpaceKind
from chat.ports import Chance, Clock
from chat.text import Text

CLAIM_WITHIN = timedelta(minutes=15)


@dataclass(slots=True)
class ClaimCode:
    """The one-time code that `steward run` prints when there is no owner yet."""

    code: str = ""
    expires: datetime | None = None
    tries: int = 0

    def issue(self, chance: Chance, now: datetime) -> str:
        """A fresh code for 15 minutes."""
        self.code, self.expires, self.tries = chance.token(5).hex(), now + CLAIM_WITHIN, 0
        return self.code

    def redeem(self, code: str, now: datetime) -> bool:
        """Whether this is the code; it works once, and five wrong tries end it."""
        if not self.code or self.expires is None or now > self.expires:
            return False
        self.tries += 1
        good = hmac.compare_digest(code.strip().lower().encode(), self.code.encode())
        if good or self.tries >= 5:
            self.code = ""
        return good


@command("claim", zh="认领", room="bot", where="private", offered=False, parameters=(Parameter(name="code"),))
async def claim(event: CommandGiven, *, code: ClaimCode, clock: Clock) -> Decision:
    """The first owner: whoever has read the server's own output."""
    if not code.redeem(event.argument("code"), clock.now()):
        raise SaidNo(Text("bot.owner.wrong_code"))
    return Decision(
        reason="owner.claimed",
        actions=(answer(event, Text("bot.owner.claimed")),),
        writes=(_give(event.by.person, "owner", None, clock.now()),),
        audit=(Audit(code="owner.claimed", subject=event.by.person),),
        final=True,
    )


_KINDS = {"": "group", "群": "group", "工作人员": "staff", "频道": "channel", "离开": "leave"}


@command(
    "adopt",
    zh="收养",
    room="bot",
    rank=Rank.OWNER,
    parameters=(Parameter(name="kind", required=False),),
)
async def adopt(event: CommandGiven, *, clock: Clock, places: Places) -> Decision:
    """Serve the space in which this is said, or leave it."""
    word = _KINDS.get(event.argument("kind").lower(), event.argument("kind").lower())
    space = event.space
    if word == "leave":
        left = Write("place.leave", {"p": space.platform, "i": space.id})
        return _placed(event, "bot.place.left", word, left)
    if space.is_private or word not in ("group", "staff", "channel"):
        raise SaidNo(Text("bot.place.usage"))
    row: dict[str, Value] = {
        "platform": space.platform,
        "id": space.id,
        "kind": SpaceKind(word).value,
        "title": places.title(space),
        "language": None,
        "at": clock.now(),
    }
    return _placed(event, "bot.place.adopted", word, Write("place.serve", row))


def _placed(event: CommandGiven, key: str, word: str, write: Write) -> Decision:
    arguments = {} if word == "leave" else {"kind": Text(f"bot.place.kind.{word}")}
    return Decision(
        reason=f"place.{word}",
        actions=(answer(event, Text(key, arguments)),),
        writes=(write,),
        audit=(Audit(code=f"place.{word}", subject=event.space.lane),),
        final=True,
    )


@command(
    "role",
    zh="角色",
    room="bot",
    rank=Rank.MANAGER,
    parameters=(
        Parameter(name="person", kind=ParameterKind.PERSON),
        Parameter(name="role", required=False),
    ),
)
async def role(event: CommandGiven, *, people: People, clock: Clock) -> Decision:
    """Show, give or take a Steward role; only below one's own rank."""
    person = PersonId(event.argument("person"))
    name = await people.name(person) or person
    word = event.argument("role")
    if not word:
        held = ", ".join(sorted(await people.held_roles(person)))
        listed = Text("bot.role.listed", {"person": name, "roles": held or Text("bot.role.none")})
        return Decision(reason="role.listed", actions=(answer(event, listed),), final=True)
    wanted = word.lstrip("-")
    if wanted not in ROLES:
        raise SaidNo(Text("bot.role.unknown", {"role": wanted, "roles": ", ".join(ROLES)}))
    theirs = await people.standing(person, event.space)
    mine = event.by.standing
    if mine.rank <= ROLES[wanted].rank or (not mine.outranks(theirs) and person != event.by.person):
        raise SaidNo(Text("bot.role.not_above"))
    takes = word.startswith("-")
    write = (
        Write("role.take", {"p": person, "r": wanted})
        if takes
        else _give(person, wanted, event.by.person, clock.now())
    )
    text = Text("bot.role.taken" if takes else "bot.role.given", {"person": name, "role": wanted})
    return Decision(
        reason="role.changed",
        actions=(answer(event, text),),
        writes=(write,),
        audit=(Audit(code="role.taken" if takes else "role.given", subject=person, data={"role": wanted}),),
        final=True,
    )


@handles(Stage.GUARD)
async def space_migrated(event: SpaceMigrated, *, places: Places) -> Decision:
    """A group got a new native id: every table that knows the old one follows, in this one transaction."""
    return Decision(
        reason="space.migrated",
        writes=places.migration(event.space, event.to, event.at),
        audit=(Audit(code="space.migrated", subject=event.space.lane, data={"to": event.to.id}),),
        final=True,
    )


def _give(person: PersonId, name: str, by: PersonId | None, now: datetime) -> Write:
    return Write("role.give", {"person": person, "role": name, "given_by_person": by, "at": now})
