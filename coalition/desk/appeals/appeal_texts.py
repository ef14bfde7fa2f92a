"""The first page of an appeal: what it says in each language, side by side, until when, and the people whom it names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import clock, database
from coalition.appeals import queries
from coalition.appeals.errors import AppealSent
from coalition.appeals.forms import MOST_PEOPLE, AppealForm, zones
from coalition.appeals.person_consents import record_reading
from coalition.appeals.writing_appeals import remove_appeal, write_appeal
from coalition.approvals.changing_care import change_appeal
from coalition.approvals.errors import NobodyToApprove
from coalition.deliveries.timelines import addressee_views
from coalition.desk.appeals.appeal_pages import SENTENCES, STEPS, own_appeal
from coalition.desk.approvals.approvals import code_of
from coalition.desk.care_notes import care_note
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.final_steps import FinalStep, final_page, is_sure, try_out
from coalition.desk.forums.typed_records import MOST_OFFERED, with_slug
from coalition.desk.refusals import refusal
from coalition.desk.rows import filled, wants_more
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, with_mark
from coalition.desk.sent_once import sent_once
from coalition.errors import CoalitionError, StillUsed
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.organisations.visible_queries import Viewer
from coalition.rendering import render
from coalition.saved_states import SavedMeanwhile
from coalition.search.tables import Kind
from coalition.settings import load
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.appeals.tables import Appeal
    from coalition.appeals.views import NamedPersonView
    from coalition.memoranda.tables import Memorandum

_TEMPLATE = "desk/appeals/text.html"
_TYPED = ("title", "about", "asked", "to")
_NAME = "name_"  # what the field of a name begins with; its language follows, with "_" for "-"
_DAYS = 3  # from today, until an appeal is open unless somebody says otherwise
_LABELS = {
    "texts": Message("What the appeal says"),
    "closes_on": Message("Last day"),
    "closes_at": Message("Hour"),
    "zone": Message("Time zone"),
    "people": Message("People who are named"),
}
_REMOVAL = FinalStep(
    Message("Delete the appeal"),
    [Message("It was not sent. Its text in all languages, its networks and what people agreed to are deleted.")],
    Message("What it says is gone."),
    Message("Delete it"),
)


@route("desk.appeal.new")
async def new_appeal(request: AnyRequest) -> Response[bytes]:
    """Show the form for a new appeal, with a template of the text in each language."""
    ends = clock.today() + timedelta(days=_DAYS)
    values = {"closes_on": ends.isoformat(), "closes_at": "18:00", "zone": "UTC", "texts": [_blank(code) for code in load().languages]}
    return await _page(request, values)


@route("desk.appeal.create")
async def create_appeal(request: AnyRequest) -> Response[bytes]:
    """Store a new appeal, which nobody else knows of, and go on to whom it goes to."""
    given = await checked(request)
    if wants_more(given):
        return await _page(request, given)
    try:
        form = await _form(given)
        async with sent_once(request):
            row = await write_appeal(form, person_of(request).id)
    except InvalidForm as problem:
        return await _page(request, given, **refusal(request, _on_page(problem, given)))
    return redirect("desk.appeal_networks.edit", lang=language_of(request), memorandum=row.slug)


@route("desk.appeal.edit")
async def edit_appeal(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show an appeal that was not sent in its form."""
    row, appeal = await own_appeal(request, memorandum)
    if appeal.sent_at:
        return redirect("desk.appeal.show", lang=language_of(request), memorandum=row.slug)
    return await _page(request, await _values(row, appeal), row)


