"""The domains of websites and of the addresses of contacts, by which an organisation is recognised; for coordinators only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coalition.database import in_parts, put_rows
from coalition.organisations.domains import domain_of, mail_domain, mail_domain_of
from coalition.organisations.queries import contacts_of_one, website_of
from coalition.organisations.tables import OrganisationDomain

if TYPE_CHECKING:
    from collections.abc import Iterable


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


async def write_domains(organisation_id: int) -> bool:
    """Store the domains of an organisation, and no earlier ones, inside the caller's transaction; return whether they changed."""
    site = mail_domain(domain_of(await website_of(organisation_id)))
    mailboxes = {mail_domain_of(contact.email) for contact in await contacts_of_one(organisation_id)} - {"", site}
    wanted = {Owner(organisation_id, domain, is_site=domain == site) for domain in {site, *mailboxes} - {""}}
    rows = await OrganisationDomain.select().where(OrganisationDomain.organisation == organisation_id)
    if {Owner(row["organisation"], row["domain"], row["is_site"]) for row in rows} == wanted:
        return False
    await OrganisationDomain.delete().where(OrganisationDomain.organisation == organisation_id)
    await put_rows(OrganisationDomain, [owner._asdict() for owner in sorted(wanted)])
    return True
