"""Proving that a domain is the organisation's own: by a file or a mark on its website, or by a letter to an address there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.fetching import fetch_text
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.mail.writing import write_letter
from coalition.notices.issuing import pages_change
from coalition.organisations import queries
from coalition.organisations.domains import FILE, domain_of, in_file, in_marks, is_at, mail_domain
from coalition.organisations.tables import DomainProof, ProofMethod
from coalition.people.tokens import hash_of, new_token
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.organisations.forms import ProofForm
    from coalition.organisations.tables import Organisation

LETTER_LASTS = timedelta(days=14)


class NoDomain(CoalitionError):
    """The website of the organisation is not at a domain of its own."""


class TokenMissing(CoalitionError):
    """The page was read, and the token is not on it."""


class ProofUnknown(CoalitionError):
    """No proof was asked for with this token."""


class ProofOver(CoalitionError):
    """The letter is too old."""


async def ask(organisation: Organisation, form: ProofForm, *, language: str) -> DomainProof:
    """Ask for a proof of the domain of the organisation's website; an earlier one of the same kind that was not given is forgotten.

    By mail, a letter with a link goes to the address in the form, in the language of the contact who has it, or in `language`.

    Raises:
        NoDomain: there is nothing to prove.
        InvalidForm: the address is not at the domain.

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
    same = (DomainProof.organisation == organisation.id) & (DomainProof.method == form.method.value)
    async with transaction():
        await DomainProof.delete().where(same & DomainProof.proved_at.is_null())
        await DomainProof.insert(proof)
        if by_mail:
            await _write(organisation, form.email or "", token, language)
    return proof


async def _write(organisation: Organisation, email: str, token: str, language: str) -> None:
    named = await queries.with_names(organisation)
    contacts = (await queries.contacts_of([organisation.id])).get(organisation.id, [])
    contact = next((one for one in contacts if one.email == email), None)
    language = contact.language if contact and contact.language in SUPPORTED_LANGUAGES else language
    await write_letter(
        "domain_proof",
        address=email,
        language=language,
        name=contact.name if contact else "",
        organisation=named,
        discreet=named.at_risk,
        link=load().base_url + url_for("signing.proof.show", lang=language, token=token),
        expires=clock.now() + LETTER_LASTS,
    )


async def check(proof: DomainProof, fetch: Callable[[str], Awaitable[str]] = fetch_text) -> None:
    """Look for the token on the website, and record the proof when it is there.

    Raises:
        FetchFailed: the page cannot be read.
        TokenMissing: it does not hold the token.

    """
    by_file = proof.method == ProofMethod.FILE
    text = await fetch(f"https://{proof.domain}{FILE if by_file else '/'}")
    if not (proof.token and (in_file if by_file else in_marks)(text, proof.token)):
        raise TokenMissing
    await _record(proof)


async def by_letter(token: str) -> tuple[DomainProof, Organisation]:
    """Return what a letter asks to prove, or has proved, and for whom.

    Raises:
        ProofUnknown: no letter holds this token.
        ProofOver: the letter is too old.

    """
    found = await queries.proof_by_hash(hash_of(token))
    if found is None:
        raise ProofUnknown
    proof, _ = found
    if not proof.proved_at and proof.asked_at + LETTER_LASTS <= clock.now():
        raise ProofOver
    return found


async def prove_by_letter(token: str) -> None:
    """Record that somebody read a letter at the domain; twice is as good as once.

    Raises:
        ProofUnknown, ProofOver: as `by_letter`.

    """
    proof, _ = await by_letter(token)
    await _record(proof)


async def _record(proof: DomainProof) -> None:
    async with transaction():
        open_one = (DomainProof.id == proof.id) & DomainProof.proved_at.is_null()
        await DomainProof.update({DomainProof.proved_at: clock.now()}).where(open_one)
        await pages_change()
