"""The rules of a memorandum as sentences: who may sign, how it takes effect and what is awaited, when it becomes public."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from babel.lists import format_list

from coalition.collation import in_order
from coalition.directions import isolated
from coalition.languages import Message, countries_by_name, locale
from coalition.memoranda.tables import EffectRule, SignatureRule
from coalition.organisations.names import name_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coalition.acts.effect import Effect, Progress
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView


_WITH_SIGNATURE = (
    Message("It takes effect with the first signature."),
    Message("It takes effect with the second signature."),
    Message("It takes effect with the third signature."),
    Message("It takes effect with the fourth signature."),
    Message("It takes effect with the fifth signature."),
    Message("It takes effect with the sixth signature."),
    Message("It takes effect with the seventh signature."),
    Message("It takes effect with the eighth signature."),
    Message("It takes effect with the ninth signature."),
    Message("It takes effect with the tenth signature."),
    Message("It takes effect with the eleventh signature."),
    Message("It takes effect with the twelfth signature."),
)


class _Listed(Message):
    """Several names, written and joined by the rules of the language in which the sentence is shown."""

    def __init__(self, names: Callable[[str], Iterable[str]]) -> None:
        super().__init__("")
        object.__setattr__(self, "names", names)

    def text(self, language: str) -> str:
        return format_list(list(self.names(language)), locale=locale(language))  # type: ignore[attr-defined]  # set above, past the frozen class


def _countries(codes: Sequence[str]) -> Message:
    return _Listed(lambda language: [name for _, name in countries_by_name(codes, language)])


def _organisations(organisations: Sequence[OrganisationView]) -> Message:
    return _Listed(lambda language: _isolated_names(organisations, language))


def _isolated_names(organisations: Sequence[OrganisationView], language: str) -> list[str]:
    names = in_order((name_for(organisation, language) for organisation in organisations), language, attrgetter("name"))
    return [isolated(name.name, name.language, language) for name in names]


_TWO_PHASES = {
    (SignatureRule.PARTICIPANTS, SignatureRule.INVITED): Message(
        "Open to the organisations that took part in the forum until {date}, and afterwards to others that the coordinators invite."
    ),
    (SignatureRule.PARTICIPANTS, SignatureRule.OPEN): Message(
        "Open to the organisations that took part in the forum until {date}, and afterwards to every organisation that asks to sign "
        "and that the coordinators accept."
    ),
    (SignatureRule.INVITED, SignatureRule.OPEN): Message(
        "Open to the organisations that the coordinators invite until {date}, and afterwards to every organisation that asks to sign "
        "and that the coordinators accept."
    ),
}


def who_may_sign(view: MemorandumView) -> Message:
    """Say who may sign, in both phases if there are two."""
    first = SignatureRule(view.signature_rule)
    if view.rule_until and view.later_rule and view.later_rule != first:
        return Message(_TWO_PHASES[first, SignatureRule(view.later_rule)].msgid, date=view.rule_until)
    return first.word


def about_effect(effect: Effect, countries: Sequence[str]) -> list[Message]:
    """Say how it takes effect and which signatories are awaited, or when it took effect; the numbers are in other sentences."""
    if effect.in_effect_on and effect.declared:
        return [Message("In effect since {date} (declared by the depositary).", date=effect.in_effect_on)]
    if effect.in_effect_on:
        return [Message("It took effect on {date}.", date=effect.in_effect_on)]
    if effect.terminated_on or effect.rule is EffectRule.NONE:
        return []
    return [_rule(effect, countries), *_awaited(effect, effect.progress)]


def _rule(effect: Effect, countries: Sequence[str]) -> Message:
    number = effect.number or 0
    match effect.rule:
        case EffectRule.NTH_SIGNATURE:
            if number <= len(_WITH_SIGNATURE):
                return _WITH_SIGNATURE[number - 1]
            return Message("It takes effect with signature number {number}.", number=number)
        case EffectRule.PER_COUNTRY if not countries:
            return Message.plural(
                "It takes effect once an organisation from each country that the forum is about has signed.",
                "It takes effect once {n} organisations from each country that the forum is about have signed.",
                number,
            )
        case EffectRule.PER_COUNTRY:
            return Message.plural(
                "It takes effect once an organisation from each of these countries has signed: {countries}.",
                "It takes effect once {n} organisations from each of these countries have signed: {countries}.",
                number,
                countries=_countries(countries),
            )
        case EffectRule.NAMED_PARTIES:
            return _named_parties(effect)
        case _:
            return Message("It takes effect on {date}.", date=effect.on)


def _named_parties(effect: Effect) -> Message:
    if effect.unnamed:
        return Message("It takes effect once certain organisations have signed; not all of them are named here.")
    return Message("It takes effect once these organisations have signed: {organisations}.", organisations=_organisations(effect.parties))


def _awaited(effect: Effect, progress: Progress | None) -> list[Message]:
    if progress is None or not progress.missing:
        return []
    if effect.rule is EffectRule.PER_COUNTRY:
        return [Message("Named signatories are still awaited from: {countries}.", countries=_countries(progress.missing))]
    missing = [party for party in effect.parties if party.slug in progress.missing]
    return [Message("Still awaited: {organisations}.", organisations=_organisations(missing))]


def about_periods(view: MemorandumView) -> list[Message]:
    """Say how long a signature ad referendum can be confirmed, and how long parties can object to a correction."""
    days = view.confirmation_days
    confirmation = Message.plural(
        "A signature ad referendum can be confirmed within {n} day; after that it lapses.",
        "A signature ad referendum can be confirmed within {n} days; after that it lapses.",
        days,
    )
    objection = Message.plural(
        "Parties can object to a proposed correction of the text within {n} day.",
        "Parties can object to a proposed correction of the text within {n} days.",
        view.objection_days,
    )
    return [confirmation if days else Message("It cannot be signed ad referendum."), objection]


def about_publication(view: MemorandumView) -> Message | None:
    """Say when it becomes public by rule, if it has such a rule (for those who work on it)."""
    if not view.publish_at_least:
        return None
    return Message.plural(
        "It becomes public as soon as {n} organisation has signed.",
        "It becomes public as soon as {n} organisations have signed.",
        view.publish_at_least,
    )
