"""Handing in for an organisation: one page that shows every note with its difference, what will be disclosed, and a tick for each."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.amendments.errors import ChangedByColleague
from coalition.amendments.forms import NotesForm
from coalition.amendments.handing_in import hand_in_notes, mark_of, notes_to_show
from coalition.amendments.readers import reader_in
from coalition.amendments.seat_provisions import place_of
from coalition.amendments.seat_texts import sent_texts
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.rounds.tables import AnswerDisclosure
from coalition.signing.amendments.provision_pages import Again, problems_of
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.web.forms import posted
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

_CHANGED = Message("A colleague of yours changed, handed in or deleted some of this meanwhile. Nothing was handed in: look at it again.")


@route("signing.drafting_hand_in.new")
async def new_hand_in(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Show what waits to be handed in."""
    async with database.reading():
        return await _page(request, await enter_seat(request))


@route("signing.drafting_hand_in.create")
async def create_hand_in(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Hand in what is ticked."""
    given = await posted(request, lists=("notes",))
    visit = await enter_seat(request)
    visit.check_form(given)
    try:
        await hand_in_notes(visit.session, NotesForm.parse(given, ignore_unknown=True), language)
    except (InvalidForm, ChangedByColleague, TextFrozen, WasAbandoned) as refused:
        problems = InvalidForm({"": _CHANGED}) if isinstance(refused, ChangedByColleague) else problems_of(refused)
        async with database.reading():
            return await _page(request, visit, Again(given, problems))
    return redirect("signing.drafting_receipt.show", lang=language)


async def _page(request: AnyRequest, visit: SeatVisit, again: Again | None = None) -> Response[bytes]:
    notes = await notes_to_show(visit.opened)
    place = await place_of(visit.opened)
    sent = await sent_texts(visit.opened.round, reader_in(visit.opened))
    marks = {amendment.key: mark_of(amendment) for amendment in notes.amendments}
    values = {"disclosure": AnswerDisclosure.COORDINATORS.value if place.discreet else ""}
    shown: dict[str, Any] = {"notes": notes, "place": place, "shown": sent.of(language_of(request)), "marks": marks}
    shown |= {"ticked": {*marks.values()}, "is_commented": notes.comments.wait, "form_token": visit.form_token}
    if again:
        values |= text_inputs(again.given)
        shown |= {"ticked": {*again.given.get("notes", ())}, "is_commented": values.get("comments") == notes.comments_mark}
        shown |= problem_context(request, again.problems) | {"status": 422}
    return signing_page(request, "amendments/hand_in", values=values, **shown, alternates=language_switch("signing.drafting_hand_in.new"))
