"""The sample community of the rehearsal, clearly marked and made once: residents, answers, a giveaway, a post."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from importlib import resources

import structlog

from bot.adapters.local.connect import Local
from bot.adapters.local.town import GARDEN, STAFF, Resident
from bot.app import App
from chat.actions import Post
from chat.decision import Write
from chat.people import Language, Space
from chat.text import Text
from faq.editing import Editing
from faq.files import Format, read
from faq.service import Faq

MARK = "sample"
WELCOME = "bot.sample.welcome"
PEOPLE = (
    Resident(id="xiaoan", name="小安", locale="zh-CN"),
    Resident(id="ann", name="Ann", locale="en"),
    Resident(
        id="rep", name="小岚", locale="zh-CN", roles=frozenset({"representative", "moderator", "editor"})
    ),
    Resident(id="manager", name="Morgan", locale="en", roles=frozenset({"manager"})),
)
SOON = timedelta(minutes=3)
LANGUAGES: tuple[Language, ...] = ("zh", "en")

log = structlog.get_logger()


async def settle_residents(local: Local) -> None:
    """The people whom a visitor can be; without the rest of the sample, the town is empty but for them."""
    for resident in PEOPLE:
        if resident.id not in local.town.residents:
            await local.town.settle_in(resident)


async def settle_sample(app: App, local: Local) -> None:
    """Seed the sample once: an installation mark keeps it from coming back after it was changed.

    The mark comes with the first word, so that a start that was cut off does not stand in the next one's way. Where
    that word came with a backup, which holds no marks, the rest of the sample did too.
    """
    marked = {row["name"] for row in await app.store.rows("installation.all")}
    if MARK in marked:
        return
    mark = Write("installation.set", {"name": MARK, "value": b"1"})
    if await app.store.row("outbox.one", k=_key(WELCOME)) is not None:
        await app.committer.commit([mark])
        return
    await know(app)
    await _welcome(app, mark)
    await _settle(app)
    await _host(app, local)


async def know(app: App) -> None:
    """FAQ entries in both languages, through the same door as `steward faq import`."""
    faq = app.services[Faq]
    assert isinstance(faq, Faq)
    source = resources.files("bot.adapters.local").joinpath("sample_faq.jsonl").read_text("utf-8")
    editing = Editing(clock=app.system.clock, ids=app.system.ids)
    imported = editing.imported(await faq.index(), read(source, Format.JSON_LINES).entries, None)
    await app.committer.commit(imported.writes)


async def _welcome(app: App, mark: Write) -> None:
    """A first word in the garden and in the staff space, and the mark that the sample is there."""
    writes: list[Write] = []
    for space, key in ((GARDEN, WELCOME), (STAFF, "bot.sample.staff")):
        writes += _said(app, space, key)
    await app.committer.commit([*writes, mark])
    await app.outbox.feed(writes)


def _said(app: App, space: Space, key: str) -> list[Write]:
    languages = app.places.languages(space)
    rendered = [app.texts.render(Text(key), language) for language in languages]
    body = rendered[0] if len(rendered) == 1 else rendered[0].joined(rendered[1])
    return app.rows.add(_key(key), Post(to=space, body=body))


def _key(key: str) -> str:
    return f"sample:{key}"


async def _host(app: App, local: Local) -> None:
    """A giveaway and a post, ordered as anybody would: a command, the form, the button; the manager approves."""
    prize = app.texts.words(Text("bot.sample.prize"), "zh")
    await _order(app, local, "manager", "/giveaway", {"prize": prize, "places": "1", "ends": "10m"})
    await _press(app, local, "manager", "campaigns.publish")
    soon = (app.system.clock.now() + SOON).astimezone(app.texts.zone)
    words = "\n\n".join(app.texts.words(Text("bot.sample.post"), language) for language in LANGUAGES)
    await _order(app, local, "rep", "/post", {"text": words, "when": f"{soon:%Y-%m-%d %H:%M}"})
    await _press(app, local, "rep", "schedules.submit")
    await _press(app, local, "manager", "schedules.approve")


async def _order(app: App, local: Local, who: str, order: str, values: Mapping[str, str]) -> None:
    """Say the command in the staff space and fill in the form that appears."""
    await local.doorway.says(who, STAFF, order)
    await _settle(app)
    waiting = local.town.forms.of(who)
    if not waiting:
        log.warning("sample.no_form", order=order)
        return
    fields = {one.name: one.initial for one in waiting[-1].form.fields}
    await local.doorway.fills(who, waiting[-1].interaction, {**fields, **values})
    await _settle(app)


async def _press(app: App, local: Local, who: str, kind: str) -> None:
    """Press the newest button of that kind."""
    for saying in reversed(local.town.sayings.values()):
        found = [one for row in saying.buttons for one in row if one.kind == kind and not saying.deleted]
        if found:
            await local.doorway.presses(who, str(saying.id), found[0].payload)
            await _settle(app)
            return
    log.warning("sample.no_button", kind=kind)


async def _settle(app: App) -> None:
    async with asyncio.timeout(10):
        await app.settle()
