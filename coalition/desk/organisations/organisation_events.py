"""The events of an organisation: the list, and a form for a new one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.organisation_changes import change_organisation
from coalition.addresses import url_for
from coalition.desk import rows
from coalition.desk.confirming_names import digest_of, to_confirm
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, try_out, typed_in, wants_form
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import MARK
from coalition.directions import isolated_value
from coalition.fields import InvalidForm
from coalition.languages import Message, date_text
from coalition.organisations import queries
from coalition.organisations.event_forms import EventForm
from coalition.organisations.event_queries import predecessors, views_with_events
from coalition.organisations.recording_events import NamesRecorded, NoSuccessor
from coalition.organisations.tables import Organisation, OrganisationEventKind
from coalition.partial_dates import PartialDate
from coalition.saved_states import SavedMeanwhile
from coalition.web.forms import form_of
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = "desk/organisations/events.html"
_BLANK = {"language": "", "name": "", "short_name": ""}
_NO_SUCCESSOR = InvalidForm({"other": Message("It must be another organisation of the register, and none that came before this one.")})
_WHAT, _WHEN, _NAMES, _SOURCE = Message("What happened"), Message("When"), Message("Names"), Message("Source")
_SUCCESSOR = Message("Organisation that came after it")
_EVENT = FinalStep(
    Message("Record the event"),
    [
        Message(
            "Everybody can read it. On each public memorandum where the organisation is named, a notification tells of it; where its name is "
            "withheld, nothing does."
        ),
        Message("If a new name replaces another, the contacts of the organisation get a letter."),
    ],
    Message("An event stays on record: nobody can change it or take it out, and a notification is never taken back."),
    Message("Record it"),
)
_MEANWHILE = Message(
    "Somebody recorded an event of this organisation, or changed its names, while you had the page open. What you typed is kept in the form and "
    "not saved: look at what is on record now, then record it if it is still right."
)
_KNOWN = InvalidForm({"happened": Message("Names that it had until then are on record already.")})


@route("desk.organisation_events.list")
async def list_organisation_events(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show the events of an organisation and a form for a new one."""
    row = await _organisation(organisation)
    context = await _page_context(row)
    return desk_page(request, _PAGE, **context, values=_padded({"primary": "0", MARK: context["organisation"].base}))


@route("desk.organisation_events.create")
async def create_organisation_event(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Record an event."""
    row, given = await _organisation(organisation), await _given(request)
    if rows.wants_more(given) or wants_form(given):
        return desk_page(request, _PAGE, **await _page_context(row), values=_padded(given))
    try:
        form = await _form(given)
        if not is_sure(given):
            return await _asked(request, row, form, given)
        await _record(row, form, given)
    except SavedMeanwhile:
        return await _as_it_is_now(request, row, given)
    except InvalidForm as problems:
        return invalid_page(request, _PAGE, to_confirm(problems), **await _page_context(row), values=_padded(given) | digest_of(problems))
    return done(request, "desk.organisation_events.list", "recorded", organisation=row.slug)


async def _as_it_is_now(request: AnyRequest, row: Organisation, given: dict[str, Any]) -> Response[bytes]:
    """Show what was typed, beside what another person recorded meanwhile (409)."""
    context, refused = await _page_context(row), refusal(request, SavedMeanwhile(), {SavedMeanwhile: _MEANWHILE})
    return desk_page(request, _PAGE, **context, values=_padded(given | {MARK: context["organisation"].base}), **refused)


async def _asked(request: AnyRequest, row: Organisation, form: EventForm, given: Mapping[str, Any]) -> Response[bytes]:
    """Ask about an event that can be recorded, with what was typed."""
    await try_out(partial(_record, row, form, given))
    language, own = language_of(request), (await queries.view_of(row)).primary
    subject = Subject(own.language, own.name, "organisations", url_for("desk.organisation_events.list", lang=language, organisation=row.slug))
    typed = typed_in((await form_of(request)).items())
    return record_page(request, subject, _EVENT, given, typed=typed, about=[(term.text(language), value) for term, value in _facts(form, language)])


def _facts(form: EventForm, language: str) -> list[tuple[Message, str]]:
    """Return what the form says of the event; what is empty is left out."""
    names = "\n".join(isolated_value(name.name) for name in form.names) if form.kind is OrganisationEventKind.RENAMED else ""
    day = date_text(PartialDate(form.happened), language) if form.happened else ""
    said = [(_WHAT, form.kind.word.text(language)), (_WHEN, day), (_NAMES, names), (_SUCCESSOR, form.other or ""), (_SOURCE, form.source)]
    return [(term, value) for term, value in said if value]


async def _form(given: Mapping[str, Any]) -> EventForm:
    other = await rows.slug_in(given, "other") if given.get("other") else ""
    return EventForm.parse({**given, "other": other}, ignore_unknown=True)


async def _record(row: Organisation, form: EventForm, given: Mapping[str, Any]) -> None:
    try:
        await change_organisation(row, form, str(given.get(MARK, "")))
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
