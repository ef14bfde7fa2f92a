"""Amendments that were handed in, as a seat may read them: the list, and one with its replies; supporting, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.amendments.errors import NoSuchAmendment
from coalition.amendments.forms import CoSponsorForm, ReplyForm
from coalition.amendments.proposing import withdraw_amendment
from coalition.amendments.readers import reader_in
from coalition.amendments.replying_to_amendments import reply_in_seat
from coalition.amendments.seat_provisions import place_of
from coalition.amendments.seat_texts import sent_texts
from coalition.amendments.supporting import join_amendment, leave_amendment
from coalition.amendments.views import amendment_view, amendments_of
from coalition.fields import InvalidForm
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.rounds.tables import AnswerDisclosure
from coalition.signing.amendments.provision_pages import Again, problems_of
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.web.address_numbers import number_or_zero
from coalition.web.forms import posted
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.amendments.seat_provisions import SeatPlace

_PAGE = 20


@route("signing.drafting_amendments.list")
async def list_seat_amendments(
    request: AnyRequest,
    language: NamedDependency[str],
    after: FromQuery[str | None] = None,
) -> Response[bytes]:
    """List the amendments that the organisation handed in, and those that others disclosed to it."""
    async with database.reading():
        visit = await enter_seat(request)
        reader = reader_in(visit.opened)
        page = await amendments_of(reader, after=number_or_zero(after), limit=_PAGE, collide=False)
        shown: dict[str, Any] = {"page": page, "place": await place_of(visit.opened), "is_first": not after}
        shown["sent"] = (await sent_texts(visit.opened.round, reader)).of(language)
    return signing_page(request, "amendments/list", **shown)


@route("signing.drafting_amendment.show")
async def show_seat_amendment(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show an amendment with everything that the seat may read of it."""
    async with database.reading():
        return await _page(request, await enter_seat(request), number)


@route("signing.drafting_withdrawal.create")
async def create_withdrawal(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:
    """Withdraw an amendment of the own organisation."""
    visit, _ = await enter_with_form(request)
    await withdraw_amendment(visit.session, number_or_zero(number))
    return redirect("signing.drafting_amendment.show", lang=language, number=number)


@route("signing.drafting_support.new")
async def new_support(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Ask who may know that the organisation supports an amendment."""
    async with database.reading():
        return await _page(request, await enter_seat(request), number, template="support")


@route("signing.drafting_support.create")
async def create_support(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:
    """Support an amendment of another organisation."""
    visit, given = await enter_with_form(request)
    try:
        await join_amendment(visit.session, number_or_zero(number), CoSponsorForm.parse(given, ignore_unknown=True))
    except InvalidForm as refused:
        async with database.reading():
            return await _page(request, visit, number, Again(given, refused), template="support")
    return redirect("signing.drafting_amendment.show", lang=language, number=number)


@route("signing.drafting_support.remove")
async def remove_support(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:
    """End the support of an amendment."""
    visit, _ = await enter_with_form(request)
    await leave_amendment(visit.session, number_or_zero(number))
    return redirect("signing.drafting_amendment.show", lang=language, number=number)


@route("signing.drafting_reply.create")
async def create_reply(request: AnyRequest, language: NamedDependency[str], number: FromPath[str]) -> Response[bytes]:
    """Reply to an amendment."""
    visit, given = await enter_with_form(request)
    try:
        await reply_in_seat(visit.session, ReplyForm.parse(given, ignore_unknown=True), language, amendment=number_or_zero(number))
    except (InvalidForm, TextFrozen, WasAbandoned) as refused:
        async with database.reading():
            return await _page(request, visit, number, Again(given, problems_of(refused)))
    return redirect("signing.drafting_amendment.show", lang=language, number=number)


async def enter_with_form(request: AnyRequest) -> tuple[SeatVisit, Mapping[str, Any]]:
    """Return the visit of a request that posts a form, and the form."""
    given = await posted(request)
    visit = await enter_seat(request)
    visit.check_form(given)
    return visit, given


async def _page(request: AnyRequest, visit: SeatVisit, number: str, again: Again | None = None, *, template: str = "amendment") -> Response[bytes]:
    """Show an amendment: with the form for a reply, or with the form for supporting it."""
    reader = reader_in(visit.opened)
    view = await amendment_view(reader, number_or_zero(number))
    if view is None:
        raise NoSuchAmendment
    place = await place_of(visit.opened)
    sent = (await sent_texts(visit.opened.round, reader)).of(view.line.language, language_of(request))
    shown: dict[str, Any] = {"view": view, "place": place, "sent": sent, "form_token": visit.form_token} | form_context(request, place, again)
    switch = language_switch("signing.drafting_support.new" if template == "support" else "signing.drafting_amendment.show", number=number)
    return signing_page(request, f"amendments/{template}", **shown, alternates=switch)


def form_context(request: AnyRequest, place: SeatPlace, again: Again | None) -> dict[str, Any]:
    """Return the context of a page with a form that asks who may read something, or of one that shows what was typed in it again."""
    cautious = AnswerDisclosure.COORDINATORS.value if place.discreet else ""
    shown: dict[str, Any] = {"values": {"disclosure": cautious}}
    if again:
        shown["values"] |= text_inputs(again.given)
        shown |= problem_context(request, again.problems) | {"status": 422}
    return shown
