"""A record that somebody saved while another person had its form open: it is refused, and both versions are shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coalition.articles.tables import ArticleKind
from coalition.deliveries.tables import DeliveryWay
from coalition.desk.refusals import FORBIDDEN
from coalition.forums.tables import RiskProfile
from coalition.languages import Message, country_codes, country_name
from coalition.memoranda.tables import EffectRule, MemorandumKind, SignatureRule
from coalition.networks.tables import NetworkRole
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.themes import Theme
from coalition.partners.tables import Counting
from coalition.saved_states import SavedMeanwhile
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from coalition.web.routing import AnyRequest
    from coalition.words import Word

MARK = "mark"  # the hidden field: a digest of the values that the form showed first
_SHORT = 32
_SENTENCE = Message(
    "Somebody saved this record while you had it open. What you typed is kept in the form and not saved; what is saved now stands below it. "
    "Bring the two together, then save."
)
_LABELS = {
    "names": Message("Names"),
    "texts": Message("Names"),
    "organisations": Message("Organisations"),
    "kind": Message("Kind"),
    "scope": Message("Scope of its work"),
    "status": Message("Status"),
    "country": Message("Country it represents"),
    "seat_country": Message("Country where it sits"),
    "website": Message("Website"),
    "themes": Message("Themes"),
    "since": Message("Since"),
    "until": Message("Until"),
    "ended": Message("They do not work together any more"),
    "source": Message("Source"),
    "note": Message("Note"),
    "public": Message("Who may know of it"),
    "at_risk": Message("At risk"),
    "programme": Message("Programme"),
    "countries": Message("Countries concerned"),
    "risk_profile": Message("Risk"),
    "starts": Message("First day"),
    "ends": Message("Last day"),
    "place-city": Message("City"),
    "place-country": Message("Country of the place"),
    "place-public": Message("May the place be shown?"),
    "role": Message("Role"),
    "from": Message("Since"),
    "left": Message("It left, and nobody knows when"),
    "counting": Message("How exact it is"),
    "number": Message("How many"),
    "on": Message("Day"),
    "source_name": Message("Where it was first published"),
    "source_url": Message("Link to it"),
    "forums": Message("Forums"),
    "memoranda": Message("Memoranda"),
    "nobody_recognisable": Message("Nobody in it can be recognised"),
    "forum": Message("Forum"),
    "symbol": Message("Symbol"),
    "authentic_languages": Message("Authentic languages"),
    "reservations": Message("Reservations"),
    "signature_rule": Message("Who may sign"),
    "rule_until": Message("Last day of this rule"),
    "later_rule": Message("Who may sign after that day"),
    "publish_at_least": Message("With how many signatures it becomes public"),
    "confirmation_days": Message("Days to confirm a signature ad referendum"),
    "objection_days": Message("Days to object to a proposed correction"),
    "effect-rule": Message("When it takes effect"),
    "effect-number": Message("Number of signatures"),
    "effect-on": Message("Day"),
    "effect-parties": Message("Certain organisations"),
    "summary": Message("Summary above the text"),
    "effect-provision": Message("Provision that says so"),
}
_WORDS: tuple[type[Word], ...] = (
    *(OrganisationKind, Reach, OrganisationStatus, Theme, RiskProfile),
    *(MemorandumKind, SignatureRule, EffectRule, NetworkRole, Counting, ArticleKind, DeliveryWay),
)
_CODES = frozenset({"kind", "scope", "status", "risk_profile", "signature_rule", "later_rule", "effect-rule", "themes", "role", "counting", "way"})
_COUNTRIES = frozenset({"country", "seat_country", "place-country", "countries"})


def with_mark(values: dict[str, Any], base: str = "") -> dict[str, Any]:
    """Return the saved values of a record with their mark, for its form: the base that its operation checks, if there is one."""
    return values | {MARK: base or _mark_of(values)}


def check_unchanged(given: Mapping[str, Any], saved: Mapping[str, Any]) -> None:
    """Refuse a form whose record was saved since the form was shown. Programs send no mark.

    `saved` are the values of the record as its form shows them now, with their mark.

    Raises:
        SavedMeanwhile: the record is another.

    """
    if given.get(MARK, saved[MARK]) != saved[MARK]:
        raise SavedMeanwhile


def was_changed(given: Mapping[str, Any], saved: Mapping[str, Any]) -> bool:
    """Return whether something else than the saved values of a record was typed in its form, which has a mark."""
    return MARK in given and bool(_differing(given, saved, _LABELS))


def _differing(given: Mapping[str, Any], saved: Mapping[str, Any], labels: Mapping[str, Message]) -> list[str]:
    return [name for name in saved if name in labels and _plain(saved[name]) != _plain(given.get(name))]


def both_versions(request: AnyRequest, given: Mapping[str, Any], saved: Mapping[str, Any], labels: Mapping[str, Message] = {}) -> dict[str, Any]:
    """Return the context that shows what was typed in the form, and what is saved now below it (409).

    `labels` are those of the form's own fields.
    """
    language, labels = language_of(request), {**_LABELS, **labels}
    saved_now = [(labels[name], _text(name, saved[name], language)) for name in _differing(given, saved, labels)]
    summary = [("", _SENTENCE.text(language))]
    return {"status": FORBIDDEN, "summary": summary, "has_errors": True, "saved_now": saved_now, "values": {**given, MARK: saved[MARK]}}


def _mark_of(values: Mapping[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in values.items() if name != MARK}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:_SHORT]


def _plain(value: Any) -> Any:
    """Return a value without the empty rows that a form shows after the filled ones."""
    if isinstance(value, Mapping):
        return {name: str(text or "") for name, text in value.items() if name not in {"primary", "before"}}
    if isinstance(value, list | tuple):
        return [plain for plain in map(_plain, value) if any(plain.values() if isinstance(plain, dict) else plain)]
    return str(value or "").replace("\r\n", "\n")


def _text(name: str, value: Any, language: str) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (_text(name, each, language) for each in value)))
    if isinstance(value, Mapping):
        return " · ".join(filter(None, (str(text or "") for text in value.values())))
    text = str(value or "")
    if name in _COUNTRIES and text in country_codes():
        return country_name(text, language)
    if name in _CODES:
        words = [word(text).word.text(language) for word in _WORDS if text in set(word)]
        return words[0] if words else text
    return text
