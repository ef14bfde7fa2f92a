"""Addressees and entries as pages and programs show them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.deliveries.tables import DeliveryWay, EntryKind, EntryState
from coalition.partial_dates import PartialDate
from coalition.text.html import render
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.cleaned_pictures import PictureView
    from coalition.organisations.views import OrganisationView
    from coalition.text.html import RenderedText

_HEADING = 4  # titles of entries are above the headings of their texts


class NameOfAddressee(Struct, frozen=True):
    """The name of an addressee in one language, and the office that it holds."""

    language: str
    name: str
    office: str


class AddresseeView(Struct, frozen=True):
    """An addressee; `organisation` is its entry in the register, if it has one that the reader may know of."""

    id: int
    number: int
    place: int
    names: Mapping[str, NameOfAddressee]
    link: str
    organisation: OrganisationView | None = None

    def named(self, language: str) -> NameOfAddressee:
        """Return its name in a language, else in English, else in the first."""
        return self.names[_code(self.names, language)]


class Said(Struct, frozen=True):
    """What an entry says in one language."""

    language: str
    title: str
    text: str
    scan_text: str = ""

    def rendered(self, prefix: str) -> RenderedText:
        """Return the text for a page, on which `prefix` keeps its ids apart from others."""
        return _rendered(self.text, self.language, prefix)


class EntryView(Struct, frozen=True):
    """An entry of a timeline. Of one that was withdrawn only its kind and its days are left.

    `organisation` delivered it, if the reader may know of it.
    """

    id: int
    key: str
    kind: EntryKind
    day: PartialDate
    state: EntryState
    addressee: AddresseeView | None = None
    way: DeliveryWay | None = None
    deliverer: str = ""
    organisation: OrganisationView | None = None
    silent: bool = False
    remark: str = ""
    link: str = ""
    document: str = ""
    texts: Mapping[str, Said] = {}
    scan: PictureView | None = None
    published_on: date | None = None
    changed_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def place(self) -> str:
        """Where it stands in lists that begin with the newest."""
        return f"{self.day.iso}.{self.id}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether only its tombstone is left."""
        return self.state is EntryState.WITHDRAWN

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it as it stands."""
        return self.state is EntryState.PUBLIC

    def said(self, language: str) -> Said | None:
        """Return what it says: in a language, else in English, else in the first; None if it has no words."""
        return self.texts[_code(self.texts, language)] if self.texts else None


class TimelinePage(Struct, frozen=True):
    """A page of a timeline, newest first; `after` is where the next page begins, "" on the last."""

    entries: Sequence[EntryView]
    after: str


def _code(languages: Mapping[str, object], language: str) -> str:
    return next(code for code in (language, "en", *languages) if code in languages)


@lru_cache(maxsize=512)
def _rendered(text: str, language: str, prefix: str) -> RenderedText:
    blocks = [block for block, _ in read(text)] if text else []
    return render(blocks, [str(at) for at in range(1, len(blocks) + 1)], language, heading_level=_HEADING, id_prefix=prefix)
