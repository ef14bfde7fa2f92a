"""The garbage collector, during which no thread goes on: it shall not look again and again at everything that a server remembers."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LOOKED_AT = 20_000  # objects: a collection takes 15 ms for so many
_OLDEST = 2  # the generation of objects that outlived two collections
_FREED_AT_ONCE = 100
_pauses: list[object] = []
_set_aside: list[object] = []


@contextmanager
def brief() -> Iterator[None]:
    """Let collections pass over objects that outlived a long one, until the block ends.

    A server that has shown every page has 100,000 objects beside those of its start: templates, names of languages, remembered rows. A
    collection of all took more than 0.1 s, and freed nothing. Objects that are passed over are freed as soon as nothing refers to them; only
    those that refer to each other stay. Not more of them can stay than requests hold at that moment, once in 20,000 objects that stay.
    """
    gc.callbacks.append(_pass_over_survivors)
    try:
        yield
    finally:
        gc.callbacks.remove(_pass_over_survivors)


def _pass_over_survivors(phase: str, about: dict[str, int]) -> None:
    if phase == "stop" and about["generation"] == _OLDEST and len(gc.get_objects(_OLDEST)) > MOST_LOOKED_AT:
        gc.freeze()


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
