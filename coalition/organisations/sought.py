"""What is known of an organisation that may be in the register, or stand earlier in the same file, and why it may be the same as another.

Translated names of one organisation are less alike than the names of two, so nothing here is a score. A website or a mail domain in common,
or the same or nearly the same name in the same country, is a reason to ask.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.organisations.domains import domain_of, mail_domain, mail_domain_of
from coalition.organisations.likeness import shapes
from coalition.organisations.near_names import NameIndex, WrittenName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from coalition.organisations.domain_queries import Owner
    from coalition.organisations.near_key_queries import KnownNames

MOST_AT_A_DOMAIN = 10  # organisations with a mailbox at one domain: where more have one, it is a provider that is not known here


class Sought(Struct, frozen=True, dict=True):
    """What is known of an organisation that may be in the register: its names with their short names, its country, website and addresses."""

    names: Sequence[tuple[str, str]]
    country: str | None = None
    website: str = ""
    emails: Sequence[str] = ()

    @cached_property
    def site(self) -> str:
        """The domain of its website, without `www.`; empty for pages on shared sites."""
        return mail_domain(domain_of(self.website))

    @cached_property
    def mail_domains(self) -> frozenset[str]:
        """The domains of its addresses, without those where anybody can get an address."""
        return frozenset(filter(None, map(mail_domain_of, self.emails)))

    @property
    def domains(self) -> frozenset[str]:
        """The domains by which it is recognised."""
        return self.mail_domains | ({self.site} if self.site else set())

    @cached_property
    def written(self) -> tuple[WrittenName, ...]:
        """Every name and short name."""
        return tuple(WrittenName(text) for names in self.names for text in names if text)

    @cached_property
    def by_shape(self) -> dict[str, str]:
        """Its names by their shapes; short names are not names that others imitate."""
        return {shape: name for name, _ in self.names if name for shape in shapes(name)}

    def keys(self) -> set[int]:
        """Return the keys by which organisations with the same name, or nearly the same, are found."""
        return {key for name in self.written for key in name.asked_keys()}

    def pairs(self) -> set[int]:
        """Return the keys of two words, which find those of which no more than a few organisations have both."""
        return {key for name in self.written for key in name.asked_pairs()}


def reasons_in_domains(sought: Sought, owners: Iterable[Owner]) -> Iterator[tuple[int, Message]]:
    """Yield the organisations that have a domain of one that is sought, with the reason."""
    for owner in owners:
        if owner.is_site and owner.domain in sought.domains:
            same = _SAME_SITE if owner.domain == sought.site else _MAIL_AT_SITE
            yield owner.organisation, Message(same.msgid, domain=owner.domain)
        elif owner.domain in sought.domains:
            yield owner.organisation, Message(SAME_MAIL.msgid, domain=owner.domain)


def without_providers(owners: Sequence[Owner]) -> list[Owner]:
    """Leave out the mailboxes at domains where more than `MOST_AT_A_DOMAIN` organisations have one."""
    mailboxes = Counter(owner.domain for owner in owners if not owner.is_site)
    return [owner for owner in owners if owner.is_site or mailboxes[owner.domain] <= MOST_AT_A_DOMAIN]


def reason_in_names(sought: Sought, known: KnownNames, same_shape: str | None, *, abroad: bool) -> Message | None:
    """Return why the names of an organisation may be those that are sought.

    `same_shape` is the name that looks like one that it has or had, also before it was corrected. Names from two countries are not
    compared, but for such a name if `abroad` is true.
    """
    if _are_apart(sought.country, known.country):
        return Message(SAME_NAME.msgid, name=same_shape) if same_shape and abroad else None
    if same := next((name.text for name in known.names if any(name.is_same(other) for other in sought.written)), same_shape):
        return Message(SAME_NAME.msgid, name=same)
    near = next((name.text for name in known.names if any(name.is_near(other) for other in sought.written)), None)
    return Message(_NEAR_NAME.msgid, name=near) if near else None


def earlier_rows(sought: Mapping[int, Sought]) -> dict[int, int]:
    """Return by the number of its row which earlier row of the same file an organisation may stand in: the first of these rows.

    The same name is asked about whatever the countries.
    """
    names = NameIndex()
    with_domain: dict[str, int] = {}
    providers = _providers(sought.values())
    earlier: dict[int, int] = {}
    for number, row in sought.items():
        domains = row.domains - (providers - {row.site})
        alike = {other for other in names.owners(row.written) if _are_alike(row, sought[other])}
        alike |= {with_domain[domain] for domain in domains if domain in with_domain}
        if alike:
            earlier[number] = min(alike)
        names.add(number, row.written)
        for domain in domains:
            with_domain.setdefault(domain, number)
    return earlier


def _providers(rows: Iterable[Sought]) -> set[str]:
    """Return the domains at which so many rows have a mailbox that they say nothing."""
    mailboxes = Counter(domain for row in rows for domain in row.mail_domains - {row.site})
    return {domain for domain, number in mailboxes.items() if number > MOST_AT_A_DOMAIN}


def _are_alike(row: Sought, other: Sought) -> bool:
    if not row.by_shape.keys().isdisjoint(other.by_shape):
        return True
    pairs = ((name, known) for name in row.written for known in other.written)
    return not _are_apart(row.country, other.country) and any(name.is_same(known) or name.is_near(known) for name, known in pairs)


def _are_apart(country: str | None, other: str | None) -> bool:
    return bool(country and other and country != other)


_SAME_SITE = Message("It has the same website: {domain}.")
_MAIL_AT_SITE = Message("The e-mail address is at the domain of its website: {domain}.")
SAME_MAIL = Message("One of its contacts has an address at {domain}.")
SAME_NAME = Message("It has, or had, the same name or short name: {name}.")
_NEAR_NAME = Message("It has, or had, nearly the same name: {name}.")
