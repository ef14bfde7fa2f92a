"""Reads of partners: everybody reads those that are shown, of organisations in the public register; coordinators read all."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from piccolo.query.functions import Count

from coalition.database import among, one_row, whole
from coalition.forums.programme_queries import named_programmes
from coalition.notices.page_subjects import PARTNERS, REGISTER, depends_on
from coalition.organisations.queries import entries_of_each
from coalition.organisations.tables import Organisation, OrganisationKind
from coalition.organisations.themes import in_list_order
from coalition.organisations.visible_queries import Named, Viewer, visible_organisations
from coalition.partial_dates import cached_date
from coalition.partners.tables import Partner, PartnerCountry, PartnerNumber, PartnerState, PartnerTheme
from coalition.partners.views import NumberView, PartnerMenus, PartnerNumbers, Partnership, PartnersPage
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from piccolo.custom_types import Combinable

MOST_PROGRAMMES = 200  # in the menu of a list
HOST = 0  # in a choice of partners: those of the host, as no programme has this id


class Chosen(Struct, frozen=True):
    """Which partners are asked for; what is left out leaves none out.

    `programme` is an id, or `HOST`; `shown` is "yes" for those that everybody reads of, "no" for the others.
    """

    state: str = ""
    country: str = ""
    theme: str = ""
    kind: str = ""
    programme: int | None = None
    shown: str = ""


async def partner_by_id(partner_id: int) -> Partner | None:
    """Return a partner's row."""
    return await one_row(Partner, Partner.id == partner_id)


async def is_present_partner(organisation_id: int, programme: int | None) -> bool:
    """Return whether an organisation is a present partner of a programme, or of the host (for rules)."""
    these = (Partner.organisation == organisation_id) & _of_programme(programme or HOST) & _has_ended(value=False)
    return await Partner.exists().where(these)


async def organisations_of(partner_ids: Iterable[int]) -> list[int]:
    """Return the ids of the organisations of some partners (for rules)."""
    return await Partner.select(Partner.organisation).where(among(Partner.id, partner_ids)).output(as_list=True)


def visible_partners(viewer: Viewer) -> Combinable:
    """Return the condition on partners that a viewer may know of them."""
    if viewer is Viewer.COORDINATOR:
        return Partner.id > 0
    depends_on(PARTNERS, REGISTER)
    return _is_shown()


def _is_shown() -> Combinable:
    """Join the organisation: a condition with the ids of the whole register would take longer the larger it is."""
    return Partner.public.eq(True) & (Partner.organisation.listed == True)  # noqa: E712, FBT003 -- values of columns


def _has_ended(*, value: bool) -> Combinable:
    return Partner.ended.eq(value)


def _of_programme(programme: int) -> Combinable:
    return Partner.programme.is_null() if programme == HOST else Partner.programme == programme


def _chosen(chosen: Chosen, visible: Combinable) -> Combinable:
    """Return the condition on the partners of a choice, of those for which another condition is true."""
    conditions = [visible]
    if chosen.programme is not None:
        conditions.append(_of_programme(chosen.programme))
    if chosen.state == PartnerState.PRESENT:
        conditions.append(_has_ended(value=False))
    if chosen.state == PartnerState.FORMER:
        present = reduce(and_, conditions) & _has_ended(value=False)
        conditions += [_has_ended(value=True), Partner.organisation.not_in(Partner.select(Partner.organisation).where(present))]
    if chosen.country:
        conditions.append(Partner.id.is_in(PartnerCountry.select(PartnerCountry.partner).where(PartnerCountry.country == chosen.country)))
    if chosen.theme:
        conditions.append(Partner.id.is_in(PartnerTheme.select(PartnerTheme.partner).where(PartnerTheme.theme == chosen.theme)))
    if chosen.kind:
        conditions.append(Partner.organisation.kind == chosen.kind)
    if chosen.shown:
        conditions.append(Partner.public.eq(chosen.shown == "yes"))
    return reduce(and_, conditions)


