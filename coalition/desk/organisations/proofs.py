"""Proofs of an organisation's domain: request, check, and the reasons why a check failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.organisations.organisations import known_organisation
from coalition.desk.sent_once import sent_once
from coalition.fetching.errors import AddressRefused, FetchFailed, HostUnknown, NoAnswer, NotPublic, NotText, NotThere, Redirected, TooSlow
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import proving, queries
from coalition.organisations.domains import META_NAME, PROOF_FILE, domain_of, mail_domain
from coalition.organisations.forms import ProofForm
from coalition.organisations.proof_queries import domain_proofs, proofs_of
from coalition.organisations.proving import NoDomain, TokenMissing
from coalition.organisations.tables import DomainProof, Organisation, ProofMethod
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.errors import CoalitionError


_PAGE = "desk/organisations/proofs.html"
_NO_DOMAIN = InvalidForm({"method": Message("Write the website of the organisation first, at a domain of its own.")})

_SAID: dict[type[CoalitionError], Message] = {
    AddressRefused: Message("Only https addresses with a public name are looked at; {domain} has none."),
    HostUnknown: Message("No machine on the internet is called {domain}. Check the website of the organisation."),
    NotPublic: Message("The name {domain} leads to an address that is not open to everybody; it was not contacted."),
    NoAnswer: Message("Nobody answers at {domain} over https with a certificate that is good for this name."),
    TooSlow: Message("{domain} did not answer within five seconds. Try again later."),
    Redirected: Message(
        "{domain} sends the reader to another address, and nobody is followed there. Enter that address as the website, and ask anew."
    ),
    NotThere: Message("{domain} answers, but there is no page at the address below."),
    NotText: Message("{domain} answers with something that is not a text."),
    TokenMissing: Message("The page at {domain} was read, and the token is not on it yet."),
}


@route("desk.proofs.list")
async def list_proofs(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show the proof, the pending requests and the form for a new request."""
    return desk_page(request, _PAGE, **await _context(await known_organisation(organisation)))


@route("desk.proof.create")
async def create_proof(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Request a proof."""
    row, given = await known_organisation(organisation), await checked(request)
    try:
        await _ask(request, row, given)
    except InvalidForm as problems:
        return invalid_page(request, _PAGE, problems, **await _context(row) | {"values": given})
    return done(request, "desk.proofs.list", "asked", organisation=row.slug)


async def _ask(request: AnyRequest, row: Organisation, given: dict[str, Any]) -> None:
    try:
        form = ProofForm.parse(given, ignore_unknown=True)
        async with sent_once(request):
            await proving.request_proof(row, form, language=language_of(request))
    except NoDomain:
        raise _NO_DOMAIN from None


@route("desk.proof_check.create")
async def check_proof(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Look for the token on the website now; the limit is five seconds."""
    row, given = await known_organisation(organisation), await checked(request)
    proof = await _asked(row, str(given.get("proof", "")))
    try:
        await proving.check_website(proof)
    except (FetchFailed, TokenMissing) as error:
        message = Message(_SAID[type(error)].msgid, domain=proof.domain)
        return desk_page(request, _PAGE, status=409, summary=[("", message)], has_errors=True, **await _context(row))
    return done(request, "desk.proofs.list", "proved", organisation=row.slug)


async def _asked(row: Organisation, number: str) -> DomainProof:
    proof = next((candidate for candidate in await proofs_of(row.id) if str(candidate.id) == number), None)
    if proof is None or proof.method == ProofMethod.MAIL:
        raise NotFoundException
    return proof


async def _context(row: Organisation) -> dict[str, Any]:
    async with database.reading():
        shown = await queries.view_of(row)
        proofs = await proofs_of(row.id)
        proved = (await domain_proofs([shown])).get(row.id)
    domain = domain_of(row.website)
    waiting = [proof for proof in proofs if proof.proved_at is None and proof.domain == domain]
    places = {"domain": domain, "mail_domain": mail_domain(domain), "file": PROOF_FILE, "mark": META_NAME}
    return {"section": "organisations", "organisation": shown, "proved": proved, "waiting": waiting, "places": places}
