"""All problems of a statement at once: those of its fields, and those of the rules for who may state what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.fields import InvalidForm, added_to
from coalition.shown_again import is_only_shown
from coalition.statements.forms import ExtentForm, StatementForm
from coalition.statements.stating import check_statement_kind, provision_of
from coalition.statements.tables import StatementKind
from coalition.statements.withdrawing_statements import check_remainder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.languages import Message
    from coalition.memoranda.tables import Memorandum
    from coalition.statements.stating import Maker


async def with_rules(memorandum: Memorandum, maker: Maker, given: Mapping[str, Any], refused: InvalidForm) -> InvalidForm:
    """Return the problems of a refused statement with those of the rules, in the order of the fields.

    A rule is looked at as far as the fields that it needs are valid.
    """
    if is_only_shown() or given.get("statement_kind") not in set(StatementKind):
        return refused
    problems = dict(refused.problems)
    with added_to(problems):
        check_statement_kind(memorandum, maker, StatementKind(given["statement_kind"]))
        if statement := _complete(given):
            await provision_of(memorandum, maker, statement)
    return InvalidForm({field: problems[field] for field in sorted(problems, key=_place)})


def with_remainder(text: str, given: Mapping[str, Any], refused: InvalidForm) -> InvalidForm:
    """Return the problems of a refused withdrawal of a part, with that of a remainder that is the present text."""
    if is_only_shown():
        return refused
    problems: dict[str, Message] = {}
    with added_to(problems):
        check_remainder(text, ExtentForm.parse(given, ignore_unknown=True).remainder)
    return InvalidForm({**problems, **refused.problems})


def _place(field: str) -> int:
    fields = [*StatementForm.model_fields]
    return fields.index(field) if field in fields else len(fields)


def _complete(given: Mapping[str, Any]) -> StatementForm | None:
    try:
        return StatementForm.parse(given, ignore_unknown=True)
    except InvalidForm:
        return None
