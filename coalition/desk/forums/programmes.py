"""Programmes under which forums are held, with their implementers and funders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk import rows
from coalition.desk.desk_pages import checked, desk_page, done, done_beside, invalid_page
from coalition.desk.paging import EVERYTHING, PAGE, Asked, asked_in
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, was_changed, with_mark
from coalition.fields import InvalidForm
from coalition.forums import programme_queries, recording_forums
from coalition.forums.archive_queries import has_archived
from coalition.forums.forms import ProgrammeForm
from coalition.forums.tables import Programme
from coalition.forums.views import ProgrammeView
from coalition.languages import Message
from coalition.organisations.registering import SlugTaken
from coalition.organisations.visible_queries import Viewer
from coalition.saved_states import SavedMeanwhile
from coalition.web.address_numbers import number_or_zero
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.forums.views import ProgrammeView

_SORTS = ("newest", "oldest")
_LIST, _EDIT = "desk/programmes/list.html", "desk/programmes/edit.html"
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another programme.")})


@route("desk.programmes.list")
async def list_programmes(request: AnyRequest) -> Response[bytes]:
    """List a page of the programmes, or of those that words find, by address name or by age, with a form for a new programme."""
    return desk_page(request, _LIST, **await _listed({}, asked_in(request, "archived", sorts=_SORTS)))


@route("desk.programme.create")
async def create_programme(request: AnyRequest) -> Response[bytes]:
    """Record a programme."""
    given = await checked(request)
    if rows.wants_more(given):
        return desk_page(request, _LIST, **await _listed(given))
    try:
        row = await _record(given)
    except InvalidForm as problems:
        return invalid_page(request, _LIST, problems, **await _listed(given))
    return done(request, "desk.programme.edit", "created", programme=row.slug)


async def _record(given: dict[str, Any]) -> Programme:
    try:
        return await recording_forums.record_programme(await _form(given))
    except SlugTaken:
        raise _TAKEN from None


@route("desk.programme.edit")
async def edit_programme(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Show a programme."""
    shown = await _view(await known_programme(programme))
    return desk_page(request, _EDIT, programme=shown, **_context(_values_of(shown)))


@route("desk.programme.update")
async def update_programme(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Change names and organisations of a programme."""
    row, given = await known_programme(programme), await checked(request)
    if rows.wants_more(given):
        return desk_page(request, _EDIT, programme=await _view(row), **_context(given))
    shown = await _view(row)
    try:
        form = await _form(given | {"slug": row.slug})
        check_unchanged(given, _values_of(shown))
        await recording_forums.amend_programme(row, form)
    except SavedMeanwhile:
        both = both_versions(request, given, _values_of(shown))
        return desk_page(request, _EDIT, programme=shown, **both | _context(both["values"]))
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, programme=shown, **_context(given))
    return done(request, "desk.programme.edit", "saved", programme=row.slug)


async def done_beside_programme(request: AnyRequest, row: Programme, code: str) -> Response[bytes]:
    """Say what another button of the page of a programme did; what was typed in its form is shown as it was typed, and is not saved."""
    given, shown = await checked(request), await _view(row)
    if not was_changed(given, _values_of(shown)):
        return done(request, "desk.programme.edit", code, programme=row.slug)
    return done_beside(request, _EDIT, code, programme=shown, **_context(given))


async def _form(given: dict[str, Any]) -> ProgrammeForm:
    form = ProgrammeForm.parse(given | {"organisations": []}, ignore_unknown=True)
    organisations = await rows.resolved(rows.filled(given, "organisations"))
    return ProgrammeForm.parse(form.model_dump(mode="json") | {"organisations": organisations})


async def known_programme(slug: str) -> Programme:
    """Return a programme.

    Raises:
        NotFoundException: there is none.

    """
    row = await programme_queries.programme_by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _view(row: Programme) -> ProgrammeView:
    async with database.reading():
        shown = await programme_queries.programme_view(row.id, Viewer.COORDINATOR)
    if shown is None:
        raise NotFoundException
    return shown


def _values_of(shown: ProgrammeView) -> dict[str, Any]:
    texts = [{"language": code, "name": name} for code, name in shown.names.items()]
    parts = [{"organisation": organisation.slug, "role": role} for role, organisation in shown.organisations]
    return with_mark({"slug": shown.slug, "texts": texts, "organisations": parts})


async def _listed(values: dict[str, Any], asked: Asked = EVERYTHING) -> dict[str, Any]:
    async with database.reading():
        programmes = await _page(asked)
        only_archived = not programmes and not asked.is_narrow and await has_archived(Programme)
    last = programmes[PAGE - 1] if len(programmes) > PAGE else None
    more = "" if last is None else str(last.id) if asked.sort else last.slug
    return _context(values) | {"programmes": programmes[:PAGE], "asked": asked, "more": more, "only_archived": only_archived}


async def _page(asked: Asked) -> list[ProgrammeView]:
    archived = asked.chosen("archived") == "yes"
    if asked.sort:
        after, oldest_first = number_or_zero(asked.after), asked.sort == "oldest"
        return await programme_queries.programmes_by_age(asked.q, archived=archived, after=after, limit=PAGE + 1, oldest_first=oldest_first)
    return await programme_queries.programmes(asked.q, archived=archived, after=asked.after, limit=PAGE + 1)


def _context(values: dict[str, Any]) -> dict[str, Any]:
    values = rows.padded(values, "texts", {"language": "", "name": ""})
    values = rows.padded(values, "organisations", {"organisation": "", "role": ""}, least=3)
    return {"section": "forums", "values": values}
