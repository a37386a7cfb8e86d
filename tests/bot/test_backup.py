"""A backup holds no secret, and putting it back does nothing twice."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

import pytest
from alembic import command

from bot.app import HANDLERS, App
from bot.backup_desk import back_up, restore
from bot.codec import decode, encode
from bot.desk import UnusableFile
from bot.inbox import Delivery
from bot.keys import read_secret
from bot.markdown import plain
from bot.plan import CannotStart, make_plan
from bot.platforms import Platforms
from bot.restored import MOST, restored, restored_next, restored_settled
from bot.restored_cards import ALARMS, Cards
from bot.serve import Service
from bot.settings import Settings
from bot.storage.backup import is_whole, kept, park_unsent, read, replace, tables_of
from bot.storage.migrations import make_config, migrate, revision
from bot.storage.store import Store, open_store
from bot.system import System, SystemClock
from bot.troubles import parked_settled
from bot.wiring import find_functions
from chat.actions import Button, Post
from chat.decision import Decision, Write
from chat.errors import SaidNo
from chat.events import ButtonPressed, TimerRang, TroubleArose
from chat.people import Identity, PersonId, Space, SpaceKind, Speaker
from chat.ports import Directory
from chat.text import Text
from support.settings import SupportSettings

GARDEN = Space("local", "garden")
STAFF = Space("local", "staff", kind=SpaceKind.STAFF)
CONFIG = '[store]\nurl = "sqlite:///own.db"\n[platforms.local]\nenabled = true\n'


class House:
    """An installation in a folder that is not running."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG, "utf-8")
        self.folder = folder
        self.store: Store
        self.app: App

    async def open(self) -> App:
        self.store = await open_store("sqlite:///own.db", self.folder)
        await migrate(self.store)
        system = System()
        self.app = App(Settings(), self.store, await read_secret(self.store, system.chance), system)
        await self.app.begin()
        return self.app

    async def close(self) -> None:
        await self.app.committer.stop()
        await self.store.close()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def meet(app: App, native: str, name: str) -> tuple[PersonId, Write]:
    identity = Identity("local", native)
    person = app.people.accounts.pseudonym(identity)
    values: dict[str, Any] = {
        "platform": "local",
        "id": native,
        "person": person,
        "name": name,
        "username": None,
        "locale": None,
        "seen_at": app.system.clock.now(),
    }
    return person, Write("people.meet", values)


def alarm(subject: str, at: Any) -> Write:
    values = {"kind": "tests.ring", "subject": subject, "at": at}
    return Write("alarm.set", {**values, "platform": None, "space": None, "thread": None, "space_kind": None})


async def test_a_backup_holds_no_secret(house: House, tmp_path: Path) -> None:
    app = await house.open()
    (secret,) = [bytes(row["value"]) for row in await house.store.rows("installation.all")]
    offer = {"code_hash": "canary-of-a-link", "person": "p", "claimed_by_person": None, "confirmed": 0}
    await app.committer.commit(
        [
            Write("people.offer_link", {**offer, "expires_at": app.system.clock.now()}),
            meet(app, "1", "Ann")[1],
        ]
    )
    await house.close()
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    text = gzip.decompress((tmp_path / "b.gz").read_bytes()).decode()
    assert "Ann" in text
    for hidden in (secret.hex(), "canary-of-a-link", "installation"):
        assert hidden not in text


