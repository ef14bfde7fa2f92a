"""The events of an organisation: the list, and a form for a new one."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.organisation_changes import change_organisation
from coalition.desk import rows
from coalition.desk.confirming_names import digest_of, to_confirm
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.event_forms import EventForm
from coalition.organisations.event_queries import predecessors, views_with_events
from coalition.organisations.recording_events import NamesRecorded, NoSuccessor
from coalition.organisations.tables import Organisation
from coalition.web.routing import AnyRequest, route

_PAGE = "desk/organisations/events.html"
_BLANK = {"language": "", "name": "", "short_name": ""}
_NO_SUCCESSOR = InvalidForm({"other": Message("It must be another organisation of the register, and none that came before this one.")})
_KNOWN = InvalidForm({"happened": Message("Names that it had until then are on record already.")})


@route("desk.organisation_events.list")
async def list_organisation_events(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show the events of an organisation and a form for a new one."""
    row = await _organisation(organisation)
    return desk_page(request, _PAGE, **await _page_context(row), values=_padded({"primary": "0"}))


@route("desk.organisation_events.create")
async def create_organisation_event(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Record an event."""
    row, given = await _organisation(organisation), await _given(request)
    if rows.wants_more(given):
        return desk_page(request, _PAGE, **await _page_context(row), values=_padded(given))
    try:
        await _record(row, given)
    except InvalidForm as problems:
        return invalid_page(request, _PAGE, to_confirm(problems), **await _page_context(row), values=_padded(given) | digest_of(problems))
    return done(request, "desk.organisation_events.list", "recorded", organisation=row.slug)


async def _record(row: Organisation, given: dict[str, Any]) -> None:
    other = await rows.slug_in(given, "other") if given.get("other") else ""
    try:
        await change_organisation(row, EventForm.parse(given | {"other": other}, ignore_unknown=True))
    except NoSuccessor:
        raise _NO_SUCCESSOR from None
    except NamesRecorded:
        raise _KNOWN from None


async def _organisation(slug: str) -> Organisation:
    row = await queries.by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _given(request: AnyRequest) -> dict[str, Any]:
    given = await checked(request)
    names = await rows.mark_primary(request, rows.filled(given, "names"))
    chosen = next((str(at) for at, name in enumerate(names) if name["primary"]), "0")
    return given | {"names": names, "primary": chosen}


async def _page_context(row: Organisation) -> dict[str, Any]:
    async with database.reading():
        shown = (await views_with_events([row.id]))[row.id]
        before = await predecessors(row.id)
    return {"section": "organisations", "organisation": shown, "predecessors": before}


def _padded(values: dict[str, Any]) -> dict[str, Any]:
    return rows.padded(values, "names", _BLANK, least=2)
