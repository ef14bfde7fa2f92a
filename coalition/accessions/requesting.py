"""Requests to accede: anybody asks, confirms from their mailbox, and is accepted with an invitation or refused with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.accessions import queries
from coalition.accessions.errors import AlreadyAnswered, AlreadyDecided, ContactNeedsApproval
from coalition.accessions.forms import AccessionForm
from coalition.accessions.tables import AccessionRequest
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.forums.tables import RiskProfile
from coalition.invitations.contacts import known_or_added
from coalition.invitations.errors import LinkUnknown
from coalition.invitations.inviting import invite_one
from coalition.invitations.letters import forum_of
from coalition.jobs.queue import enqueue, enqueue_request
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.organisations.forms import ContactForm, OrganisationForm
from coalition.organisations.queries import contacts_of
from coalition.organisations.registering import register
from coalition.people.tokens import new_token
from coalition.settings import load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.accessions.forms import NewPartyForm, RefusalForm
    from coalition.invitations.letters import Invited
    from coalition.organisations.tables import Contact, Organisation


UNCONFIRMED_LASTS = timedelta(days=7)


async def ask_for_letter(memorandum: Memorandum, form: AccessionForm) -> None:
    """Let a request be stored and its letter be sent; the same is done for every mailbox."""
    await enqueue_request("accession_request", {"memorandum": memorandum.slug} | form.model_dump(mode="json"))


@handles("accession_request")
async def store_request(payload: Mapping[str, Any]) -> None:
    """Store a request that somebody made, unless its memorandum is not public any more."""
    memorandum = await memoranda.public_by_slug(payload["memorandum"])
    if memorandum:
        await ask(memorandum, AccessionForm.parse({name: value for name, value in payload.items() if name != "memorandum"}))


async def ask(memorandum: Memorandum, form: AccessionForm) -> None:
    """Store a request and mail the link that confirms it; do nothing if accession has ended meanwhile.

    The letter repeats nothing of the form, because a stranger may have entered the address.
    """
    token, token_hash = new_token()
    row = AccessionRequest(memorandum=memorandum.id, token_hash=token_hash, requested_at=clock.now(), **form.model_dump())
    async with transaction():
        if not is_possible(Action.ASK_TO_ACCEDE, Situation(await memoranda.locked(memorandum.id))):
            return
        await AccessionRequest.insert(row)
        await _enqueue_deletion()
        address = url_for("public.accession_link.show", lang=form.language, memorandum=memorandum.slug, token=token)
        await write_letter(
            "accession",
            address=form.email,
            language=form.language,
            link=load().base_url + address,
            **await _title_for_letters(memorandum, form.language),
        )


async def _title_for_letters(memorandum: Memorandum, language: str) -> dict[str, Any]:
    """Return the title of the memorandum for letters, or nothing if its forum is not an open one or it was withdrawn from the public."""
    forum = await forum_of(memorandum)
    is_withdrawn = memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC
    discreet = is_withdrawn or (forum is not None and forum.risk_profile != RiskProfile.OPEN)
    return {"discreet": discreet, "title": "" if discreet else (await memoranda.view(memorandum)).title(language)[1]}


async def _enqueue_deletion() -> None:
    due = clock.now() + UNCONFIRMED_LASTS
    key = f"forget_unconfirmed_accessions:{due:%Y-%m-%dT%H}"
    await enqueue("forget_unconfirmed_accessions", {}, run_at=due + timedelta(hours=1), dedupe_key=key)


@handles("forget_unconfirmed_accessions")
async def forget_unconfirmed(_: Mapping[str, Any]) -> None:
    """Delete requests that nobody confirmed, because strangers may have entered them."""
    async with transaction():
        old = AccessionRequest.confirmed_at.is_null() & (AccessionRequest.requested_at <= clock.now() - UNCONFIRMED_LASTS)
        await AccessionRequest.delete().where(old)


async def find(memorandum: Memorandum, token: str) -> AccessionRequest:
    """Return the request of a link from a letter.

    Raises:
        LinkUnknown: there is no such request, or it was not confirmed in time.

    """
    row = await queries.by_token(memorandum.id, token, asked_after=clock.now() - UNCONFIRMED_LASTS)
    if row is None:
        raise LinkUnknown
    return row


async def confirm(memorandum: Memorandum, token: str) -> None:
    """Confirm a request, so that the coordinators see it; a second confirmation changes nothing.

    Raises:
        LinkUnknown: as `find`.

    """
    async with transaction():
        row = await find(memorandum, token)
        fresh = (AccessionRequest.id == row.id) & AccessionRequest.confirmed_at.is_null()
        await AccessionRequest.update({AccessionRequest.confirmed_at: clock.now()}).where(fresh)


async def accept(memorandum: Memorandum, request_id: int, organisation: Organisation, *, add_contact: bool) -> Invited:
    """Accept a request by inviting an organisation of the register.

    The letter goes to the person who asked if `add_contact` makes them a contact, else to a contact in the register.

    Raises:
        AlreadyDecided: the request was decided, or there is none.
        AlreadyAnswered: a signature or support of the organisation stands.
        WindowClosed: the memorandum is not open for accession any more.
        ContactNeedsApproval: the organisation is at risk, and the person who asked is not among its contacts.

    """
    async with transaction():
        row = await _undecided(memorandum, request_id)
        if add_contact and organisation.at_risk:
            await _check_contact(organisation, row)
        contact = await known_or_added(organisation, _contact_of(row)) if add_contact else None
        return await _invite(memorandum, row, organisation, contact)


async def _check_contact(organisation: Organisation, row: AccessionRequest) -> None:
    contacts = (await contacts_of([organisation.id])).get(organisation.id, [])
    if row.email not in {contact.email for contact in contacts}:
        raise ContactNeedsApproval


async def accept_new(memorandum: Memorandum, request_id: int, form: NewPartyForm) -> Invited:
    """Accept a request by entering the organisation in the register, with the person who asked as its contact, and inviting it.

    Raises:
        SlugTaken: the address name belongs to another organisation.
        AlreadyDecided, WindowClosed: as `accept`.

    """
    async with transaction():
        row = await _undecided(memorandum, request_id)
        name = {"language": row.name_language, "name": row.organisation_name, "primary": True}
        entry = {"country": row.country, "website": row.website, "names": [name], "contacts": [_contact_of(row).model_dump()]}
        organisation = await register(OrganisationForm.parse(form.model_dump() | entry))
        return await _invite(memorandum, row, organisation, await known_or_added(organisation, _contact_of(row)))


def _contact_of(row: AccessionRequest) -> ContactForm:
    return ContactForm(name=row.person, email=row.email, language=row.language)


async def _undecided(memorandum: Memorandum, request_id: int) -> AccessionRequest:
    row = await queries.locked_request(memorandum.id, request_id)
    if row is None or row.decided_at:
        raise AlreadyDecided
    return row


async def _invite(memorandum: Memorandum, row: AccessionRequest, organisation: Organisation, contact: Contact | None) -> Invited:
    invited = await invite_one(memorandum, organisation.id, contact)
    if invited is None:
        raise AlreadyAnswered
    await _decide(row, {AccessionRequest.organisation: organisation.id})
    await trail.record(TrailAct.ACCESSION_ACCEPTED, f"accession_request:{row.id}", memorandum.id)
    return invited


async def _decide(row: AccessionRequest, values: dict[Column | str, Any]) -> None:
    """Record the decision and delete the address of the request: later letters go to contacts."""
    decided: dict[Column | str, Any] = {AccessionRequest.decided_at: clock.now(), AccessionRequest.email: ""}
    await AccessionRequest.update(decided | values).where(AccessionRequest.id == row.id)


async def refuse(memorandum: Memorandum, request_id: int, form: RefusalForm) -> None:
    """Refuse a request; the person who asked gets the reason in a letter.

    Raises:
        AlreadyDecided: the request was decided, or there is none.

    """
    async with transaction():
        row = await _undecided(memorandum, request_id)
        await _decide(row, {AccessionRequest.reason: form.reason})
        await trail.record(TrailAct.ACCESSION_REFUSED, f"accession_request:{row.id}", memorandum.id)
        about = await _title_for_letters(memorandum, row.language)
        await write_letter("accession_refused", address=row.email, language=row.language, name=row.person, reason=form.reason, **about)
