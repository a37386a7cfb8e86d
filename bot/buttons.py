"""What a button carries: `kind:id:mac`, the MAC over who may press it, where, until when, in which language."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chat.actions import Button
from chat.events import ButtonPressed
from chat.people import Language, Rank, Space

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_FOREVER = "zzzz"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST = 64
_MAC = 8
_TONGUES: Mapping[str, Language] = {"z": "zh", "e": "en"}


@dataclass(frozen=True, slots=True)
class Seal:
    """Makes and checks button payloads with this installation's own key.

    The last part of a payload is: for whom (`e`verybody, `p`erson, `0`–`3` a least rank), the expiry in quarter hours
    since 2026 (four base-36 digits, `zzzz` = none), the language in which its message speaks to one person (`z`h, `e`n,
    nothing for an announcement), and 8 characters of keyed BLAKE2b in base 64.
    """

    key: bytes

    def payload(self, button: Button, space: Space, language: Language | None = None) -> str:
        """The payload of a button in that space, at most 64 bytes. Raises ValueError when it would be longer; the
        language is left out where it finds no room.
        """
        audience = _audience(button)
        bound = button.only if isinstance(button.only, str) else ""
        expiry = _FOREVER if button.expires is None else _base36(_quarters(button.expires))
        terms = f"{audience}{expiry}{language[:1] if language else ''}"
        payload = self._sealed(button, terms, space, bound)
        if language and len(payload.encode()) > LONGEST:
            payload = self._sealed(button, audience + expiry, space, bound)
        if len(payload.encode()) > LONGEST:
            raise ValueError(f"button {button.kind}:{button.id} is longer than {LONGEST} bytes")
        return payload

    def read(self, event: ButtonPressed, now: datetime) -> ButtonPressed:
        """The press with `kind` and `id`, or with the `refusal` `forged`, `not_yours` or `expired`."""
        kind, _, rest = event.payload.partition(":")
        subject, _, tail = rest.rpartition(":")
        terms, mac = tail[:-_MAC], tail[-_MAC:]
        audience, expiry, tongue = terms[:1], terms[1:5], terms[5:]
        if not (kind and audience and len(expiry) == 4):
            return replace(event, refusal="forged")
        bound = event.by.person if audience == "p" else ""
        if not hmac.compare_digest(
            mac.encode(errors="replace"),
            self._mac(kind, subject, terms, event.space, bound).encode(),
        ):
            return replace(event, refusal="not_yours" if audience == "p" else "forged")
        event = replace(event, dialogue=_TONGUES.get(tongue))
        if expiry != _FOREVER and _EPOCH + timedelta(minutes=15 * int(expiry, 36)) < now:
            return replace(event, refusal="expired")
        if audience.isdigit() and not (event.by.is_person and event.by.standing.rank >= Rank(int(audience))):
            return replace(event, refusal="not_yours")
        return replace(event, kind=kind, id=subject)

    def _sealed(self, button: Button, terms: str, space: Space, bound: str) -> str:
        return f"{button.kind}:{button.id}:{terms}{self._mac(button.kind, button.id, terms, space, bound)}"

    def _mac(self, kind: str, subject: str, terms: str, space: Space, bound: str) -> str:
        said = "\x1f".join((kind, subject, terms, space.platform, space.id, bound))
        mac = hashlib.blake2b(said.encode(errors="surrogatepass"), key=self.key, digest_size=6)
        return base64.urlsafe_b64encode(mac.digest()).decode()


def _audience(button: Button) -> str:
    if button.only is None:
        return "e"
    return str(int(button.only)) if isinstance(button.only, Rank) else "p"


def _quarters(moment: datetime) -> int:
    return max(0, -int((_EPOCH - moment).total_seconds() // 900))


def _base36(number: int) -> str:
    digits = ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits
