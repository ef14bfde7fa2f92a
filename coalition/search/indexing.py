"""Writing what rows are found by, in the transaction that writes the row, and erasing it for good when it is replaced."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import execute, is_postgres, prepared, put, shorten_log, transaction
from coalition.errors import CoalitionError
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.search.folding import folded
from coalition.search.queries import stored_texts
from coalition.search.tables import Kind, SearchText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from piccolo.query import Update

_PAGES = 200  # of the index, which one transaction writes
_MERGED = 2  # SQLite counts so many changes at least when parts of the index were merged
_MINUTE = timedelta(minutes=1)


class LogInUse(CoalitionError):
    """The log of SQLite could not be emptied, because somebody was reading."""


async def index(kind: Kind, names_by_subject: Mapping[int, Iterable[str]]) -> int:
    """Let rows be found by their names, and by no earlier ones, inside the caller's transaction; return how many texts changed."""
    stored = await stored_texts(kind, names_by_subject)
    changed = 0
    for subject, names in names_by_subject.items():
        text, old = folded(names), stored.get(subject)
        if old is None:
            row = await put(SearchText, kind=kind.value, subject=subject, text=text)
            await _add(row.id, text)
        elif old.text != text:
            await _take_away(old.id, old.text)
            await _update_text(text, old.id)
            await _add(old.id, text)
            await _forget_later()
        changed += old is None or old.text != text
    return changed


@prepared
def _update_text(text: str, number: int) -> Update[SearchText]:
    return SearchText.update({SearchText.text: text}).where(SearchText.id == number)


async def unindex(kind: Kind, subjects: Iterable[int]) -> None:
    """Let removed rows be found by nothing, inside the caller's transaction."""
    for old in (await stored_texts(kind, subjects)).values():
        await _take_away(old.id, old.text)
        await SearchText.delete().where(SearchText.id == old.id)
        await _forget_later()


async def _add(number: int, text: str) -> None:
    if not is_postgres():
        await execute("INSERT INTO search_index (rowid, text) VALUES ({}, {})", number, text)


async def _take_away(number: int, text: str) -> None:
    """Take a text out of FTS5's index, which must be given the text as it was added."""
    if not is_postgres():
        await execute("INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', {}, {})", number, text)


async def _forget_later() -> None:
    """Ask for the index to be written anew after this minute: FTS5 only marks what was taken away."""
    if not is_postgres():
        now = clock.now()
        await enqueue("forget_names", {}, run_at=now + _MINUTE, dedupe_key=f"forget_names:{now:%Y-%m-%d %H:%M}")


@handles("forget_names")
async def forget_names(_payload: Mapping[str, Any]) -> None:
    """Write FTS5's index anew, some pages in each transaction, until no page holds a text that was taken away; then empty the log.

    Raises:
        LogInUse: somebody was reading; the job is tried again.

    """
    pages = -_PAGES  # a negative number begins: all parts of the index are merged into one
    while await _merge(pages):
        pages = _PAGES
    if not await shorten_log():
        raise LogInUse


async def _merge(pages: int) -> bool:
    """Merge parts of the index; return whether anything was left to merge."""
    async with transaction(brief=True):
        [before] = await execute("SELECT total_changes() AS count")
        await execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', {})", pages)
        [after] = await execute("SELECT total_changes() AS count")
    return bool(after["count"] - before["count"] >= _MERGED)
