"""Who is looking: the session in the cookie, what it is for, and whether its answer was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts import queries as acts
from coalition.acts.errors import NothingStands
from coalition.acts.tables import ActKind
from coalition.invitations import queries as invitations
from coalition.invitations.errors import ActEnded, LinkUsed
from coalition.invitations.links import Opened, check, check_form_token, form_token, manage_token, session_opens
from coalition.people.tokens import hash_of
from coalition.web.routing import AnyRequest
from coalition.web.sessions import SessionOver, session_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.queries import OwnRecord


class AnsweredHere(LinkUsed):
    """The invitation was answered in this very session: there is a status to see, and nothing to fill in."""


class Visit(Struct, frozen=True):
    """A living session: what it opens, what is on record (None before an answer), and its own private link if it made one."""

    session: str
    opened: Opened
    found: OwnRecord | None
    manage_token: str | None

    @property
    def on_record(self) -> OwnRecord:
        """What is on record.

        Raises:
            NothingStands: nothing is.

        """
        if self.found is None:
            raise NothingStands
        return self.found

    @property
    def form_token(self) -> str:
        """The hidden field that ties a form to the session that shows it."""
        return form_token(self.session)

    def check_form(self, given: Mapping[str, Any]) -> None:
        """Refuse a form that another session showed, so that two open invitations are not confused; programs send no such field.

        Raises:
            SessionEnded: the hidden field is another session's.

        """
        check_form_token(self.session, given.get("form_token"))


async def enter(request: AnyRequest) -> Visit:
    """Return the visit of this request.

    Raises:
        SessionOver: there is no living session.
        LinkClosed: its invitation was taken back, answered by somebody else, or is for another edition.

    """
    session = session_token(request, "signing")
    opened = await session_opens(session) if session else None
    if opened is None or opened.vouches:
        raise SessionOver
    if opened.invitation.answered_at is None and not opened.manages:
        await check(opened)
        return Visit(session, opened, None, None)
    return await _after_answer(session, opened)


async def _after_answer(session: str, opened: Opened) -> Visit:
    found = await acts.own_record(opened.memorandum.id, opened.invitation.organisation)
    token = manage_token(session)
    own = await invitations.link_exists(hash_of(token))
    declined = found is not None and found.last.kind == ActKind.DECLINE
    if not (own or opened.manages or declined):
        raise LinkUsed
    if found and declined and not opened.manages:
        found = replace(found, root=None, history=None)  # what the link declined; an earlier signature is seen with the link its signer keeps
    return Visit(session, opened, found, token if own else None)


async def enter_to_vouch(request: AnyRequest) -> Visit:
    """Return the visit of a second person, who is asked about what stands in the name of the organisation.

    Raises:
        SessionOver: there is no living session of such a person.
        ActEnded: nothing stands any more.

    """
    session = session_token(request, "signing")
    opened = await session_opens(session) if session else None
    if opened is None or not opened.vouches:
        raise SessionOver
    found = await acts.own_record(opened.memorandum.id, opened.invitation.organisation)
    if found is None or not found.stands:
        raise ActEnded
    return Visit(session, opened, found, None)


async def enter_to_answer(request: AnyRequest) -> Visit:
    """Return the visit of somebody who has not answered yet.

    Raises:
        AnsweredHere: the answer was given in this session.
        SessionOver, LinkClosed: as `enter`.

    """
    visit = await enter(request)
    if visit.found is not None or visit.opened.invitation.answered_at is not None:
        raise AnsweredHere
    return visit


async def enter_with_signature(request: AnyRequest) -> Visit:
    """Return the visit of somebody whose organisation has a signature or support that stands.

    Raises:
        NothingStands: it has none.
        SessionOver, LinkClosed: as `enter`.

    """
    visit = await enter(request)
    if not visit.on_record.stands:
        raise NothingStands
    return visit
