"""How a delivery is signed, so that its receiver can tell it from anybody else's."""

from __future__ import annotations

import hashlib
import hmac


def signature(secret: str, moment: int, body: bytes) -> str:
    """`t=…,v1=…`: the moment in seconds, and HMAC-SHA256 over `moment.body`."""
    signed = hmac.new(secret.encode(), b"%d.%s" % (moment, body), hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
