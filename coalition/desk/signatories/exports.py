"""Saving the invitations and signatories as a file: a warning with the number of names that the public does not see, then the file."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from coalition import clock, database
from coalition.desk.desk_pages import checked, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.invitations.chase_queries import counts_on
from coalition.invitations.exporting import export_chase_list
from coalition.memoranda import queries
from coalition.web.pages import PRIVATE, language_of
from coalition.web.routing import AnyRequest, route
from coalition.web.streamed_files import streamed_file


@route("desk.signatories_export.new")
async def new_export(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show how many names in the file the public does not see, with the button that saves it; the page names nobody."""
    row = await own_memorandum(request, memorandum)
    async with database.reading():
        view = await queries.view(row)
        counts = await counts_on(row.id)
    shown = {"total": counts.total, "withheld": counts.unnamed, "unsigned": counts.without_act}
    return workbench_page(request, view, "desk/signatories/export.html", part="signatories", **shown)


@route("desk.signatories_export.create")
async def create_export(request: AnyRequest, memorandum: FromPath[str]) -> Stream:
    """Send the file, and record in the trail that it was saved."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    parts = await export_chase_list(row, language_of(request))
    return streamed_file(parts, "text/csv", cache=PRIVATE, name=f"{row.slug}-invitations-{clock.today()}.csv")