async def partners_page(  # noqa: PLR0913 -- the choices of a list
    chosen: Chosen, viewer: Viewer, text: str = "", *, language: str, after: str = "", limit: int, descending: bool = False
) -> PartnersPage:
    """Return a page of the organisations that are partners, sorted by name, each with its work together; `text` matches any name of it."""
    these, visible = _chosen(chosen, visible_partners(viewer)), visible_organisations(viewer)
    named = Named(Partner, Partner.organisation, these)
    page = await visible.page_among(named, text, language=language, after=after, limit=limit, descending=descending)
    shown = await visible.as_found(page.organisations, Words(text), language)
    return PartnersPage(shown, await _partnerships((view.id for view in shown), these), page.after)


async def partners_in_file_order(chosen: Chosen, viewer: Viewer, *, after: str = "", limit: int) -> PartnersPage:
    """Return a page of the organisations that are partners in the order of files, each with its work together."""
    these = _chosen(chosen, visible_partners(viewer))
    page = await visible_organisations(viewer).named_in_file_order(Named(Partner, Partner.organisation, these), after=after, limit=limit)
    return PartnersPage(page.organisations, await _partnerships((view.id for view in page.organisations), these), page.after)


async def partnerships_of(organisation_id: int, viewer: Viewer) -> list[Partnership]:
    """Return the work of an organisation together with the host and with programmes."""
    return list((await _partnerships([organisation_id], visible_partners(viewer))).get(organisation_id, ()))


async def partnership(partner: Partner) -> Partnership:
    """Return one partner (for coordinators)."""
    [only] = (await _partnerships([partner.organisation], Partner.id == partner.id))[partner.organisation]
    return only


async def _partnerships(organisation_ids: Iterable[int], these: Combinable) -> Mapping[int, list[Partnership]]:
    """Return the partners of some organisations for which a condition is true, by organisation: present ones first, then the latest."""
    entries = await entries_of_each(organisation_ids)
    rows = await Partner.select(whole(Partner)).where(these & among(Partner.organisation, entries)).order_by(Partner.id)
    ids = [row["id"] for row in rows]
    countries, themes = await _countries_of(ids), await _themes_of(ids)
    programmes = await named_programmes(row["programme"] for row in rows if row["programme"])
    by_organisation: dict[int, list[Partnership]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["since"] or "", reverse=True):
        by_organisation[entries[row["organisation"]]].append(
            Partnership(
                id=row["id"],
                organisation=row["organisation"],
                programme=programmes.get(row["programme"]),
                since=cached_date(row["since"]) if row["since"] else None,
                until=cached_date(row["until"]) if row["until"] else None,
                ended=row["ended"],
                countries=countries[row["id"]],
                themes=in_list_order(themes[row["id"]]),
                source=row["source"],
                note=row["note"],
                public=row["public"],
            )
        )
    return {number: sorted(each, key=lambda partner: partner.ended) for number, each in by_organisation.items()}


async def _countries_of(ids: Iterable[int]) -> Mapping[int, list[str]]:
    by_partner: dict[int, list[str]] = defaultdict(list)
    for row in await PartnerCountry.select(whole(PartnerCountry)).where(among(PartnerCountry.partner, ids)).order_by(PartnerCountry.id):
        by_partner[row["partner"]].append(row["country"])
    return by_partner


async def _themes_of(ids: Iterable[int]) -> Mapping[int, list[str]]:
    by_partner: dict[int, list[str]] = defaultdict(list)
    for row in await PartnerTheme.select(whole(PartnerTheme)).where(among(PartnerTheme.partner, ids)):
        by_partner[row["partner"]].append(row["theme"])
    return by_partner


