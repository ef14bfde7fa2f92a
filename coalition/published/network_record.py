"""What everybody may read about a network: one value for the public page and for its preview at the desk."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.member_line_queries import members_named, named_among, signed_by_members
from coalition.collation import collation_key
from coalition.database import among
from coalition.languages import country_name
from coalition.memoranda.queries import newest_public
from coalition.memoranda.tables import Memorandum
from coalition.networks import queries
from coalition.networks.views import MembershipView, MembersPage
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.published.list_heights import fitted, heights_of
from coalition.published.organisation_record import PublicOrganisation, public_organisation
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from piccolo.custom_types import Combinable

    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.queries import Page
    from coalition.organisations.tables import Organisation
    from coalition.organisations.views import OrganisationView

AT_ONCE = 10  # members on a page, and signatories of a memorandum
FORMER_AT_ONCE = 5
_OF_MEMBERS, _OF_FORMER, _OF_SIGNATORIES = 1600, 600, 1200  # pixels of these lists on a phone
FEW = 5  # members; of a network with more of them, the signatories of one memorandum are shown at once
MEMORANDA_AT_ONCE = 5


class MembersAsked(Struct, frozen=True):
    """What of a network is asked for: members that words and a country find, those after a place, and the parts of one memorandum."""

    words: Words = Words()
    country: str = ""
    after: str = ""
    former: str = ""
    memoranda: str = ""
    memorandum: str = ""
    signed: str = ""
    others: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether members are looked for."""
        return bool(self.words or self.country)


class SignedByMembers(Struct, frozen=True):
    """A public memorandum: how many of the listed members signed it; if it `is_open`, a page of them and of those that it does not name.

    `by_network` says that the network signed it itself.
    """

    memorandum: MemorandumView
    number: int
    by_network: bool
    is_open: bool = False
    signatories: Sequence[OrganisationView] = ()
    others: Sequence[OrganisationView] = ()
    more_signatories: str = ""
    more_others: str = ""


class PublicNetwork(Struct, frozen=True):
    """A network with its members as far as they are shown, the networks to which it belongs, and what it and its members signed.

    `number` counts the present members that are shown. `leaves_out` are members of which the preview of a change shows nothing.
    """

    organisation: PublicOrganisation
    number: int
    members: MembersPage
    former: MembersPage
    memoranda: Sequence[SignedByMembers] = ()
    more_memoranda: str = ""
    leaves_out: bool = False

    @property
    def record(self) -> OrganisationView:
        """The organisation that the network is."""
        return self.organisation.record

    @property
    def inside(self) -> Sequence[MembershipView]:
        """The networks among the members on the page."""
        return [member for member in self.members.members if member.organisation.kind == OrganisationKind.NETWORK]

    def by_country(self, language: str) -> Sequence[tuple[str | None, Sequence[MembershipView]]]:
        """Return the members on the page by country, the countries sorted by name; those that represent no country come last."""
        ordered = sorted(self.members.members, key=lambda member: _place(member.organisation.country, language))
        return [(country, list(members)) for country, members in groupby(ordered, key=lambda member: member.organisation.country)]


async def public_network(slug: str, language: str, asked: MembersAsked) -> PublicNetwork | None:
    """Read a network of the public register, inside the caller's read transaction; None if none is listed under this slug."""
    shown = await public_organisation(slug, language=language)
    if shown is None or shown.record.kind != OrganisationKind.NETWORK:
        return None
    network = shown.record.id
    read = partial(queries.public_page, network, asked.words.query, language=language, country=asked.country or None)
    members = await fitted(
        lambda limit: read(after=asked.after, limit=limit, present=True), partial(_heights, language, asked.words), AT_ONCE, _OF_MEMBERS
    )
    former = await fitted(
        lambda limit: read(after=asked.former, limit=limit, present=False), partial(_heights, language, asked.words), FORMER_AT_ONCE, _OF_FORMER
    )
    number = (await queries.number_shown([network])).get(network, 0)
    signed, more = await _signed(shown, number, members, language, asked)
    return PublicNetwork(shown, number, members, former, signed, more)


