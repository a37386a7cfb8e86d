"""Settings of the local platform."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class LocalSettings(BaseModel):
    """The rehearsal platform in this process: a web chat on loopback."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool | None = Field(
        default=None,
        description="Start the local rehearsal platform; unset = only when no other platform is configured.",
    )
