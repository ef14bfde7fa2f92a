"""Acts, signers and evidence are inserted in one module; the table of the kinds of acts is complete."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from coalition.acts.act_kinds import ENDING_KINDS, KINDS, STANDING_KINDS, KindRules, problems_of
from coalition.acts.tables import ActKind
from coalition.fields import InvalidForm
from coalition.invitations.last_answers import ENDED_STATES
from coalition.notices.tables import NoticeKind
from coalition.signatures.forms import AnswerForm
from coalition.signatures.on_behalf_forms import ENTERED_KINDS, EnteredActForm
from tests.house.imports import nodes_of
from tests.house.tree import modules, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.fields import Form

RECORDED = {"Act", "Signer", "Mandate"}
ONLY_HERE = "coalition/acts/recording.py"
INSERTING = """
async def enter(form):
    act = Act(kind="signature")
    await act.save()
    await put(Signer, act=act.id, name=form.name)
    await Mandate.insert(mandate)
    await Act.select(Act.id)
"""


def insertions(source: str) -> list[str]:
    """Return the calls in a module that insert an act, a signer or evidence of a mandate."""
    calls = [node for node in nodes_of(source) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if _inserts(call)]


def _inserts(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Name(id=table)) if table in RECORDED:
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="insert")) if table in RECORDED:
            return True
        case ast.Call(func=ast.Name(id="put"), args=[ast.Name(id=table), *_]) if table in RECORDED:
            return True
    return False


def test_acts_are_inserted_in_one_module() -> None:
    findings = {name_of(path): insertions(path.read_text()) for path in modules()}
    assert {name for name, calls in findings.items() if calls} == {ONLY_HERE}


def test_an_insertion_elsewhere_is_found() -> None:
    assert insertions(INSERTING) == ["Act(kind='signature')", "put(Signer, act=act.id, name=form.name)", "Mandate.insert(mandate)"]


def test_every_kind_of_act_has_its_rules() -> None:
    assert problems_of(ActKind, KINDS) == []


@pytest.mark.parametrize(
    ("kinds", "table", "problem"),
    [
        ([*ActKind, "adherence"], KINDS, "adherence has no rules"),
        (ActKind, {**KINDS, ActKind.LAPSE: KindRules(ends=True, notice=NoticeKind.LAPSE)}, "lapse has no footnote"),
        (ActKind, {**KINDS, ActKind.SUPPORT: KindRules(begins=True)}, "support is announced by no notification"),
        (ActKind, {**KINDS, ActKind.DECLINE: KindRules(private=True)}, "decline is private, and is announced"),
        (ActKind, {**KINDS, ActKind.SUPPORT: KindRules(begins=True)}, "support is not offered to representatives"),
        (ActKind, {**KINDS, ActKind.SUPPORT: KindRules(begins=True)}, "support has no receipt"),
        (ActKind, {**KINDS, ActKind.SUPPORT: KindRules(binds=True)}, "support binds, and begins nothing"),
        (ActKind, {**KINDS, ActKind.LAPSE: KindRules(offer=KINDS[ActKind.SUPPORT].offer)}, "lapse is offered, and begins nothing"),
    ],
)
def test_a_kind_that_was_added_partly_is_found(kinds: Iterable[str], table: Mapping[ActKind, KindRules], problem: str) -> None:
    assert problem in problems_of(kinds, table)


def accepted_by(form: type[Form]) -> set[ActKind]:
    """Return the kinds of acts to which the menu of a form does not object."""
    return {kind for kind in ActKind if "kind" not in _problems(form, kind)}


def _problems(form: type[Form], kind: ActKind) -> Mapping[str, object]:
    with pytest.raises(InvalidForm) as refused:  # the other fields are missing
        form.parse({"kind": kind.value})
    return refused.value.problems


def test_every_kind_is_known_where_acts_are_shown_and_asked_for() -> None:
    assert set(ENDED_STATES) == set(ENDING_KINDS)
    assert accepted_by(AnswerForm) == set(STANDING_KINDS)
    assert accepted_by(EnteredActForm) == set(ENTERED_KINDS) > set(STANDING_KINDS)
