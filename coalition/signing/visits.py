"""The visit of a request: the session in its cookie, the invitation it opens, and the recorded answer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts import queries as acts
from coalition.acts.errors import NothingStands
from coalition.acts.tables import ActKind
from coalition.invitations import queries as invitations
from coalition.invitations.errors import ActEnded, LinkClosed, LinkUsed
from coalition.invitations.link_sessions import check_form_token, check_session, form_token, manage_token, session_opens
from coalition.invitations.links import Opened, check_decline, check_does_everything
from coalition.people.tokens import hash_of
from coalition.signing.coordinators import name_coordinator
from coalition.web.forms import hold_form
from coalition.web.routing import AnyRequest
from coalition.web.sessions import SessionOver, session_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.queries import OwnRecord


class AnsweredHere(LinkUsed):
    """Raised if the invitation was answered in this session: show the status instead of a form."""


class Visit(Struct, frozen=True):
    """A valid session: the invitation it opens, the recorded answer (None before it), and the private link it made, if any."""

    session: str
    opened: Opened
    own_record: OwnRecord | None
    manage_token: str | None

    @property
    def on_record(self) -> OwnRecord:
        """The recorded answer.

        Raises:
            NothingStands: there is none.

        """
        if self.own_record is None:
            raise NothingStands
        return self.own_record

    @property
    def form_token(self) -> str:
        """The hidden field that binds a form to the session that shows it."""
        return form_token(self.session)

    def check_form(self, given: Mapping[str, Any]) -> None:
        """Refuse a form that another session showed, so that two open invitations are not confused. Programs omit the field.

        Raises:
            SessionEnded: the hidden field belongs to another session.

        """
        check_form_token(self.session, given.get("form_token"))


async def enter(request: AnyRequest) -> Visit:
    """Return the visit of this request.

    Raises:
        SessionOver: there is no valid session.
        LinkClosed: its invitation was revoked, was answered by somebody else, or is for another edition.

    """
    session = session_token(request, "signing")
    opened = await session_opens(session) if session else None
    if opened is None or opened.vouches:
        raise SessionOver(await hold_form(request))
    visit = await _visit(session, opened)
    await name_coordinator(request, opened)
    return visit


async def name_coordinator_of_visit(request: AnyRequest) -> None:
    """Name the coordinator on a page that answers what was sent in a session, if the session can be entered."""
    with suppress(SessionOver, LinkClosed):
        await enter(request)


async def _visit(session: str, opened: Opened) -> Visit:
    if opened.shows_decline:
        await check_decline(opened)
    elif opened.invitation.answered_at is None and not opened.manages:
        await check_session(opened)
        return Visit(session, opened, None, None)
    return await _after_answer(session, opened)


async def _after_answer(session: str, opened: Opened) -> Visit:
    record = await acts.own_record(opened.memorandum.id, opened.invitation.organisation)
    token = manage_token(session)
    own = await invitations.link_exists(hash_of(token))
    declined = record is not None and record.last.kind == ActKind.DECLINE
    if not (own or opened.manages or declined):
        raise LinkUsed
    return Visit(session, opened, _seen_with(opened, record) if record and declined else record, token if own else None)


def _seen_with(opened: Opened, record: OwnRecord) -> OwnRecord:
    """Return what a link shows of a signature and a later decline: the private link the signature, every other link the decline."""
    if opened.manages:
        return replace(record, last=record.last_in_history or record.last)
    return replace(record, root=None, history=None)


async def enter_to_vouch(request: AnyRequest) -> Visit:
    """Return the visit of a second person, who is asked about an act in the name of the organisation.

    Raises:
        SessionOver: there is no valid session of such a person.
        ActEnded: the act has ended.

    """
    session = session_token(request, "signing")
    opened = await session_opens(session) if session else None
    if opened is None or not opened.vouches:
        raise SessionOver(await hold_form(request))
    record = await acts.own_record(opened.memorandum.id, opened.invitation.organisation)
    if record is None or not record.stands:
        raise ActEnded
    await name_coordinator(request, opened)
    return Visit(session, opened, record, None)


async def enter_to_answer(request: AnyRequest) -> Visit:
    """Return the visit of somebody who has not answered yet.

    Raises:
        AnsweredHere: they answered in this session.
        SessionOver, LinkClosed: as `enter`.

    """
    visit = await enter(request)
    if visit.own_record is not None or visit.opened.invitation.answered_at is not None:
        raise AnsweredHere
    return visit


async def enter_with_signature(request: AnyRequest) -> Visit:
    """Return the visit of a person whose organisation has a signature or support that stands.

    Raises:
        NothingStands: the organisation has none.
        SessionOver, LinkClosed: as `enter`.

    """
    visit = await enter(request)
    if not visit.on_record.stands:
        raise NothingStands
    return visit


async def enter_to_hide(request: AnyRequest) -> Visit:
    """Return the visit of a person whose organisation has a signature or support that stands, or that ended and can still be hidden.

    Raises:
        NothingStands: the organisation has none.
        SessionOver, LinkClosed: as `enter`.

    """
    visit = await enter(request)
    history = visit.on_record.history
    if history is None or (history.ended and not history.can_be_hidden):
        raise NothingStands
    return visit


async def enter_fully(request: AnyRequest) -> Visit:
    """Return the visit of a person who may do more than see, hide and withdraw.

    Raises:
        FreshLinkNeeded: the session began with a receipt's link that is older than thirty days.
        SessionOver, LinkClosed: as `enter`.

    """
    visit = await enter(request)
    check_does_everything(visit.opened)
    return visit


async def enter_fully_with_signature(request: AnyRequest) -> Visit:
    """Return the visit of such a person whose organisation has a signature or support that stands.

    Raises:
        NothingStands, FreshLinkNeeded, SessionOver, LinkClosed: as `enter_fully` and `enter_with_signature`.

    """
    visit = await enter_fully(request)
    if not visit.on_record.stands:
        raise NothingStands
    return visit
