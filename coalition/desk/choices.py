"""The options of menus in forms, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import languages
from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.tables import ActKind, AnnulmentGround, Channel, Disclosure
from coalition.approvals.tables import ApprovalKind, Outcome
from coalition.articles.tables import ArticleKind, ArticleState
from coalition.desk.answer_looks import look_of
from coalition.desk.stages import stages_of
from coalition.forums.tables import ForumRole, ProgrammeRole, RiskProfile
from coalition.invitations.last_answers import Answer
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
from coalition.networks.tables import NetworkRole
from coalition.news.tables import NewsRhythm
from coalition.organisations.event_forms import GivenNames
from coalition.organisations.tables import OrganisationEventKind, OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.themes import Theme
from coalition.partners.tables import Counting, PartnerState
from coalition.people.tables import Role, Scope
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures.on_behalf_forms import ENTERED_KINDS
from coalition.statements.tables import StatementKind
from coalition.web.menus import countries, language_options, options_of_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.words import Word

__all__ = [
    "ENTERED_KINDS",
    "STANDING_KINDS",
    "ActKind",
    "AdoptionRule",
    "AnnulmentGround",
    "Answer",
    "ApprovalKind",
    "ArticleKind",
    "ArticleState",
    "Channel",
    "Counting",
    "Disclosure",
    "EffectState",
    "ForumRole",
    "GivenNames",
    "MemorandumKind",
    "NetworkRole",
    "NewsRhythm",
    "OrganisationEventKind",
    "OrganisationKind",
    "OrganisationStatus",
    "Outcome",
    "PartnerState",
    "ProgrammeRole",
    "Publicity",
    "Reach",
    "RiskProfile",
    "Role",
    "Scope",
    "SignatureRule",
    "SigningState",
    "StatementKind",
    "TextState",
    "Theme",
    "WordingStatus",
    "countries",
    "language_options",
    "look_of",
    "options_of_letters",
    "stages_of",
]


def options(kind: type[Word], language: str, only: Iterable[Word] = ()) -> list[tuple[str, str]]:
    """Return the options of a menu, (value, word), for an enum or for some of its members."""
    return [(member.value, member.word.text(language)) for member in (only or kind)]


def with_language(code: str, language: str) -> list[tuple[str, str]]:
    """Return the options of the language menu; a record's language that the menu lacks is added."""
    known = language_options(language)
    return known if not code or code in dict(known) else [*known, (code, languages.language_name(code, language))]


def country_code(text: str, language: str) -> str:
    """Return the code of a country typed as code or as name in the page's language; other text is returned unchanged."""
    return languages.country_code(text, language) or text


def main_languages(chosen: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return (tag, name) of the interface languages and of other languages already chosen."""
    codes = dict.fromkeys((*SUPPORTED_LANGUAGES, *(code for code in chosen if languages.is_language(code))))
    return [(code, languages.language_name(code, language)) for code in codes]


def rule_options(language: str) -> list[tuple[str, str, str]]:
    """Return the rules of who may sign as (value, word, hint) for radio buttons; the hints are empty."""
    return [(value, word, "") for value, word in options(SignatureRule, language)]


def later_rule_options(language: str) -> list[tuple[str, str, str]]:
    """Return the rules that may follow another: all but the narrowest."""
    return rule_options(language)[1:]
