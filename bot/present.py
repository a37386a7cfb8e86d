"""What is in force of the configuration, and how a changed one comes into force without a restart."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.settings import Settings
from chat.ports import Community, Retention


def community_of(settings: Settings) -> Community:
    """The community as it is configured."""
    written = settings.community
    return Community(
        name=written.name,
        language="zh" if written.language == "zh" else "en",
        zone=ZoneInfo(written.timezone),
    )


def retention_of(settings: Settings) -> Retention:
    """How long things are kept, as it is configured."""
    kept = settings.privacy
    return Retention(messages=kept.keep_messages, tickets=kept.keep_tickets, audit=kept.keep_audit)


def put_in_force(services: Iterable[object], settings: Settings) -> None:
    """Give every service its new section, and the community and the retention among them what is written now."""
    for service in services:
        match service:
            case Community():
                written = community_of(settings)
                service.name, service.language = written.name, written.language
            case Retention():
                kept = retention_of(settings)
                service.messages, service.tickets, service.audit = kept.messages, kept.tickets, kept.audit
            case _:
                _renew(service, settings)


def _renew(service: object, settings: Settings) -> None:
    for name in type(settings).model_fields:
        section = getattr(settings, name)
        if type(getattr(service, "settings", None)) is type(section):
            service.settings = section  # type: ignore[attr-defined]
