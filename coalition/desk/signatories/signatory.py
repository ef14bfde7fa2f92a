"""One organisation on one memorandum: its acts, and the measures that coordinators may take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.acts import queries as acts
from coalition.acts.deadlines import last_day_to_confirm
from coalition.acts.deed_queries import deeds_of
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.errors import NothingStands
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import FinalStep, final_page, is_sure, try_out, wants_form
from coalition.desk.memoranda.final_texts import ANNULMENT, ERASURE
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.invitations import queries as invitations
from coalition.invitations.queries import handed_over
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.views import OrganisationView
from coalition.signatures.annulling import annul
from coalition.signatures.disclosing import hide
from coalition.signatures.erasing import erase_persons
from coalition.signatures.link_ends import end_links_at_desk
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.signatures.raising import stop_at_desk, waiting_for
from coalition.signatures.receipt_letters import entered_receipt
from coalition.signatures.successor_links import successor_offered
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

_END_TICK = Message("Tick the box to end the links.")


@route("desk.signatory.show")
async def show_signatory(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Show the acts of an organisation on a memorandum; if the public does not see its name, the reading is recorded."""
    return await party_page(request, await own_memorandum(request, memorandum), await party_with(organisation))


@route("desk.hiding.create")
async def create_hiding(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Hide the name in everything public, at once."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    await checked(request)
    try:
        await hide(row, party.id)
    except NothingStands as problem:
        return await party_page(request, row, party, **refusal(request, problem))
    return done(request, "desk.signatory.show", "hidden", memorandum=row.slug, organisation=party.slug)


@route("desk.annulment.create")
async def create_annulment(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Annul an act."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    given = await checked(request)
    if wants_form(given):
        return await party_page(request, row, party, values=given, reopened="annulment")
    try:
        change = partial(annul, row, party.id, AnnulmentForm.parse(given, ignore_unknown=True), by=person_of(request))
        if not is_sure(given):
            await try_out(change)
            return await _asked(request, row, party, ANNULMENT, given)
        await change()
    except (InvalidForm, NothingStands) as problem:
        return await party_page(request, row, party, values=given, **refusal(request, problem))
    return done(request, "desk.signatory.show", "annulled", memorandum=row.slug, organisation=party.slug)


@route("desk.erasure.create")
async def create_erasure(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Erase the personal data of those who acted for an organisation."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    given = await checked(request)
    number = number_or_zero(str(given.get("round", "")))  # of the round from whose page it was asked
    if not is_sure(given):
        back = url_for("desk.round.show", lang=language_of(request), memorandum=row.slug, number=str(number))
        return await _asked(request, row, party, ERASURE, given, **({"part": "text", "back": back, "can_change": False} if number else {}))
    await erase_persons(row, party.id)
    if number:
        return done(request, "desk.round.show", "answers_forgotten", memorandum=row.slug, number=number)
    return done(request, "desk.signatory.show", "erased", memorandum=row.slug, organisation=party.slug)


@route("desk.private_links.end")
async def end_private_links(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """End every private link of an organisation's invitation."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    given = await checked(request)
    if given.get("end_links") != "yes":
        return await party_page(request, row, party, values=given, **refusal(request, InvalidForm({"end_links": _END_TICK})))
    await end_links_at_desk(row, party.id)
    return done(request, "desk.signatory.show", "links_ended", memorandum=row.slug, organisation=party.slug)


@route("desk.disclosure_request.stop")
async def stop_disclosure_request(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Stop a change of who may know that an organisation asked for."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    await checked(request)
    await stop_at_desk(row, party.id)
    return done(request, "desk.signatory.show", "change_stopped", memorandum=row.slug, organisation=party.slug)


async def _asked(
    request: AnyRequest, row: Memorandum, party: OrganisationView, step: FinalStep, given: Mapping[str, Any], **context: Any
) -> Response[bytes]:
    """Ask about a measure, by the organisation that it concerns."""
    return await final_page(request, row, step, given, **{"part": "signatories", "party": party, **context})


async def party_with(slug: str) -> OrganisationView:
    """Return the organisation with this address name.

    Raises:
        NotFoundException: there is none.

    """
    party = (await organisations.views_by_slug([slug])).get(slug)
    if party is None:
        raise NotFoundException
    return party


async def party_page(request: AnyRequest, row: Memorandum, party: OrganisationView, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show an organisation on a memorandum; one that has nothing to do with it is not shown.

    Raises:
        NotFoundException: the organisation neither acted nor was invited.

    """
    async with database.reading():
        view = await queries.view(row)
        deeds = await deeds_of(row.id, party.id)
        record = await acts.own_record(row.id, party.id)
        invited = await invitations.invitation_of(row.id, party.id)
        waiting = await waiting_for(row, party.id)
        receipt = await entered_receipt(record) if record else None
        successor = await successor_offered(record) if record else None
        handed = (await handed_over([invited.id])).get(invited.id) if invited else None
    if not (deeds or invited):
        raise NotFoundException
    history = record.history if record else None
    if history is None or not LEVELS[history.level].names_organisation:
        await trail.record_reading(TrailAct.NAMES_READ, f"organisation:{party.id}", row.id)
    shown: dict[str, Any] = {"part": "signatories", "party": party, "deeds": deeds, "history": history, "invited": invited, "handed": handed}
    if receipt and receipt.contact and party.at_risk:
        await trail.record_reading(TrailAct.CONTACTS_READ, f"organisation:{party.id}")
    shown |= {"waiting": waiting, "receipt": receipt, "successor": successor}
    shown["confirm_by"] = last_day_to_confirm(row, record.root) if record and record.root and history and history.waits else None
    shown["hideable"] = history is not None and history.can_be_hidden
    return workbench_page(request, view, "desk/signatories/show.html", status=status, **shown, **context)
