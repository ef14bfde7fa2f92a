"""Models of addressees and timelines."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.deliveries.tables import DeliveryWay, EntryKind, EntryState, FileKind
from coalition.published.json_timeline import Addressee, EntryScan, TimelineEntry


class OwnAddressee(Addressee):
    """An addressee, as those who work on the memorandum know it."""

    number: int
    place: int


class Addressees(Answer):
    """The addressees of a memorandum, in their order."""

    items: list[OwnAddressee]


class TimelinePage(Listed[TimelineEntry]):
    """A page of a timeline, newest first."""


class OwnEntry(Answer):
    """An entry in any state, as those who work on the memorandum know it."""

    id: str
    kind: EntryKind
    state: EntryState
    addressee: int | None = Field(description="The number of the addressee.")
    on: str
    way: DeliveryWay | None
    by: str
    organisation: str | None
    silent: bool
    remark: str
    link: str | None
    document: str
    scan: EntryScan | None = Field(description="Its addresses answer once everybody reads the entry.")
    texts: list[dict[str, str]]
    published: date | None
    corrected: date | None
    withdrawn: date | None
    remind_on: date | None = Field(description="The day from which coordinators are reminded that a delivery has no answer; null if none is awaited.")


class EntryWithNote(OwnEntry):
    """An entry with its private note."""

    evidence: str


class Entries(Listed[OwnEntry]):
    """A page of entries, newest first."""


class Entered(Answer):
    """The entries that were made; nobody else reads them before they are published."""

    items: list[EntryWithNote]


class PublishedEntry(Answer):
    """What publishing or correcting did: the entry as everybody reads it; null where another coordinator has to approve it first."""

    made: str = Field(description="`at_once`, `unchecked` or `asked`.")
    entry: TimelineEntry | None


class StoredFile(Answer):
    """A file that proves an entry, without its name, which no stored answer repeats."""

    number: int
    kind: FileKind
    bytes: int


class EntryFile(StoredFile):
    """A file that proves an entry."""

    name: str


class EntryFiles(Answer):
    """The files of an entry, in the order in which they were added."""

    items: list[EntryFile]


class StoredScan(Answer):
    """A scan that is stored for an entry: JPEG, without anything that was written into the file."""

    digest: str = Field(description="Give it as `scan` of the entry, with `scan_text` in each of its texts.")
    bytes: int
    width: int = Field(description="In pixels.")
    height: int