@route("desk.appeal.update")
async def update_appeal(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Change an appeal that was not sent, and go on to whom it goes to."""
    given = await checked(request)
    row, appeal = await own_appeal(request, memorandum)
    if wants_more(given):
        return await _page(request, given, row)
    saved = await _values(row, appeal)
    try:
        form = await _form(given)
        check_unchanged(given, saved)
        made = await change_appeal(row, form, person_of(request))
    except SavedMeanwhile:
        return await _page(request, given, row, **both_versions(request, given, saved, _LABELS))
    except (InvalidForm, AppealSent, NobodyToApprove) as problem:
        return await _page(request, given, row, **refusal(request, _on_page(problem, given), SENTENCES))
    return done(request, "desk.appeal_networks.edit", code_of(made, "saved"), memorandum=row.slug)


@route("desk.appeal.remove")
async def remove_unsent(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Delete an appeal that was not sent; a page asks first."""
    given = await checked(request)
    row, appeal = await own_appeal(request, memorandum)
    if appeal.sent_at:
        return redirect("desk.appeal.show", lang=language_of(request), memorandum=row.slug)
    try:
        if not is_sure(given):
            await try_out(lambda: remove_appeal(row))
            return await final_page(request, row, _REMOVAL, given)
        await remove_appeal(row)
    except (AppealSent, StillUsed) as problem:
        return await _page(request, await _values(row, appeal), row, **refusal(request, problem, SENTENCES))
    return done(request, "desk.memoranda.list", "deleted")


def template_text(language: str) -> str:
    """Return the text from which people start in a language."""
    return render("appeals/text.txt", language).strip()


def _blank(language: str) -> dict[str, str]:
    return {"language": language, "body": template_text(language), **dict.fromkeys(_TYPED, "")}


def _is_written(row: Mapping[str, Any]) -> bool:
    """Whether something was typed in a language, and not only the template stands there."""
    body = " ".join(str(row.get("body", "")).split())
    template = " ".join(template_text(str(row.get("language", ""))).split()) if row.get("language") in load().languages else ""
    return any(str(row.get(field, "")).strip() for field in _TYPED) or body not in {"", template}


async def _form(given: Mapping[str, Any]) -> AppealForm:
    texts = [row for row in filled(given, "texts") if _is_written(row)]
    people = [_person_in(row) for row in filled(given, "people")]
    return AppealForm.parse({**await with_slug(given, "forum", Kind.FORUM), "texts": texts, "people": people}, ignore_unknown=True)


def _person_in(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person as a form of the domain holds them."""
    consent = {field: value for field, value in row.items() if not field.startswith(_NAME)}
    return {**consent, "names": _names_in(row)}


def _names_in(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the names that were typed for a person."""
    fields = [field for field, name in row.items() if field.startswith(_NAME) and str(name).strip()]
    return [{"language": field.removeprefix(_NAME).replace("_", "-"), "name": str(row[field])} for field in fields]


def _on_page(problem: CoalitionError, given: Mapping[str, Any]) -> CoalitionError:
    """Return problems with the numbers that the languages have on the page, where those without a text stand too."""
    if not isinstance(problem, InvalidForm):
        return problem
    places = [at for at, row in enumerate(filled(given, "texts")) if _is_written(row)]
    people = [_names_in(row) for row in filled(given, "people")]
    return InvalidForm({_placed(field, places, people): message for field, message in problem.problems.items()})


def _placed(field: str, places: Sequence[int], people: Sequence[Sequence[Mapping[str, str]]]) -> str:
    name, number, *parts = [*field.split("/"), ""]
    at = int(number) if number.isdecimal() else None
    if name == "texts" and at is not None and at < len(places):
        return "/".join(["texts", str(places[at]), *parts[:-1]])
    if name == "people" and at is not None and parts[0] == "names":
        names = people[at]
        language = names[int(parts[1])]["language"] if parts[1] else load().languages[0]
        return f"people/{at}/{_NAME}{language.replace('-', '_')}"
    return field


async def _values(row: Memorandum, appeal: Appeal) -> dict[str, Any]:
    """Return what is saved of an appeal as its form shows it, with its mark."""
    async with database.reading():
        view, people = await queries.view_of(appeal), await queries.named_people(appeal.id)
        addressees = await addressee_views(row.id, Viewer.COORDINATOR)
        edition = await edition_queries.edition_worked_on(row.id)
        wordings = {wording.language: wording for wording in await edition_queries.wordings(edition.id)}
        forum = await forums.view_of(row.forum)
    texts = []
    for code in dict.fromkeys([*load().languages, *wordings]):
        words, wording = view.words.get(code), wordings.get(code)
        to = "\n".join(each.names[code].name for each in addressees if code in each.names)
        said = {"title": wording.title, "body": wording.body} if wording else {}
        beside = {"about": words.about, "asked": words.asked, "to": to} if words else {}
        texts.append({**_blank_or_empty(code, is_new=wording is None), **said, **beside})
    await record_reading(appeal, people)
    local = view.closes_locally
    values: dict[str, Any] = {"forum": forum.slug if forum else "", "zone": view.zone, "texts": texts}
    values |= {"closes_on": f"{local:%Y-%m-%d}" if local else "", "closes_at": f"{local:%H:%M}" if local else ""}
    return with_mark(values | {"people": [_typed_person(person) for person in people]})


def _typed_person(person: NamedPersonView) -> dict[str, str]:
    languages = dict.fromkeys([*load().languages, *person.names])
    names = {f"{_NAME}{code.replace('-', '_')}": person.names.get(code, "") for code in languages}
    until = person.until.isoformat() if person.until else ""
    return {**names, "agreed": person.agreed.iso, "until": until, "means": person.means, "purpose": person.purpose}


def _completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with a row for every language, and room for a person, or for one more if the button for that was used."""
    texts, people = filled(values, "texts"), filled(values, "people")
    there = {row.get("language") for row in texts}
    missing = [_blank_or_empty(code, is_new=False) for code in load().languages if code not in there]
    blocks: list[dict[str, Any]] = [{} for _ in range(max(len(people), 1) + wants_more(values) - len(people))]
    return {**values, "texts": [*texts, *missing], "people": [*people, *blocks][:MOST_PEOPLE]}


def _languages_of_names(values: Mapping[str, Any]) -> list[str]:
    """Return the languages of the texts, and those in which somebody has a name already."""
    named = [name["language"] for person in values["people"] for name in _names_in(person)]
    return [*dict.fromkeys([*(str(row.get("language", "")) for row in values["texts"]), *named])]


def _blank_or_empty(language: str, *, is_new: bool) -> dict[str, str]:
    return _blank(language) if is_new and language in load().languages else {"language": language, "body": "", **dict.fromkeys(_TYPED, "")}


async def _page(request: AnyRequest, typed: Mapping[str, Any], row: Memorandum | None = None, **context: Any) -> Response[bytes]:
    language = language_of(request)
    async with database.reading():
        page = await forums.offered_forums(str(typed.get("forum") or ""), MOST_OFFERED)
        care = await care_note(await forums.view_of(row.forum), f"memorandum:{row.id}", person_of(request)) if row else None
    offered = None if page.after else [(forum.slug, forum.text(language).title) for forum in page.forums]
    shown: dict[str, Any] = {"section": "memoranda", "slug": row.slug if row else "", "forums": offered, "zones": zones(), "steps": STEPS, "at": 1}
    shown["care"] = care
    values = _completed(context.get("values", typed))
    shown |= {"most_people": MOST_PEOPLE, "name_languages": _languages_of_names(values)}
    return desk_page(request, _TEMPLATE, **shown | context | {"values": values})
