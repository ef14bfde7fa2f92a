"""Organisations of a list under the letters with which their names begin."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.collation import letter_of
from coalition.search.queries import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.collation import Letter
    from coalition.organisations.views import OrganisationView


class Section(Struct, frozen=True):
    """A part of a list under a heading."""

    title: str
    organisations: Sequence[OrganisationView]


def by_letter(organisations: Sequence[OrganisationView], language: str) -> list[Section]:
    """Return organisations, which are sorted by name, under the letters with which their names begin."""
    groups = groupby(organisations, lambda organisation: letter_of(organisation.primary.name, language))
    return [Section(letter, list(group)) for letter, group in groups]


def places_of(letters: Sequence[Letter]) -> list[tuple[str, str]]:
    """Return the letters with the place before their first name."""
    return [(letter.label, place(letter.key)) for letter in letters]
