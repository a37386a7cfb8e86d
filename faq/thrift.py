"""Memory that building an index took is given back: the C library would keep it for the next time."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Free what nobody holds any more, and hand empty pages to the system; only glibc can be asked."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
