"""config.toml → typed settings; an unknown key is an error with the line and the nearest valid name."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

try:
    from analytics.settings import AnalyticsSettings
except ImportError:

    class AnalyticsSettings(BaseModel):
        pass


from bot.adapters.discord.settings import DiscordSettings
from bot.adapters.local.settings import LocalSettings
from bot.adapters.telegram.settings import TelegramSettings

try:
    from campaigns.settings import CampaignsSettings
except ImportError:

    class CampaignsSettings(BaseModel):
        pass


try:
    from faq.settings import FaqSettings
except ImportError:

    class FaqSettings(BaseModel):
        pass


from language.durations import Duration

try:
    from moderation.settings import ModerationSettings
except ImportError:

    class ModerationSettings(BaseModel):
        pass


try:
    from schedules.settings import SchedulesSettings
except ImportError:

    class SchedulesSettings(BaseModel):
        pass


try:
    from support.settings import SupportSettings
except ImportError:

    class SupportSettings(BaseModel):
        pass


PREFIX = "STEWARD_"


class Section(BaseModel):
    """A table of the configuration file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(Section):
    """Where everything is kept."""

    url: str = Field(
        default="sqlite:///data/steward.db",
        description="SQLite file or PostgreSQL database: sqlite:///path or postgresql://user:password@host/name.",
    )


class WebSettings(Section):
    """Health, metrics, webhooks and the local web chat."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    public_url: str = Field(
        default="", description="Address under which the internet reaches this server (webhooks)."
    )


class CommunitySettings(Section):
    """The one community that this installation serves."""

    name: str = Field(default="Steward", description="What the community is called.")
    language: Literal["zh", "en", "both"] = Field(
        default="en",
        description="Language of announcements where a space does not set its own: zh, en or both.",
    )
    timezone: str = Field(default="UTC", description="IANA time zone of schedules and reports.")
    owners: tuple[str, ...] = Field(
        default=(), description='Accounts with every right, such as ["telegram:123", "discord:456"].'
    )

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA time zone such as Asia/Shanghai") from error
        return value


class PlatformsSettings(Section):
    """Which platforms to serve."""

    telegram: TelegramSettings | None = Field(default=None, description="Telegram, when a token is set.")
    discord: DiscordSettings | None = Field(default=None, description="Discord, when a token is set.")
    local: LocalSettings = Field(
        default=LocalSettings(), description="The rehearsal platform in this process."
    )


class PrivacySettings(Section):
    """How long what people said and did is kept."""

    keep_messages: Duration = Field(default=timedelta(days=30), description="Texts of messages.")
    keep_tickets: Duration = Field(default=timedelta(days=365), description="Closed tickets.")
    keep_audit: Duration = Field(
        default=timedelta(days=730), description="The record of what was done and why."
    )


class LogSettings(Section):
    """What is written to the log."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level to log."
    )
    format: Literal["console", "json"] = Field(default="console", description="For people or for machines.")


class Settings(Section):
    """Everything that can be configured."""

    store: StoreSettings = StoreSettings()
    web: WebSettings = WebSettings()
    community: CommunitySettings = CommunitySettings()
    platforms: PlatformsSettings = PlatformsSettings()
    privacy: PrivacySettings = PrivacySettings()
    log: LogSettings = LogSettings()
    moderation: ModerationSettings = ModerationSettings()
    faq: FaqSettings = FaqSettings()
    support: SupportSettings = SupportSettings()
    campaigns: CampaignsSettings = CampaignsSettings()
    schedules: SchedulesSettings = SchedulesSettings()
    analytics: AnalyticsSettings = AnalyticsSettings()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the configuration: the key's path, the line in the file (0 = not from it), and why."""

    key: str
    line: int
    why: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.key}: {self.why}"


class BadSettings(Exception):
    """The configuration cannot be used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def load_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from a file (None = defaults) with the environment's overrides. Raises BadSettings."""
    source = ""
    if path is not None:
        try:
            source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettings([Fault(str(path), 0, str(error))]) from error
    return read_settings(source, environment)


