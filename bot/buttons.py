"""What a button carries: `kind:id:mac`, the MAC over who may press it, where, and until when."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chat.actions import Button
from chat.events import ButtonPressed
from chat.people import Rank, Space

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_FOREVER = "zzzz"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Seal:
    """Makes and checks button payloads with this installation's own key.

    The last part of a payload is: for whom (`e`verybody, `p`erson, `0`–`3` a least rank), the expiry in quarter hours
    since 2026 (four base-36 digits, `zzzz` = none), and 8 characters of keyed BLAKE2b in base 64.
    """

    key: bytes

    def payload(self, button: Button, space: Space) -> str:
        """The payload of a button in that space, at most 64 bytes. Raises ValueError when it would be longer."""
        audience = _audience(button)
        bound = button.only if isinstance(button.only, str) else ""
        expiry = _FOREVER if button.expires is None else _base36(_quarters(button.expires))
        mac = self._mac(button.kind, button.id, audience + expiry, space, bound)
        payload = f"{button.kind}:{button.id}:{audience}{expiry}{mac}"
        if len(payload.encode()) > LONGEST:
            raise ValueError(f"button {button.kind}:{button.id} is longer than {LONGEST} bytes")
        return payload

    def read(self, event: ButtonPressed, now: datetime) -> ButtonPressed:
        """The press with `kind` and `id`, or with the `refusal` `forged`, `not_yours` or `expired`."""
        kind, _, rest = event.payload.partition(":")
        subject, _, tail = rest.rpartition(":")
        audience, expiry, mac = tail[:1], tail[1:5], tail[5:]
        if not (kind and audience and len(expiry) == 4):
            return replace(event, refusal="forged")
        bound = event.by.person if audience == "p" else ""
        if not hmac.compare_digest(
            mac.encode(errors="replace"),
            self._mac(kind, subject, audience + expiry, event.space, bound).encode(),
        ):
            return replace(event, refusal="not_yours" if audience == "p" else "forged")
        if expiry != _FOREVER and _EPOCH + timedelta(minutes=15 * int(expiry, 36)) < now:
            return replace(event, refusal="expired")
        if audience.isdigit() and not (event.by.is_person and event.by.standing.rank >= Rank(int(audience))):
            return replace(event, refusal="not_yours")
        return replace(event, kind=kind, id=subject)

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