async def test_after_a_restore_nothing_leaves_by_itself(house: House, tmp_path: Path) -> None:
    app = await house.open()
    now = SystemClock().now()
    post = Post(to=GARDEN, body=plain("unsent"))
    await app.committer.commit(
        [
            *app.rows.add("tests:1", post),
            alarm("overdue", now - timedelta(hours=1)),
            alarm("coming", now + timedelta(hours=1)),
            app.inbox.write(Delivery("telegram:7", "telegram", "telegram:-1", '{"update_id": 7}')),
            meet(app, "1", "Ann")[1],
        ]
    )
    await house.close()
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    app = await house.open()
    (secret,) = [bytes(row["value"]) for row in await house.store.rows("installation.all")]
    await app.committer.commit([meet(app, "2", "Later")[1]])
    await house.close()
    said: list[str] = []
    assert await restore(tmp_path / "b.gz", house.config, said.append) == 0
    assert said[0].endswith("waiting for a manager: 3")
    assert said[1].startswith(str(tmp_path / "own.before-restore.db"))
    await house.open()
    rows = await house.store.rows("outbox.all")
    assert [(row["key"], row["state"]) for row in rows] == [("tests:1", "parked")]
    assert rows[0]["payload"] == encode(post)
    assert "coming" in [row["subject"] for row in await house.store.rows("alarm.all")]
    assert "overdue" not in [row["subject"] for row in await house.store.rows("alarm.all")]
    (parked,) = [row for row in await house.store.rows("parked.open") if "overdue" in row["key"]]
    assert json.loads(parked["payload"])["subject"] == "overdue"
    (arrived,) = [row for row in await house.store.rows("parked.open") if row["key"] == "telegram:7"]
    assert arrived["payload"] == '{"update_id": 7}'
    assert "telegram:7" not in [row["key"] for row in await house.store.rows("inbox.waiting")]
    assert [row["name"] for row in await house.store.rows("people.everybody")] == ["Ann"]
    own = {row["name"]: bytes(row["value"]) for row in await house.store.rows("installation.all")}
    assert own.pop("restored").decode() > now.isoformat()
    assert own == {"secret": secret}
    await house.close()
    assert (tmp_path / "own.before-restore.db").stat().st_size > 0


def test_what_a_manager_let_through_is_let_through_in_all_its_parts() -> None:
    """One update of a platform may tell several things: each is older than the restore, and none waits once more."""
    event = TroubleArose(key="telegram:7:1", at=SystemClock().now(), space=GARDEN, code="", detail="")
    update = Delivery("telegram:7/restored", "telegram", "telegram:-1", "{}", 16)
    part = update.part(event, 1)
    assert (part.key, part.seq, part.is_released) == ("telegram:7:1/restored", 17, True)
    assert not Delivery("telegram:7", "telegram", "telegram:-1", "{}", 16).part(event, 1).is_released


async def test_the_moment_of_the_last_restore_counts(house: House, tmp_path: Path) -> None:
    app = await house.open()
    assert app.last_restore.at is None
    await house.close()
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    moments = []
    for _ in range(2):
        assert await restore(tmp_path / "b.gz", house.config, print) == 0
        moments.append((await house.open()).last_restore.at)
        await house.close()
    first, second = moments
    assert first is not None
    assert second is not None
    assert first < second < SystemClock().now()


async def test_a_clock_that_was_fast_at_the_restore_silences_nothing_for_long(house: House) -> None:
    app = await house.open()
    ahead = SystemClock().now() + timedelta(days=400)
    await house.store.write([await kept(house.store, ahead.isoformat())])
    await app.last_restore.open()
    assert app.last_restore.at is not None
    assert app.last_restore.at <= SystemClock().now()
    await house.close()


async def test_a_manager_decides_about_everything_that_a_restore_has_parked(
    house: House, tmp_path: Path
) -> None:
    app = await house.open()
    now = SystemClock().now()
    await app.committer.commit(
        [
            *app.rows.add("tests:1", Post(to=GARDEN, body=plain("unsent"))),
            alarm("overdue", now - timedelta(hours=1)),
        ]
    )
    await house.close()
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    assert await restore(tmp_path / "b.gz", house.config, print) == 0
    app = await house.open()
    (told,) = [
        row for row in await house.store.rows("inbox.waiting") if row["key"].startswith("steward:restored:")
    ]
    event = decode(told["payload"])
    assert isinstance(event, TroubleArose)
    decision = await restored(event, reader=house.store, cards=cards_of(house))
    posts = [one for one in decision.actions if isinstance(one, Post)]
    assert [one.body.key for one in posts if isinstance(one.body, Text)] == [
        "bot.trouble.restored",
        "bot.trouble.unsure_words",
        "bot.trouble.overdue_of",
    ]
    assert [[one.kind for one in post.buttons[0]] for post in posts[1:]] == [
        ["outbox.revive", "outbox.drop"],
        ["alarm.ring", "alarm.drop"],
    ]
    ring = posts[2].buttons[0][0]
    press = press_of(ring)
    rung = await restored_settled(press, reader=house.store, clock=SystemClock(), inbox=app.inbox)
    assert [(one.kind, one.subject) for one in rung.alarms] == [("tests.ring", "overdue")]
    await app.committer.commit(rung.writes)
    with pytest.raises(SaidNo):
        await restored_settled(press, reader=house.store, clock=SystemClock(), inbox=app.inbox)
    await house.close()


def press_of(button: Button) -> ButtonPressed:
    return ButtonPressed(
        key=f"tests:press:{button.id}",
        at=SystemClock().now(),
        space=STAFF,
        by=Speaker(identity=Identity("local", "mia"), name="Mia", person=PersonId("mia")),
        kind=button.kind,
        id=button.id,
        interaction="i",
        payload="",
    )


async def test_twenty_cards_are_shown_and_each_that_is_settled_makes_room(house: House) -> None:
    app = await house.open()
    now = SystemClock().now()
    for number in range(MOST + 2):
        await app.committer.commit(app.rows.add(f"tests:{number}", Post(to=GARDEN, body=plain(f"{number}"))))
    alone = Space("local", "ann", kind=SpaceKind.PRIVATE)
    await app.committer.commit(
        [
            *app.rows.add("tests:alone", Post(to=alone, body=plain("a secret"))),
            alarm("overdue", now - timedelta(hours=1)),
        ]
    )
    assert await park_unsent(house.store, now) == MOST + 4
    event = TroubleArose(key="t", at=now, space=STAFF, code="restored", detail="")
    made = cards_of(house)
    shown = list(cards(await restored(event, reader=house.store, cards=made)))
    assert [words(one) for one in shown] == [str(number) for number in range(MOST)]
    for coming in ("20", "21", "", None):
        settled = press_of(shown.pop(0).buttons[0][1])
        (card,) = cards(await restored_next(settled, reader=house.store, cards=made))
        assert words(card) == coming, "what is said in private is not quoted, and an alarm says nothing"
        shown.append(card)
        await app.committer.commit((await parked_settled(settled, reader=house.store)).writes)
        assert await restored_next(settled, reader=house.store, cards=made) is None
    last = press_of(shown[0].buttons[0][1])
    assert await restored_next(last, reader=house.store, cards=made) is None, "all are shown"
    await house.close()


def cards_of(house: House) -> Cards:
    return Cards(
        reader=house.store,
        directory=cast(Directory, Building()),
        platforms=Platforms(),
        settings=SupportSettings(),
    )


def cards(decision: Decision | None) -> Iterator[Post]:
    """The posts with something to press."""
    assert decision is not None
    return (one for one in decision.actions if isinstance(one, Post) and one.buttons)


def words(card: Post) -> object:
    """What a card quotes; "" for a send that is not quoted, None for an alarm."""
    assert isinstance(card.body, Text)
    return None if card.body.key == "bot.trouble.overdue_of" else card.body.args.get("words", "")


async def test_what_was_set_aside_before_is_never_replaced(house: House, tmp_path: Path) -> None:
    app = await house.open()
    await app.committer.commit([meet(app, "1", "Ann")[1]])
    await house.close()
    said: list[str] = []
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    for _ in range(3):
        assert await restore(tmp_path / "b.gz", house.config, said.append) == 0
    kept = [tmp_path / f"own.before-restore{number}.db" for number in ("", ".2", ".3")]
    assert [line.partition(": ")[0] for line in said[1::2]] == [str(one) for one in kept]
    assert all(one.stat().st_size > 0 for one in kept)


