"""How a process that serves or works for days uses memory."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8  # of mallopt(3)


def share_one_heap() -> None:
    """Have all threads of this process allocate from one heap, where the C library is glibc.

    It gives each thread its own, of which most stays empty: a tenth of the memory of a process whose threads hardly ever run at once.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def leave_out_what_is_loaded() -> None:
    """Look for garbage in what is made from now on, and often: every page leaves circles of objects behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 50)
