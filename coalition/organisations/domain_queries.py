"""The domains of websites and of the addresses of contacts, by which an organisation is recognised; for coordinators only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coalition.database import among, in_parts, put_rows
from coalition.organisations import by_id_queries
from coalition.organisations.domains import domain_of, mail_domain, mail_domain_of
from coalition.organisations.queries import contacts_of
from coalition.organisations.tables import OrganisationDomain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coalition.organisations.tables import Contact


class Owner(NamedTuple):
    """An organisation with a website, or with the address of a contact, at a domain."""

    organisation: int
    domain: str
    is_site: bool


async def owners_of(domains: Iterable[str]) -> list[Owner]:
    """Return who has a website, or a contact in the register, at some domains."""
    owners: list[Owner] = []
    for some in in_parts(set(domains)):
        rows = await OrganisationDomain.select().where(OrganisationDomain.domain.is_in(some)).order_by(OrganisationDomain.id)
        owners += [Owner(row["organisation"], row["domain"], row["is_site"]) for row in rows]
    return owners


async def write_domains(organisation_ids: Collection[int]) -> int:
    """Store the domains of some organisations, and no earlier ones, inside the caller's transaction; return of how many they changed."""
    contacts = await contacts_of(organisation_ids)
    sites = {row["id"]: row["website"] for row in await by_id_queries.websites(organisation_ids)}
    wanted = {owner for number, site in sites.items() for owner in _owners(number, site, contacts.get(number, []))}
    stored = {Owner(**row) for row in await by_id_queries.domains(organisation_ids)}
    different = {owner.organisation for owner in wanted ^ stored}
    if different & {owner.organisation for owner in stored}:
        await OrganisationDomain.delete().where(among(OrganisationDomain.organisation, different))
    await put_rows(OrganisationDomain, [owner._asdict() for owner in sorted(wanted) if owner.organisation in different])
    return len(different)


def _owners(organisation_id: int, website: str, contacts: Iterable[Contact]) -> list[Owner]:
    site = mail_domain(domain_of(website))
    domains = {site, *(mail_domain_of(contact.email) for contact in contacts)} - {""}
    return [Owner(organisation_id, domain, is_site=domain == site) for domain in domains]
