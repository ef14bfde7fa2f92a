"""Collections do not look again and again at what stays; while a long file is imported none happens, and its garbage is collected afterwards."""

from __future__ import annotations

import gc
import weakref
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from coalition import collector

if TYPE_CHECKING:
    from collections.abc import Iterator


class Circle:
    """An object that refers to itself: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def nothing_passed_over() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("nothing_passed_over")
def test_what_stays_is_looked_at_once() -> None:
    with collector.brief():
        many = [[number] for number in range(collector.MOST_LOOKED_AT)]
        gc.collect()
        assert gc.get_freeze_count() > len(many)
        assert len(gc.get_objects(2)) < collector.MOST_LOOKED_AT

        garbage = weakref.ref(Circle())
        gc.collect()
        assert garbage() is None


class Plain:
    """An object that refers to nothing."""


@pytest.mark.usefixtures("nothing_passed_over")
def test_what_is_passed_over_is_freed_when_nothing_refers_to_it() -> None:
    with collector.brief():
        remembered = [Plain() for _ in range(collector.MOST_LOOKED_AT)]
        gc.collect()
        assert gc.get_freeze_count() > len(remembered)
        one = weakref.ref(remembered[0])
        remembered.clear()
        assert one() is None


@pytest.mark.usefixtures("nothing_passed_over")
def test_nobody_changes_collections_afterwards() -> None:
    before = [*gc.callbacks]
    with collector.brief():
        pass
    many = [[number] for number in range(collector.MOST_LOOKED_AT)]
    gc.collect()

    assert gc.callbacks == before
    assert many
    assert gc.get_freeze_count() == 0


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
