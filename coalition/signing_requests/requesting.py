"""Requests to sign or accede: anybody asks, confirms from their mailbox, and is accepted with an invitation or refused with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import among, transaction
from coalition.fields import InvalidForm
from coalition.forums.tables import RiskProfile
from coalition.invitations.contacts import known_or_added
from coalition.invitations.errors import LinkUnknown
from coalition.invitations.inviting import invite_one
from coalition.invitations.letters import forum_of
from coalition.jobs.queue import enqueue, enqueue_request
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.happenings import happened
from coalition.memoranda.tables import Memorandum, Publicity, SigningState
from coalition.organisations.contact_changes import insert_contact
from coalition.organisations.forms import ContactForm, OrganisationForm
from coalition.organisations.merged_queries import is_one_at_risk
from coalition.organisations.queries import by_slug, contacts_of, view_of
from coalition.organisations.registering import register
from coalition.organisations.sought import Sought
from coalition.people.tokens import new_token
from coalition.search.indexing import unindex
from coalition.search.tables import Kind
from coalition.settings import load
from coalition.signing_requests import queries
from coalition.signing_requests.errors import AlreadyAnswered, AlreadyDecided, ContactNeedsApproval
from coalition.signing_requests.forms import RequestForm
from coalition.signing_requests.searched_requests import index_request
from coalition.signing_requests.tables import SigningRequest
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.invitations.letters import Invited
    from coalition.organisations.tables import Contact, Organisation
    from coalition.signing_requests.forms import AcceptanceForm, NewPartyForm, RefusalForm


UNCONFIRMED_LASTS = timedelta(days=7)
DECIDED_LASTS = timedelta(days=90)
UNDECIDED_LASTS = timedelta(days=365)


async def ask_for_letter(memorandum: Memorandum, form: RequestForm) -> None:
    """Let a request be stored and its letter be sent; the same is done for every mailbox."""
    await enqueue_request("signing_request", {"memorandum": memorandum.slug} | form.model_dump(mode="json"))


@handles("signing_request")
async def store_request(payload: Mapping[str, Any]) -> None:
    """Store a request that somebody made, unless its memorandum is not public any more."""
    memorandum = await memoranda.public_by_slug(payload["memorandum"])
    if memorandum:
        await ask(memorandum, RequestForm.parse({name: value for name, value in payload.items() if name != "memorandum"}))


async def ask(memorandum: Memorandum, form: RequestForm) -> None:
    """Store a request and mail the link that confirms it; do nothing if nobody can ask any more.

    The letter repeats nothing of the form, because a stranger may have entered the address, and names no coordinator: anybody may ask.
    """
    token, token_hash = new_token()
    row = SigningRequest(memorandum=memorandum.id, token_hash=token_hash, requested_at=clock.now(), **form.model_dump(exclude={"consent"}))
    async with transaction():
        if not is_possible(Action.ASK_TO_SIGN, Situation(await memoranda.locked(memorandum.id))):
            return
        [inserted] = await SigningRequest.insert(row)
        await index_request(inserted["id"], row)
        await _enqueue_deletion(UNCONFIRMED_LASTS)
        address = url_for("public.request_link.show", lang=form.language, memorandum=memorandum.slug, token=token)
        await write_letter(
            "signing_request",
            address=form.email,
            language=form.language,
            concerns=Concerns(memorandum.id),
            answering=None,
            link=load().base_url + address,
            **await _title_for_letters(memorandum, form.language),
        )


async def _title_for_letters(memorandum: Memorandum, language: str) -> dict[str, Any]:
    """Return what letters say of the memorandum: no title if its forum is not an open one or it was withdrawn from the public."""
    forum = await forum_of(memorandum)
    is_withdrawn = memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC
    discreet = is_withdrawn or (forum is not None and forum.risk_profile != RiskProfile.OPEN)
    accedes = memorandum.signing_state == SigningState.ACCESSION_ONLY
    return {"discreet": discreet, "accedes": accedes, "title": None if discreet else (await memoranda.view(memorandum)).title(language)}


async def _enqueue_deletion(after: timedelta) -> None:
    due = clock.now() + after
    key = f"forget_requests:{due:%Y-%m-%dT%H}"
    await enqueue("forget_requests", {}, run_at=due + timedelta(hours=1), dedupe_key=key)


@handles("forget_requests")
async def forget_requests(_: Mapping[str, Any]) -> None:
    """Delete requests that nobody confirmed, because strangers may have entered them, and those that were decided or left long ago."""
    now = clock.now()
    async with transaction():
        ended = await queries.ended_requests(
            asked_until=now - UNCONFIRMED_LASTS, confirmed_until=now - UNDECIDED_LASTS, decided_until=now - DECIDED_LASTS
        )
        await unindex(Kind.REQUEST, ended)
        await SigningRequest.delete().where(among(SigningRequest.id, ended))


async def find(memorandum: Memorandum, token: str) -> SigningRequest:
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
        fresh = (SigningRequest.id == row.id) & SigningRequest.confirmed_at.is_null()
        await SigningRequest.update({SigningRequest.confirmed_at: clock.now()}).where(fresh)
        await _enqueue_deletion(UNDECIDED_LASTS)
        await happened(memorandum.id)


async def accept(memorandum: Memorandum, request_id: int, organisation: Organisation, *, add_contact: bool) -> Invited:
    """Accept a request by inviting an organisation of the register.

    The letter goes to the person who asked if `add_contact` makes them a contact, else to a contact in the register.

    Raises:
        AlreadyDecided: the request was decided, or there is none.
        AlreadyAnswered: a signature or support of the organisation stands.
        WindowClosed: nobody can sign or accede any more.
        ContactNeedsApproval: the organisation is at risk, and the person who asked is not among its contacts.

    """
    async with transaction():
        row = await _undecided(memorandum, request_id)
        if add_contact and await is_one_at_risk([organisation.id]):
            await _check_contact(organisation, row)
        contact = await known_or_added(organisation, _contact_of(row)) if add_contact else None
        return await _invite(memorandum, row, organisation, contact)


async def _check_contact(organisation: Organisation, row: SigningRequest) -> None:
    contacts = (await contacts_of([organisation.id])).get(organisation.id, [])
    if row.email not in {contact.email for contact in contacts}:
        raise ContactNeedsApproval


async def accept_as(memorandum: Memorandum, request_id: int, form: AcceptanceForm) -> Invited:
    """Accept a request for the organisation that a form gives: one of the register, or a new one.

    Raises:
        InvalidForm: the organisation is not in the register.
        SlugTaken, AlreadyDecided, AlreadyAnswered, WindowClosed, ContactNeedsApproval: as `accept` and `accept_new`.

    """
    if form.new:
        return await accept_new(memorandum, request_id, form.new)
    organisation = await by_slug(form.organisation or "")
    if organisation is None:
        unknown = Message("No organisation with the address name {slug} is in the register.", slug=form.organisation or "")
        raise InvalidForm({"organisation": unknown})
    return await accept(memorandum, request_id, organisation, add_contact=form.add_contact)


async def accept_new(memorandum: Memorandum, request_id: int, form: NewPartyForm) -> Invited:
    """Accept a request by entering the organisation, not listed, with the person who asked as its contact, and inviting it.

    Raises:
        SlugTaken: the address name belongs to another organisation.
        LooksAlike, LikelyDuplicates: as `register`; the mailbox of the person who asked counts too.
        AlreadyDecided, WindowClosed: as `accept`.

    """
    async with transaction():
        row = await _undecided(memorandum, request_id)
        entry = {"country": row.country, "website": row.website, "names": _names_of(row), "kind": form.kind or row.kind}
        organisation = await register(OrganisationForm.parse(form.model_dump() | entry), sought=sought_by(row))
        contact = await insert_contact(organisation, await view_of(organisation), _contact_of(row), confirmed=True)
        return await _invite(memorandum, row, organisation, contact)


def _names_of(row: SigningRequest) -> list[dict[str, Any]]:
    name = {"language": row.name_language, "name": row.organisation_name, "primary": True}
    has_english = row.english_name and row.name_language != "en"
    return [name, {"language": "en", "name": row.english_name}] if has_english else [name]


def sought_by(row: SigningRequest) -> Sought:
    """Return what a request tells of its organisation."""
    return Sought([(name, "") for name in names_of(row)], row.country, row.website, [row.email] if row.email else [])


def names_of(row: SigningRequest) -> list[str]:
    """Return the names that a request gives, to compare them with those of the register."""
    return [name["name"] for name in _names_of(row)]


def _contact_of(row: SigningRequest) -> ContactForm:
    return ContactForm(name=row.person, email=row.email, language=row.language)


async def _undecided(memorandum: Memorandum, request_id: int) -> SigningRequest:
    row = await queries.locked_request(memorandum.id, request_id)
    if row is None or row.decided_at:
        raise AlreadyDecided
    return row


async def _invite(memorandum: Memorandum, row: SigningRequest, organisation: Organisation, contact: Contact | None) -> Invited:
    invited = await invite_one(memorandum, organisation.id, contact)
    if invited is None:
        raise AlreadyAnswered
    await _decide(row, {SigningRequest.organisation: organisation.id})
    await trail.record(TrailAct.ACCESSION_ACCEPTED, f"signing_request:{row.id}", memorandum.id)
    return invited


async def _decide(row: SigningRequest, values: dict[Column | str, Any]) -> None:
    """Record the decision and delete the address of the request: later letters go to contacts."""
    await _enqueue_deletion(DECIDED_LASTS)
    decided: dict[Column | str, Any] = {SigningRequest.decided_at: clock.now(), SigningRequest.email: ""}
    await SigningRequest.update(decided | values).where(SigningRequest.id == row.id)


async def refuse(memorandum: Memorandum, request_id: int, form: RefusalForm) -> None:
    """Refuse a request; the person who asked gets the reason in a letter.

    Raises:
        AlreadyDecided: the request was decided, or there is none.

    """
    async with transaction():
        row = await _undecided(memorandum, request_id)
        await _decide(row, {SigningRequest.reason: form.reason})
        await trail.record(TrailAct.ACCESSION_REFUSED, f"signing_request:{row.id}", memorandum.id)
        about = await _title_for_letters(memorandum, row.language)
        about |= {"concerns": Concerns(memorandum.id, row.organisation), "name": row.person, "reason": form.reason}
        await write_letter("request_refused", address=row.email, language=row.language, answering=None, **about)
