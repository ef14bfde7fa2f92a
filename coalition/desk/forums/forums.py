"""Forums: dates, place, countries, titles in several languages, and participants."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk import choices, rows
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.fields import InvalidForm
from coalition.forums import programme_queries, queries, recording_forums
from coalition.forums.forms import ForumChange, ForumForm
from coalition.forums.tables import Forum
from coalition.forums.views import ProgrammeView
from coalition.languages import Message
from coalition.organisations.registering import SlugTaken
from coalition.organisations.visible_queries import Viewer
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

_NEW, _EDIT = "desk/forums/new.html", "desk/forums/edit.html"
_BLANK = {"language": "", "title": "", "city": "", "summary": ""}
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another forum.")})


@route("desk.forums.list")
async def list_forums(request: AnyRequest) -> Response[bytes]:
    """List the forums, newest first, with their places."""
    async with database.reading():
        forums = await queries.all_forums()
    return desk_page(request, "desk/forums/list.html", section="forums", forums=forums)


@route("desk.forum.new")
async def new_forum(request: AnyRequest) -> Response[bytes]:
    """Show the form for a new forum."""
    return desk_page(request, _NEW, **await _choices(language_of(request)), values=_padded({"place-public": "yes"}))


@route("desk.forum.create")
async def create_forum(request: AnyRequest) -> Response[bytes]:
    """Record a forum."""
    given = await _given(request)
    if rows.wants_more(given):
        return desk_page(request, _NEW, **await _choices(language_of(request)), values=_padded(given))
    try:
        row = await _record(given)
    except InvalidForm as problems:
        return invalid_page(request, _NEW, problems, **await _choices(language_of(request)), values=_padded(given))
    return done(request, "desk.forum.edit", "created", forum=row.slug)


async def _record(given: dict[str, Any]) -> Forum:
    try:
        return await recording_forums.record_forum(ForumForm.parse(given, ignore_unknown=True))
    except SlugTaken:
        raise _TAKEN from None


@route("desk.forum.edit")
async def edit_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Show a forum's record and its participants."""
    return desk_page(request, _EDIT, **await _record_of(await _forum(forum), language_of(request)))


@route("desk.forum.update")
async def update_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Change a forum's record."""
    row, given = await _forum(forum), await _given(request)
    if rows.wants_more(given):
        return desk_page(request, _EDIT, **await _record_of(row, language_of(request)) | {"values": _padded(given)})
    try:
        await recording_forums.amend_forum(row, ForumChange.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **await _record_of(row, language_of(request)) | {"values": _padded(given)})
    return done(request, "desk.forum.edit", "saved", forum=row.slug)


@route("desk.forum_organisations.update")
async def update_forum_organisations(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Set the roles of the participants; ticked rows are removed."""
    row, given = await _forum(forum), await checked(request)
    typed = rows.filled(given, "organisations")
    try:
        remaining = [part for part in await rows.resolved(typed) if "remove" not in part]
        await recording_forums.amend_forum(row, ForumChange.parse({"organisations": remaining}))
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **await _record_of(row, language_of(request)) | {"parts": _parts(typed)})
    return done(request, "desk.forum.edit", "saved", forum=row.slug)


async def _forum(slug: str) -> Forum:
    row = await queries.by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _given(request: AnyRequest) -> dict[str, Any]:
    given = await checked(request, lists=("countries",))
    language = language_of(request)
    countries = [choices.country_code(str(text), language) for text in given["countries"] if str(text).strip()]
    place = {"city": given.get("place-city", ""), "country": given.get("place-country", ""), "public": given.get("place-public") == "yes"}
    return given | {"countries": countries, "place": place, "programme": given.get("programme") or None}


async def _choices(language: str) -> dict[str, Any]:
    async with database.reading():
        return {"section": "forums", "programmes": _options(await programme_queries.programmes(), language)}


def _options(programmes: list[ProgrammeView], language: str) -> list[tuple[str, str]]:
    return [(programme.slug, programme.name(language)[1]) for programme in programmes]


async def _record_of(row: Forum, language: str) -> dict[str, Any]:
    async with database.reading():
        shown = await queries.view(row, withhold=False)
        programmes = await programme_queries.programmes()
        taking_part = await queries.parts_at(row.id, Viewer.COORDINATOR)
        offered = await rows.offered_organisations()
    known = {part.organisation.slug: part.organisation for part in taking_part}
    parts = [{"organisation": part.organisation.slug, "role": part.role, "public": "yes" if part.public else "no"} for part in taking_part]
    programme = next((listed.slug for listed in programmes if listed.id == shown.programme), "")
    texts = [{"language": text.language, "title": text.title, "city": text.city, "summary": text.summary} for text in shown.texts.values()]
    place = {"place-city": shown.city, "place-country": shown.place_country or "", "place-public": "yes" if shown.place_public else "no"}
    dates = {"starts": shown.starts or "", "ends": shown.ends or ""}
    values = {"slug": shown.slug, "programme": programme, "countries": list(shown.countries), "risk_profile": shown.risk_profile}
    context = {"forum": shown, "programmes": _options(programmes, language), "offered": offered, "parts": _parts(parts), "known": known}
    return context | {"section": "forums", "values": _padded(values | place | dates | {"texts": texts})}


def _parts(typed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*typed, *({"organisation": "", "role": "participant"} for _ in range(3))]


def _padded(values: dict[str, Any]) -> dict[str, Any]:
    countries = list(values.get("countries") or [])
    return rows.padded(values, "texts", _BLANK) | {"countries": countries + [""] * max(2, 6 - len(countries))}
