"""Reads of memberships: everybody reads of those that are public, between organisations of the public register; coordinators read all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piccolo.query.functions import Count

from coalition.database import among, at_once, one_row
from coalition.networks.membership_times import Days, Period
from coalition.networks.tables import InvitedNetwork, Membership, NetworkRole
from coalition.networks.views import MembershipView, MembersOfNetworks, MembersPage
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.organisations.queries import entered_in, entries_of_each, page_by_name, slugs_by_id
from coalition.organisations.tables import Organisation, OrganisationKind
from coalition.organisations.visible_queries import Named, Viewer, is_listed, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from piccolo.custom_types import Combinable

    from coalition.organisations.tables import Reach
    from coalition.organisations.views import OrganisationView

PUBLIC = Membership.public.eq(True)  # noqa: FBT003 -- a value of the column
_COLUMNS = at_once(*(getattr(Membership, name) for name in ("id", "network", "member", "role", "since", "until", "source", "public")))
_PRESENT = Membership.until.is_null()
IS_NETWORK = Organisation.kind == OrganisationKind.NETWORK.value


def members_of(network_id: int, *, present: bool | None = None) -> Combinable:
    """Return the condition of the memberships in a network: all, or those that have ended or not (for coordinators)."""
    here: Combinable = Membership.network == network_id
    return here if present is None else here & (_PRESENT if present else Membership.until.is_not_null())


def shown_members_of(network_id: int, *, present: bool | None = None) -> Combinable:
    """Return the condition of the memberships in a network of which everybody may know, as long as both organisations are listed."""
    return members_of(network_id, present=present) & PUBLIC


def at_level(level: Reach | None) -> Combinable:
    """Return the condition that an organisation is a network, at a level if one is given."""
    return IS_NETWORK & (Organisation.scope == level.value) if level else IS_NETWORK


async def shown_countries(network_id: int) -> list[str]:
    """Return the codes of the countries that the shown members of a network represent, present and former ones."""
    shown = Membership.select(Membership.member).where(shown_members_of(network_id))
    these = is_listed(Organisation.id) & Organisation.id.is_in(shown) & Organisation.country.is_not_null()
    return await Organisation.select(Organisation.country).where(these).distinct().output(as_list=True)


async def network_by_slug(slug: str) -> Organisation | None:
    """Return the row of a network (for operations and for coordinators)."""
    return await one_row(Organisation, (Organisation.slug == slug) & IS_NETWORK)


async def by_id(network_id: int, number: int) -> Membership | None:
    """Return a membership in a network (for coordinators)."""
    return await one_row(Membership, (Membership.id == number) & (Membership.network == network_id))


async def memberships_by_id(numbers: Iterable[int]) -> dict[int, Membership]:
    """Return some memberships by their ids (for operations)."""
    return {row.id: row for row in await Membership.objects().where(among(Membership.id, numbers))}


def days_of(membership: Membership) -> Days:
    """Return the days on which a membership certainly was."""
    return Period(membership.since, membership.until).days


async def rows_between(network_id: int, organisation_ids: Iterable[int]) -> list[Membership]:
    """Return the memberships of some organisations in a network, the oldest row first (for operations)."""
    these = members_of(network_id) & among(Membership.member, organisation_ids)
    return await Membership.objects().where(these).order_by(Membership.id)


async def present_by_slug(network_id: int) -> dict[str, Membership]:
    """Return the memberships in a network that have not ended, by the slug of the member (for operations)."""
    rows = await Membership.objects().where(members_of(network_id, present=True))
    slugs = await slugs_by_id(row.member for row in rows)
    return {slugs[row.member]: row for row in rows}


async def memberships_of(organisation_ids: Iterable[int]) -> list[Membership]:
    """Return every membership of some organisations in any network (for operations)."""
    return await Membership.objects().where(among(Membership.member, organisation_ids))


async def public_page(  # noqa: PLR0913 -- the choices of a list
    network_id: int, text: str = "", *, language: str, after: str = "", limit: int, present: bool, country: str | None = None
) -> MembersPage:
    """Return the shown memberships, present or former, of the organisations on a page, by name as readers of a language expect it."""
    these = shown_members_of(network_id, present=present)
    depends_on(page_subjects.organisation(network_id))
    named = Named(Membership, Membership.member, these)
    page = await visible_organisations(Viewer.EVERYBODY).page_among(named, text, language=language, country=country, after=after, limit=limit)
    return MembersPage(await _with_members(these, page.organisations), page.after)


async def page_in_file_order(network_id: int, viewer: Viewer, *, after: str = "", limit: int) -> MembersPage:
    """Return the memberships of the organisations on a page in the order of files, all of them for coordinators."""
    these = members_of(network_id) if viewer is Viewer.COORDINATOR else shown_members_of(network_id)
    depends_on(page_subjects.organisation(network_id))
    page = await visible_organisations(viewer).named_in_file_order(Named(Membership, Membership.member, these), after=after, limit=limit)
    return MembersPage(await _with_members(these, page.organisations), page.after)


async def desk_page_of_members(network_id: int, text: str, *, language: str, after: str, limit: int) -> MembersPage:
    """Return all memberships of the organisations on a page, by name (for coordinators)."""
    here = await entered_in(Membership, Membership.member, members_of(network_id))
    page = await page_by_name(text, language=language, after=after, limit=limit, visible=here)
    return MembersPage(await _with_members(members_of(network_id), page.organisations), page.after)


async def page_with_networks(these: Combinable, text: str, *, language: str, after: str, limit: int) -> MembersOfNetworks:
    """Return those memberships for which a condition is true of the organisations on a page, by name, with their networks (for coordinators)."""
    every = visible_organisations(Viewer.COORDINATOR)
    page = await every.page_among(Named(Membership, Membership.member, these), text, language=language, after=after, limit=limit)
    rows = await _rows_of(these, page.organisations)
    networks = await every.by_ids({row["network"] for row, _ in rows})
    return MembersOfNetworks([(_view(row, member), networks[row["network"]]) for row, member in rows], page.after)


async def shown_with_members(network_id: int, slugs: Collection[str]) -> list[MembershipView]:
    """Return the shown memberships of some organisations (their slugs) in a network, as everybody reads them."""
    organisations = (await visible_organisations(Viewer.EVERYBODY).by_slugs(slugs)).values()
    return await _with_members(shown_members_of(network_id), organisations)


async def number_shown(network_ids: Iterable[int]) -> Mapping[int, int]:
    """Return of how many present members of some networks everybody reads, by network."""
    networks = list(network_ids)
    depends_on(*map(page_subjects.organisation, networks))
    shown = PUBLIC & _PRESENT & is_listed(Membership.member) & among(Membership.network, networks)
    number = Count(distinct=[Membership.member], alias="n")
    rows = await Membership.select(Membership.network, number).where(shown).group_by(Membership.network)
    return {row["network"]: row["n"] for row in rows}


async def number_not_shown(network_id: int) -> int:
    """Return how many memberships in a network not everybody may know of (for coordinators)."""
    unlisted = Organisation.select(Organisation.id).where((Organisation.id == Membership.member) & Organisation.listed.eq(False))  # noqa: FBT003
    hidden = Membership.public.eq(False) | Membership.member.is_in(unlisted)  # noqa: FBT003
    return int(await Membership.count().where(members_of(network_id) & hidden))


async def networks_of(organisation_id: int, viewer: Viewer) -> list[MembershipView]:
    """Return the memberships of an organisation with their networks: everybody sees those that are shown."""
    these: Combinable = among(Membership.member, await entries_of_each([organisation_id]))
    if viewer is not Viewer.COORDINATOR:
        depends_on(page_subjects.organisation(organisation_id))
        these &= PUBLIC
    rows = await Membership.select(_COLUMNS).where(these).order_by(Membership.id)
    networks = await visible_organisations(viewer).entries_by_ids(row["network"] for row in rows)
    return [_view(row, networks[row["network"]]) for row in rows if row["network"] in networks]


async def _with_members(these: Combinable, organisations: Iterable[OrganisationView]) -> list[MembershipView]:
    """Return those memberships of some organisations for which a condition is true, in the order of the organisations."""
    return [_view(row, member) for row, member in await _rows_of(these, organisations)]


async def _rows_of(these: Combinable, organisations: Iterable[OrganisationView]) -> list[tuple[dict[str, Any], OrganisationView]]:
    members = {organisation.id: organisation for organisation in organisations}
    entries = await entries_of_each(members)
    rows = await Membership.select(_COLUMNS).where(these & among(Membership.member, entries)).order_by(Membership.id)
    places = {number: at for at, number in enumerate(members)}
    return [(row, members[entries[row["member"]]]) for row in sorted(rows, key=lambda row: places[entries[row["member"]]])]


def _view(row: Mapping[str, Any], organisation: OrganisationView) -> MembershipView:
    columns = ("id", "since", "until", "source", "public")
    return MembershipView(organisation=organisation, role=NetworkRole(row["role"]), **{name: row[name] for name in columns})


async def has_members(network_id: int) -> bool:
    """Whether anybody is, or was, a member of a network (for operations)."""
    return bool(await Membership.exists().where(members_of(network_id)))


async def is_invited(memorandum_id: int, network_id: int) -> bool:
    """Whether all members of a network were invited to sign a memorandum (for operations)."""
    these = (InvitedNetwork.memorandum == memorandum_id) & (InvitedNetwork.network == network_id)
    return bool(await InvitedNetwork.exists().where(these))
