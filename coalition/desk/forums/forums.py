"""Forums: dates, place, countries, titles in several languages, and participants."""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.changing_forums import change_parts
from coalition.approvals.changing_care import amend_forum
from coalition.approvals.errors import NobodyToApprove
from coalition.approvals.made import Made
from coalition.collation import in_order
from coalition.desk import choices, rows
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.care_notes import care_note
from coalition.desk.desk_pages import checked, desk_page, done, done_beside, invalid_page, person_of
from coalition.desk.forums.typed_records import MOST_OFFERED, with_slug
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.public_previews import Preview, preview_of_forum
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, was_changed, with_mark
from coalition.desk.ways_of_choosing import ways_into
from coalition.fields import InvalidForm
from coalition.forums import parts as parts_of_organisations
from coalition.forums import programme_queries, queries, recording_forums
from coalition.forums.archive_queries import has_archived
from coalition.forums.forms import ForumChange, ForumForm, PartsChange
from coalition.forums.organisation_choice_queries import has_part_in
from coalition.forums.tables import Forum
from coalition.languages import Message
from coalition.organisations.queries import page_by_name, views_by_slug
from coalition.organisations.registering import SlugTaken
from coalition.saved_states import SavedMeanwhile
from coalition.search.tables import Kind
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.forums.views import ForumPart
    from coalition.people.tables import Coordinator

_NEW, _EDIT = "desk/forums/new.html", "desk/forums/edit.html"
_BLANK = {"language": "", "title": "", "city": "", "summary": ""}
_MOST_CHANGED = 100
_SAVE_FIRST = InvalidForm(
    {
        "": Message.plural(
            "You changed more than {n} row. Save before you turn the page.",
            "You changed more than {n} rows. Save before you turn the page.",
            _MOST_CHANGED,
        )
    }
)
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another forum.")})


@route("desk.forums.list")
async def list_forums(request: AnyRequest) -> Response[bytes]:
    """List a page of the forums, or of those that words and filters find, newest or oldest first, with their places."""
    asked = asked_in(request, "risk_profile", "country", "programme", "archived", sorts=("oldest",))
    order: dict[str, Any] = {"after": asked.after, "limit": PAGE, "oldest_first": asked.sort == "oldest"}
    async with database.reading():
        page = await queries.filtered_forums(await queries.forum_filters(asked.q, **asked.filters), **order)
        programmes = await _offered(language_of(request), asked.chosen("programme"))
        only_archived = not page.forums and not asked.is_narrow and await has_archived(Forum)
    shown: dict[str, Any] = {"forums": page.forums, "asked": asked, "more": page.after, "programmes": programmes, "only_archived": only_archived}
    return desk_page(request, "desk/forums/list.html", section="forums", **shown)


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
        form = ForumForm.parse(await with_slug(given, "programme", Kind.PROGRAMME), ignore_unknown=True)
        if preview := await preview_of_forum(given, form.slug, lambda: _record(form)):
            return desk_page(request, _NEW, **await _choices(language_of(request)), values=_padded(given), preview=preview)
        row = await _record(form)
    except InvalidForm as problems:
        return invalid_page(request, _NEW, problems, **await _choices(language_of(request)), values=_padded(given))
    return done(request, "desk.forum.edit", "created", forum=row.slug)


async def _record(form: ForumForm) -> Forum:
    try:
        return await recording_forums.record_forum(form)
    except SlugTaken:
        raise _TAKEN from None


@route("desk.forum.edit")
async def edit_forum(request: AnyRequest, forum: FromPath[str], q: FromQuery[str] = "", after: FromQuery[str] = "") -> Response[bytes]:
    """Show a forum's record and a page of its participants, or of those with a name like the text that is looked for."""
    return desk_page(request, _EDIT, **await _record_of(request, await known_forum(forum), q.strip(), after))


@route("desk.forum.update")
async def update_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Change a forum's record once the person has seen what everybody will see."""
    row, given = await known_forum(forum), await _given(request)
    if (place := _next_place(given)) is not None:
        return await _turn_to(request, row, given, place)
    return await _update(request, row, given)


async def _update(request: AnyRequest, row: Forum, given: dict[str, Any]) -> Response[bytes]:
    record = await _record_of(request, row, *_place_of(given))
    typed = record | (beside := await _parts_beside(record, given)) | {"values": _padded(given)}
    if rows.wants_more(given):
        return desk_page(request, _EDIT, **typed)
    try:
        seen = await _amend_if_seen(row, await _change_of_record(given, record), given, person_of(request))
    except SavedMeanwhile:
        return desk_page(request, _EDIT, **typed | both_versions(request, _padded(given), record["values"]))
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **typed)
    except NobodyToApprove as problem:
        return desk_page(request, _EDIT, **typed, **refusal(request, problem, REFUSALS))
    if isinstance(seen, Preview):
        return desk_page(request, _EDIT, **typed, preview=seen)
    return await _done(request, row, code_of(seen, "saved"), beside)


