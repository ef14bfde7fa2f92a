"""A proposal of a seat that is no other text in the place of a provision: a provision before or after it, at the end, or a deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.amendments.errors import ChangedByColleague, NoSuchAmendment
from coalition.amendments.forms import AmendmentForm
from coalition.amendments.proposing import remove_amendment, save_amendment
from coalition.amendments.readers import reader_in
from coalition.amendments.seat_provisions import place_of
from coalition.amendments.seat_texts import sent_texts
from coalition.amendments.tables import Operation
from coalition.amendments.views import PrivateAmendment, private_amendment
from coalition.drafting.provision_texts import TITLE
from coalition.fields import InvalidForm
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.signing.amendments.provision_pages import Again, problems_of
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEANWHILE = (ChangedByColleague, NoSuchAmendment)


@route("signing.drafting_amendment.new")
async def new_proposal(
    request: AnyRequest,
    language: NamedDependency[str],
    provision: FromQuery[str | None] = None,
    operation: FromQuery[str | None] = None,
    text: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Show the form of a proposal: a provision at the end, or beside another, or the deletion of one."""
    values = {"operation": operation or "new", "provision": provision or "", "language": text or language, "text": "", "reason": ""}
    async with database.reading():
        return await _page(request, await enter_seat(request), values)


@route("signing.drafting_amendment.create")
async def create_proposal(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Save a proposal, privately."""
    return await _save(request, language, "")


@route("signing.drafting_private_amendment.edit")
async def edit_proposal(request: AnyRequest, language: NamedDependency[str], key: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show the form of a proposal that is saved and not handed in."""
    async with database.reading():
        visit = await enter_seat(request)
        saved = await private_amendment(visit.opened, key)
        if saved is None:
            raise NoSuchAmendment
        return await _page(request, visit, _values(saved), key)


@route("signing.drafting_private_amendment.update")
async def update_proposal(request: AnyRequest, language: NamedDependency[str], key: FromPath[str]) -> Response[bytes]:
    """Save a proposal in place of what it said."""
    return await _save(request, language, key)


@route("signing.drafting_private_amendment.remove")
async def remove_proposal(request: AnyRequest, language: NamedDependency[str], key: FromPath[str]) -> Response[bytes]:
    """Delete a proposal that is not handed in."""
    given = await posted(request)
    visit = await enter_seat(request)
    visit.check_form(given)
    await remove_amendment(visit.session, key)
    return _back(language, given)


async def _save(request: AnyRequest, language: str, key: str) -> Response[bytes]:
    given = await posted(request)
    visit = await enter_seat(request)
    visit.check_form(given)
    try:
        await save_amendment(visit.session, AmendmentForm.parse(given, ignore_unknown=True), language, key, str(given.get("base", "")))
    except (InvalidForm, *_MEANWHILE, TextFrozen, WasAbandoned) as refused:
        async with database.reading():
            return await _shown_again(request, visit, Again(given, problems_of(refused), isinstance(refused, _MEANWHILE)), key)
    return _back(language, given)


def _back(language: str, given: Mapping[str, Any]) -> Response[bytes]:
    """Lead to the provision that a proposal is about; for one at the end, to what waits to be handed in."""
    if provision := given.get("provision"):
        return redirect("signing.drafting_provision.show", lang=language, provision=provision, text=given.get("language"))
    return redirect("signing.drafting_hand_in.new", lang=language)


async def _shown_again(request: AnyRequest, visit: SeatVisit, again: Again, key: str) -> Response[bytes]:
    """Show a refused form as it was typed; beside it what a colleague saved meanwhile. What is gone is saved as a further proposal."""
    saved = await private_amendment(visit.opened, key) if key else None
    values = text_inputs(again.given) | ({"base": saved.digest if saved else ""} if again.is_meanwhile else {})
    shown = {"saved": saved if again.is_meanwhile else None} | problem_context(request, again.problems) | {"status": 422}
    return await _page(request, visit, values, key if saved else "", **shown)


def _values(saved: PrivateAmendment) -> dict[str, str]:
    values = {"operation": saved.operation.value, "provision": saved.provision, "language": saved.language}
    return values | {"text": saved.texts.proposed, "reason": saved.reason, "base": saved.digest}


async def _page(request: AnyRequest, visit: SeatVisit, values: Mapping[str, str], key: str = "", **more: Any) -> Response[bytes]:
    """Show the form; there is none for a provision that the text does not have."""
    operation, provision = values.get("operation", ""), values.get("provision", "")
    sent = await sent_texts(visit.opened.round, reader_in(visit.opened))
    shown = sent.of(values.get("language", ""), key=provision)
    if operation not in {each.value for each in Operation} or shown is None or (operation != Operation.NEW) != bool(provision) or provision == TITLE:
        raise NotFoundException
    switch = language_switch("signing.drafting_private_amendment.edit", key=key) if key else _switch(values)
    context: dict[str, Any] = {"values": values, "operation": Operation(operation), "key": key, "shown": shown, "sent": sent, "saved": None}
    context |= {"place": await place_of(visit.opened), "form_token": visit.form_token, "alternates": switch, "provision": provision}
    return signing_page(request, "amendments/proposal", **(context | more))


def _switch(values: Mapping[str, str]) -> Any:
    asked = {"provision": values.get("provision", ""), "operation": values.get("operation", ""), "text": values.get("language", "")}
    return language_switch("signing.drafting_amendment.new", **asked)
