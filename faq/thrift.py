"""Memory that building an index took is given back: the C library would keep it for the next time."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

from faq import kin

_MMAP_THRESHOLD, _LARGE = -3, 128 * 1024
"""The option of mallopt(3), and the bytes from which on memory is asked of the system, as glibc begins with."""


def keep_nothing_large() -> None:
    """Arrays go back to the system when they are freed: by itself glibc keeps ever larger ones once one was freed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Free what nobody holds any more, and hand empty pages to the system; of the heap only glibc can be asked."""
    kin.let_go()
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
