"""What everybody may read about an organisation: one value for the public page and for its preview at the desk."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.queries import public_acts_of
from coalition.forums.queries import forums_of
from coalition.forums.tables import ForumRole
from coalition.host.queries import described
from coalition.memoranda.queries import views_of
from coalition.networks.queries import networks_of
from coalition.organisations.proof_queries import domain_proofs
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partners.queries import partnerships_of
from coalition.published.list_heights import LINE, fitting, height_of_organisation
from coalition.search.folding import is_found
from coalition.search.match_marks import Words
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import TypeVar

    from coalition.acts.queries import PublicAct
    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.networks.views import MembershipView
    from coalition.organisations.merged_queries import MergedEntry
    from coalition.organisations.views import OrganisationEventView, OrganisationView
    from coalition.partners.views import Partnership

    RowT = TypeVar("RowT")

AT_ONCE = 15  # of each list on the page of an organisation
_OF_EACH = 1400  # pixels on a phone
LISTS = ("acts", "forums", "networks", "partnerships")


class ProvedDomain(Struct, frozen=True):
    """The domain that is proved to belong to an organisation, how, and since when."""

    domain: str
    method: str
    proved_at: datetime


class RecordAsked(Struct, frozen=True):
    """What of an organisation is asked for: what words find in each of its lists, and in each list what follows a place."""

    words: Words = Words()
    acts: str = ""
    forums: str = ""
    networks: str = ""
    partnerships: str = ""


class PublicOrganisation(Struct, frozen=True):
    """An organisation with its forums, its public acts and the memoranda of these acts by slug, its predecessors and its proved domain.

    `networks` are its memberships in networks that are shown, `partnerships` say of whom it is a partner. `merged` are entries of the same
    organisation, whose forums and acts are among the others. Of each list it has a page; `more` is where the next page of some begins, and
    `signed` are the ids of the memoranda of all acts.
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
    more: Mapping[str, str] = {}
    signed: Collection[int] = ()

    def acted_as(self, act: PublicAct) -> OrganisationView | None:
        """Return the merged entry under which an act was made; None for one under the entry that remains."""
        return next((entry.organisation for entry in self.merged if entry.organisation.id == act.party), None)

    def is_paged(self, asked: RecordAsked) -> bool:
        """Whether one of its lists has several pages."""
        return any(self.more.get(part) or getattr(asked, part) for part in LISTS)

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


async def public_organisation(slug: str, asked: RecordAsked | None = None, language: str = "en") -> PublicOrganisation | None:
    """Read an organisation of the public register, inside the caller's read transaction; None if none is listed under this slug.

    Of each list there are as many rows as fit on a phone, with names and titles in a language.
    """
    listed, asked = visible_organisations(Viewer.EVERYBODY), asked or RecordAsked()
    record = await listed.by_slug(slug)
    if record is None:
        return None
    merged = (await listed.merged_into([record.id])).get(record.id, [])
    entries, text = [entry.organisation.id for entry in merged], asked.words.query
    signed = await public_acts_of(record.id, entries, text)
    roles = [(ForumRole(role), forum) for role, forum in await forums_of(record.id, Viewer.EVERYBODY, entries, text)]
    memoranda = await views_of(act.memorandum for act in _page(signed, attrgetter("place"), asked.acts)[0])
    acts, more_acts = _page(signed, attrgetter("place"), asked.acts, lambda act: _height(memoranda.get(act.memorandum), language))
    forums, more_forums = _page(roles, lambda part: part[1].place, asked.forums, lambda part: _height_of(part[1].text(language).title))
    networks, more_networks = _page(
        await _networks(record.id, text), attrgetter("place"), asked.networks, lambda each: height_of_organisation(each.organisation, language, " ")
    )
    partnerships, more_partnerships = _page(await _partnerships(record.id, text), attrgetter("place"), asked.partnerships)
    proof = (await domain_proofs([record])).get(record.id)
    return PublicOrganisation(
        record=record,
        predecessors=await listed.predecessors(record.id, entries),
        forums=forums,
        acts=acts,
        memoranda=memoranda,
        networks=networks,
        proved=ProvedDomain(proof.domain, proof.method, proof.proved_at) if proof else None,
        partnerships=partnerships,
        merged=merged,
        more={"acts": more_acts, "forums": more_forums, "networks": more_networks, "partnerships": more_partnerships},
        signed={act.memorandum_id for act in signed},
    )


async def _networks(organisation_id: int, text: str) -> list[MembershipView]:
    """Return the memberships that are shown, or those in networks that a text finds."""
    memberships = await networks_of(organisation_id, Viewer.EVERYBODY)
    if not text:
        return memberships
    return [each for each in memberships if is_found(text, [name for _, name in each.organisation.every_name])]


async def _partnerships(organisation_id: int, text: str) -> list[Partnership]:
    """Return the work together that is shown, or that with programmes that a text finds; the host is found by its names."""
    partnerships = await partnerships_of(organisation_id, Viewer.EVERYBODY)
    if not text:
        return partnerships
    host = await described()
    of_host = [host.named(language).name for language in load().languages]
    return [each for each in partnerships if is_found(text, each.programme.names.values() if each.programme else of_host)]


def _height(memorandum: MemorandumView | None, language: str) -> int:
    return _height_of(memorandum.title(language)[1] if memorandum else "")


def _height_of(title: str) -> int:
    return LINE.height(title) + LINE.row


def _page(rows: Iterable[RowT], place: Callable[[RowT], str], after: str, height: Callable[[RowT], int] | None = None) -> tuple[list[RowT], str]:
    """Return those rows that follow a place, latest first, as far as they fit on a phone, and where the next page begins.

    Rows that share a place stay together.
    """
    following = [row for row in sorted(rows, key=place, reverse=True) if not after or place(row) < after]
    number = fitting([height(row) for row in following[:AT_ONCE]], _OF_EACH) if height else AT_ONCE
    if len(following) <= number:
        return following, ""
    last = place(following[number - 1])
    page = [row for row in following if place(row) >= last]
    return page, last if len(page) < len(following) else ""
