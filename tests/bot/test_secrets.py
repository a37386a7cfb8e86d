"""A secret that the configuration holds is in no log, no repr, no page, no table."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import structlog

from bot.adapters.outside.connect import Deliveries
from bot.changes import secrets_of
from bot.completion import Endpoint
from bot.config_file import BadSettings, load_settings
from bot.journal import HIDDEN, set_up_logs
from bot.markdown import plain
from bot.plan import Plan, make_plan
from bot.reload import reload
from bot.settings import Settings
from chat.actions import NotNow, Post
from chat.people import Space
from chat.ports import Errand
from support.hooks import deliveries
from tests.bot import broken_handlers
from tests.bot.desk import desk
from tests.bot.running import Program, free_port
from tests.world import TownClock

TELEGRAM = "7654321:AAcanaryCANARYcanaryCANARYcanary123"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GcAnAr.yCanaryCanaryCanaryCanaryCanary12345678"
WEBHOOK = "webhook-canary-webhook"
FEED = "https://calendar.example/ical/private-canary/basic.ics?key=canary-of-a-feed"
HOOK = "http://127.0.0.1:9/api/webhooks/1234567890/canary-of-a-webhook"
NOTICE = "json://somebody:canary-of-mail@127.0.0.1:9/canary-of-a-notice"
MODEL = "http://somebody:canary-of-a-login@127.0.0.1:9/v1?key=canary-of-a-model"
STORE = "postgresql://steward:canary-of-a-store@db.example/steward?password=canary-too"
OWN = "http://somebody:canary-of-a-server@127.0.0.1:9/bot"
CONFIG = f"""
[store]
url = "{STORE}"
[platforms.telegram]
token = "{TELEGRAM}"
webhook_secret = "{WEBHOOK}"
base_url = "{OWN}"
webhook_url = "https://here.example/canary-of-a-path"
[platforms.discord]
token = "{DISCORD}"
[support]
calendar = {{feed = "{FEED}"}}
calendars = [{{name = "europe", feed = "{FEED}2"}}]
hooks = {{addresses = ["{HOOK}"], secret = "canary-of-signatures", allow_private = true}}
[feedback]
notices = ["product {NOTICE}"]
[faq]
compose = {{url = "{MODEL}", model = "small"}}
"""
CANARIES = (
    TELEGRAM,
    TELEGRAM.partition(":")[2],
    DISCORD,
    WEBHOOK,
    "private-canary",
    "canary-of-",
    "canary-too",
)


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def silent_about(text: str) -> None:
    assert not [canary for canary in CANARIES if canary in text], text


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the log holds; the root logger is put back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_no_repr_shows_a_secret(tmp_path: Path) -> None:
    plan = make_plan(written(tmp_path, CONFIG), empty=False, rehearse=False, environment={})
    for shown in (
        repr(plan),
        str(plan.settings),
        repr(plan.settings.platforms),
        plan.settings.model_dump_json(),
    ):
        silent_about(shown)


def test_no_error_about_the_file_quotes_a_secret(tmp_path: Path) -> None:
    for text in (
        CONFIG.replace("webhook_secret", "webhook_sekret"),
        CONFIG + f'\n[x]\ntoken = "{TELEGRAM}"\n',
    ):
        with pytest.raises(BadSettings) as bad:
            load_settings(written(tmp_path, text), {})
        silent_about(str(bad.value) + repr(bad.value))


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_log_line_shows_a_secret(tmp_path: Path, logged: io.StringIO, form: str) -> None:
    settings = load_settings(written(tmp_path, CONFIG), {})
    set_up_logs("debug", form, secrets_of(settings), logged)
    ours, theirs = structlog.get_logger(), logging.getLogger("some.library")
    ours.info("started", token=TELEGRAM, nested={"deep": [DISCORD]}, words=f"see {WEBHOOK}")
    theirs.debug("GET https://api.telegram.org/bot%s/getMe", TELEGRAM)
    ours.error("calendar.feed_unreadable", feed=FEED, why=f"cannot read {FEED}2")
    for address in (HOOK, NOTICE, MODEL, STORE, OWN):
        theirs.warning("POST %s failed", address)
        theirs.debug("POST /%s HTTP/1.1", address.partition("//")[2].partition("/")[2])
        theirs.debug("query %s of %r", address.partition("?")[2], httpx.URL(address))
    theirs.debug("GET %s HTTP/1.1", FEED.removeprefix("https://calendar.example"))
    theirs.warning("headers %r", {"Authorization": f"Bot {DISCORD}"})
    try:
        raise RuntimeError(f"cannot reach /bot{TELEGRAM}/getUpdates with {WEBHOOK}")
    except RuntimeError:
        theirs.exception("library failed")
        ours.exception("we failed")
    said = logged.getvalue()
    assert said.count("failed") >= 2
    assert HIDDEN in said
    silent_about(said)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_request_that_fails_shows_no_address(tmp_path: Path, logged: io.StringIO, form: str) -> None:
    """Nobody listens there; what the library says of it, it says with the address."""
    settings = load_settings(written(tmp_path, CONFIG), {})
    set_up_logs("debug", form, secrets_of(settings), logged)
    assert await Endpoint(settings.faq).complete("task", "question") is None
    outward = Deliveries(lambda: settings.support.hooks, lambda: settings.feedback, TownClock())
    (called,) = deliveries(
        settings.support.hooks, event="e", at=TownClock().now(), code="ticket.opened", subject="t", data={}
    )
    notice = Post(to=Space("outside", "notice.product"), body=plain("digest"))
    for action in (called, notice):
        errand = Errand(key="k", action=action, attempt=1, first_try=TownClock().now())
        outcome = await outward.perform(errand)
        assert isinstance(outcome, NotNow)
        silent_about(repr((action, outcome)))
    for address in (HOOK, MODEL, FEED):
        try:
            httpx.Response(500, request=httpx.Request("POST", address)).raise_for_status()
        except httpx.HTTPStatusError:
            logging.getLogger("some.library").exception("it failed")
    assert logged.getvalue().count("it failed") == 3
    silent_about(logged.getvalue())


async def test_what_is_kept_of_a_failure_holds_no_address(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, CONFIG), {})
    async with desk(tmp_path, broken_handlers, settings=settings) as one:
        await one.hears(one.post(f"break {HOOK}"))
        (row,) = await one.rows("parked.open")
        assert "cannot: break" in row["trouble"]
        silent_about(row["trouble"])


def test_what_members_say_is_not_logged_by_the_sdks(logged: io.StringIO) -> None:
    set_up_logs("debug", "text", [], logged)
    for name in ("telegram.Bot", "telegram.ext.Updater", "discord.http", "discord.gateway"):
        logging.getLogger(name).debug("received %s", {"text": "a private matter"})
        logging.getLogger(name).warning("%s is heard", name)
    assert "a private matter" not in logged.getvalue()
    assert logged.getvalue().count("is heard") == 4


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://steward:hunter2canary@db/steward",
        "https://hunter2canary@mail.example/",
        "https://discord.com/api/v10/webhooks/123/hunter2canaryhunter2canary?wait=true",
        "/interactions/123/aW50ZXJhY3Rpb246hunter2canary/callback",
        "/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0/getMe",
        "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
    ],
)
def test_what_looks_like_a_secret_is_hidden_though_nobody_named_it(logged: io.StringIO, text: str) -> None:
    set_up_logs("debug", "text", [], logged)
    logging.getLogger("some.library").info("using %s", text)
    assert "hunter2canary" not in logged.getvalue()
    assert "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0" not in logged.getvalue()


async def test_the_running_program_keeps_its_secrets_and_shows_who_refuses(tmp_path: Path) -> None:
    """Telegram cannot be reached at this address: it is retried and shown, and the local platform runs."""
    port = free_port()
    own = f'[platforms.telegram]\ntoken = "{TELEGRAM}"\nwebhook_secret = "{WEBHOOK}"\nbase_url = "http://127.0.0.1:9/bot"\n'
    config = own + f'[platforms.local]\nenabled = true\n[web]\nport = {port}\n[log]\nlevel = "debug"\n'
    words = ("run", "--rehearse", "--config", str(written(tmp_path, config)))
    program = await Program(tmp_path, *words).start()
    try:
        await program.says("steward.started")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as web:
            async with asyncio.timeout(60):
                while True:
                    ready = await web.get("/readyz")
                    state = ready.json()["platforms"]
                    if state["telegram"] not in ("ok", "starting") and state["local"] == "ok":
                        break
                    await asyncio.sleep(0.05)
            assert ready.status_code == 503
            pages = [await web.get(path) for path in ("/", "/livez", "/readyz", "/metrics", "/nowhere")]
        for page in pages:
            silent_about(page.text + str(page.headers))
        program.asked_to_stop()
        assert await program.ends(20) == 0, program.said
        silent_about(program.said)
        for file in (tmp_path / "data").iterdir():
            for canary in CANARIES:
                assert canary.encode() not in file.read_bytes(), file.name
    finally:
        await program.kill()


class Installation:
    """As much of a running one as a reload needs."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.started = plan, plan.settings
        self.told: list[tuple[str, str]] = []

    async def apply(self, settings: Settings) -> None:
        self.plan = replace(self.plan, settings=settings)

    async def tell(self, code: str, detail: str) -> None:
        self.told.append((code, detail))


async def test_a_secret_taken_out_of_the_file_stays_hidden_until_the_restart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STEWARD_PLATFORMS__TELEGRAM__TOKEN", "STEWARD_PLATFORMS__DISCORD__TOKEN"):
        monkeypatch.delenv(name, raising=False)
    path = written(tmp_path, CONFIG)
    running = Installation(make_plan(path, empty=False, rehearse=False, environment={}))
    for text in (CONFIG.replace(WEBHOOK, "another-canary"), CONFIG.replace(WEBHOOK, "third-canary")):
        written(tmp_path, text)
        await reload(running, path)
        assert running.told.pop() == ("config_restart", "platforms.telegram.webhook_secret")
        structlog.get_logger().info("still used", secret=WEBHOOK)
    written(tmp_path, "[platforms.local]\nenabled = false\n")
    await reload(running, path)
    ((code, detail),) = running.told
    assert (code, "no platform" in detail) == ("config_bad", True)
    said = capsys.readouterr().err
    assert said.count("still used") == 2
    silent_about(said)
