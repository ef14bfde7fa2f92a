"""What the pages of deliveries share: sentences for broken rules, the form of an entry, and its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException

from coalition import database, trail
from coalition.deliveries.errors import (
    AddresseeInUse,
    DeliveryRule,
    EntryChanged,
    EntryPublished,
    EntryWithdrawn,
    NothingAwaited,
    NotPublished,
    OutcomePublished,
)
from coalition.deliveries.evidence_files import files_of
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.queries import entry_of
from coalition.deliveries.scan_queries import scan_of
from coalition.deliveries.tables import ENTRY_NOTE, DeliveryWay, EntryKind
from coalition.deliveries.timelines import addressee_views, entry_views
from coalition.desk import rows
from coalition.desk.approvals.approvals import REFUSALS
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.saved_meanwhile import with_mark
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import NotPublic
from coalition.organisations.visible_queries import Viewer
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.deliveries.views import EntryView
    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum

_BLANK = {"language": "", "title": "", "text": "", "scan_text": ""}
SENTENCES: Mapping[type[CoalitionError], Message] = {
    **REFUSALS,
    AddresseeInUse: Message("An entry of the timeline is about this addressee; it cannot be removed."),
    EntryChanged: Message("Somebody changed this entry while you looked at it. Nothing was published: look at it again."),
    EntryPublished: Message("It was published meanwhile."),
    EntryWithdrawn: Message("It was withdrawn; it stays as it is."),
    NotPublished: Message("It is not published."),
    NothingAwaited: Message("No answer is awaited any more."),
    OutcomePublished: Message("The outcome is published already. Correct or withdraw that entry first."),
    NotPublic: Message("The memorandum is not public. Its timeline can be published once it is."),
}
RULES: tuple[type[CoalitionError], ...] = (DeliveryRule, NotPublic)


async def entry_form(given: Mapping[str, Any], kind: EntryKind) -> EntryForm:
    """Return the form of an entry as a page sent it.

    Raises:
        InvalidForm: something in it is not valid.

    """
    named = await rows.slug_in(given) if str(given.get("organisation", "")).strip() else ""
    return EntryForm.parse({**given, "kind": kind, "organisation": named, "texts": rows.filled(given, "texts")}, ignore_unknown=True)


async def saved_entry(row: Memorandum, key: str) -> tuple[EntryView, str]:
    """Return an entry with its private note, or answer 404; that the note was read is recorded."""
    entry = await entry_of(row.id, key)
    if entry is None:
        raise NotFoundException
    [view] = await entry_views([entry], Viewer.COORDINATOR)
    if entry.note:
        await trail.record_reading(TrailAct.EVIDENCE_READ, f"entry:{entry.id}", row.id)
    return view, ENTRY_NOTE.decrypt(entry.note, entry.key)


LABELS = {
    "addressee": Message("Addressee"),
    "way": Message("Way of delivery"),
    "by": Message("Who delivered it, in words"),
    "organisation": Message("Organisation that delivered it"),
    "silent": Message("No answer was received by this day"),
    "remark": Message("Remark"),
    "link": Message("Link to a public document"),
    "document": Message("Reference of a document"),
    "evidence": Message("Private note: how it can be proved"),
    "scan": Message("Scan that everybody sees"),
    "texts": Message("In words"),
}


def values_of(view: EntryView, note: str) -> dict[str, Any]:
    """Return what is saved of an entry as its form shows it, with its mark."""
    texts = [{"language": said.language, "title": said.title, "text": said.text, "scan_text": said.scan_text} for said in view.texts.values()]
    values: dict[str, Any] = {
        "addressee": str(view.addressee.number) if view.addressee else "",
        "on": view.day.iso,
        "way": view.way.value if view.way else "",
        "by": view.deliverer,
        "organisation": view.organisation.slug if view.organisation else "",
        "silent": "yes" if view.silent else "",
        "remark": view.remark,
        "link": view.link,
        "document": view.document,
        "scan": view.scan.digest if view.scan else "",
        "evidence": note,
        "texts": texts,
    }
    return padded(with_mark(values))


def padded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with an empty row for another language."""
    return rows.padded(dict(values), "texts", _BLANK)


async def entry_page(  # noqa: PLR0913 -- what the page shows
    request: AnyRequest,
    row: Memorandum,
    kind: EntryKind,
    values: Mapping[str, Any],
    entry: EntryView | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> Response[bytes]:
    """Show the form of an entry, new or saved."""
    async with database.reading():
        view = await queries.view(row)
        addressees = await addressee_views(row.id, Viewer.COORDINATOR)
        files = await files_of(entry.id) if entry else []
        scan = await scan_of(entry.id, str(values.get("scan", ""))) if entry else None
    shown: dict[str, Any] = {
        "scan": scan,
        "files": files,
        "part": "deliveries",
        "kind": kind,
        "entry": entry,
        "addressees": addressees,
        "ways": list(DeliveryWay),
    }
    return workbench_page(request, view, "desk/deliveries/entry.html", status=status, **(shown | {"values": padded(values)} | context))
