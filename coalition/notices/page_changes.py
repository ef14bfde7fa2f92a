"""What a transaction changes of the public pages: written with it, and told to the page caches of this process once it is committed.

Each subject has the version of its last change. Versions rise in the order of commits: the lock of their count is the last that a
transaction takes.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary, WeakSet

from coalition.database import after_commit, before_commit, current
from coalition.jobs.queue import SHARED_JOBS
from coalition.notices.page_queries import store_changes
from coalition.notices.page_subjects import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from coalition.notices.page_subjects import Subject


class Listener(Protocol):
    """A page cache of this process."""

    def learn(self, version: int, subjects: AbstractSet[Subject]) -> None:
        """Learn of a change that was committed."""


class Removals:
    """The version with which a request removed something from what the public may read; 0 if it removed nothing."""

    version = 0


_LAST = SHARED_JOBS + 2  # the place of a step after all that take locks: they may add subjects
_listeners: WeakSet[Any] = WeakSet()
_pending: WeakKeyDictionary[Any, set[Subject]] = WeakKeyDictionary()
_removals: ContextVar[Removals | None] = ContextVar("removals", default=None)


def listen(listener: Listener) -> None:
    """Tell a page cache of every change that this process commits, as long as the cache lives."""
    _listeners.add(listener)


@contextmanager
def noting_removals() -> Iterator[Removals]:
    """Yield the version with which something is removed inside the block."""
    removals = Removals()
    token = _removals.set(removals)
    try:
        yield removals
    finally:
        _removals.reset(token)


async def gather(subjects: Iterable[Subject]) -> None:
    """Add subjects to those that the transaction changes (one of its last steps)."""
    _pending.setdefault(current().active(), set()).update(subjects)
    before_commit(_store, _LAST, once=True)


async def _store() -> None:
    active: Any = current().active()
    subjects = frozenset(_pending.pop(active))
    version = await store_changes(sorted(subjects))
    removals = _removals.get()
    if removals is not None and EVERYTHING in subjects:
        removals.version = version
    after_commit(partial(_tell, version, subjects))


def _tell(version: int, subjects: AbstractSet[Subject]) -> None:
    for listener in list(_listeners):
        listener.learn(version, subjects)
