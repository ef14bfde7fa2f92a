"""Forums and programmes as pages, files and the API show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from coalition.forums.tables import RiskProfile
from coalition.languages import country_name
from coalition.organisations.views import OrganisationView
from coalition.settings import SUPPORTED_LANGUAGES


class ForumTextView(Struct, frozen=True):
    """Title, summary and city of a forum in one language."""

    language: str
    title: str
    summary: str
    city: str


class ForumView(Struct, frozen=True):
    """A forum; `city` and `place_country` are empty where the place is withheld."""

    id: int
    slug: str
    starts: str | None
    ends: str | None
    city: str
    place_country: str | None
    place_public: bool
    risk_profile: str
    archived: bool
    programme: int | None
    countries: tuple[str, ...]
    texts: Mapping[str, ForumTextView]

    @property
    def place(self) -> str:
        """The sort key of lists that begin with the latest."""
        return f"{self.starts or ''}/{self.slug}"

    @property
    def needs_care(self) -> bool:
        """Whether its risk profile is careful or high."""
        return self.risk_profile != RiskProfile.OPEN

    def text(self, language: str) -> ForumTextView:
        """Return the text in a language, else in English, else in any language."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))

    def city_in(self, language: str) -> str:
        """Return the name of the city in a language; an empty string where the place is withheld."""
        return (self.text(language).city or self.city) if self.city else ""

    def shown_words(self, language: str) -> list[str]:
        """Return what lists show to readers of a language: the title, the place if it is public, and the countries concerned."""
        codes = [*self.countries, *([self.place_country] if self.place_country else [])]
        return [self.text(language).title, self.city_in(language), *(country_name(code, language) for code in codes)]

    @property
    def other_words(self) -> list[tuple[str, str]]:
        """Everything by which everybody finds it, each with its language: titles, cities if the place is public, names of countries."""
        codes = [*self.countries, *([self.place_country] if self.place_country else [])]
        texts = [(text.language, words) for text in self.texts.values() for words in (text.title, text.city if self.place_public else "")]
        names = [(language, country_name(code, language)) for code in codes for language in SUPPORTED_LANGUAGES]
        return [(language, words) for language, words in [*texts, ("", self.city), *names] if words]


class ForumPart(NamedTuple):
    """The part that an organisation takes in a forum; `public` says that everybody may know of it, if the organisation is listed."""

    role: str
    organisation: OrganisationView
    public: bool


class ForumsPage(NamedTuple):
    """A page of forums, and where the next page begins; "" if there is none."""

    forums: Sequence[ForumView]
    after: str


class PartsPage(NamedTuple):
    """The parts of the organisations on a page, and where the next page begins; "" if there is none."""

    parts: Sequence[ForumPart]
    after: str


class ProgrammeView(Struct, frozen=True):
    """A programme with its names by language and its organisations as (role, organisation)."""

    id: int
    slug: str
    archived: bool
    names: Mapping[str, str]
    organisations: Sequence[tuple[str, OrganisationView]]

    def name(self, language: str) -> tuple[str, str]:
        """Return (language, name) in a language, else in English, else in any language."""
        code = next((code for code in (language, "en") if code in self.names), next(iter(self.names)))
        return code, self.names[code]
