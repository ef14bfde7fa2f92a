"""What the menus of forms offer, in the language of the page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coalition import languages
from coalition.forums.tables import ForumRole, ProgrammeRole, RiskProfile
from coalition.memoranda.tables import (
    AdoptionRule,
    EffectState,
    MemorandumKind,
    Publicity,
    SignatureRule,
    SigningState,
    TextState,
    WordingStatus,
)
from coalition.organisations.tables import OrganisationEventKind, OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.turns import WhichNames
from coalition.people.tables import Role
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures.dashboard import Answer
from coalition.signatures.tables import ActKind, AnnulmentGround, Channel, Disclosure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.words import Word

__all__ = [
    "ActKind",
    "AdoptionRule",
    "AnnulmentGround",
    "Answer",
    "Channel",
    "Disclosure",
    "EffectState",
    "ForumRole",
    "MemorandumKind",
    "OrganisationEventKind",
    "OrganisationKind",
    "OrganisationStatus",
    "ProgrammeRole",
    "Publicity",
    "Reach",
    "RiskProfile",
    "Role",
    "SignatureRule",
    "SigningState",
    "TextState",
    "WhichNames",
    "WordingStatus",
]

_OF_TEXTS = (  # noqa: SIM905 -- two lines instead of sixty
    "ar az be bg bs ca ckb cs da de el en es et fa fi fr he hr hu hy id it ja ka kaa kk ko ku ky lt lv mk mn nb nl nn no pl "
    "ps pt ro ru se sk sl so sq sr sv sw tg tk tr tt ug uk ur uz vi zh"
).split()


def options(kind: type[Word], language: str, only: Iterable[Word] = ()) -> list[tuple[str, str]]:
    """Return (value, word) of a kind, or of some of its members, for a menu."""
    return [(member.value, member.word.text(language)) for member in (only or kind)]


@cache
def language_options(language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages that texts and names are in: the interface's first, the others by name."""
    first = SUPPORTED_LANGUAGES
    others = sorted((code for code in _OF_TEXTS if code not in first), key=lambda code: languages.sort_key(languages.language_name(code, language)))
    return [(code, languages.language_name(code, language)) for code in (*first, *others)]


def with_language(code: str, language: str) -> list[tuple[str, str]]:
    """Return the menu of languages with one more, where a record has a language the menu lacks."""
    known = language_options(language)
    return known if not code or code in dict(known) else [*known, (code, languages.language_name(code, language))]


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of all countries, after an empty choice."""
    return [("", "–"), *languages.countries(language)]


def country_code(text: str, language: str) -> str:
    """Return the code of a country given by code or by its name in the page's language; what is neither comes back as typed."""
    wanted = languages.sort_key(text)
    return next((code for code, name in languages.countries(language) if wanted in {code.lower(), languages.sort_key(name)}), text)


def options_of_letters(language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages in which letters are written."""
    return [(code, languages.language_name(code, language)) for code in SUPPORTED_LANGUAGES]


def main_languages(chosen: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the interface's languages and of those that are chosen besides."""
    codes = dict.fromkeys((*SUPPORTED_LANGUAGES, *(code for code in chosen if languages.is_language(code))))
    return [(code, languages.language_name(code, language)) for code in codes]


def rule_options(language: str) -> list[tuple[str, str, str]]:
    """Return who may sign as choices without hints."""
    return [(value, word, "") for value, word in options(SignatureRule, language)]
