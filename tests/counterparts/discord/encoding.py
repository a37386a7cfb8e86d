"""JSON text as it goes over the wire."""

from __future__ import annotations

import json


def encoded(value: object) -> str:
    """Compact JSON; non-ASCII letters as themselves, lone surrogates escaped."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text
