"""The public record of drafting of a memorandum: what organisations proposed and let everybody read, by pages."""

from __future__ import annotations

from typing import Annotated

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from pydantic import Field

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.drafting_record.public_proposals import Found, is_recorded, record_page
from coalition.fields import Form, InvalidForm, Line
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.published.memorandum import public_view
from coalition.search.match_marks import Words
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


class RecordForm(Form):
    """Which lines are asked for: with words, or those after a place."""

    q: Annotated[Line, Field(max_length=200)] = ""
    after: Annotated[Line, Field(max_length=60)] = ""


@route("public.drafting.show")
async def show_drafting(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of the record; a text of whose drafting nothing is public has none."""
    try:
        form = RecordForm.parse(dict(request.query_params), ignore_unknown=True)
    except InvalidForm:
        raise NotFoundException from None
    words = Words(form.q)
    async with database.reading():
        row = await public_memorandum(memorandum)
        existing(await is_recorded(row.id) or None)
        public = await public_view(row, asked=NO_LINES)
        record = await record_page(row.id, Found(words, language), after=form.after)
    shown = {"words": words, "record": record, "after": form.after}
    return public_page(request, "public/drafting/show.html", **shown, **particulars(public, language))
