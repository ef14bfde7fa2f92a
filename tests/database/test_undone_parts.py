"""What follows a change at the end of a transaction follows the later changes too, if the part in which the first was made is undone."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from coalition.database import savepoint, transaction
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_changes import listen
from coalition.organisations import pairs
from coalition.search.search_entries import entries_follow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from collections.abc import Set as AbstractSet

    from coalition.notices.page_subjects import Subject

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only, pytest.mark.usefixtures("store")]


async def _after_an_undone_part(change: Callable[[int], Awaitable[None]]) -> None:
    """Change 1 in a part that is undone, then 2."""
    async with transaction():
        with suppress(KeyError):
            async with savepoint():
                await change(1)
                raise KeyError
        await change(2)


async def test_entries_of_the_search_are_written() -> None:
    written: list[int] = []

    async def write(numbers: Sequence[int]) -> int:
        written.extend(numbers)
        return len(numbers)

    await _after_an_undone_part(lambda number: entries_follow(write, number))
    assert 2 in written


async def test_pairs_of_organisations_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    async def write(numbers: Collection[int]) -> None:
        written.extend(numbers)

    async def change(number: int) -> None:
        pairs.pairs_change(number)

    monkeypatch.setattr(pairs, "write_pairs", write)
    await _after_an_undone_part(change)
    assert 2 in written


async def test_pages_are_made_anew() -> None:
    class Cache:
        changed: AbstractSet[Subject] = frozenset()

        def learn(self, version: int, subjects: AbstractSet[Subject]) -> None:
            assert version
            self.changed |= subjects

    cache = Cache()
    listen(cache)
    await _after_an_undone_part(lambda number: pages_change(page_subjects.memorandum(number)))
    assert page_subjects.memorandum(2) in cache.changed
