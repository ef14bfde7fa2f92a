"""The timeline of a memorandum: deliveries, answers, updates and the outcome, by pages; and what of it stands on the page of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from pydantic import Field

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.deliveries.queries import has_timeline
from coalition.deliveries.timelines import public_outcome, public_timeline
from coalition.fields import Form, InvalidForm, Line
from coalition.memoranda.tables import MemorandumKind
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.published.memorandum import public_view
from coalition.search.match_marks import Words
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.beside_text import BesideText

NEWEST = 5


class TimelineForm(Form):
    """Which entries are asked for: with words, or those after a place."""

    q: Annotated[Line, Field(max_length=200)] = ""
    after: Annotated[Line, Field(max_length=40)] = ""


@route("public.timeline.show")
async def show_timeline(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of the timeline; a text of which nothing is told has none."""
    try:
        form = TimelineForm.parse(dict(request.query_params), ignore_unknown=True)
    except InvalidForm:
        raise NotFoundException from None
    words = Words(form.q)
    async with database.reading():
        row = await public_memorandum(memorandum)
        existing(await has_timeline(row.id) or None)
        public = await public_view(row, asked=NO_LINES)
        page = await public_timeline(row.id, words, after=form.after)
    shown = {"words": words, "page": page, "after": form.after}
    return public_page(request, "public/timeline/show.html", **shown, **particulars(public, language))


async def told_on_page(view: MemorandumView, beside: BesideText) -> dict[str, Any]:
    """Return what the page of a text tells of it: its addressees, the newest entries, the outcome, and whether they stand above the text."""
    entries = beside.told.entries[:NEWEST]
    shown: dict[str, Any] = {"told": entries, "outcome": await public_outcome(view.id) if entries else None}
    return shown | {"told_first": bool(entries) and view.kind == MemorandumKind.URGENT_APPEAL, "addressees": beside.addressees}
