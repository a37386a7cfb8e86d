"""The numbers by which a text names an order, a parcel or a case."""

from __future__ import annotations

import re

from language.remembered import remembered

_NUMBER, _ORDER_NUMBER = re.compile(r"\d{4}"), re.compile(r"\d{6}")
"""Cheap to look for: what every reference, and what every order without its word, has at least."""

# the account of a mention (`<@123…>`) is nobody's order number
_ORDER = re.compile(
    r"(?<![\w.])(?<!<@)(?<!<@[!&])(?<!<#)(?=\w*\d{6})[A-Za-z]{0,4}[-_#]?\d\w{6,24}(?![\w.])|订单号?\s*[:：#]?\s*\w*\d{4,}"
)
_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9])(?<!<@)(?<!<@[!&])(?<!<#)(?=[A-Za-z]{0,4}[-_#]?\d{4})[A-Za-z]{0,4}[-_#]?\d{4,24}(?![A-Za-z0-9])"
)


def order_in(text: str) -> tuple[int, int] | None:
    """Where a text names an order (code points)."""
    found = _ORDER.search(text) if may_name_an_order(text) else None
    return found.span() if found else None


def may_name_an_order(text: str) -> bool:
    """Whether there is anything that every order number has; cheap."""
    return "订单" in text or _ORDER_NUMBER.search(text) is not None


@remembered
def references(text: str) -> frozenset[str]:
    """The order, parcel and case numbers in a text: naming one again is asking again."""
    if not _NUMBER.search(text):
        return frozenset()
    return frozenset(found.casefold() for found in _REFERENCE.findall(text))
