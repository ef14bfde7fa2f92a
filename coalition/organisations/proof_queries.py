"""Reads of the proofs that a domain belongs to an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import among, one_row, prepared
from coalition.organisations.domains import domain_of
from coalition.organisations.tables import DomainProof, Organisation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from piccolo.query import Objects

    from coalition.organisations.views import OrganisationView


async def proofs_of(organisation_id: int) -> list[DomainProof]:
    """Return all proofs of an organisation, newest first (for coordinators only, because rows hold tokens)."""
    return await DomainProof.objects().where(DomainProof.organisation == organisation_id).order_by(DomainProof.id, ascending=False)


async def domain_proofs(organisations: Iterable[OrganisationView], *, before: datetime | None = None) -> Mapping[int, DomainProof]:
    """Return by organisation the latest successful proof of the domain of its present website (public); `before` leaves out later proofs."""
    websites = {organisation.id: organisation.website for organisation in organisations}
    rows = await (_proved_before(websites, before) if before else _proved(websites))
    return {row.organisation: row for row in rows if row.domain == domain_of(websites[row.organisation])}


@prepared
def _proved_before(ids: Collection[int], before: datetime) -> Objects[DomainProof]:
    these = among(DomainProof.organisation, ids) & DomainProof.proved_at.is_not_null() & (DomainProof.proved_at < before)
    return DomainProof.objects().where(these).order_by(DomainProof.proved_at)


@prepared
def _proved(ids: Collection[int]) -> Objects[DomainProof]:
    these = among(DomainProof.organisation, ids) & DomainProof.proved_at.is_not_null()
    return DomainProof.objects().where(these).order_by(DomainProof.proved_at)


async def proof_by_hash(token_hash: str) -> tuple[DomainProof, Organisation] | None:
    """Return the proof that a letter asks for, and its organisation (for the holder of the letter)."""
    proof = await one_row(DomainProof, DomainProof.token_hash == token_hash)
    organisation = await one_row(Organisation, Organisation.id == proof.organisation) if proof else None
    return (proof, organisation) if proof and organisation else None
