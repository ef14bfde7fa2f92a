"""All problems of a representative's form at once: those of its fields, and those of the rules of the operation that refused it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.disclosure_levels import tells_more
from coalition.acts.eligibility import check_kind
from coalition.acts.tables import ActKind, Disclosure
from coalition.fields import InvalidForm, added_to
from coalition.shown_again import is_only_shown
from coalition.signatures.disclosing import level_in_force
from coalition.signatures.forms import AnswerForm, DisclosureForm, RaiseForm
from coalition.signatures.withdrawing import check_who_acts
from coalition.statements.forms import StatementForm
from coalition.statements.statement_problems import with_rules
from coalition.statements.stating import maker_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.queries import OwnRecord
    from coalition.invitations.links import Opened

# The order of the questions on their page; what is no question comes first.
_IN_ORDER = ("kind", "representative_name", "representative_title", *DisclosureForm.model_fields, *StatementForm.model_fields)


async def with_answers(opened: Opened, given: Mapping[str, Any], refused: InvalidForm) -> InvalidForm:
    """Return the problems of refused answers with all others that they have, in the order of the questions.

    The rules for the kind of the act and for its statement are looked at as far as the fields that they need are valid.
    """
    if is_only_shown():
        return refused
    problems = dict(refused.problems)
    with added_to(problems):
        AnswerForm.parse(given, ignore_unknown=True)
    if (kind := _kind_in(given)) and "kind" not in problems:
        with added_to(problems):
            check_kind(opened.memorandum, kind)
    if kind and "kind" not in problems:
        maker = maker_with(kind, opened.invitation.organisation, opened.invitation.digest)
        problems = (await with_rules(opened.memorandum, maker, given, InvalidForm(problems))).problems
    return InvalidForm({field: problems[field] for field in sorted(problems, key=_place)})


async def with_typed_name(opened: Opened, own: OwnRecord, given: Mapping[str, Any], refused: InvalidForm) -> InvalidForm:
    """Return the problems of a refused form with that of a typed name that is not the name on record."""
    if is_only_shown() or own.root is None:
        return refused
    problems = dict(refused.problems)
    if (typed := str(given.get("typed_name", "")).strip()) and "typed_name" not in problems:
        with added_to(problems):
            await check_who_acts(opened, own.root.id, typed)
    return InvalidForm(problems)


async def with_raise(opened: Opened, own: OwnRecord, given: Mapping[str, Any], refused: InvalidForm) -> InvalidForm:
    """Return the problems of a refused level; if it lets the public know more, with those of the typed name that it needs."""
    chosen = Disclosure(given["disclosure"]) if given.get("disclosure") in set(Disclosure) else None
    if is_only_shown() or not (chosen and own.history and opened.may_raise and tells_more(chosen, level_in_force(own.history).disclosure)):
        return refused
    problems = dict(refused.problems)
    with added_to(problems):
        RaiseForm.parse(given, ignore_unknown=True)
    return await with_typed_name(opened, own, given, InvalidForm(problems))


def _kind_in(given: Mapping[str, Any]) -> ActKind | None:
    return ActKind(given["kind"]) if given.get("kind") in set(ActKind) else None


def _place(field: str) -> int:
    return _IN_ORDER.index(field) if field in _IN_ORDER else -1
