"""Letting the public know more: asked for with a fresh link, carried out after 72 hours, stopped by any contact or coordinator before."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.disclosure_levels import Level, raises
from coalition.acts.errors import NothingStands
from coalition.acts.letter_times import leaves_at
from coalition.acts.tables import Disclosure
from coalition.acts.withheld_numbers import check_naming
from coalition.addresses import url_for
from coalition.database import put, transaction
from coalition.fields import InvalidForm
from coalition.invitations.errors import FreshLinkNeeded
from coalition.invitations.letters import letter_language
from coalition.invitations.recipient_queries import recipients_of
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.people.tokens import hash_of, new_token
from coalition.settings import load
from coalition.signatures import queries
from coalition.signatures.act_previews import raise_preview
from coalition.signatures.disclosing import change_level, level_in_force, stop_requests
from coalition.signatures.errors import RequestUnknown, RequestWaits
from coalition.signatures.tables import DisclosureRequest
from coalition.signatures.withdrawing import check_who_acts
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.acts.queries import OwnRecord
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.signatures.act_previews import Preview
    from coalition.signatures.forms import RaiseForm

WAITS = timedelta(hours=72)


async def request_raise(opened: Opened, form: RaiseForm) -> DisclosureRequest:
    """Ask that the public may know more; every contact of the invitation gets a letter with which it is stopped.

    Raises:
        FreshLinkNeeded: the session did not begin with a link that was mailed on request.
        RequestWaits: another request waits.
        NothingStands: no signature or support of this organisation stands.
        InvalidForm: the typed name is not the name of the signer, or the name would single out hidden ones.

    """
    if not opened.may_raise:
        raise FreshLinkNeeded
    token, token_hash = new_token()
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        standing = await acts.standing_of(row.id, opened.invitation.organisation)
        await check_who_acts(opened, standing.root.id, form.typed_name)
        if await queries.waiting_request(row.id, opened.invitation.organisation):
            raise RequestWaits
        await _check_naming(row, opened.invitation.organisation, form.level)
        columns = _level_columns(form.level) | {"memorandum": row.id, "organisation": opened.invitation.organisation, "act": standing.root.id}
        now = clock.now()
        before = level_in_force(standing.history)
        columns |= {"before": before.disclosure.value, "stop_hash": token_hash}
        request = await put(DisclosureRequest, requested_at=now, due_at=now + WAITS, **columns)
        await enqueue("raise_disclosure", {"request": request.id}, run_at=request.due_at, dedupe_key=f"raise_disclosure:{request.id}")
        await _write_to(await recipients_of(opened.invitation.id), request, token, before)
    return request


async def _check_naming(row: Memorandum, organisation_id: int, level: Level) -> None:
    if level.named or level.rules.opens_as:
        await check_naming(row, organisation_id)


def _level_columns(level: Level) -> dict[str, Any]:
    return {"disclosure": level.disclosure.value, "description": level.description, "release_on": level.release_on}


def level_asked_for(request: DisclosureRequest) -> Level:
    """Return the level that a request asks for."""
    return Level(Disclosure(request.disclosure), request.description, request.release_on)


class Waiting(Struct, frozen=True):
    """A request that waits: the level that is asked for, when it is carried out, and what the public then reads if the act still stands."""

    level: Level
    due_at: datetime
    preview: Preview | None = None


async def waiting_for(memorandum: Memorandum, organisation_id: int) -> Waiting | None:
    """Return the request of an organisation that waits, for its own pages and those who work on the memorandum."""
    request = await queries.waiting_request(memorandum.id, organisation_id)
    if request is None:
        return None
    waiting = Waiting(level_asked_for(request), request.due_at)
    with suppress(NothingStands):  # it lapsed since
        return replace(waiting, preview=await raise_preview(memorandum, organisation_id, waiting.level))
    return waiting


async def _write_to(recipients: Sequence[Contact], request: DisclosureRequest, token: str, before: Level) -> None:
    """Write to the contacts of the invitation; the letter names neither the text nor the organisation, and leaves as the level asks."""
    answering = await answering_for(request.memorandum)
    for contact in recipients:
        language = letter_language(contact)
        await write_letter(
            "disclosure_request",
            address=contact.email,
            language=language,
            concerns=Concerns(request.memorandum, request.organisation),
            answering=answering,
            not_before=leaves_at(before),
            name=contact.name,
            link=load().base_url + url_for("signing.disclosure_request.show", lang=language, token=token),
            due=request.due_at,
        )


async def request_to_stop(token: str) -> DisclosureRequest:
    """Return the request that the holder of a letter may stop, also after it ended.

    Raises:
        RequestUnknown: there is no such request.

    """
    request = await queries.request_to_stop(hash_of(token))
    if request is None:
        raise RequestUnknown
    return request


async def stop_by_letter(token: str) -> None:
    """Stop a request with the link of a letter; one that ended does not change.

    Raises:
        RequestUnknown: as `request_to_stop`.

    """
    async with transaction():
        request = await request_to_stop(token)
        await memoranda.locked(request.memorandum)
        request = await request_to_stop(token)
        if request.stopped_at is None and request.done_at is None:
            await stop_requests(request.memorandum, request.organisation)


async def stop_raise(memorandum_id: int, organisation_id: int) -> None:
    """Stop the request of an organisation that waits, for the signer; without one nothing changes."""
    async with transaction():
        await memoranda.locked(memorandum_id)
        await stop_requests(memorandum_id, organisation_id)


async def stop_at_desk(memorandum: Memorandum, organisation_id: int) -> None:
    """Stop the request of an organisation that waits, for a coordinator; without one nothing changes."""
    async with transaction():
        await stop_raise(memorandum.id, organisation_id)
        await trail.record(TrailAct.CHANGE_STOPPED, about=f"organisation:{organisation_id}", memorandum=memorandum.id)


@handles("raise_disclosure")
async def raise_when_due(payload: Mapping[str, Any]) -> None:
    """Let the public know more after 72 hours, unless the request was stopped, the act or its level changed, or the name would single out others."""
    waiting = await queries.request_by_id(payload["request"])
    if waiting is None:
        return
    async with transaction():
        row = await memoranda.locked(waiting.memorandum)
        request = await queries.request_by_id(waiting.id)
        if request is None or request.stopped_at or request.done_at or request.due_at > clock.now():
            return
        if _still_fits(request, await acts.own_record(row.id, request.organisation)) and await _may_be_named(row, request):
            await _carry_out(row, request)
        else:
            await stop_requests(row.id, request.organisation)


def _still_fits(request: DisclosureRequest, own: OwnRecord | None) -> bool:
    if own is None or own.root is None or own.history is None or not own.stands or own.root.id != request.act:
        return False
    now = level_in_force(own.history)
    return now.disclosure == request.before and raises(level_asked_for(request), now)


async def _may_be_named(row: Memorandum, request: DisclosureRequest) -> bool:
    try:
        await _check_naming(row, request.organisation, level_asked_for(request))
    except InvalidForm:
        return False
    return True


async def _carry_out(row: Memorandum, request: DisclosureRequest) -> None:
    await DisclosureRequest.update({DisclosureRequest.done_at: clock.now()}).where(DisclosureRequest.id == request.id)
    await change_level(row, request.organisation, level_asked_for(request))
