"""Setting the rules of a memorandum: before its text is adopted, and never once somebody has signed under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts import queries
from coalition.acts.effect import check_effect
from coalition.acts.tables import EffectParty
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.beginning import change_particulars
from coalition.memoranda.label_queries import labels_of
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.tables import Memorandum, SignatureRule
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.forms import MemorandumChange
    from coalition.memoranda.rule_forms import EffectForm, RulesChange
    from coalition.organisations.views import OrganisationView


async def change_rules(memorandum: Memorandum, change: RulesChange) -> None:
    """Change the rules of a memorandum: who may sign and until when, how it takes effect, its periods, when it becomes public.

    Raises:
        TextFrozen: the text is adopted; its readers rely on its rules.
        RulesBind: somebody signed an earlier edition under the present rules.
        InvalidForm: the rules do not go together, or an organisation is not in the register.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        check(Action.CHANGE_RULES, Situation(row, signed=await queries.anybody_signed(row.id)))
        values = _changed_columns(row, change)
        if change.effect:
            await _replace_effect_parties(row.id, change.effect)
            values["effect_provision"] = await _provision(row.id, change.effect.provision)
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await trail.record(TrailAct.RULES_CHANGED, memorandum=row.id)
        await less_is_shown(row)
        await check_effect(await memoranda.locked(row.id))


async def change_memorandum(memorandum: Memorandum, particulars: MemorandumChange, rules: RulesChange) -> None:
    """Change the particulars, and the rules if the form gives any, in one transaction.

    Raises:
        TextFrozen, RulesBind, LessCareNeedsApproval, InvalidForm: as `change_particulars` and `change_rules`.

    """
    async with transaction():
        await change_particulars(memorandum, particulars)
        if rules.changes_a_rule:
            await change_rules(memorandum, rules)


def _changed_columns(memorandum: Memorandum, change: RulesChange) -> dict[str, Any]:
    """Return the columns that change; a field given as None empties its column."""
    given: dict[str, Any] = {
        name: getattr(change, name) for name in ("rule_until", "later_rule", "publish_at_least") if name in change.model_fields_set
    }
    given |= {name: days for name in ("confirmation_days", "objection_days") if (days := getattr(change, name)) is not None}
    if change.signature_rule:
        given["signature_rule"] = change.signature_rule
    names = ("signature_rule", "rule_until", "later_rule")
    _check_phases(**{name: given.get(name, getattr(memorandum, name)) for name in names})
    effect = change.effect
    if effect:
        given |= {"effect_rule": effect.rule, "effect_number": effect.needed("number"), "effect_on": effect.needed("on")}
    return given | {"updated_at": clock.now()}


def _check_phases(*, signature_rule: str, rule_until: object, later_rule: str | None) -> None:
    if later_rule and not rule_until:
        raise InvalidForm({"rule_until": Message("Choose the last day of the first rule.")})
    if rule_until and not later_rule:
        raise InvalidForm({"later_rule": Message("Choose who may sign after that day.")})
    widths = list(SignatureRule)
    if later_rule and widths.index(SignatureRule(later_rule)) < widths.index(SignatureRule(signature_rule)):
        raise InvalidForm({"later_rule": Message("Later on more organisations may sign than before, never fewer.")})


async def _provision(memorandum_id: int, wanted: str) -> str:
    """Return the key of a provision of the text by its key or by its number, also as a text in a language of the interface writes it."""
    edition = await edition_queries.edition_worked_on(memorandum_id)
    labels = await labels_of([edition.id])
    numbers = {key: {key, label, label.rstrip("."), *labels.written.get(key, {}).values()} for key, label in labels.shared.items()}
    key = next((key for key, names in numbers.items() if wanted in names), "") if wanted else ""
    if wanted and not key:
        raise InvalidForm({"effect/provision": Message("The text has no provision with this number.")})
    return key


async def _replace_effect_parties(memorandum_id: int, effect: EffectForm) -> None:
    slugs = list(dict.fromkeys(effect.parties)) if effect.needed("parties") else []
    known = await organisations.views_by_slug(slugs)
    refused = {f"effect/parties/{at}": sentence for at, slug in enumerate(slugs) if (sentence := _refusal_of(slug, known.get(slug)))}
    if refused:
        raise InvalidForm(refused)
    await EffectParty.delete().where(EffectParty.memorandum == memorandum_id)
    if slugs:
        await EffectParty.insert(*(EffectParty(memorandum=memorandum_id, organisation=known[slug].id) for slug in slugs))


def _refusal_of(slug: str, organisation: OrganisationView | None) -> Message | None:
    """Return why the rules cannot name an organisation: they are as public as the memorandum."""
    if organisation is None:
        return Message("No organisation with the address name {slug} is in the register.", slug=slug)
    if not organisation.listed:
        return Message("It is not in the public register, so a rule cannot name it. List it there first.")
    return None
