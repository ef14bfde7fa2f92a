"""Addressees and entries of timelines for stories."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from coalition import clock
from coalition.cleaned_pictures import cleaned
from coalition.deliveries.addressing import add_addressee
from coalition.deliveries.entering_entries import change, enter
from coalition.deliveries.forms import AddresseeForm, EntryForm
from coalition.deliveries.public_scans import store_scan
from coalition.deliveries.publishing_entries import publish
from coalition.deliveries.timelines import public_timeline

if TYPE_CHECKING:
    from coalition.deliveries.tables import Addressee, TimelineEntry
    from coalition.memoranda.tables import Memorandum


def office(**more: Any) -> AddresseeForm:
    """Return the form of an addressee."""
    names = [{"language": "en", "name": "Ministry of Justice", "office": "Minister"}, {"language": "ru", "name": "Министерство юстиции"}]
    return AddresseeForm.parse({"names": names} | more)


async def addressee(memorandum: Memorandum, **more: Any) -> Addressee:
    """Add an addressee."""
    return await add_addressee(memorandum, office(**more))


def delivery(**more: Any) -> EntryForm:
    """Return the form of a delivery today to the first addressee."""
    given = {"kind": "delivery", "addressee": 1, "on": clock.today().isoformat(), "way": "handed_over", "by": "Two delegates"}
    return EntryForm.parse(given | more)


def update(title: str = "She was released", **more: Any) -> EntryForm:
    """Return the form of an update."""
    texts = [{"language": "en", "title": title, "text": "She is *well*."}]
    return EntryForm.parse({"kind": "update", "on": clock.today().isoformat(), "texts": texts} | more)


async def published(memorandum: Memorandum, form: EntryForm) -> TimelineEntry:
    """Enter something and publish it."""
    entry = await enter(memorandum, form)
    await publish(memorandum, entry.key)
    return entry


async def scanned(memorandum: Memorandum, **more: Any) -> tuple[TimelineEntry, str]:
    """Enter a delivery with a scan and publish it; return it with the digest of the scan."""
    entry, file = await enter(memorandum, delivery(**more)), BytesIO()
    Image.new("RGB", (24, 32), "grey").save(file, "PNG")
    digest = (await store_scan(memorandum, entry.key, await cleaned(file.getvalue()))).digest
    texts = [{"language": "en", "title": "Received", "scan_text": "A grey page."}]
    await change(memorandum, entry.key, delivery(texts=texts, scan=digest, **more))
    await publish(memorandum, entry.key)
    return entry, digest


async def read(memorandum: Memorandum, *more: Any) -> list[tuple[str, str]]:
    """Return what everybody reads, newest first: the kind of each entry, and its English title or the name of its addressee."""
    told = []
    for view in (await public_timeline(memorandum.id, *more)).entries:
        said = view.said("en")
        told.append((view.kind.value, said.title if said else view.addressee.named("en").name if view.addressee else ""))
    return told
