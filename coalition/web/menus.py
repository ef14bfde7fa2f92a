"""Menus of languages and countries that several audiences offer."""

from __future__ import annotations

from functools import cache

from coalition import languages
from coalition.settings import SUPPORTED_LANGUAGES

_OF_TEXTS = (  # noqa: SIM905 -- two lines instead of sixty
    "ar az be bg bs ca ckb cs da de el en es et fa fi fr he hr hu hy id it ja ka kaa kk ko ku ky lt lv mk mn nb nl nn no pl "
    "ps pt ro ru se sk sl so sq sr sv sw tg tk tr tt ug uk ur uz vi zh"
).split()


@cache
def language_options(language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages that texts and names are in: the interface's first, the others by name."""
    first = SUPPORTED_LANGUAGES
    others = sorted((code for code in _OF_TEXTS if code not in first), key=lambda code: languages.sort_key(languages.language_name(code, language)))
    return [(code, languages.language_name(code, language)) for code in (*first, *others)]


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of all countries, after an empty choice."""
    return [("", "–"), *languages.countries(language)]


def options_of_letters(language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages in which letters are written."""
    return [(code, languages.language_name(code, language)) for code in SUPPORTED_LANGUAGES]
