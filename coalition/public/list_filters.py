"""What readers of a public list can choose, as their addresses say it: words, and the values of menus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from litestar.exceptions import NotFoundException

from coalition.languages import country_codes, is_language
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


def asked_in(query: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return those parameters of an address that every page of a list has."""
    return {name: query[name] for name in names if query.get(name)}


def words_in(query: Mapping[str, str]) -> Words:
    """Return the words that are looked for."""
    return Words(query.get("q", "").strip())


def year_in(query: Mapping[str, str]) -> int:
    """Return the year that is asked for, 0 for all years.

    Raises:
        NotFoundException: the value is no year.

    """
    year = query.get("year", "")
    if year and not _YEAR.fullmatch(year):
        raise NotFoundException
    return int(year) if year else 0


def country_in(query: Mapping[str, str]) -> str:
    """Return the code of the country that is asked for, or an empty text.

    Raises:
        NotFoundException: the value is no country.

    """
    country = query.get("country", "")
    if country and country not in country_codes():
        raise NotFoundException
    return country


def language_in(query: Mapping[str, str]) -> str:
    """Return the code of the language that is asked for, or an empty text.

    Raises:
        NotFoundException: the value is no code of a language.

    """
    language = query.get("language", "")
    if language and not (_LANGUAGE.fullmatch(language) and is_language(language)):
        raise NotFoundException
    return language


def choice_in(query: Mapping[str, str], name: str, choices: type[ChoiceT]) -> ChoiceT | None:
    """Return the value of a menu that is asked for, or None.

    Raises:
        NotFoundException: the menu does not have the value.

    """
    try:
        return choices(query[name]) if query.get(name) else None
    except ValueError:
        raise NotFoundException from None
