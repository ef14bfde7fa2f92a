"""Reads and writes of the versions of public pages, and of the processes that serve them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coalition.database import is_postgres, one_of, prepared
from coalition.notices.page_subjects import Subject
from coalition.notices.tables import PageProcess, PageSubject

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from piccolo.query import Select, Update

_COUNT = ""  # the row that counts the changes of all subjects
_STORE = "INSERT INTO page_subject (subject, version) VALUES PLACES ON CONFLICT (subject) DO UPDATE SET version = excluded.version"


async def published_version() -> int:
    """Return how many transactions have changed public pages."""
    [row] = await _counted()
    return int(row["version"])


@prepared
def _counted() -> Select[PageSubject]:
    return PageSubject.select(PageSubject.version).where(PageSubject.subject == _COUNT)


async def store_changes(subjects: Sequence[Subject]) -> int:
    """Count a change of some subjects, as the last step of a transaction; return its version."""
    [row] = await _count_change()
    version = int(row["version"])
    places = ",".join(["({}, {})"] * len(subjects))
    values = [value for subject in subjects for value in (subject, version)]
    await PageSubject.raw(_STORE.replace("PLACES", places), *values)
    return version


@prepared
def _count_change() -> Update[PageSubject]:
    counted = PageSubject.update({PageSubject.version: PageSubject.version + 1}).where(PageSubject.subject == _COUNT)
    return counted.returning(PageSubject.version)


async def changes_after(version: int) -> list[tuple[int, Subject]]:
    """Return the subjects that changed after a version, each with the version of its last change, oldest first."""
    columns = (PageSubject.version, PageSubject.subject)
    later = (PageSubject.version > version) & (PageSubject.subject != _COUNT)
    return [(row["version"], Subject(row["subject"])) for row in await PageSubject.select(*columns).where(later).order_by(PageSubject.version)]


class Process(NamedTuple):
    """A process that serves pages: how often it has reported, and the version up to which it knows all changes."""

    name: str
    beats: int
    confirmed: int


async def processes_beside(name: str) -> list[Process]:
    """Return the processes other than one."""
    return [Process(**row) for row in await _beside(name)]


@prepared
def _beside(name: str) -> Select[PageProcess]:
    return PageProcess.select(PageProcess.name, PageProcess.beats, PageProcess.confirmed).where(PageProcess.name != name)


async def report_process(name: str, confirmed: int) -> None:
    """Count a report of a process, in its row or in a new one."""
    await PageProcess.raw(
        "INSERT INTO page_process (name, beats, confirmed) VALUES ({}, 1, {}) "
        "ON CONFLICT (name) DO UPDATE SET beats = page_process.beats + 1, confirmed = excluded.confirmed",
        name,
        confirmed,
    )


async def remove_processes(names: Collection[str]) -> None:
    """Delete the rows of processes; a row that a stopped process has locked stays."""
    if not names:
        return
    if is_postgres():
        unlocked = PageProcess.raw("SELECT name FROM page_process WHERE name = ANY({}) FOR UPDATE SKIP LOCKED", list(names))
        names = [row["name"] for row in await unlocked]
    await PageProcess.delete().where(one_of(PageProcess.name, names))
