"""The garbage collector while a file of thousands of rows is read and planned: it would hold every request while it looks at all the rows."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FREED_AT_ONCE = 100
_pauses: list[object] = []


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing in a block that makes many objects; later collections pass over those that are left at its end.

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
            gc.freeze()
            gc.enable()


def free(rows: list[Any]) -> None:
    """Free the rows of a plan that is not needed any more, in a thread, some at a time: other threads have their turns in between."""
    while rows:
        del rows[-_FREED_AT_ONCE:]
