"""A question that nobody answered has a safe answer: it names nobody, changes nobody's mark, and enters no organisation twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts.tables import Act
from coalition.imports import duplicates, organisation_plan, shared_cells, signatory_plan, signatory_rows
from coalition.imports.organisation_plan import plan_import
from coalition.imports.past_signatories import import_signatories
from coalition.organisations.queries import by_slug
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.imports.tables import answered, plan_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

SIGNATORIES = "organisation,kind,disclosure,source\nquay,signature,hush,Letter\n"


async def refused(text: str) -> bool:
    """Whether every row of a list of organisations is left out."""
    plan = await plan_import(sheets_of(text.encode()))
    return len(plan.refused) == len(plan.rows)


async def test_a_word_for_at_risk_that_is_not_known_leaves_the_row_out(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await refused("name_en,at_risk\nQuay,perhaps\n")
    right = "                read.leave_out(question, column)\n            answer"
    reader: Any = mutated(shared_cells, right, "                pass\n            answer")["CellReader"]
    monkeypatch.setattr(shared_cells.CellReader, "yes_or_no", reader.yes_or_no)
    assert not await refused("name_en,at_risk\nQuay,perhaps\n")


async def test_a_row_that_resembles_an_organisation_is_left_out(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await factories.organisation("quay", "Quay")
    assert await refused("name_en,country\nQuay,KE\nQUAY,NO\n")
    ask = mutated(duplicates, "[*same, *_NEW_OR_OUT], LEAVE_OUT", "[*same, *_NEW_OR_OUT], NEW")["ask_who"]
    monkeypatch.setattr(organisation_plan, "ask_who", ask)
    assert not await refused("name_en,country\nQuay,KE\nQUAY,NO\n")


async def test_a_word_for_disclosure_that_is_not_known_leaves_the_row_out(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    await factories.organisation("quay", "Quay")
    memorandum = await factories.draft(ada_account)
    assert (await plan_of(memorandum, SIGNATORIES)).writing == []
    right = "            read.leave_out(question, column)\n        value = question.answer"
    choose = mutated(signatory_rows, right, "            value = 'public'\n        value = value or question.answer")["_choose"]
    monkeypatch.setattr(signatory_rows, "_choose", choose)
    assert (await plan_of(memorandum, SIGNATORIES)).writing != []


@pytest.mark.parametrize("is_mutated", [False, True])
async def test_an_organisation_that_an_answer_calls_new_is_named_by_nothing(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, is_mutated: bool
) -> None:
    """Whoever calls a name new did not say that it may be shown: it is not listed, and its act is counted only."""
    memorandum = await factories.draft(ada_account)
    if is_mutated:
        right = "None if self.register.was_new(name) else organisation"
        planner = mutated(signatory_plan, right, "organisation")["_Planner"]
        monkeypatch.setattr(signatory_plan, "_Planner", planner)
    table = sheets_of(b"organisation,kind,source\nHarbour Quay,signature,Letter\n")
    await import_signatories(memorandum, table, answered({"organisation:harbour quay": "new"}))
    organisation = await by_slug("harbour-quay")
    assert organisation
    assert not organisation.listed
    assert await Act.select(Act.disclosure).output(as_list=True) == ["public" if is_mutated else "counted"]
