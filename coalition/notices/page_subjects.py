"""What public pages are about: a page is rendered from the rows of some subjects, and is out of date when one of them changes."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterator

Subject = NewType("Subject", str)

EVERYTHING = Subject("everything")  # every page may show less: none of them is served any more
SITE = Subject("site")  # nothing of the register: such a page contains no name, and only a release of the program changes it
HOST = Subject("host")  # who runs the installation, named at the foot of every page; a change of it makes every page unusable
MEMORANDA = Subject("memoranda")  # which memoranda are public, and what lists show of them
FORUMS = Subject("forums")  # which forums there are
REGISTER = Subject("register")  # which organisations are listed in the public register
PARTNERS = Subject("partners")  # which organisations are shown as partners of the host or of a programme, and how many have no name there
ARTICLES = Subject("articles")  # which articles are published, and what lists show of them
CONTACTS = Subject("contacts")  # which coordinators are the public contacts of texts, and their names
NOTIFICATIONS = Subject("notifications")  # which notifications were issued


def memorandum(number: int) -> Subject:
    """Return the subject of a memorandum's own record: its texts, states and dates; `number` is its id, as in all functions here."""
    return Subject(f"memorandum:{number}")


def signatories(number: int) -> Subject:
    """Return the subject of a memorandum's acts and statements."""
    return Subject(f"signatories:{number}")


def forum(number: int) -> Subject:
    """Return the subject of a forum."""
    return Subject(f"forum:{number}")


def organisation(number: int) -> Subject:
    """Return the subject of an organisation: its record, and its public acts."""
    return Subject(f"organisation:{number}")


def article(number: int) -> Subject:
    """Return the subject of an article."""
    return Subject(f"article:{number}")


def notifications_about(slug: str) -> Subject:
    """Return the subject of the notifications about a memorandum, by its address name."""
    return Subject(f"notifications:{slug}")


_collected: ContextVar[set[Subject] | None] = ContextVar("collected", default=None)


def depends_on(*subjects: Subject) -> None:
    """Say that what is read now is about some subjects; whoever reads for a page of the cache collects them."""
    collected = _collected.get()
    if collected is not None:
        collected.update(subjects)


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Inside the block, read also what is not shown: a page must not be rendered again because of that."""
    token = _collected.set(None)
    try:
        yield
    finally:
        _collected.reset(token)


@contextmanager
def collecting() -> Iterator[set[Subject]]:
    """Yield the subjects that are read inside the block."""
    collected: set[Subject] = set()
    token = _collected.set(collected)
    try:
        yield collected
    finally:
        _collected.reset(token)
