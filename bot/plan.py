"""What is to be run: which platforms, on which store; what may not run together is refused."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.complaint import Complaint, told
from bot.config_file import load_settings
from bot.faults import language_of
from bot.settings import Settings, StoreSettings
from chat.text import Text

REHEARSAL = "sqlite:///data/rehearsal.db"
DEFAULT_STORE = StoreSettings().url.removeprefix("sqlite:///")
REAL = ("telegram", "discord")
"""The platforms that need a token."""


class CannotStart(Complaint):
    """Why `steward run` refuses; the message is for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run."""

    settings: Settings
    path: Path | None
    local: bool
    sample: bool
    platforms: tuple[str, ...]
    rehearse: bool = False
    """Whether the local platform was asked for beside a real one."""
    source: str = field(default="", repr=False)
    """The configuration file's text, which may hold tokens: no log and no error shows it."""

    @property
    def rehearses(self) -> bool:
        """Whether there is nothing but the local platform."""
        return self.local and not self.platforms

    @property
    def base(self) -> Path:
        """The folder that relative paths are relative to."""
        return self.path.resolve().parent if self.path else Path.cwd()


def make_plan(
    path: Path | None,
    *,
    empty: bool,
    rehearse: bool,
    environment: Mapping[str, str] = os.environ,
    offline: bool = False,
) -> Plan:
    """Decide what runs. Raises BadSettings, or CannotStart for a combination that is refused.

    What is `offline` needs no token, only to know which store is meant.
    """
    settings = load_settings(path, environment)

    def refused(why: Text) -> CannotStart:
        return CannotStart(told(why, language_of(settings, environment)))

    real = tuple(name for name in REAL if has_token(settings, name))
    meant = [name for name in REAL if getattr(settings.platforms, name) is not None]
    wanted = settings.platforms.local.enabled
    local = wanted if wanted is not None else not (meant or (offline and _has_run(path)))
    lacking = next((name for name in meant if name not in real), "")
    if lacking and not wanted and not offline:
        raise refused(Text("bot.config.no_token", {"platform": lacking, "name": lacking.upper()}))
    if not local and not real and not offline:
        raise refused(Text("bot.config.no_platform"))
    if local and real and not rehearse:
        raise refused(Text("bot.config.beside_a_real_one"))
    if local and not _is_loopback(settings.web.host):
        raise refused(Text("bot.config.needs_loopback", {"host": settings.web.host}))
    return Plan(
        settings=in_its_store(settings, rehearses=local and not real),
        path=path,
        local=local,
        sample=local and not real and not empty,
        platforms=real,
        rehearse=rehearse,
        source=(text_of(path) or "") if path else "",
    )


def _has_run(path: Path | None) -> bool:
    """Whether a community's own database lies beside the configuration: its tokens are in another environment."""
    return path is not None and (path.resolve().parent / DEFAULT_STORE).exists()


def in_its_store(settings: Settings, *, rehearses: bool) -> Settings:
    """The settings with the rehearsal's own database, unless they name one."""
    if not rehearses or "url" in settings.store.model_fields_set:
        return settings
    store = settings.store.model_copy(update={"url": REHEARSAL})
    return settings.model_copy(update={"store": store})


def has_token(settings: Settings, platform: str) -> bool:
    """Whether that platform is configured."""
    section = getattr(settings.platforms, platform)
    return section is not None and bool(section.token.get_secret_value())


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def text_of(path: Path) -> str | None:
    """A file's text; None while it is gone or half written."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
