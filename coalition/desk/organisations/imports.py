"""Importing organisations: choose a file, its columns and answers, see a preview, confirm, follow the progress, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.desk import import_pages
from coalition.desk.desk_pages import checked, desk_page, invalid_page, person_of
from coalition.desk.import_pages import ImportPages, import_at_hand, own_import, taken_over
from coalition.desk.organisations.list_aims import aim_of
from coalition.desk.partners.whose_partners import OF_HOST
from coalition.fields import InvalidForm
from coalition.imports.left_import_queries import left_imports
from coalition.imports.membership_rows import FIELDS as MEMBERSHIP_FIELDS
from coalition.imports.organisation_rows import FIELDS
from coalition.imports.partner_rows import PARTNER_FIELDS
from coalition.imports.queries import latest_of, programme_of
from coalition.imports.undoing import CannotUndo, ask_to_undo
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.imports.tables import Import

_NEW = "desk/imports/new.html"
_SAMPLE = [
    {
        "name_en": "Harbour Justice Network",
        "name_native": "Сеть «Гавань»",
        "native_language": "ru",
        "country": "Kazakhstan",
        "scope": "national",
        "kind": "network",
        "website": "www.harbour.example.org",
        "email": "office@harbour.example.org",
    },
    {"name_en": "Northern Hills Legal Aid", "country": "NO", "kind": "ngo", "at_risk": "no"},
]


async def pages_of(request: AnyRequest, row: Import | None = None) -> ImportPages:
    """Return how the pages of an import differ from others; those of a list lead back to the page on which it was given."""
    at = {"lang": language_of(request)}
    aim = await aim_of(row) if row else None
    if row and row.memberships:
        return ImportPages(
            MEMBERSHIP_FIELDS,
            "desk.import",
            "desk.organisations.list",
            at,
            {"section": "organisations", "aim": None},
            pasting=url_for("desk.network_import.new", **at),
        )
    if row and row.partners:
        return await _pages_of_partners(row, at)
    origin = pasting = ""
    if aim and aim.memorandum:
        origin, pasting = (url_for(page, **at, memorandum=aim.memorandum.slug) for page in ("desk.invitations.new", "desk.invitation_list.new"))
    elif aim and aim.network:
        origin, pasting = (url_for(page, **at, network=aim.network.slug) for page in ("desk.network.show", "desk.network_list.new"))
    elif aim and aim.forum:
        origin, pasting = (url_for(page, **at, forum=aim.forum.slug) for page in ("desk.forum.edit", "desk.forum_list.new"))
    return ImportPages(FIELDS, "desk.import", "desk.organisations.list", at, {"section": "organisations", "aim": aim}, origin, pasting)


async def _pages_of_partners(row: Import, at: dict[str, str]) -> ImportPages:
    programme = await programme_of(row)
    owner = programme[1] if programme else OF_HOST
    origin, pasting = (url_for(page, **at, programme=owner) for page in ("desk.partners.list", "desk.partner_list.new"))
    return ImportPages(PARTNER_FIELDS, "desk.import", "desk.partners.list", at, {"section": "organisations", "aim": None}, origin, pasting)


@route("desk.import.new")
async def new_import(request: AnyRequest) -> Response[bytes]:
    """Show the form for the file, with the fields and the earlier imports."""
    earlier, left = await latest_of(person_of(request).id), await left_imports(person_of(request).id)
    return desk_page(request, _NEW, section="organisations", fields=FIELDS.words, earlier=earlier, left=left)


@route("desk.import.create")
async def create_import(request: AnyRequest) -> Response[bytes]:
    """Store the file until the person confirms the preview."""
    given = await checked(request)
    try:
        row, is_clear = await import_pages.keep_upload(request, given.get("file"), FIELDS)
    except UnreadableFile as unreadable:
        return invalid_page(request, _NEW, InvalidForm({"file": unreadable.message}), section="organisations", fields=FIELDS.words, earlier=[])
    return (await pages_of(request)).go(".show" if is_clear else "_columns.edit", row)


@route("desk.import.show")
async def show_import(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Show the preview, the progress or the result of an import."""
    row = await import_at_hand(request, import_id)
    return await import_pages.import_page(request, row, await pages_of(request, row))


@route("desk.import.confirm")
async def confirm_import(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Start the import in the background, or take over one that stopped."""
    row = await import_at_hand(request, import_id)
    return await import_pages.confirm_unless_answered(request, row, await pages_of(request), await checked(request))


@route("desk.import_columns.edit")
async def edit_import_columns(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Show the columns of the file."""
    row = await own_import(request, import_id)
    return await import_pages.columns_page(request, row, await pages_of(request, row))


@route("desk.import_columns.update")
async def update_import_columns(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Store which field each column fills."""
    row = await own_import(request, import_id)
    return await import_pages.choose_columns(request, row, await pages_of(request, row), await checked(request))


@route("desk.import_answers.create")
async def create_import_answers(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Store the answers to questions about the file."""
    row = await own_import(request, import_id)
    return await import_pages.answer_questions(row, await pages_of(request, row), await checked(request))


@route("desk.import_rows.show")
async def show_import_rows(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Return the rows that are left out, as a file to correct."""
    return await import_pages.left_out_file(request, await import_at_hand(request, import_id))


@route("desk.import_sample.show")
async def show_import_sample(request: AnyRequest) -> Response[bytes]:
    """Return a sample file."""
    assert request  # noqa: S101 -- the sample is the same for everybody
    return import_pages.sample(FIELDS, _SAMPLE)


@route("desk.import_undoing.create")
async def create_import_undoing(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Undo the import in the background, or show what rests on it."""
    row = await import_at_hand(request, import_id)
    pages = await pages_of(request, row)
    await checked(request)
    try:
        row = await taken_over(request, row)
        await ask_to_undo(row)
    except CannotUndo as refused:
        return await import_pages.import_page(request, row, pages, status=409, obstacles=refused.obstacles)
    return pages.go(".show", row)
