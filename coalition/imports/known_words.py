"""Words in cells and what they mean: countries, languages, kinds, scopes, statuses, yes and no, in every language of the interface.

Names of countries and languages come from CLDR and from `coalition.languages`; countries are also known by their names in their own languages.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages

from coalition.acts.tables import ActKind
from coalition.languages import country_codes, country_name, is_language, language_name, locale
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.themes import Theme
from coalition.search_keys import plain_key
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.words import Word

WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_OTHER = WORDS["other"]
INTERNATIONAL = frozenset(_OTHER["international"])
_EMPTY, _UNKNOWN = frozenset(_OTHER["empty"]), frozenset(_OTHER["unknown"])
_TABLES: dict[type[Word], str] = {
    OrganisationKind: "organisation_kind",
    Reach: "reach",
    OrganisationStatus: "organisation_status",
    Theme: "theme",
    ActKind: "act_kind",
}
_PARTS = re.compile(r"\s*[/|;()\n]\s*|\s+[-–—]\s+|,\s+")
_ALPHA_2, _ALPHA_3 = 2, 3
_LIKENESS = 0.7
_OTHER_LANGUAGES = frozenset({"ckb", "kmr", "zgh", "kab"})


def key_of(text: str) -> str:
    """Return the form in which words are compared."""
    return plain_key(text.replace("_", " "))


def is_unknown(text: str) -> bool:
    """Whether a cell says that something happened on a day that nobody knows."""
    return key_of(text) in _UNKNOWN


def says_nothing(text: str) -> bool:
    """Whether a cell holds only a dash, zeros of a date or a word for nothing."""
    key = key_of(text)
    return not key or key in _EMPTY or bool(re.fullmatch(r"0{4}([ -]?00){0,2}", key))


@cache
def _countries() -> dict[str, str]:
    names = {key_of(name): code for code, others in WORDS["countries"].items() for name in others}
    for code in country_codes():
        for language in SUPPORTED_LANGUAGES:
            for name in (country_name(code, language), locale(language).territories.get(code, "")):
                names.setdefault(key_of(name), code)
        names[code.lower()] = code
    names["uk"] = "GB"
    names.update({old.lower(): new[0] for old, new in get_global("territory_aliases").items() if len(old) == _ALPHA_3 and new[0] in country_codes()})
    names.pop("", None)
    return names


@cache
def _own_names() -> dict[str, str]:
    """Return countries by their names in their official languages and in some languages that are read beyond them."""
    names: dict[str, str] = {}
    languages = {tag for code in country_codes() for tag in get_official_languages(code)} | {
        "fr",
        "es",
        "de",
        "uk",
        "pt",
        "it",
        "cs",
        "pl",
        "tr",
        "fa",
    }
    for tag in sorted(languages):
        try:
            territories = Locale.parse(tag, sep="_").territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, name in territories.items():
            if code in country_codes():
                names.setdefault(key_of(name), code)
    return names


def country_of(text: str) -> str | None:
    """Return the code of a country that is given as a code or by its name, also as “native/English”; None if it is not known."""
    keys = [key_of(part) for part in (text, *_PARTS.split(text))]
    for table in (_countries, _own_names):
        known = table()
        codes = {known[key] for key in keys if key in known} or {known[short] for short in map(_without_title, keys) if short in known}
        if len(codes) == 1:
            return codes.pop()
    return None


def _without_title(key: str) -> str:
    """Return the short name in the full name of a country: "kingdom of norway" is "norway"; a name of the longest title first."""
    titles = sorted((title for title in _OTHER["state_titles"] if key.startswith(f"{title} ")), key=len)
    return key.removeprefix(f"{titles[-1]} ") if titles else ""


def countries_like(text: str) -> list[str]:
    """Return the codes of countries whose names resemble a word, the closest first."""
    close = difflib.get_close_matches(key_of(text), _countries(), n=8, cutoff=_LIKENESS)
    return list(dict.fromkeys(_countries()[name] for name in close))


@cache
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in SUPPORTED_LANGUAGES:
        for code, name in locale(language).languages.items():
            if len(code) == _ALPHA_2 or code in _OTHER_LANGUAGES:
                names.setdefault(key_of(name), code)
    for code in ("fr", "es", "de", "uk", "be", "kk", "ky", "tg", "uz", "tr", "az", "hy", "ka", "fa", "pl", "cs", "it", "pt", "nl", "sv", "da", "fi"):
        names.setdefault(key_of(language_name(code, code)), code)
    return names | {"norwegian": "nb", "norsk": "nb", "норвежский": "nb", "النرويجيه": "nb", "farsi": "fa", "киргизский": "ky", "кыргызский": "ky"}


def language_of_word(text: str) -> str | None:
    """Return the tag of a language that is given by its tag or its name; None if it is not known."""
    tag = text.strip().replace("_", "-")
    if is_language(tag.lower()) and len(tag) <= _ALPHA_3:
        return tag.lower()
    if is_language(tag) and "-" in tag:
        return tag
    name = key_of(text)
    return next((_languages()[key] for key in (name, name.removesuffix(" язык"), name.removeprefix("اللغه ")) if key in _languages()), None)


@cache
def words_of(kind: type[Word]) -> dict[str, str]:
    """Return the values of an enum by the words for them: the value itself, its word in every language, and other words in use."""
    words = {key_of(word): value for value, others in WORDS.get(_TABLES.get(kind, ""), {}).items() for word in others}
    for member in kind:
        words |= {key_of(text): member.value for text in (member.value, *(member.word.text(language) for language in SUPPORTED_LANGUAGES))}
    return words


def yes_or_no(text: str) -> bool | None:
    """Return what a word for yes or no means; None if it is neither."""
    key = text.strip().casefold()
    return True if key in _OTHER["yes"] else False if key in _OTHER["no"] else None


def load() -> None:
    """Build the tables: in a thread, before the first rows are read."""
    _countries()
    _languages()
