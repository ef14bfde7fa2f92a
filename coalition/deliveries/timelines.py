"""Timelines as everybody reads them, and as those who work on the memorandum do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coalition.deliveries import queries
from coalition.deliveries.scan_queries import scans_of
from coalition.deliveries.tables import DeliveryWay, EntryKind, EntryState
from coalition.deliveries.views import AddresseeView, EntryView, NameOfAddressee, Said, TimelinePage
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partial_dates import cached_date
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.cleaned_pictures import PictureView
    from coalition.deliveries.tables import Addressee, TimelineEntry
    from coalition.organisations.views import OrganisationView

AT_ONCE = 20
NO_WORDS = Words()


async def public_timeline(memorandum_id: int, words: Words = NO_WORDS, *, after: str = "", limit: int = AT_ONCE) -> TimelinePage:
    """Return a page of what everybody reads; who may read the memorandum is asked before."""
    depends_on(*map(page_subjects.organisation, await queries.organisations_addressed(memorandum_id)))
    rows = await queries.timeline(memorandum_id, words, after=after, limit=limit + 1)
    return await _page(rows, limit, Viewer.EVERYBODY)


async def recorded_timeline(  # noqa: PLR0913 -- the choices of a list
    memorandum_id: int, words: Words, filters: Mapping[str, str], *, after: str = "", limit: int, oldest_first: bool = False
) -> TimelinePage:
    """Return a page of all entries, for those who work on the memorandum."""
    rows = await queries.recorded_entries(memorandum_id, words, filters, after=after, limit=limit + 1, oldest_first=oldest_first)
    return await _page(rows, limit, Viewer.COORDINATOR)


async def public_outcome(memorandum_id: int) -> EntryView | None:
    """Return the outcome that everybody reads, if there is one; who may read the memorandum is asked before."""
    row = await queries.public_outcome(memorandum_id)
    return (await entry_views([row], Viewer.EVERYBODY))[0] if row else None


async def public_outcomes(memorandum_ids: Collection[int]) -> dict[int, EntryView]:
    """Return the outcomes that everybody reads of some memoranda, by memorandum; who may read these is asked before."""
    rows = await queries.public_outcomes(memorandum_ids) if memorandum_ids else []
    of = {row.id: row.memorandum for row in rows}
    return {of[entry.id]: entry for entry in await entry_views(rows, Viewer.EVERYBODY)}


async def newest_public_entries(memorandum_ids: Collection[int], limit: int) -> list[tuple[int, EntryView]]:
    """Return (memorandum, entry) of the newest entries that everybody reads of some memoranda; who may read these is asked before."""
    rows = await queries.newest_public(memorandum_ids, limit) if memorandum_ids else []
    of = {row.id: row.memorandum for row in rows}
    return [(of[entry.id], entry) for entry in await entry_views(rows, Viewer.EVERYBODY)]


async def _page(rows: Sequence[TimelineEntry], limit: int, viewer: Viewer) -> TimelinePage:
    shown = rows[:limit]
    after = f"{shown[-1].day}.{shown[-1].key}" if len(rows) > limit else ""
    return TimelinePage(await entry_views(shown, viewer), after)


async def entry_views(rows: Sequence[TimelineEntry], viewer: Viewer) -> list[EntryView]:
    """Return entries for a viewer. Everybody reads of a withdrawn one that it was there, and none about an addressee they may not know of."""
    readable = [row for row in rows if viewer is Viewer.COORDINATOR or row.state == EntryState.PUBLIC]
    texts: dict[int, dict[str, Said]] = defaultdict(dict)
    for text in await queries.texts_of([row.id for row in readable]) if readable else ():
        texts[text.entry][text.language] = Said(text.language, text.title, text.text, text.scan_text)
    to = {row.addressee for row in readable if row.addressee}
    addressees = await _addressees(await queries.addressees_by_ids(to), viewer) if to else {}
    organisations = await _organisations({row.organisation for row in readable if row.organisation}, viewer)
    scans = await scans_of(readable)
    views = [
        _entry(row, texts[row.id], addressees.get(row.addressee), organisations.get(row.organisation), scans.get(row.id))
        if row in readable
        else _tombstone(row)
        for row in rows
    ]
    return [view for view, row in zip(views, rows, strict=True) if view.is_withdrawn or view.addressee or not row.addressee]


def _entry(
    row: TimelineEntry, texts: Mapping[str, Said], addressee: AddresseeView | None, organisation: OrganisationView | None, scan: PictureView | None
) -> EntryView:
    return EntryView(
        id=row.id,
        key=row.key,
        kind=EntryKind(row.kind),
        day=cached_date(row.day),
        state=EntryState(row.state),
        addressee=addressee,
        way=DeliveryWay(row.way) if row.way else None,
        deliverer=row.deliverer,
        organisation=organisation,
        silent=row.silent,
        remark=row.remark,
        link=row.link,
        document=row.document,
        texts=texts,
        scan=scan,
        published_on=row.published_on,
        changed_on=row.changed_on,
        withdrawn_on=row.withdrawn_on,
    )


def _tombstone(row: TimelineEntry) -> EntryView:
    return EntryView(
        id=row.id, key=row.key, kind=EntryKind(row.kind), day=cached_date(row.day), state=EntryState.WITHDRAWN, withdrawn_on=row.withdrawn_on
    )


async def addressee_views(memorandum_id: int, viewer: Viewer) -> list[AddresseeView]:
    """Return the addressees of a memorandum for a viewer, in their order; who may read the memorandum is asked before."""
    return [*(await _addressees(await queries.addressees_of(memorandum_id), viewer)).values()]


async def _addressees(rows: Sequence[Addressee], viewer: Viewer) -> dict[int, AddresseeView]:
    names: dict[int, dict[str, NameOfAddressee]] = defaultdict(dict)
    for row in await queries.names_of([each.id for each in rows]) if rows else ():
        names[row.addressee][row.language] = NameOfAddressee(row.language, row.name, row.office)
    organisations = await _organisations({row.organisation for row in rows if row.organisation}, viewer)
    return {
        row.id: AddresseeView(row.id, row.number, row.place, names[row.id], row.link, organisations.get(row.organisation))
        for row in rows
        if not row.organisation or row.organisation in organisations
    }


async def _organisations(ids: Collection[int], viewer: Viewer) -> Mapping[int, OrganisationView]:
    depends_on(*map(page_subjects.organisation, ids))  # also on those that are not listed yet
    return await visible_organisations(viewer).entries_by_ids(ids) if ids else {}
