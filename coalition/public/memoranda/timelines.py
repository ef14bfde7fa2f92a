"""The timeline of a memorandum: deliveries, answers, updates and the outcome, by pages; and what of it stands on the page of the text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from pydantic import Field

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.deadlines.appeal_calendars import may_be_copied
from coalition.deliveries.queries import has_timeline
from coalition.deliveries.timelines import AT_ONCE, public_outcome, public_timeline
from coalition.fields import Form, InvalidForm, Line
from coalition.memoranda.tables import MemorandumKind
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.published.list_heights import LINE, TITLE, Run, fitted, fitting
from coalition.published.memorandum import public_view
from coalition.search.match_marks import Words
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.deliveries.views import EntryView, TimelinePage
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.beside_text import BesideText

NEWEST = 5
_BESIDE_TEXT = 2000  # pixels of a phone for what the page of a text tells of it
_SCAN_HEIGHT = 350  # at most, with what stands around it
_TEXT = Run(34, 32, 24)


class TimelineForm(Form):
    """Which entries are asked for: with words, or those after a place."""

    q: Annotated[Line, Field(max_length=200)] = ""
    after: Annotated[Line, Field(max_length=60)] = ""


@route("public.timeline.show")
async def show_timeline(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of the timeline; a text without a public entry has none."""
    try:
        form = TimelineForm.parse(dict(request.query_params), ignore_unknown=True)
    except InvalidForm:
        raise NotFoundException from None
    words = Words(form.q)
    async with database.reading():
        row = await public_memorandum(memorandum)
        existing(await has_timeline(row.id) or None)
        public = await public_view(row, asked=NO_LINES)
        read = partial(_page, row.id, words, form.after)
        page = await fitted(read, lambda page: [_height(entry, language) for entry in page.entries], AT_ONCE)
    shown = {"words": words, "page": page, "after": form.after}
    return public_page(request, "public/timeline/show.html", **shown, **particulars(public, language))


async def _page(memorandum_id: int, words: Words, after: str, limit: int) -> TimelinePage:
    return await public_timeline(memorandum_id, words, after=after, limit=limit)


def _height(entry: EntryView, language: str) -> int:
    """Return the height of an entry on a phone."""
    said, to = entry.said(language), entry.addressee.named(language) if entry.addressee else None
    named = entry.organisation.primary.name if entry.organisation else ""
    lines = (
        " " * 30,
        f"{to.name} {to.office}" if to else "",
        entry.way or "",
        f"{entry.deliverer} {named}",
        entry.remark,
        entry.document,
        entry.link,
    )
    scan = _SCAN_HEIGHT if entry.scan else 0
    return scan + sum(map(LINE.height, lines)) + (TITLE.height(said.title) + _TEXT.height(said.text) if said else 0)


async def timeline_on_page(view: MemorandumView, beside: BesideText, language: str) -> dict[str, Any]:
    """Return what the page of a text tells of it: its addressees, the newest entries, the outcome, and whether they stand above the text.

    Of an appeal it also tells whom it is about and what is asked.
    """
    newest = beside.timeline.entries[:NEWEST]
    entries = newest[: fitting([_height(entry, language) for entry in newest], _BESIDE_TEXT)]
    calendar = beside.appeal is not None and await may_be_copied(view.forum)
    shown: dict[str, Any] = {
        "appeal": beside.appeal,
        "calendar": calendar,
        "timeline_entries": entries,
        "outcome": await public_outcome(view.id) if entries else None,
    }
    return shown | {"timeline_first": bool(entries) and view.kind == MemorandumKind.URGENT_APPEAL, "addressees": beside.addressees}
