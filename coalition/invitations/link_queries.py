"""Reads of private links and of the sessions they begin; nobody is shown a link, its holder is shown what it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition import clock
from coalition.database import among, made_of, one_of, one_row, prepared, whole
from coalition.invitations.tables import Invitation, Link, LinkPurpose, SigningSession
from coalition.organisations.tables import ENDED
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from piccolo.columns.combination import And
    from piccolo.custom_types import Combinable
    from piccolo.query import Select


async def link_of(token: str) -> Link | None:
    """Return the link with a token, whether or not it still works."""
    return await link_by_hash(hash_of(token))


async def link_by_hash(token_hash: str) -> Link | None:
    """Return the link whose token has this hash, whether or not it still works."""
    return await one_row(Link, Link.token_hash == token_hash)


async def is_stopped(link_id: int) -> bool:
    """Whether a link was ended, as the database has it now; one that was replaced by a newer one is not."""
    return bool(await _stopped(link_id))


@prepared
def _stopped(link: int) -> Select[Link]:
    return Link.select(Link.id).where((Link.id == link) & Link.ended_at.is_not_null())


async def link_of_session(session: str) -> Link | None:
    """Return the link that began a session, None when the session is over."""
    rows = await _link_of_session(hash_of(session), clock.now())
    return made_of(Link, rows[0]) if rows else None


async def sealed_answers_in(session: str) -> str:
    """Return the answers that a session checks, sealed (for its holder); empty if there are none, or if the session is over."""
    rows = await _sealed_answers(hash_of(session), clock.now())
    return str(rows[0]["checked"]) if rows else ""


@prepared
def _sealed_answers(token_hash: str, now: datetime) -> Select[SigningSession]:
    living = (SigningSession.token_hash == token_hash) & (SigningSession.expires_at > now)
    return SigningSession.select(SigningSession.checked).where(living)


async def times_of_session(session: str) -> Sequence[dict[str, Any]]:
    """Return when a session began and when it expires; nothing when it is over."""
    return await _times_of_session(hash_of(session), clock.now())


@prepared
def _times_of_session(token_hash: str, now: datetime) -> Select[SigningSession]:
    living = (SigningSession.token_hash == token_hash) & (SigningSession.expires_at > now)
    return SigningSession.select(SigningSession.id, SigningSession.began_at, SigningSession.expires_at).where(living)


@prepared
def _link_of_session(token_hash: str, now: datetime) -> Select[Link]:
    living = (SigningSession.token_hash == token_hash) & (SigningSession.expires_at > now)
    return Link.select(whole(Link)).where(Link.id.is_in(SigningSession.select(SigningSession.link).where(living)))


class Asked(NamedTuple):
    """The link that began a session with its invitation, and the slug of the organisation and whether it has not ended."""

    link: Link
    invitation: Invitation
    organisation_slug: str
    is_active: bool


async def link_and_invitation(session: str) -> Asked | None:
    """Return the link that began a session with its invitation and organisation; None when the session is over."""
    rows = await _link_and_invitation(hash_of(session), clock.now())
    if not rows:
        return None
    slug, status = (rows[0].pop(name) for name in ("slug", "status"))
    columns: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for name, value in rows[0].items():
        columns["." in name][name.rpartition(".")[2]] = value
    return Asked(made_of(Link, columns[0]), made_of(Invitation, columns[1]), slug, status not in ENDED)


@prepared
def _link_and_invitation(token_hash: str, now: datetime) -> Select[Link]:
    living = (SigningSession.token_hash == token_hash) & (SigningSession.expires_at > now)
    organisation: Any = Link.invitation.organisation
    known = (organisation.slug.as_alias("slug"), organisation.status.as_alias("status"))
    columns = (*Link.all_columns(), *Link.invitation.all_columns(), *known)
    return Link.select(*columns).where(Link.id.is_in(SigningSession.select(SigningSession.link).where(living)))


async def answering_links(invitation_ids: Iterable[UUID]) -> dict[UUID, Link]:
    """Return by invitation the link with which it can be answered now, as far as the link itself tells (for letters only)."""
    works = one_of(Link.invitation, invitation_ids) & (Link.purpose == LinkPurpose.ANSWER.value) & Link.ended_at.is_null()
    rows = await Link.select(whole(Link)).where(works & (Link.expires_at > clock.now())).order_by(Link.id)
    return {row["invitation"]: made_of(Link, row) for row in rows}


def answers(invitation_id: UUID) -> And:
    """Return the condition for the links with which an invitation is answered."""
    return (Link.invitation == invitation_id) & (Link.purpose == LinkPurpose.ANSWER.value)


def answers_of(invitations: Combinable, made_before: datetime) -> And:
    """Return the condition for the links with which some invitations are answered, made before a moment."""
    made = Link.made_at.is_null() | (Link.made_at <= made_before)
    return (Link.purpose == LinkPurpose.ANSWER.value) & Link.invitation.is_in(Invitation.select(Invitation.id).where(invitations)) & made


def unanswered_links(invitations: Combinable, made_before: datetime) -> Select[Link]:
    """Return the query of the ids of such links to invitations that nobody answered."""
    return Link.select(Link.id).where(answers_of(invitations & Invitation.answered_at.is_null(), made_before))


def invitations_of_some(memorandum_id: int, organisation_ids: Iterable[int]) -> Combinable:
    """Return the condition for the invitations of some organisations to a memorandum."""
    return (Invitation.memorandum == memorandum_id) & among(Invitation.organisation, organisation_ids)


async def invited_after(memorandum_id: int, last: int, limit: int) -> list[int]:
    """Return the next organisations invited to a memorandum, in the order of their ids (for operations only)."""
    these = (Invitation.memorandum == memorandum_id) & (Invitation.organisation > last)
    rows = await Invitation.select(Invitation.organisation).where(these).order_by(Invitation.organisation).limit(limit)
    return [row["organisation"] for row in rows]


async def number_of_invitations(memorandum_id: int) -> int:
    """Return how many organisations were invited to a memorandum (for those who work on it)."""
    return int(await Invitation.count().where(Invitation.memorandum == memorandum_id))


def manages(invitation_id: UUID) -> And:
    """Return the condition for the links with which an organisation sees and changes its answer to an invitation."""
    purposes = (LinkPurpose.MANAGE, LinkPurpose.FRESH, LinkPurpose.DEADLINE, LinkPurpose.DECLINED)
    return (Link.invitation == invitation_id) & one_of(Link.purpose, purposes)


def all_links(invitation_id: UUID) -> And:
    """Return the condition for every link of an invitation."""
    return (Link.invitation == invitation_id) & Link.ended_at.is_null()


def ids_of(links: And) -> Select[Link]:
    """Return the query of the ids of some links, for statements that change the rows that belong to them."""
    return Link.select(Link.id).where(links)