async def public_network_for(network: Organisation, changed: Collection[str], language: str) -> PublicNetwork | None:
    """Read a network for the preview of a change; where it has many members, only with those that change (their slugs)."""
    shown = await public_organisation(network.slug)
    if shown is None:
        return None
    number = (await queries.number_shown([network.id])).get(network.id, 0)
    read = partial(queries.public_page, network.id, language=language, limit=AT_ONCE)
    members, former = await read(present=True), await read(present=False)
    if not (many := bool(members.after or former.after)):
        return PublicNetwork(shown, number, members, former)
    those = await queries.shown_with_members(network.id, changed)
    members = MembersPage([member for member in those if member.is_present], "")
    former = MembersPage([member for member in those if not member.is_present], "")
    return PublicNetwork(shown, number, members, former, leaves_out=many)


async def _signed(
    shown: PublicOrganisation, number: int, members: MembersPage, language: str, asked: MembersAsked
) -> tuple[list[SignedByMembers], str]:
    """Return a page of the public memoranda that the network or a shown member signed, and where the next page begins.

    Where there are few members, each memorandum is open; else only that which is asked for, or the newest.
    One that is asked for and stands on another page comes first.
    """
    network, numbers = shown.record.id, await signed_by_members(shown.record.id)
    these: Combinable = among(Memorandum.id, {*numbers, *shown.signed})
    views = await newest_public(these=these, after=asked.memoranda, limit=MEMORANDA_AT_ONCE + 1)
    more = views[MEMORANDA_AT_ONCE - 1].place if len(views) > MEMORANDA_AT_ONCE else ""
    views = views[:MEMORANDA_AT_ONCE]
    if asked.memorandum and asked.memorandum not in {view.slug for view in views}:
        views = [*await newest_public(these=these & (Memorandum.slug == asked.memorandum), limit=1), *views]
    signed = [SignedByMembers(view, numbers.get(view.id, 0), view.id in shown.signed) for view in views]
    if number <= FEW:
        everybody = await _all_members(network, members, language, asked)
        named = await named_among([view.id for view in views], [member.id for member in everybody])
        return [_opened(line, everybody, named.get(line.memorandum.id, set())) for line in signed], more
    chosen = asked.memorandum or (views[0].slug if views else "")
    return [await _page_of(network, line, language, asked) if line.memorandum.slug == chosen else line for line in signed], more


async def _all_members(network_id: int, members: MembersPage, language: str, asked: MembersAsked) -> Sequence[OrganisationView]:
    """Return the present members that are shown, where they are few: those of the page, unless members are looked for."""
    page = await queries.public_page(network_id, language=language, limit=FEW, present=True) if asked.is_narrow or asked.after else members
    return [member.organisation for member in page.members]


def _opened(line: SignedByMembers, members: Sequence[OrganisationView], named: Collection[int]) -> SignedByMembers:
    signatories = [member for member in members if member.id in named]
    return replace(line, is_open=True, signatories=signatories, others=[member for member in members if member.id not in named])


async def _page_of(network_id: int, line: SignedByMembers, language: str, asked: MembersAsked) -> SignedByMembers:
    signatories = await _members_page(network_id, line, language, asked, named=True)
    others = await _members_page(network_id, line, language, asked, named=False)
    return replace(
        line,
        is_open=True,
        signatories=signatories.organisations,
        others=others.organisations,
        more_signatories=signatories.after,
        more_others=others.after,
    )


async def _members_page(network_id: int, line: SignedByMembers, language: str, asked: MembersAsked, *, named: bool) -> Page:
    these, after = await members_named(network_id, line.memorandum.id, named=named), asked.signed if named else asked.others
    read = partial(visible_organisations(Viewer.EVERYBODY).page_with, these, asked.words.query, language=language, after=after)
    return await fitted(
        lambda limit: read(limit=limit), lambda page: heights_of(page.organisations, language, words=asked.words), AT_ONCE, _OF_SIGNATORIES
    )


def _heights(language: str, words: Words, page: MembersPage) -> list[int]:
    return heights_of((member.organisation for member in page.members), language, " ", words=words)


def _place(country: str | None, language: str) -> tuple[bool, bytes]:
    return country is None, collation_key(country_name(country, language), language, country) if country else b""
