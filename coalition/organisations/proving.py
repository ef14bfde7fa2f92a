"""Proving that a domain belongs to an organisation: by a file or a meta tag on its website, or by a letter to an address there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.fetching import fetch_text
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.mail.writing import Concerns, write_letter
from coalition.notices import page_subjects
from coalition.organisations import queries
from coalition.organisations.contact_letters import letter_subject
from coalition.organisations.domains import PROOF_FILE, domain_of, in_file, in_meta_tags, is_at, mail_domain
from coalition.organisations.proof_queries import proof_by_hash
from coalition.organisations.registering import pages_change_if
from coalition.organisations.tables import DomainProof, ProofMethod
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.people.tokens import hash_of, new_token
from coalition.settings import SUPPORTED_LANGUAGES, load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.organisations.forms import ProofForm
    from coalition.organisations.tables import Organisation

LETTER_LIFETIME = timedelta(days=14)


class NoDomain(CoalitionError):
    """The organisation has no website at a domain of its own."""


class TokenMissing(CoalitionError):
    """The page was read but does not hold the token."""


class ProofUnknown(CoalitionError):
    """No proof has this token."""


class ProofExpired(CoalitionError):
    """The letter has expired."""


async def request_proof(organisation: Organisation, form: ProofForm, *, language: str) -> DomainProof:
    """Start a proof of the domain of the organisation's website; it replaces an open proof by the same method.

    The mail method sends a link to the address in the form, in the language of the contact with that address or in `language`.

    Raises:
        NoDomain: the organisation has no domain of its own.
        InvalidForm: the mail address does not belong to the domain.

    """
    domain = domain_of(organisation.website)
    if not domain:
        raise NoDomain
    by_mail = form.method is ProofMethod.MAIL
    if by_mail and not is_at(form.email or "", domain):
        raise InvalidForm({"email": Message("Write an address at {domain}.", domain=mail_domain(domain))})
    token, token_hash = new_token()
    proof = DomainProof(organisation=organisation.id, method=form.method.value, domain=domain, asked_at=clock.now())
    proof.token, proof.token_hash = ("", token_hash) if by_mail else (token, "")
    same_method = (DomainProof.organisation == organisation.id) & (DomainProof.method == form.method.value)
    async with transaction():
        await DomainProof.delete().where(same_method & DomainProof.proved_at.is_null())
        await DomainProof.insert(proof)
        await trail.record(TrailAct.PROOF_REQUESTED, f"organisation:{organisation.id}")
        if by_mail:
            await _send_link(organisation, form.email or "", token, language)
    return proof


async def _send_link(organisation: Organisation, email: str, token: str, language: str) -> None:
    view = await queries.view_of(organisation)
    contacts = (await queries.contacts_of([organisation.id])).get(organisation.id, [])
    contact = next((contact for contact in contacts if contact.email == email), None)
    language = contact.language if contact and contact.language in SUPPORTED_LANGUAGES else language
    await write_letter(
        "domain_proof",
        address=email,
        language=language,
        answering=None,
        about=letter_subject(contact) if contact else "",
        concerns=Concerns(organisation=organisation.id),
        name=contact.name if contact else "",
        organisation=view,
        discreet=view.at_risk,
        link=load().base_url + url_for("signing.proof.show", lang=language, token=token),
        expires=clock.now() + LETTER_LIFETIME,
    )


async def check_website(proof: DomainProof, fetch: Callable[[str], Awaitable[str]] = fetch_text) -> None:
    """Look for the token on the website and record the proof if it is there.

    Raises:
        FetchFailed: the page cannot be read.
        TokenMissing: the page does not hold the token.

    """
    by_file = proof.method == ProofMethod.FILE
    text = await fetch(f"https://{proof.domain}{PROOF_FILE if by_file else '/'}")
    if not (proof.token and (in_file if by_file else in_meta_tags)(text, proof.token)):
        raise TokenMissing
    await _record(proof)


async def proof_of_letter(token: str) -> tuple[DomainProof, Organisation]:
    """Return the proof that a letter asks for, and its organisation; also if it was given already.

    Raises:
        ProofUnknown: no letter has this token.
        ProofExpired: the letter has expired.

    """
    pair = await proof_by_hash(hash_of(token))
    if pair is None:
        raise ProofUnknown
    proof, _ = pair
    if not proof.proved_at and proof.asked_at + LETTER_LIFETIME <= clock.now():
        raise ProofExpired
    return pair


async def prove_by_letter(token: str) -> None:
    """Record the proof of a letter; calling it again changes nothing.

    Raises:
        ProofUnknown, ProofExpired: as in `proof_of_letter`.

    """
    proof, _ = await proof_of_letter(token)
    await _record(proof)


async def _record(proof: DomainProof) -> None:
    async with transaction():
        not_proved = (DomainProof.id == proof.id) & DomainProof.proved_at.is_null()
        await DomainProof.update({DomainProof.proved_at: clock.now()}).where(not_proved)
        await trail.record(TrailAct.PROOF_CHECKED, f"organisation:{proof.organisation}")
        listed = await visible_organisations(Viewer.EVERYBODY).by_ids([proof.organisation])
        await pages_change_if(page_subjects.organisation(proof.organisation), listed=bool(listed))
