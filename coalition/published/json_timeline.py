"""Addressees and entries of a timeline as JSON: the fields of the files and of the API, with their values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from coalition.addresses import url_for
from coalition.answers import Answer
from coalition.deliveries.tables import DeliveryWay, EntryKind
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.deliveries.views import AddresseeView, EntryView


class AddresseeName(Answer):
    """The name of an addressee in one language, and the office that it holds."""

    language: str
    name: str
    office: str


class Addressee(Answer):
    """A body or an office to which a text is addressed."""

    names: list[AddresseeName]
    link: str | None
    organisation: str | None = Field(description="Its address name, if it is in the public register.")


class EntryText(Answer):
    """What an entry says in one language; `text` is the Markdown of memoranda."""

    language: str
    title: str
    text: str
    scan_text: str = Field(description="What the scan shows, for whoever does not see it.")


class EntryScan(Answer):
    """A scan of an entry: JPEG, in two sizes."""

    digest: str
    url: str = Field(description="The address of the file, as long as everybody reads the entry with this scan.")
    small_url: str
    width: int = Field(description="In pixels.")
    height: int


class TimelineEntry(Answer):
    """A delivery, an answer, an update or the outcome. Of a withdrawn one only kind and days are left."""

    id: str
    kind: EntryKind
    on: str = Field(description="A partial date.")
    addressee: Addressee | None
    way: DeliveryWay | None
    by: str
    organisation: str | None = Field(description="The organisation that delivered the text, if everybody may know of it.")
    silent: bool = Field(description="Whether no answer was received by that day.")
    remark: str
    link: str | None
    document: str
    scan: EntryScan | None
    texts: list[EntryText]
    published: date | None
    corrected: date | None = Field(description="The day of the last correction.")
    withdrawn: date | None


def addressee_json(view: AddresseeView) -> Addressee:
    """Return an addressee."""
    names = [AddresseeName(language=name.language, name=name.name, office=name.office) for name in view.names.values()]
    return Addressee(names=names, link=view.link or None, organisation=view.organisation.slug if view.organisation else None)


def _scan(view: EntryView) -> EntryScan | None:
    if view.scan is None:
        return None
    large, small = (
        load().base_url + url_for("public.entry_scan.show", entry=view.key, picture=name) for name in (view.scan.file, view.scan.small_file)
    )
    return EntryScan(digest=view.scan.digest, url=large, small_url=small, width=view.scan.width, height=view.scan.height)


def entry_json(view: EntryView) -> TimelineEntry:
    """Return an entry as everybody reads it."""
    return TimelineEntry(
        id=view.key,
        kind=view.kind,
        on=view.day.iso,
        addressee=addressee_json(view.addressee) if view.addressee else None,
        way=view.way,
        by=view.deliverer,
        organisation=view.organisation.slug if view.organisation else None,
        silent=view.silent,
        remark=view.remark,
        link=view.link or None,
        document=view.document,
        scan=_scan(view),
        texts=[EntryText(language=said.language, title=said.title, text=said.text, scan_text=said.scan_text) for said in view.texts.values()],
        published=view.published_on,
        corrected=view.changed_on,
        withdrawn=view.withdrawn_on,
    )
