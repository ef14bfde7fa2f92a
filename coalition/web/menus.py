"""The choices of languages and countries in the forms of several audiences."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coalition import languages
from coalition.collation import in_order
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT_LANGUAGES = (  # noqa: SIM905 -- two lines instead of sixty
    "ar az be bg bs ca ckb cs da de el en es et fa fi fr he hr hu hy id it ja ka kaa kk ko ku ky lt lv mk mn nb nl nn no pl "
    "ps pt ro ru se sk sl so sq sr sv sw tg tk tr tt ug uk ur uz vi zh"
).split()


@cache
def language_options(language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages of texts and names: first those of the interface, then the others by name."""
    others = (code for code in _TEXT_LANGUAGES if code not in SUPPORTED_LANGUAGES)
    by_name = in_order(others, language, lambda code: languages.language_name(code, language))
    return [(code, languages.language_name(code, language)) for code in (*SUPPORTED_LANGUAGES, *by_name)]


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of all countries, with an empty choice first."""
    return [("", "–"), *languages.countries(language)]


def countries_by_name(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return (code, name) of some countries in the order of their names."""
    return in_order(((code, languages.country_name(code, language)) for code in codes), language, lambda option: option[1])


def options_of_letters(language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages of letters."""
    return [(code, languages.language_name(code, language)) for code in SUPPORTED_LANGUAGES]