async def partner_numbers(chosen: Chosen, viewer: Viewer) -> PartnerNumbers:
    """Count the partners of a choice: the organisations that are present ones, and former ones; in each country, those in the chosen state."""
    visible = visible_partners(viewer)
    present, former = [await _number(_chosen(replace(chosen, state=state.value), visible)) for state in PartnerState]
    these = Partner.select(Partner.id).where(_chosen(replace(chosen, country=""), visible))
    country, number = PartnerCountry.country, Count(distinct=[PartnerCountry.partner.organisation], alias="number")
    rows = await PartnerCountry.select(country, number).where(PartnerCountry.partner.is_in(these)).group_by(country)
    return PartnerNumbers(present, former, {row["country"]: row["number"] for row in rows})


async def _number(condition: Combinable) -> int:
    return int(await Partner.count(distinct=[Partner.organisation]).where(condition))


async def partner_menus(viewer: Viewer) -> PartnerMenus:
    """Return what the partners that a viewer may know of can be filtered by."""
    visible = visible_partners(viewer)
    ids = Partner.select(Partner.id).where(visible)
    themes = await PartnerTheme.select(PartnerTheme.theme).where(PartnerTheme.partner.is_in(ids)).distinct().output(as_list=True)
    kinds = await Partner.select(Partner.organisation.kind.as_alias("kind")).where(visible).distinct()
    programmes = await Partner.select(Partner.programme).where(visible).distinct().limit(MOST_PROGRAMMES).output(as_list=True)
    named = await named_programmes(number for number in programmes if number)
    kinds_there = {row["kind"] for row in kinds}
    ordered = [kind for kind in OrganisationKind if kind.value in kinds_there]
    return PartnerMenus(in_list_order(themes), ordered, [named[number] for number in sorted(named)], await countries_of_partners(viewer))


async def countries_of_partners(viewer: Viewer) -> list[str]:
    """Return the codes of the countries in which the partners work that a viewer may know of."""
    these = PartnerCountry.partner.is_in(Partner.select(Partner.id).where(visible_partners(viewer)))
    return sorted(await PartnerCountry.select(PartnerCountry.country).where(these).distinct().output(as_list=True))


async def numbers_without_names(programme: int | None = None) -> list[NumberView]:
    """Return how many partners have no name here: of a programme, of the host (`HOST`), or of all of them (public)."""
    depends_on(PARTNERS)
    query = PartnerNumber.select(whole(PartnerNumber)).order_by(PartnerNumber.id)
    if programme is not None:
        query = query.where(PartnerNumber.programme.is_null() if programme == HOST else PartnerNumber.programme == programme)
    rows = await query
    programmes = await named_programmes(row["programme"] for row in rows if row["programme"])
    return [_number_view(row, programmes) for row in rows]


def _number_view(row: Mapping[str, Any], programmes: Mapping[int, Any]) -> NumberView:
    since = cached_date(row["since"]) if row["since"] else None
    return NumberView(programmes.get(row["programme"]), row["number"], row["counting"], since, row["source"])


async def has_partners() -> bool:
    """Return whether everybody may know of a partner, or of a number of them."""
    depends_on(PARTNERS, REGISTER)
    return await Partner.exists().where(_is_shown()) or await PartnerNumber.exists()


async def periods_of(organisation_ids: Iterable[int], programme: int | None) -> dict[int, list[tuple[str | None, str | None]]]:
    """Return since and until when some organisations are partners of a programme, or of the host, by organisation (for imports).

    Of a partner whose end is not known, the second is an empty text; of a present one, None.
    """
    these = among(Partner.organisation, set(organisation_ids)) & _of_programme(programme or HOST)
    periods: dict[int, list[tuple[str | None, str | None]]] = defaultdict(list)
    for row in await Partner.select(Partner.organisation, Partner.since, Partner.until, Partner.ended).where(these):
        periods[row["organisation"]].append((row["since"], row["until"] or ("" if row["ended"] else None)))
    return periods


def no_present_partner(programme: int) -> Combinable:
    """Return the condition on organisations that they are no present partners of a programme, or of the host (for coordinators)."""
    return Organisation.id.not_in(Partner.select(Partner.organisation).where(_of_programme(programme) & _has_ended(value=False)))
