"""While a long file is imported nothing holds requests to collect garbage, and what became garbage meanwhile is collected afterwards."""

from __future__ import annotations

import gc
import weakref
from contextlib import ExitStack

from coalition.imports import collector


class Circle:
    """An object that refers to itself: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


def test_pauses_overlap_and_the_last_one_ends_them() -> None:
    with collector.paused():
        with collector.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_rows_are_passed_over_until_they_are_carried_out_and_nothing_stays_for_ever() -> None:
    with ExitStack() as other_import:
        with collector.paused():
            garbage = weakref.ref(Circle())
            other_import.enter_context(collector.set_aside())
        with collector.set_aside():
            gc.collect()
            assert garbage() is not None
        assert gc.get_freeze_count() > 0  # the other import is still at work

    assert gc.get_freeze_count() == 0
    gc.collect()
    assert garbage() is None


def test_freed_rows_are_gone() -> None:
    rows = [Circle() for _ in range(250)]
    collector.free(rows)
    assert rows == []
