"""Which programs outside follow the tickets: the `[support.hooks]` section, and what they are told (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from chat.actions import Deliver
from chat.errors import Unfit
from chat.people import Space

OUTSIDE = "outside"
"""The platform that carries deliveries."""


class HookSettings(BaseModel):
    """Programs outside that are told what happens to tickets, signed and repeated until they took it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    addresses: tuple[SecretStr, ...] = Field(
        default=(), description="https addresses that every event is sent to; only public ones are called."
    )
    secret: SecretStr = Field(
        default=SecretStr(""), description="Key of the signatures (HMAC-SHA256); needed with an address."
    )
    events: tuple[str, ...] = Field(
        default=("ticket.*",), description="Which events are sent, such as ticket.opened or ticket.*."
    )
    allow_private: bool = Field(
        default=False, description="Also call addresses of this machine and its network, and without TLS."
    )

    @field_validator("addresses")
    @classmethod
    def _are_addresses(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for one in value:
            parts = urlsplit(one.get_secret_value())
            if parts.scheme not in ("https", "http") or not parts.hostname:
                raise Unfit("support.unfit.hook")
        return value

    @model_validator(mode="after")
    def _is_signed(self) -> Self:
        if self.addresses and len(self.secret.get_secret_value()) < 16:
            raise Unfit("support.unfit.secret")
        plain = [one for one in self.addresses if not one.get_secret_value().startswith("https://")]
        if plain and not self.allow_private:
            raise Unfit("support.unfit.plain")
        return self

    def wants(self, code: str) -> bool:
        """Whether an event of this code is sent."""
        return bool(self.addresses) and any(fnmatchcase(code, pattern) for pattern in self.events)

    def by_name(self) -> Mapping[str, str]:
        """The addresses by the names under which they are known."""
        return {name_of(one.get_secret_value()): one.get_secret_value() for one in self.addresses}


def name_of(address: str) -> str:
    """What an address is called where it must not be shown."""
    return "hook." + hashlib.sha256(address.encode()).hexdigest()[:12]


def delivery_id(event: str, code: str, subject: str, data: str) -> str:
    """The same for the same event however often it is sent: by it a receiver knows a repeat."""
    return hashlib.sha256("\n".join((event, code, subject, data)).encode()).hexdigest()[:32]


def deliveries(
    settings: HookSettings, *, event: str, at: datetime, code: str, subject: str, data: Mapping[str, object]
) -> Sequence[Deliver]:
    """One delivery for each address: code and figures of a ticket's event, never a name or a word of anybody."""
    if not settings.wants(code):
        return ()
    told = json.dumps(dict(data), ensure_ascii=False, sort_keys=True)
    key = delivery_id(event, code, subject, told)
    body = json.dumps(
        {"id": key, "event": code, "at": at.isoformat(), "ticket": subject, "data": dict(data)},
        ensure_ascii=False,
        sort_keys=True,
    )
    return tuple(
        Deliver(to=Space(OUTSIDE, name), delivery=key, event=code, payload=body)
        for name in settings.by_name()
    )
