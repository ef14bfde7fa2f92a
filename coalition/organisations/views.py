"""An organisation as pages, files and the API show it: with its names, its former names and its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coalition.collation import collation_key
from coalition.organisations.tables import OrganisationEventKind
from coalition.organisations.themes import themes_in
from coalition.partial_dates import PartialDate
from coalition.saved_states import base_of
from coalition.search_keys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.organisations.themes import Theme


class NameView(Struct, frozen=True):
    """A name in one language."""

    language: str
    name: str
    short_name: str
    primary: bool


class FormerNames(Struct, frozen=True):
    """All names that an organisation had until a date; `until` is None where the date is not known."""

    until: PartialDate | None
    names: tuple[NameView, ...]


def names_at(names: tuple[NameView, ...], former: Iterable[FormerNames], day: PartialDate | None) -> tuple[NameView, ...]:
    """Return the names on a date out of the present and the former names; for an unknown date, the present names."""
    then = next((earlier for earlier in former if day and earlier.until and day.before(earlier.until)), None)
    return then.names if then else names


def primary_of(names: tuple[NameView, ...]) -> NameView:
    """Return the primary name; the first name if none is marked."""
    for name in names:
        if name.primary:
            return name
    return names[0]


def name_key_of(names: tuple[NameView, ...]) -> str:
    """Return the key by which files and rules place an organisation with these names, in one order for all languages."""
    return name_key(primary_of(names).name)[:400]


class OrganisationEventView(Struct, frozen=True):
    """An event of an organisation; `other` is its successor."""

    kind: OrganisationEventKind
    happened: PartialDate | None
    other: OrganisationView | None
    source: str
    id: int = 0


class Lifetime(NamedTuple):
    """The days on which an organisation was founded and ended, as far as the register knows them."""

    founded: PartialDate | None
    ended: PartialDate | None


class ListedPlace(Struct, frozen=True):
    """What places an organisation in lists and files: its slug, its country, the keys of its name on a day, and whether the register lists it."""

    id: int
    slug: str
    country: str | None
    name_key: str
    listed: bool
    former_names: tuple[FormerNames, ...] = ()
    sort_keys: Mapping[str, bytes] = {}

    def sort_keys_at(self, day: PartialDate | None) -> Mapping[str, bytes]:
        """Return by language the key of the name on a date, as `sort_key_of`."""
        names = names_at((), self.former_names, day)
        name = primary_of(names).name if names else ""
        return {language: collation_key(name, language, self.slug) for language in self.sort_keys} if names else self.sort_keys

    def name_key_at(self, day: PartialDate | None) -> str:
        """Return the key of the name on a date, as `OrganisationView.at`."""
        names = names_at((), self.former_names, day)
        return name_key_of(names) if names else self.name_key


class OrganisationView(Struct, frozen=True):
    """An organisation with its names; only `views_with_events` fills in `former_names` and `events`, only `with_merged_names` `merged_names`.

    `listed` says that it is in the public register, `merged_into` is the id of the entry that remains of an organisation entered twice;
    `themes` are stored as in its row.
    """

    id: int
    slug: str
    kind: str
    scope: str
    status: str
    country: str | None
    seat_country: str | None
    website: str
    at_risk: bool
    name_key: str
    themes: str = ""
    listed: bool = False
    merged_into: int | None = None
    names: tuple[NameView, ...] = ()
    former_names: tuple[FormerNames, ...] = ()
    events: tuple[OrganisationEventView, ...] = ()
    merged_names: tuple[NameView, ...] = ()

    @property
    def base(self) -> str:
        """The digest of its names, its status and its events, which an event changes."""
        names = [(name.language, name.name, name.short_name, name.primary) for name in self.names]
        events = [(event.kind, event.happened, event.source) for event in self.events]
        return base_of(names, events, self.status, self.seat_country)

    def at(self, day: PartialDate | None) -> OrganisationView:
        """Return the organisation under the names it had on a date; for an unknown date, under its present names.

        An act on the day, in the month or in the year of a change of name is under the new name.
        """
        names = names_at(self.names, self.former_names, day)
        return self if names is self.names else replace(self, names=names, name_key=name_key_of(names))

    def successor(self, organisation_id: int | None) -> OrganisationView | None:
        """Return a successor by its id, if an event names it and whoever reads this may know of it."""
        return next((event.other for event in self.events if organisation_id and event.other and event.other.id == organisation_id), None)

    @property
    def theme_list(self) -> list[Theme]:
        """What it works on."""
        return themes_in(self.themes)

    @property
    def primary(self) -> NameView:
        """The primary name; the first name if none is marked."""
        return primary_of(self.names)

    def in_language(self, language: str) -> NameView | None:
        """Return a second name to help the reader, in their language or in English; None if it equals the primary name."""
        if len(self.names) == 1:
            return None
        by_language = {name.language: name for name in self.names}
        second = by_language.get(language) or by_language.get("en")
        return second if second and second.name != self.primary.name else None

    def shown_names(self, language: str) -> list[str]:
        """Return the names that lists show to readers of a language."""
        second = self.in_language(language)
        return [self.primary.name, self.primary.short_name, second.name if second else ""]

    @property
    def every_name(self) -> list[tuple[str, str]]:
        """Every present name, then every former and merged one that is loaded, each with its language; short names too."""
        names = (*self.names, *(name for former in reversed(self.former_names) for name in former.names), *self.merged_names)
        return [(name.language, text) for name in names for text in (name.name, name.short_name) if text]


def sort_key_of(organisation: OrganisationView, language: str) -> bytes:
    """Return the key by which an organisation stands in lists for readers of a language; `SortKey` stores it."""
    return collation_key(organisation.primary.name if organisation.names else "", language, organisation.slug)


def by_name(organisations: Iterable[OrganisationView], language: str) -> list[OrganisationView]:
    """Return organisations sorted by name, as readers of a language expect it."""
    return sorted(organisations, key=lambda organisation: sort_key_of(organisation, language))