async def test_a_restore_that_was_cut_off_starts_nothing_and_is_done_once_more(
    house: House, tmp_path: Path
) -> None:
    app = await house.open()
    person, met = meet(app, "1", "Zebulonia")
    await app.committer.commit([met])
    await house.close()
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    app = await house.open()
    await app.committer.commit(await app.privacy.erase(person))
    secrets = await house.store.rows("installation.all")
    keep = [Write("people.erased", row) for row in await house.store.rows("people.erasures")]
    keep += [Write("installation.set", row) for row in secrets]
    await replace(house.store, read(tmp_path / "b.gz", tables_of(house.store)), keep)
    await house.close()
    plan = make_plan(house.config, empty=True, rehearse=False, environment={})
    with pytest.raises(CannotStart, match="once more"):
        await Service(plan).start()
    assert await restore(tmp_path / "b.gz", house.config, print) == 0
    await house.open()
    assert await is_whole(house.store)
    assert [row for row in await house.store.rows("installation.all") if row["name"] == "secret"] == secrets
    assert await house.store.rows("people.everybody") == []
    await house.close()


def test_every_alarm_has_a_name() -> None:
    found = [function for package in HANDLERS for function in find_functions(package)]
    hearing = [one for one in found if TimerRang in (_first(one), *get_args(_first(one)))]
    assert {topic for one in hearing for topic in one.__steward__.topics} == ALARMS  # type: ignore[attr-defined]


def _first(function: Callable[..., object]) -> object:
    """The type of a handler's first parameter."""
    return next(iter(get_type_hints(function).values()))


class Building:
    """As much of the Directory as is asked."""

    def spaces(self) -> tuple[Space, ...]:
        return (GARDEN,)

    def home(self) -> Space:
        return STAFF

    def title(self, space: Space) -> str:
        return space.id


async def test_erasures_since_the_backup_are_repeated(house: House, tmp_path: Path) -> None:
    app = await house.open()
    person, met = meet(app, "1", "Zebulonia")
    await app.committer.commit([met, meet(app, "2", "Bob")[1]])
    await house.close()
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    app = await house.open()
    await app.committer.commit(await app.privacy.erase(person))
    await house.close()
    assert await restore(tmp_path / "b.gz", house.config, print) == 0
    await house.open()
    assert [row["name"] for row in await house.store.rows("people.everybody")] == ["Bob"]
    await house.close()


@pytest.mark.parametrize("kind", ["missing", "text", "gzip", "torn", "strange"])
async def test_a_wrong_file_is_refused_and_nothing_is_lost(house: House, tmp_path: Path, kind: str) -> None:
    app = await house.open()
    await app.committer.commit([meet(app, str(number), "Ann")[1] for number in range(500)])
    await house.close()
    path = tmp_path / "wrong.gz"
    assert await back_up(tmp_path / "b.gz", house.config, print) == 0
    whole = (tmp_path / "b.gz").read_bytes()
    contents = {
        "text": b"not a backup",
        "gzip": gzip.compress(b'{"other": 1}\n'),
        "torn": whole[: len(whole) // 2],
        "strange": gzip.compress(b'{"steward_backup": 1}\n["identities", {"colour": "red"}]\n'),
    }
    if kind in contents:
        path.write_bytes(contents[kind])
    with pytest.raises((UnusableFile, FileNotFoundError)):
        await restore(path, house.config, print)
    await house.open()
    assert len(await house.store.rows("people.everybody")) == 500
    await house.close()


@pytest.mark.parametrize("row", ['["identities", {"colour": "red"}]', '["a_later_room", {"id": "1"}]'])
async def test_a_backup_of_another_version_is_refused_before_the_store_is_touched(
    house: House, tmp_path: Path, row: str
) -> None:
    path = tmp_path / "newer.gz"
    path.write_bytes(gzip.compress(f'{{"steward_backup": 1}}\n{row}\n'.encode()))
    with pytest.raises(UnusableFile, match="of another version"):
        await restore(path, house.config, print)
    assert not (tmp_path / "own.db").exists(), "nor is one made"
    store = await open_store("sqlite:///own.db", tmp_path)
    await store.database.write(lambda one: command.upgrade(make_config(one), "0001"))
    await store.close()
    with pytest.raises(UnusableFile, match="of another version"):
        await restore(path, house.config, print)
    store = await open_store("sqlite:///own.db", tmp_path)
    assert await revision(store) == "0001"
    await store.close()
