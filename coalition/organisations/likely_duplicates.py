"""Organisations of the register that a new one may be: they are shown with the reasons, and a person decides (for coordinators only)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition import trail
from coalition.database import in_parts
from coalition.errors import CoalitionError
from coalition.organisations import queries
from coalition.organisations.domain_queries import owners_of
from coalition.organisations.likeness_queries import ids_by_shape
from coalition.organisations.near_key_queries import ids_with_keys, known_names
from coalition.organisations.near_names import NameIndex
from coalition.organisations.sought import SAME_MAIL, SAME_NAME, Sought, reason_in_names, reasons_in_domains, without_providers
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence

    from coalition.languages import Message
    from coalition.organisations.domain_queries import Owner
    from coalition.organisations.forms import OrganisationForm
    from coalition.organisations.near_key_queries import KnownNames
    from coalition.organisations.views import OrganisationView

MOST_SHOWN = 10
_VIEWS_AT_ONCE = 500


class Likely(Struct, frozen=True):
    """An organisation that may be the one that is entered, and why."""

    organisation: OrganisationView
    reasons: Sequence[Message]

    @property
    def tells_of_contacts(self) -> bool:
        """Whether the reasons say at which domain an organisation at risk has a contact."""
        return self.organisation.at_risk and any(reason.msgid == SAME_MAIL.msgid for reason in self.reasons)


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
    await record_contacts_shown(likely.organisation.id for likely in candidates if likely.tells_of_contacts)


async def record_contacts_shown(organisation_ids: Iterable[int]) -> None:
    """Record that somebody was shown where some organisations at risk have a contact; outside a transaction."""
    for number in sorted(set(organisation_ids)):
        await trail.record_reading(TrailAct.CONTACTS_READ, f"organisation:{number}")


@asynccontextmanager
async def readings_recorded() -> AsyncIterator[None]:
    """Record what a refusal inside the block shows."""
    try:
        yield
    except LikelyDuplicates as refused:
        await record_shown(refused.candidates)
        raise


class _Register(NamedTuple):
    """What the register holds that may be what is sought: organisations by domain, by shape and by name."""

    by_domain: Mapping[str, Sequence[Owner]]
    by_shape: Mapping[str, set[int]]
    names: Mapping[int, KnownNames]
    near: NameIndex
    remaining: Mapping[int, int]

    def reasons(self, sought: Sought, *, abroad: bool) -> dict[int, list[Message]]:
        """Return the organisations that may be the one that is sought, and why; those with the most reasons first, then the same names."""
        reasons: dict[int, list[Message]] = defaultdict(list)
        for number, reason in reasons_in_domains(sought, [owner for domain in sought.domains for owner in self.by_domain.get(domain, ())]):
            reasons[number].append(reason)
        same_shape = {number: name for shape, name in sought.by_shape.items() for number in self.by_shape.get(shape, ())}
        for number in sorted(self.names.keys() & (same_shape.keys() | self.near.owners(sought.written))):
            if in_names := reason_in_names(sought, self.names[number], same_shape.get(number), abroad=abroad):
                reasons[number].append(in_names)
        return dict(sorted(self._of_entries(reasons).items(), key=_order))

    def _of_entries(self, reasons: Mapping[int, Sequence[Message]]) -> dict[int, list[Message]]:
        """Return reasons by the entry that remains of each organisation."""
        entries: dict[int, list[Message]] = defaultdict(list)
        for number, some in reasons.items():
            entry = entries[self.remaining.get(number, number)]
            entry += [reason for reason in some if reason not in entry]
        return entries


def _order(item: tuple[int, Sequence[Message]]) -> tuple[int, bool, int]:
    number, reasons = item
    return -len(reasons), all(reason.msgid != SAME_NAME.msgid for reason in reasons), number


async def likely_duplicates(sought: Mapping[int, Sought], most: int = MOST_SHOWN, *, abroad: bool = False) -> dict[int, list[Likely]]:
    """Return for some of many organisations, by the number of their row, those of the register that they may be, at most `most`.

    It reads indices for all rows together, and never the whole register. With `abroad`, the same name is a reason whatever the country:
    for those who are not asked about names that look alike besides.
    """
    reasons = {number: dict(list(some.items())[:most]) for number, some in (await reasons_of(sought, abroad=abroad)).items()}
    views = await _views({organisation for some in reasons.values() for organisation in some})
    return {
        number: [Likely(views[organisation], why) for organisation, why in some.items() if organisation in views] for number, some in reasons.items()
    }


async def reasons_of(
    sought: Mapping[int, Sought], *, abroad: bool = False, others: Collection[int] | None = None
) -> dict[int, dict[int, list[Message]]]:
    """Return for some of many organisations, by their numbers, the ids of those of the register that they may be, with the reasons.

    What is known of an entry that was merged is known of the entry that remains. With `others`, only the names of these are compared.
    """
    domains, shapes, keys, pairs = await asyncio.to_thread(_asked, sought.values())
    owners, by_shape = await owners_of(domains), await ids_by_shape(shapes)
    found = (await ids_with_keys(keys, pairs)).union(*by_shape.values())
    known = await known_names(found if others is None else found & (await queries.entries_of_each(others)).keys())
    remaining = await queries.remaining_ids({*known, *(owner.organisation for owner in owners)})
    register = await asyncio.to_thread(_register, owners, by_shape, known, remaining)
    return await asyncio.to_thread(_reasons_of_all, register, sought, abroad=abroad)


def _register(owners: Sequence[Owner], by_shape: Mapping[str, set[int]], known: Mapping[int, KnownNames], remaining: Mapping[int, int]) -> _Register:
    by_domain, index = defaultdict(list), NameIndex()
    for owner in without_providers(owners):
        by_domain[owner.domain].append(owner)
    for number, names in known.items():
        index.add(number, names.names)
    return _Register(by_domain, by_shape, known, index, remaining)


def _asked(rows: Iterable[Sought]) -> tuple[set[str], set[str], set[int], set[int]]:
    """Return the domains, the shapes, the keys and the keys of two words of many organisations."""
    domains, shapes, keys, pairs = set[str](), set[str](), set[int](), set[int]()
    for row in rows:
        domains |= row.domains
        shapes |= row.by_shape.keys()
        keys |= row.keys()
        pairs |= row.pairs()
    return domains, shapes, keys, pairs


def _reasons_of_all(register: _Register, sought: Mapping[int, Sought], *, abroad: bool) -> dict[int, dict[int, list[Message]]]:
    reasons = {number: register.reasons(row, abroad=abroad) for number, row in sought.items()}
    return {number: some for number, some in reasons.items() if some}


async def _views(organisation_ids: Iterable[int]) -> dict[int, OrganisationView]:
    views: dict[int, OrganisationView] = {}
    for some in in_parts(organisation_ids, _VIEWS_AT_ONCE):
        views |= await queries.views_by_id(some)
    return views
