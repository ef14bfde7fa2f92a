"""Mandates: evidence that a signer may bind their organisation, and the answer to doubts about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from coalition import database, trail
from coalition.acts import queries as acts
from coalition.acts import signer_queries as signers
from coalition.acts.errors import NothingStands
from coalition.acts.evidence import record_evidence
from coalition.acts.mandate_queries import Doubt, Seen, doubt_about, seen_of
from coalition.acts.queries import Standing
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, own_memorandum, person_of
from coalition.desk.final_steps import final_page, is_sure, wants_form
from coalition.desk.memoranda.final_texts import ASSURANCE, EVIDENCE
from coalition.desk.organisations.organisations import known_organisation
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import Memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.tables import Organisation
from coalition.signatures.annulling import assure
from coalition.signatures.on_behalf_forms import AssuranceForm, EvidenceForm
from coalition.trail import TrailAct
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.desk.final_steps import FinalStep

_PAGE = "desk/signatories/mandate.html"
_WORDS = Message("What you wrote")


class MandateView(Struct, frozen=True):
    """What the members of a memorandum see of a mandate: the signer, the evidence, and an open doubt."""

    signer: str
    seen: Sequence[Seen]
    doubt: Doubt | None


async def mandate_view(standing: Standing) -> MandateView:
    """Return the data of `desk/signatories/_mandate.html`."""
    signer = await signers.signer_of(standing.root.id)
    names = signers.signer_text(signer.name, signer.title) if signer else ""
    return MandateView(names, await seen_of(standing.root.id), await doubt_about(standing.history))


@route("desk.mandate.show")
async def show_mandate(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Show the evidence for a mandate and the form for more."""
    row, party, standing = await _standing(request, memorandum, organisation)
    await trail.record_reading(TrailAct.MANDATE_READ, f"organisation:{party.id}", row.id)
    return desk_page(request, _PAGE, **await _context(row, party, standing))


@route("desk.mandate.create")
async def create_mandate(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Record evidence that was seen."""
    given = await checked(request)
    row, party, standing = await _standing(request, memorandum, organisation)
    if wants_form(given):
        return desk_page(request, _PAGE, **await _context(row, party, standing), values=given)
    try:
        note = EvidenceForm.parse(given, ignore_unknown=True).note
    except InvalidForm as problems:
        return invalid_page(request, _PAGE, problems, **await _context(row, party, standing) | {"values": given})
    if not is_sure(given):
        return await _asked(request, row, party, EVIDENCE, given)
    await record_evidence(row, party.id, note, by=person_of(request))
    return done(request, "desk.mandate.show", "noted", memorandum=row.slug, organisation=party.slug)


@route("desk.assurance.create")
async def create_assurance(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Record that a doubt was examined and the act is valid."""
    given = await checked(request)
    row, party, standing = await _standing(request, memorandum, organisation)
    if not standing.history.questioned:
        raise NotFoundException
    if wants_form(given):
        return desk_page(request, _PAGE, **await _context(row, party, standing), values=given)
    try:
        form = AssuranceForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return invalid_page(request, _PAGE, problems, **await _context(row, party, standing) | {"values": given})
    if not is_sure(given):
        return await _asked(request, row, party, ASSURANCE, given)
    await assure(row, party.id, by=person_of(request), reason=form.reason)
    return done(request, "desk.mandate.show", "assured", memorandum=row.slug, organisation=party.slug)


async def _asked(request: AnyRequest, row: Memorandum, party: Organisation, step: FinalStep, given: Mapping[str, Any]) -> Response[bytes]:
    """Ask about what is to be recorded, with the words of the coordinator."""
    language = language_of(request)
    back = url_for("desk.mandate.show", lang=language, memorandum=row.slug, organisation=party.slug)
    about = [(_WORDS.text(language), given.get("note") or given.get("reason", ""))]
    return await final_page(request, row, step, given, part="signatories", party=await organisations.view_of(party), about=about, back=back)


@route("desk.question.show")
async def show_question(request: AnyRequest, act: FromPath[str]) -> Response[bytes]:
    """Redirect from the link in a letter about a doubt, which names nothing, to the page about it."""
    try:
        places = await acts.places_of(UUID(act), member=person_of(request).id)
    except ValueError:
        places = None
    if places is None:
        raise NotFoundException
    return redirect("desk.mandate.show", lang=language_of(request), memorandum=places[0], organisation=places[1])


async def _standing(request: AnyRequest, memorandum: str, organisation: str) -> tuple[Memorandum, Organisation, Standing]:
    row, party = await own_memorandum(request, memorandum), await known_organisation(organisation)
    try:
        return row, party, await acts.standing_of(row.id, party.id)
    except NothingStands:
        raise NotFoundException from None


async def _context(row: Memorandum, party: Organisation, standing: Standing) -> dict[str, Any]:
    async with database.reading():
        view = await memoranda.view(row)
        named = await organisations.view_of(party)
        mandate = await mandate_view(standing)
    return {"section": "memoranda", "part": "signatories", "memorandum": view, "organisation": named, "mandate": mandate}
