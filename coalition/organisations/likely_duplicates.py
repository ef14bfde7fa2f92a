"""Organisations of the register that a new one may be: they are shown with the reasons, and a person decides (for coordinators only).

Translated names of one organisation are less alike than the names of two, so nothing here is a score. A website or a mail domain in common,
or nearly the same name in the same country, is a reason to ask.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import trail
from coalition.errors import CoalitionError
from coalition.languages import Message
from coalition.organisations import domain_queries, event_queries
from coalition.organisations.domains import domain_of, mail_domain, mail_domain_of
from coalition.organisations.near_names import WrittenName, near_queries
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.tables import Organisation
from coalition.search.queries import search, with_names
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence

    from coalition.organisations.forms import OrganisationForm
    from coalition.organisations.views import OrganisationView

MOST_SHOWN = 10
MOST_READ = 50  # organisations that one question to the search returns
AT_ONCE = 20  # forms whose exact names are looked up together


class Sought(Struct, frozen=True):
    """What is known of an organisation that may be in the register: its names with their short names, its country, website and addresses."""

    names: Sequence[tuple[str, str]]
    country: str | None = None
    website: str = ""
    emails: Sequence[str] = ()

    @property
    def site(self) -> str:
        """The domain of its website, without `www.`; empty for pages on shared sites."""
        return mail_domain(domain_of(self.website))

    @property
    def mail_domains(self) -> set[str]:
        """The domains of its addresses, without those where anybody can get an address."""
        return set(filter(None, map(mail_domain_of, self.emails)))

    @property
    def written(self) -> list[str]:
        """Every name and short name."""
        return [text for names in self.names for text in names if text]


class Likely(Struct, frozen=True):
    """An organisation that may be the one that is entered, and why."""

    organisation: OrganisationView
    reasons: Sequence[Message]


class LikelyDuplicates(CoalitionError):
    """A person must say first that the organisation is none of these."""

    def __init__(self, candidates: Sequence[Likely]) -> None:
        """Hold the organisations that it may be."""
        super().__init__()
        self.candidates = candidates


def sought_by(form: OrganisationForm) -> Sought:
    """Return what the form of a new organisation tells of it."""
    names = [(name.name, name.short_name) for name in form.names]
    return Sought(names, form.country, form.website, [contact.email for contact in form.contacts])


async def check_new(sought: Sought) -> None:
    """Refuse an organisation that may be in the register.

    Raises:
        LikelyDuplicates: it may be one of these.

    """
    candidates = (await likely_duplicates({0: sought})).get(0)
    if candidates:
        raise LikelyDuplicates(candidates)


async def record_shown(candidates: Iterable[Likely]) -> None:
    """Record that somebody was shown which organisations at risk have a contact at a domain; outside a transaction."""
    for likely in candidates:
        if likely.organisation.at_risk and any(reason.msgid == _SAME_MAIL.msgid for reason in likely.reasons):
            await trail.record_reading(TrailAct.CONTACTS_READ, f"organisation:{likely.organisation.id}")


@asynccontextmanager
async def readings_recorded() -> AsyncIterator[None]:
    """Record what a refusal inside the block shows."""
    try:
        yield
    except LikelyDuplicates as refused:
        await record_shown(refused.candidates)
        raise


async def likely_duplicates(sought: Mapping[int, Sought]) -> dict[int, list[Likely]]:
    """Return for some of many organisations, by the number of their row, those of the register that they may be, at most `MOST_SHOWN`.

    It reads an index for each name and never the whole register.
    """
    likely: dict[int, list[Likely]] = {}
    rows = list(sought.items())
    for start in range(0, len(rows), AT_ONCE):
        likely |= await _of_some(dict(rows[start : start + AT_ONCE]))
    return likely


async def _of_some(sought: Mapping[int, Sought]) -> dict[int, list[Likely]]:
    domains = {domain for row in sought.values() for domain in (row.site, *row.mail_domains) if domain}
    owners = await domain_queries.owners_of(domains)
    same = await with_names(Kind.ORGANISATION, (text for row in sought.values() for text in row.written))
    near = {number: await _near(row) for number, row in sought.items()}
    ids = {owner.organisation for owner in owners} | set(same) | {number for ids_of_row in near.values() for number in ids_of_row}
    views = await event_queries.views_with_events(ids)
    by_name = _by_written_name(same, views)
    likely = {}
    for number, row in sought.items():
        wanted = {owner for text in row.written for owner in by_name[WrittenName(text).folded]} | near[number]
        if candidates := _likely(row, [views[organisation] for organisation in sorted(wanted & views.keys())], owners, views):
            likely[number] = candidates
    return likely


async def _near(sought: Sought) -> set[int]:
    """Return the ids of some organisations whose names share all words but one with a name; of the same country if there is one."""
    filters = Organisation.country == sought.country if sought.country else None
    ids: set[int] = set()
    for name, _ in sought.names:
        for query in near_queries(name):
            ids |= set((await search(in_name_order(SUPPORTED_LANGUAGES[0]), query, filters, limit=MOST_READ)).ids)
    return ids


def _by_written_name(ids: Collection[int], views: Mapping[int, OrganisationView]) -> Mapping[str, set[int]]:
    owners: dict[str, set[int]] = defaultdict(set)
    for number in ids:
        if number in views:
            for text in _names_of(views[number]):
                owners[WrittenName(text).folded].add(number)
    return owners


def _names_of(organisation: OrganisationView) -> list[str]:
    """Return every name and short name that an organisation has or had."""
    former = (name for earlier in organisation.former_names for name in earlier.names)
    return [text for name in (*organisation.names, *former) for text in (name.name, name.short_name) if text]


def _likely(
    sought: Sought, named: Iterable[OrganisationView], owners: Collection[domain_queries.Owner], views: Mapping[int, OrganisationView]
) -> list[Likely]:
    reasons: dict[int, list[Message]] = defaultdict(list)
    for owner in owners:
        if owner.domain == sought.site and owner.is_site:
            reasons[owner.organisation].append(Message(_SAME_SITE.msgid, domain=owner.domain))
        elif owner.domain in sought.mail_domains or (owner.domain == sought.site and not owner.is_site):
            reasons[owner.organisation].append(Message(_SAME_MAIL.msgid, domain=owner.domain))
    for organisation in named:
        if reason := _reason_in_names(sought, organisation):
            reasons[organisation.id].append(reason)
    most_reasons_first = sorted((number for number in reasons if number in views), key=lambda number: (-len(reasons[number]), number))
    return [Likely(views[number], reasons[number]) for number in most_reasons_first[:MOST_SHOWN]]


def _reason_in_names(sought: Sought, organisation: OrganisationView) -> Message | None:
    """Return why the names of an organisation may be those that are sought; names from two countries are never compared."""
    if sought.country and organisation.country and sought.country != organisation.country:
        return None
    known = [(text, WrittenName(text)) for text in _names_of(organisation)]
    wanted = [WrittenName(text) for text in sought.written]
    if same := next((text for text, name in known if any(name.is_same(other) for other in wanted)), None):
        return Message(_SAME_NAME.msgid, name=same)
    near = next((text for text, name in known if any(name.is_near(other) for other in wanted)), None)
    return Message(_NEAR_NAME.msgid, name=near) if near else None


_SAME_SITE = Message("It has the same website: {domain}.")
_SAME_MAIL = Message("One of its contacts has an address at {domain}.")
_SAME_NAME = Message("It has, or had, the same name or short name: {name}.")
_NEAR_NAME = Message("It has, or had, nearly the same name: {name}.")
