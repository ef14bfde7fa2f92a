"""The page of one correction: the proposal, its failure, or the procès-verbal of the rectification."""

from __future__ import annotations

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.published.memorandum import public_view
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.correction.show")
async def show_correction(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show a correction with the old text, the new text and both digests."""
    async with database.reading():
        public = await public_view(await public_memorandum(memorandum))
    correction = existing(public.history.correction(number_in(number)))
    return public_page(request, "public/corrections/show.html", correction=correction, **particulars(public, language))
