"""The memoranda that a person works on: list, new memorandum, overview, particulars."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.situations import actions_of
from coalition.acts.standing_count_queries import public_counts
from coalition.approvals.changing_care import change_memorandum
from coalition.approvals.errors import NobodyToApprove
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.care_notes import care_note
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, own_memorandum, person_of
from coalition.desk.forums.typed_records import MOST_OFFERED, with_slug
from coalition.desk.memoranda.workbench import overview, refused_step
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, with_mark
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import beginning, queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import MemorandumChange, MemorandumForm
from coalition.memoranda.own_memoranda_queries import days_begun, has_abandoned, memoranda_of, memorandum_filters
from coalition.memoranda.tables import Memorandum, TextState
from coalition.organisations.registering import SlugTaken
from coalition.people.tables import Coordinator, Role
from coalition.saved_states import SavedMeanwhile
from coalition.search.tables import Kind
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

_NEW, _EDIT = "desk/memoranda/new.html", "desk/memoranda/edit.html"
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another memorandum.")})


@route("desk.memoranda.list")
async def list_memoranda(request: AnyRequest) -> Response[bytes]:
    """List a page of the person's memoranda, or of those that words and filters find; coordinators see the numbers of signatures.

    Abandoned drafts are shown to whoever chooses them.
    """
    person, asked = person_of(request), asked_in(request, "text_state", "signing_state", "publicity", "kind", sorts=("oldest",))
    order: dict[str, Any] = {"after": number_or_zero(asked.after), "limit": PAGE, "oldest_first": asked.sort == "oldest"}
    is_archive = asked.filters.get("text_state") == TextState.ABANDONED
    async with database.reading():
        filters = await memorandum_filters(asked.q, asked.filters)
        own = await memoranda_of(person.id, filters=filters, abandoned=is_archive, **order)
        archived = await has_abandoned(person.id)
        counts = await public_counts([memorandum.id for memorandum in own.memoranda]) if person.role == Role.COORDINATOR else {}
        begun = await days_begun(memorandum.id for memorandum in own.memoranda)
    shown: dict[str, Any] = {"memoranda": own.memoranda, "counts": counts, "asked": asked, "more": own.after}
    shown |= {"is_archive": is_archive, "has_abandoned": archived, "begun": begun}
    return desk_page(request, "desk/memoranda/list.html", section="memoranda", **shown)


@route("desk.memorandum.new")
async def new_memorandum(request: AnyRequest, forum: FromQuery[str] = "") -> Response[bytes]:
    """Show the form for a new memorandum."""
    return desk_page(request, _NEW, **await _choices(language_of(request), forum), values={"authentic_languages": ["en"], "forum": forum})


@route("desk.memorandum.create")
async def create_memorandum(request: AnyRequest) -> Response[bytes]:
    """Begin a memorandum."""
    given = await _given(request)
    try:
        row = await _begin(given, person_of(request).id)
    except InvalidForm as problems:
        return invalid_page(request, _NEW, problems, **await _choices(language_of(request), str(given.get("forum", ""))), values=given)
    return done(request, "desk.memorandum.show", "created", memorandum=row.slug)


async def _begin(given: dict[str, Any], coordinator_id: int) -> Memorandum:
    try:
        return await beginning.begin(MemorandumForm.parse(await with_slug(given, "forum", Kind.FORUM), ignore_unknown=True), coordinator_id)
    except SlugTaken:
        raise _TAKEN from None


@route("desk.memorandum.show")
async def show_memorandum(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the states of a memorandum and its next step."""
    return await overview(request, await own_memorandum(request, memorandum))


@route("desk.memorandum.edit")
async def edit_memorandum(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the particulars."""
    return desk_page(request, _EDIT, **await _particulars(await own_memorandum(request, memorandum), person_of(request), language_of(request)))


@route("desk.memorandum.update")
async def update_memorandum(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Change the particulars while the text is not fixed."""
    row, given = await own_memorandum(request, memorandum), await _given(request)
    shown = await _particulars(row, person_of(request), language_of(request))
    try:
        change = MemorandumChange.parse(await with_slug(given, "forum", Kind.FORUM), ignore_unknown=True)
        check_unchanged(given, shown["values"])
        made = await change_memorandum(row, change, person_of(request))
    except SavedMeanwhile:
        return desk_page(request, _EDIT, **shown | both_versions(request, given, shown["values"]))
    except (InvalidForm, NobodyToApprove) as problem:
        return desk_page(request, _EDIT, **shown | {"values": given}, **refusal(request, problem, REFUSALS))
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)
    return done(request, "desk.memorandum.show", code_of(made, "saved"), memorandum=row.slug)


async def _given(request: AnyRequest) -> dict[str, Any]:
    given = await checked(request, lists=("authentic_languages",))
    other = str(given.get("other_language", ""))
    return given | {"authentic_languages": [*given["authentic_languages"], *([other] if other else [])]}


async def _choices(language: str, chosen: str) -> dict[str, Any]:
    async with database.reading():
        return {"section": "memoranda", "forums": await _offered(language, chosen)}


async def _offered(language: str, chosen: str) -> list[tuple[str, str]] | None:
    """Return the menu of forums, newest first, with the one that is chosen; None if there are too many for a menu."""
    page = await forums.offered_forums(chosen, MOST_OFFERED)
    return None if page.after else [(forum.slug, forum.text(language).title) for forum in page.forums]


async def _particulars(row: Memorandum, person: Coordinator, language: str) -> dict[str, Any]:
    async with database.reading():
        view = await queries.view(row)
        in_forum = await forums.view_of(view.forum)
        forum = in_forum.slug if in_forum else ""
        offered = await _offered(language, forum)
        actions = await actions_of(view, person)
        care = await care_note(in_forum, f"memorandum:{row.id}", person)
    values: dict[str, Any] = {"forum": forum, "kind": view.kind, "symbol": view.symbol}
    values |= {"authentic_languages": list(view.authentic_languages), "reservations": "yes" if view.reservations else "no"}
    shown = {"section": "memoranda", "memorandum": view, "part": "overview", "actions": actions, "values": with_mark(values)}
    return shown | {"forums": offered, "care": care}