def read_settings(source: str, environment: Mapping[str, str]) -> Settings:
    """Settings from TOML text with the environment's overrides. Raises BadSettings."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings([Fault("syntax", 0, str(error))]) from error
    _override(values, environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise BadSettings([_fault(one, source) for one in error.errors()]) from error


def _override(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """`STEWARD_PLATFORMS__TELEGRAM__TOKEN=x` sets platforms.telegram.token; lists and tables are written as TOML."""
    for name, value in environment.items():
        if not name.startswith(PREFIX) or "__" not in name:
            continue
        table = values
        *path, last = name.removeprefix(PREFIX).lower().split("__")
        for step in path:
            table = table.setdefault(step, {})
        table[last] = _plain(value)


def _plain(value: str) -> Any:
    """A list, table, number or boolean as TOML would read it, else the text itself."""
    if value[:1] in "[{" or value in ("true", "false"):
        try:
            return tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            return value
    return value


def _fault(error: Any, source: str) -> Fault:
    path = [str(part) for part in error["loc"]]
    key = ".".join(path)
    if error["type"] != "extra_forbidden":
        return Fault(key, _line(source, path), error["msg"])
    near = difflib.get_close_matches(path[-1], _names(path[:-1]), n=1, cutoff=0.5)
    hint = (
        f'unknown key; did you mean "{near[0]}"?'
        if near
        else f"unknown key; known are {', '.join(_names(path[:-1]))}"
    )
    return Fault(key, _line(source, path), hint)


def _names(path: Sequence[str]) -> list[str]:
    """The valid names of the table at that path."""
    model: Any = Settings
    for step in path:
        field = model.model_fields.get(step)
        if field is None:
            return []
        options = getattr(field.annotation, "__args__", (field.annotation,))
        model = next((one for one in options if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if model is None:
            return []
    return list(model.model_fields)


def _line(source: str, path: Sequence[str]) -> int:
    """The line on which the last key of the path stands in the file."""
    table, last = ".".join(path[:-1]), path[-1] if path else ""
    current = ""
    for number, line in enumerate(source.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            current = stripped.strip("[] ").split("]")[0]
            if current == ".".join(path):
                return number
        elif current == table and stripped.partition("=")[0].strip().strip('"') == last:
            return number
    return 0


def example() -> str:
    """config.example.toml: every setting with its description and default, commented out."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Every setting of Steward with its default. Uncomment what you change."))
    document.add(tomlkit.comment("Environment variables override: STEWARD_PLATFORMS__TELEGRAM__TOKEN=…"))
    lines = [document.as_string()]
    _describe(Settings, "", lines)
    return "\n".join(lines).rstrip() + "\n"


def _describe(model: type[BaseModel], prefix: str, lines: list[str]) -> None:
    tables = []
    for name, field in model.model_fields.items():
        options = getattr(field.annotation, "__args__", (field.annotation,))
        inner = next((one for one in options if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if inner is not None and not isinstance(field.default, tuple):
            tables.append((name, inner))
            continue
        lines.append(f"# {field.description}")
        lines.append(f"# {name} = {_toml(field.get_default(call_default_factory=True))}")
    for name, inner in tables:
        path = f"{prefix}{name}"
        lines.append(
            f"\n# {(inner.__doc__ or '').splitlines()[0]}\n[{path}]"
            if not _optional(model, name)
            else f"\n# {(inner.__doc__ or '').splitlines()[0]}\n# [{path}]"
        )
        _describe(inner, f"{path}.", lines)


def _optional(model: type[BaseModel], name: str) -> bool:
    return model.model_fields[name].default is None


def _toml(value: Any) -> str:
    if isinstance(value, timedelta):
        return f'"{_short(value)}"'
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if value is None:
        return '""  # unset'
    if isinstance(value, tuple | list | frozenset):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return str(tomlkit.item(value.value if hasattr(value, "value") else value).as_string())


def _short(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
