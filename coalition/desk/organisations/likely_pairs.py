"""Entries that may be one organisation, side by side; a person decides whether they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.organisations.organisations import known_organisation
from coalition.desk.paging import asked_in
from coalition.duplicates.candidates import page_of_candidates
from coalition.organisations.likely_duplicates import record_contacts_shown
from coalition.organisations.pairs import declare_different, take_difference_back
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.organisations.tables import Organisation

PAGE = 20  # entries, each with all that it may be


@route("desk.duplicates.list")
async def list_duplicates(request: AnyRequest) -> Response[bytes]:
    """List pairs that may be one organisation, or those that were declared to be different ones."""
    asked = asked_in(request, "decided", sorts=("name_last",))
    different = asked.chosen("decided") == "different"
    order: dict[str, Any] = {"after": asked.after, "descending": asked.sort == "name_last"}
    async with database.reading():
        page = await page_of_candidates(person_of(request).id, asked.q, different=different, language=language_of(request), limit=PAGE, **order)
    await record_contacts_shown(number for candidate in page.candidates for number in candidate.shown_contacts)
    context: dict[str, Any] = {"candidates": page.candidates, "more": page.after, "asked": asked, "different": different}
    return desk_page(request, "desk/duplicates/list.html", section="organisations", **context)


@route("desk.difference.create")
async def create_difference(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Record that two entries are different organisations."""
    await declare_different(*await _pair(request, organisation))
    return done(request, "desk.duplicates.list", "different")


@route("desk.difference.remove")
async def remove_difference(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Take back that two entries are different organisations."""
    await take_difference_back(*await _pair(request, organisation))
    return done(request, "desk.duplicates.list", "difference_taken_back")


async def _pair(request: AnyRequest, slug: str) -> tuple[Organisation, Organisation]:
    given = await checked(request)
    organisation, other = await known_organisation(slug), await known_organisation(str(given.get("other", "")))
    if organisation.id == other.id:
        raise NotFoundException
    return organisation, other
