"""The answer of an organisation to the question whether everybody may read a proposal, after it was handed in or supported."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.amendments.errors import NoSuchAmendment
from coalition.amendments.forms import PublicAnswerForm
from coalition.amendments.public_answers import answer_in_seat
from coalition.amendments.readers import reader_in
from coalition.amendments.seat_provisions import place_of
from coalition.amendments.seat_texts import sent_texts
from coalition.amendments.views import amendment_view
from coalition.fields import InvalidForm
from coalition.signing.amendments.amendment_pages import enter_with_form, form_context
from coalition.signing.amendments.provision_pages import Again
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, signing_page
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route


@route("signing.drafting_public_answer.new")
async def new_public_answer(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show the answer, with what it is about."""
    async with database.reading():
        return await _page(request, await enter_seat(request), number)


@route("signing.drafting_public_answer.create")
async def create_public_answer(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:
    """Change the answer."""
    visit, given = await enter_with_form(request)
    try:
        await answer_in_seat(visit.session, number_or_zero(number), PublicAnswerForm.parse(given, ignore_unknown=True))
    except InvalidForm as refused:
        async with database.reading():
            return await _page(request, visit, number, Again(given, refused))
    return redirect("signing.drafting_amendment.show", lang=language, number=number)


async def _page(request: AnyRequest, visit: SeatVisit, number: str, again: Again | None = None) -> Response[bytes]:
    reader = reader_in(visit.opened)
    view = await amendment_view(reader, number_or_zero(number))
    if view is None or view.line.public_answer is None:
        raise NoSuchAmendment
    place = await place_of(visit.opened)
    sent = (await sent_texts(visit.opened.round, reader)).of(view.line.language, language_of(request))
    shown: dict[str, Any] = {"view": view, "place": place, "sent": sent, "form_token": visit.form_token}
    shown |= form_context(request, place, again)
    switch = language_switch("signing.drafting_public_answer.new", number=number)
    return signing_page(request, "amendments/public_answer", **shown, alternates=switch)
