"""The garbage collector while a file of thousands of rows is read, planned and carried out: it would hold every request while it looks at them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FREED_AT_ONCE = 100
_pauses: list[object] = []
_set_aside: list[object] = []


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing in a block that makes many objects.

    With 10,000 rows a collection took half a second, again and again, and no thread goes on during one. Nothing in a plan refers to
    itself, so it is freed without a collector.
    """
    pause = object()
    _pauses.append(pause)
    gc.disable()
    try:
        yield
    finally:
        _pauses.remove(pause)
        if not _pauses:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """Let collections pass over everything that exists now, the rows of a plan among it, until the block ends.

    It is entered before a pause ends. What became garbage in the meantime is collected after the block.
    """
    holder = object()
    _set_aside.append(holder)
    gc.freeze()
    try:
        yield
    finally:
        _set_aside.remove(holder)
        if not _set_aside:
            gc.unfreeze()


def free(rows: list[Any]) -> None:
    """Free the rows of a plan that is not needed any more, in a thread, some at a time: other threads have their turns in between."""
    while rows:
        del rows[-_FREED_AT_ONCE:]
