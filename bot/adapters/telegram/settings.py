"""Settings of the Telegram platform."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class TelegramSettings(BaseModel):
    """Telegram: a bot token and the chats to serve."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr = Field(
        default=SecretStr(""), description="Bot token from @BotFather (better in the environment)."
    )
    base_url: str = Field(
        default="https://api.telegram.org/bot",
        repr=False,
        exclude=True,
        description="Bot API server, for example http://127.0.0.1:8090/bot.",
    )
    base_file_url: str = Field(
        default="https://api.telegram.org/file/bot",
        repr=False,
        exclude=True,
        description="Where that server gives files.",
    )
    spaces: tuple[int, ...] = Field(
        default=(), description="Ids of the public chats to serve, such as [-1001234567890]."
    )
    staff_chat: int | None = Field(default=None, description="Id of the staff's private forum group.")
    webhook_url: str = Field(
        default="",
        repr=False,
        exclude=True,
        description="Public https address for updates, or its path under web.public_url; empty = long polling.",
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Secret that Telegram sends with each webhook call (A-Z a-z 0-9 _ -).",
    )
