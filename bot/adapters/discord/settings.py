"""Settings of the Discord platform."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class DiscordRoles(BaseModel):
    """Native role ids that carry a duty or rank in Steward."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moderator: tuple[int, ...] = Field(default=(), description="Role ids of moderators.")
    representative: tuple[int, ...] = Field(default=(), description="Role ids of support representatives.")
    editor: tuple[int, ...] = Field(default=(), description="Role ids of editors.")
    manager: tuple[int, ...] = Field(default=(), description="Role ids of managers.")


class DiscordSettings(BaseModel):
    """Discord: a bot token and the guilds to serve."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr = Field(default=SecretStr(""), description="Bot token (better in the environment).")
    guilds: tuple[int, ...] = Field(default=(), description="Ids of the guilds to serve.")
    channels: tuple[int, ...] = Field(
        default=(),
        description="Ids of the text channels to serve; empty = every one that the bot can read and write.",
    )
    staff_channel: int | None = Field(default=None, description="Id of the staff's text channel.")
    roles: DiscordRoles = Field(default=DiscordRoles(), description="What native roles mean.")
    resolve_to: str = Field(
        default="",
        description="host:port to which every Discord host resolves, for rehearsals such as 127.0.0.1:8443.",
    )
    ca_file: str = Field(default="", description="Certificate to trust for that host.")