async def _change_of_record(given: dict[str, Any], record: dict[str, Any]) -> ForumChange:
    change = ForumChange.parse(await with_slug(given, "programme", Kind.PROGRAMME), ignore_unknown=True)
    check_unchanged(given, record["values"])
    return change


@route("desk.forum_organisations.update")
async def update_forum_organisations(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Set the parts of organisations once the person has seen what everybody will see; ticked rows are removed. Some buttons only turn the page."""
    row, given = await known_forum(forum), await _given(request)
    parts = rows.filled(given, "organisations")
    if (place := _next_place(given)) is not None:
        return await _turn_to(request, row, given, place)
    shown = await _record_of(request, row, *_place_of(given)) | await _typed_parts(parts)
    beside = {"values": _padded(given)} if was_changed(given, shown["values"]) else {}
    try:
        preview = await _change_parts_if_seen(row, await _change_of_parts(parts), given)
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **shown | beside)
    if preview:
        return desk_page(request, _EDIT, **shown | beside | {"preview_of_parts": preview})
    return await _done(request, row, "saved", beside, _place_of(given))


async def done_beside_forum(request: AnyRequest, row: Forum, code: str) -> Response[bytes]:
    """Say what another button of the page of a forum did; what was typed in its form is shown as it was typed, and is not saved."""
    given = await _given(request)
    record = await _record_of(request, row, *_place_of(given))
    beside = await _parts_beside(record, given) | ({"values": _padded(given)} if was_changed(given, record["values"]) else {})
    return await _done(request, row, code, beside, _place_of(given))


def _place_of(given: dict[str, Any]) -> tuple[str, str]:
    """Return what is looked for among the organisations, and where the page begins."""
    return str(given.get("q", "")), str(given.get("after", ""))


def _next_place(given: dict[str, Any]) -> tuple[str, str] | None:
    """Return what the buttons of the list of organisations ask for, words and where a page begins; None for the button that saves."""
    entered = given.get("enter") and given.get("find", "") != given.get("q", "")  # Enter presses the first button of the form
    if given.get("step") == "find" or entered:
        return str(given.get("find", "")).strip(), ""
    if given.get("step") == "all":
        return "", ""
    return (str(given.get("q", "")), str(given["from"])) if "from" in given else None


async def _turn_to(request: AnyRequest, row: Forum, given: dict[str, Any], place: tuple[str, str]) -> Response[bytes]:
    """Show another page of the organisations; rows that were changed and not saved stand first on it, and the record is as it was typed."""
    before = await _record_of(request, row, *_place_of(given))
    changed = _changed_parts(before, given)
    beside = {"values": _padded(given)} if was_changed(given, before["values"]) else {}
    if len(changed) > _MOST_CHANGED:
        return invalid_page(request, _EDIT, _SAVE_FIRST, **before | await _typed_parts(rows.filled(given, "organisations")) | beside)
    if not changed and not beside:
        return redirect("desk.forum.edit", lang=language_of(request), forum=row.slug, q=place[0] or None, after=place[1] or None)
    after = await _record_of(request, row, *place)
    these = {_key_of(part) for part in changed}
    others = [part for part in after["parts"] if _key_of(part) not in these]
    typed = await _typed_parts(changed)
    shown = {"parts": [*changed, *others], "known": {**after["known"], **typed["known"]}}
    return desk_page(request, _EDIT, **after | shown | beside)


async def _done(request: AnyRequest, row: Forum, code: str, beside: dict[str, Any], place: tuple[str, str] = ("", "")) -> Response[bytes]:
    """Say what was done; `beside` is what was typed in the page and is not saved."""
    if not beside:
        return done(request, "desk.forum.edit", code, forum=row.slug, q=place[0] or None, after=place[1] or None)
    return done_beside(request, _EDIT, code, **await _record_of(request, await known_forum(row.slug), *place) | beside)


async def _parts_beside(record: Mapping[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of organisations as they were typed beside the record; nothing if none was changed."""
    if not _changed_parts(record, given):
        return {}
    return await _typed_parts(rows.filled(given, "organisations")) | {name: record[name] for name in ("q", "after", "more")}


def _changed_parts(record: Mapping[str, Any], given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of organisations that are typed otherwise than the record has them."""
    saved = {_key_of(part): part for part in record["parts"]}
    return [part for part in rows.filled(given, "organisations") if not part.items() <= saved.get(_key_of(part), {}).items()]


def _key_of(part: Mapping[str, Any]) -> tuple[str, str | None]:
    return str(part["organisation"]), part.get("before")


async def _typed_parts(typed: list[dict[str, Any]]) -> dict[str, Any]:
    return {"parts": _parts(typed), "known": await views_by_slug(str(part["organisation"]) for part in typed if part.get("before"))}


async def _change_of_parts(typed: list[dict[str, Any]]) -> PartsChange:
    """Return the change that the rows ask for; a row to be removed keeps its place in the errors of the others.

    Raises:
        InvalidForm: a row names no organisation, or one that is not listed and whose part would be public.

    """
    parts = await rows.resolved(typed)
    await parts_of_organisations.check_listed({at: part["organisation"] for at, part in enumerate(parts) if _is_shown(part)})
    fields = ("organisation", "role", "public")
    remaining = [{name: part[name] for name in fields if name in part} for part in parts if "remove" not in part]
    on_record = [{"organisation": part["organisation"], "role": part["before"]} for part in parts if part.get("before")]
    return PartsChange.parse({"organisations": remaining, "on_record": on_record})


def _is_shown(part: dict[str, Any]) -> bool:
    return part.get("public") == "yes" and "remove" not in part


async def _amend_if_seen(row: Forum, change: ForumChange, given: dict[str, Any], by: Coordinator) -> Preview | Made:
    """Change a forum, or return what everybody will see if the person has not seen it yet."""
    amend = partial(amend_forum, row, change, by)
    return await preview_of_forum(given, row.slug, amend) or await amend()


async def _change_parts_if_seen(row: Forum, change: PartsChange, given: dict[str, Any]) -> Preview | None:
    """Change parts, or return what everybody will see if the person has not seen it yet."""
    preview = await preview_of_forum(given, row.slug, partial(change_parts, row, change), change.slugs)
    if preview is None:
        await change_parts(row, change)
    return preview


async def known_forum(slug: str) -> Forum:
    """Return a forum.

    Raises:
        NotFoundException: there is none.

    """
    row = await queries.by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _given(request: AnyRequest) -> dict[str, Any]:
    given = await checked(request, lists=("countries",))
    language = language_of(request)
    countries = [choices.country_code(str(text), language) for text in given["countries"] if str(text).strip()]
    place = {"city": given.get("place-city", ""), "country": given.get("place-country", ""), "public": given.get("place-public") == "yes"}
    return given | {"countries": countries, "place": place}


async def _choices(language: str) -> dict[str, Any]:
    async with database.reading():
        return {"section": "forums", "programmes": await _offered(language)}


async def _offered(language: str, chosen: str = "") -> list[tuple[str, str]] | None:
    """Return the menu of programmes, with the one that is chosen; None if there are too many for a menu."""
    programmes = await programme_queries.offered_programmes(chosen, MOST_OFFERED + 1)
    options = ((programme.slug, programme.name(language)[1]) for programme in programmes)
    return in_order(options, language, itemgetter(1)) if len(programmes) <= MOST_OFFERED else None


async def _record_of(request: AnyRequest, row: Forum, q: str = "", after: str = "") -> dict[str, Any]:
    language = language_of(request)
    async with database.reading():
        shown = await queries.view(row, withhold=False)
        programme = await programme_queries.slug_of(shown.programme) if shown.programme else ""
        programmes = await _offered(language, programme)
        page = await page_by_name(q, language=language, after=after, limit=PAGE, visible=await has_part_in(row.id))
        taking_part = await queries.parts_of(row.id, page.organisations)
        ways = await ways_into(shown, language)
        care = await care_note(shown, f"forum:{row.id}", person_of(request))
    known = {part.organisation.slug: part.organisation for part in taking_part}
    parts = [_on_record(part) for part in taking_part]
    texts = [{"language": text.language, "title": text.title, "city": text.city, "summary": text.summary} for text in shown.texts.values()]
    place = {"place-city": shown.city, "place-country": shown.place_country or "", "place-public": "yes" if shown.place_public else "no"}
    dates = {"starts": shown.starts or "", "ends": shown.ends or ""}
    values = {"slug": shown.slug, "programme": programme, "countries": list(shown.countries), "risk_profile": shown.risk_profile}
    context: dict[str, Any] = {"preview_of_parts": None, "q": q, "after": after, "more": page.after}
    context |= {"forum": shown, "programmes": programmes, "parts": _parts(parts), "known": known, "ways": ways, "care": care}
    return context | {"section": "forums", "values": _padded(with_mark(values | place | dates | {"texts": texts}))}


def _on_record(part: ForumPart) -> dict[str, Any]:
    public = "yes" if part.public else "no"
    return {"organisation": part.organisation.slug, "before": part.role, "role": part.role, "public": public}


def _parts(typed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*typed, *({"organisation": "", "role": "participant"} for _ in range(3))]


def _padded(values: dict[str, Any]) -> dict[str, Any]:
    countries = list(values.get("countries") or [])
    return rows.padded(values, "texts", _BLANK) | {"countries": countries + [""] * max(2, 6 - len(countries))}
