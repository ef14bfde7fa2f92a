"""What everybody may read about an organisation: one value for the public page and for its preview at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.queries import public_acts_of
from coalition.forums.queries import forums_of
from coalition.forums.tables import ForumRole
from coalition.memoranda.queries import views_of
from coalition.networks.queries import networks_of
from coalition.organisations.proof_queries import domain_proofs
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partners.queries import partnerships_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from coalition.acts.queries import PublicAct
    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.networks.views import MembershipView
    from coalition.organisations.merged_queries import MergedEntry
    from coalition.organisations.views import OrganisationEventView, OrganisationView
    from coalition.partners.views import Partnership


class ProvedDomain(Struct, frozen=True):
    """The domain that is proved to belong to an organisation, how, and since when."""

    domain: str
    method: str
    proved_at: datetime


class PublicOrganisation(Struct, frozen=True):
    """An organisation with its forums, its public acts and the memoranda of these acts by slug, its predecessors and its proved domain.

    `networks` are its memberships in networks that are shown, `partnerships` say of whom it is a partner. `merged` are entries of the same
    organisation, whose forums and acts are among the others.
    """

    record: OrganisationView
    predecessors: Sequence[tuple[OrganisationEventView, OrganisationView]]
    forums: Sequence[tuple[ForumRole, ForumView]]
    acts: Sequence[PublicAct]
    memoranda: Mapping[str, MemorandumView]
    proved: ProvedDomain | None
    networks: Sequence[MembershipView] = ()
    partnerships: Sequence[Partnership] = ()
    merged: Sequence[MergedEntry] = ()

    def acted_as(self, act: PublicAct) -> OrganisationView | None:
        """Return the merged entry under which an act was made; None for one under the entry that remains."""
        return next((entry.organisation for entry in self.merged if entry.organisation.id == act.party), None)

    @property
    def kind(self) -> OrganisationKind:
        """What sort of body it is."""
        return OrganisationKind(self.record.kind)

    @property
    def is_network(self) -> bool:
        """Whether it has members."""
        return self.kind is OrganisationKind.NETWORK

    @property
    def scope(self) -> Reach:
        """The scope of its work."""
        return Reach(self.record.scope)

    @property
    def condition(self) -> OrganisationStatus:
        """Whether and how it exists today."""
        return OrganisationStatus(self.record.status)


async def public_organisation(slug: str) -> PublicOrganisation | None:
    """Read an organisation of the public register, inside the caller's read transaction; None if none is listed under this slug."""
    listed = visible_organisations(Viewer.EVERYBODY)
    record = await listed.by_slug(slug)
    if record is None:
        return None
    merged = (await listed.merged_into([record.id])).get(record.id, [])
    entries = [entry.organisation.id for entry in merged]
    acts = await public_acts_of(record.id, entries)
    proof = (await domain_proofs([record])).get(record.id)
    return PublicOrganisation(
        record=record,
        predecessors=await listed.predecessors(record.id, entries),
        forums=[(ForumRole(role), forum) for role, forum in await forums_of(record.id, Viewer.EVERYBODY, entries)],
        acts=acts,
        memoranda=await views_of(act.memorandum for act in acts),
        networks=await networks_of(record.id, Viewer.EVERYBODY),
        proved=ProvedDomain(proof.domain, proof.method, proof.proved_at) if proof else None,
        partnerships=await partnerships_of(record.id, Viewer.EVERYBODY),
        merged=merged,
    )
