"""Everything that can be configured, typed, with its default and its description."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from analytics.settings import AnalyticsSettings
from bot.adapters.discord.settings import DiscordSettings
from bot.adapters.local.settings import LocalSettings
from bot.adapters.telegram.settings import TelegramSettings
from campaigns.settings import CampaignsSettings
from faq.settings import FaqSettings
from language.durations import Duration
from moderation.settings import ModerationSettings
from schedules.settings import SchedulesSettings
from support.feedback.settings import FeedbackSettings
from support.settings import SupportSettings


class Section(BaseModel):
    """A table of the configuration file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(Section):
    """Where everything is kept."""

    url: str = Field(
        default="sqlite:///data/steward.db",
        repr=False,
        exclude=True,
        description="SQLite file or PostgreSQL database: sqlite:///path or postgresql://user:password@host/name.",
    )

    @field_validator("url")
    @classmethod
    def _is_either(cls, value: str) -> str:
        kind, separator, _ = value.partition("://")
        if not separator or kind.partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
            # the value is not shown: it may hold a password
            raise PydanticCustomError(
                "bot.config.value.store_url", "must begin with sqlite:// or postgresql://"
            )
        return value


class WebSettings(Section):
    """Health, metrics, webhooks and the local web chat."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    public_url: str = Field(
        default="",
        description="Https address under which the internet reaches this server (webhooks by a path alone).",
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
            said = "'{value}' is not an IANA time zone such as Asia/Shanghai"
            raise PydanticCustomError("language.unfit.time_zone", said, {"value": value}) from error
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
    feedback: FeedbackSettings = Field(
        default=FeedbackSettings(), description="Which departments hear of feedback, and how."
    )
    analytics: AnalyticsSettings = AnalyticsSettings()

    @model_validator(mode="after")
    def _is_reached(self) -> Self:
        telegram = self.platforms.telegram
        if telegram is not None and telegram.webhook_url.startswith("/") and not self.web.public_url:
            said = (
                "platforms.telegram.webhook_url is a path alone: web.public_url must say under which address"
            )
            raise PydanticCustomError("bot.config.value.public_url", said)
        return self
