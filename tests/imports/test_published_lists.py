"""Lists as people publish them, in every format and language: nearly all rows come in or are asked about, and a refusal says row and reason."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from coalition.imports.left_out import left_out_rows
from coalition.imports.organisation_list import run_import
from coalition.imports.organisation_plan import plan_import
from coalition.imports.plans import Outcome
from coalition.imports.questions import Choices
from coalition.organisations import queries
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.imports.published_lists import LANGUAGES, SHAPES, Expected, members, register, signatories
from tests.imports.table_files import WRITERS
from tests.imports.tables import answered, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.organisation_plan import PlannedOrganisation
    from coalition.imports.plans import Plan, PlannedRow
    from coalition.imports.signatory_plan import PlannedSignatory
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from tests.imports.published_lists import PublishedList

ROWS, FEWER_ROWS = 240, 60
MOST_REFUSED = 0.02
CASES = [(shape, language, list(WRITERS)[(at + nth) % 3]) for nth, shape in enumerate(SHAPES) for at, language in enumerate(LANGUAGES)]


async def organisations_of(
    published: PublishedList, language: str, file_format: str, answers: Mapping[str, str] | None = None
) -> Plan[PlannedOrganisation]:
    return await plan_import(sheets_of(WRITERS[file_format](published.lines, language)), answered(answers))


def check(plan: Plan[PlannedRow], expected: Mapping[int, Expected], language: str) -> None:
    """Check that every row of a file is there and that at most one in fifty is refused without being asked about, with its reason."""
    asked = {number: question.key for question in plan.questions if not question.answered for number in question.rows}
    assert [row.number for row in plan.rows] == sorted(expected)
    refused = [row for row in plan.refused if row.number not in asked]
    assert len(refused) <= MOST_REFUSED * len(plan.rows)
    for row in refused:
        reasons = [message.text("en") for message in row.problems.values()]
        assert reasons == [expected[row.number].reason], row
    for row in plan.rows:
        question = expected[row.number].question
        assert not question or asked[row.number].startswith(question), row
        assert bool(row.problems) == expected[row.number].is_left_out, row
    left_out = list(csv.reader(left_out_rows(plan.file, plan.rows, language).splitlines()))[1:]
    numbers = [line[-2] for line in left_out if len(line) > 2]  # a cell of several lines is on several lines
    assert set(map(str, (row.number for row in plan.refused))) <= set(numbers)
    assert all(line[-1] for line in left_out if line[-2:-1] and line[-2] in numbers)


def values_of(row: PlannedOrganisation) -> dict[str, object]:
    """Return what a row brings in, under the names of the expected values."""
    assert row.form
    names = row.form.names or ()
    native = next((name.name for name in names if name.language == "ar"), "")
    name = next((name.name for name in names if name.language != "ar"), native)
    form = row.form
    return {"name": name, "native": native, "country": form.country, "website": form.website, "kind": form.kind}


@pytest.mark.parametrize(("shape", "language", "long_format"), CASES)
async def test_nearly_all_rows_come_in_or_are_asked_about(ada_account: Coordinator, shape: str, language: str, long_format: str) -> None:
    """Each shape and language is read in each format; the list in one of the formats is long."""
    memorandum = await factories.draft(ada_account)
    for file_format in WRITERS:
        published = SHAPES[shape](language, ROWS if file_format == long_format else FEWER_ROWS)
        expected = {number: _in_format(row, file_format) for number, row in published.expected.items()}
        if shape == "signatories":
            await _signatories(memorandum, published, expected, language, file_format)
        else:
            await _organisations(published, expected, language, file_format)


async def _organisations(published: PublishedList, expected: dict[int, Expected], language: str, file_format: str) -> None:
    """Rows that are hidden in the file come in with the right values too, once an answer says so."""
    plan = await organisations_of(published, language, file_format)
    check(plan, expected, language)
    if hidden := {number for number, row in expected.items() if row.question == "hidden"}:
        plan = await organisations_of(published, language, file_format, {"hidden": "take"})
        assert hidden < {row.number for row in plan.writing}
    for row in plan.writing:
        values = values_of(row)
        assert {key: values[key] for key in expected[row.number].values} == expected[row.number].values, row
    slugs = [row.slug for row in plan.writing]
    assert len(set(slugs)) == len(slugs) >= len(expected) * 0.9


def _in_format(expected: Expected, file_format: str) -> Expected:
    """Return what becomes of a row in a format; a CSV file holds no hidden rows."""
    return Expected(expected.values) if file_format == "csv" and expected.question == "hidden" else expected


async def _signatories(memorandum: Memorandum, published: PublishedList, expected: dict[int, Expected], language: str, file_format: str) -> None:
    """All of these organisations are asked about; once an answer calls them new, every row comes in with the day as it was shown."""
    content = WRITERS[file_format](published.lines, language)
    plan = await plan_of(memorandum, content, source="Letter")
    check(plan, expected, language)
    new = {question.key: "new" for question in plan.questions}
    plan = await plan_of(memorandum, content, source="Letter", answers=new)
    assert not plan.refused
    assert [_dated(row) for row in plan.rows] == [expected[number].values for number in sorted(expected)]


def _dated(row: PlannedSignatory) -> dict[str, object]:
    return {"name": row.name, "date": row.acts[0].acted}


async def test_the_formats_of_a_list_hold_the_same(store: str) -> None:
    """Whatever the format, the values are those that a person reads in the list."""
    for published in (members("ru", 60), signatories("nb", 60)):
        tables = {
            name: [[row.cells for row in sheet.rows] for sheet in sheets_of(writer(published.lines, "en")) if not sheet.hidden]
            for name, writer in WRITERS.items()
        }
        assert tables["ods"] == tables["xlsx"]
    zeros = [row.cells[0] for row in sheets_of(WRITERS["xlsx"](register("en", 12).lines, "en"))[1].rows[1:]]
    assert zeros == [f"{number:08d}" for number in range(12)]


async def test_a_whole_list_is_in_the_register_afterwards(store: str) -> None:
    """What the preview says is what happens, and the same file again changes nothing and asks nothing new."""
    published = register("en", 100)
    plan = await organisations_of(published, "en", "xlsx")
    outcome = await run_import(plan)
    assert outcome == Outcome(new=len(plan.writing), refused=len(plan.refused))
    views = await queries.views_by_slug([row.slug for row in plan.writing])
    assert {views[row.slug].primary.name for row in plan.writing} >= {row.name for row in plan.writing if len(row.form.names or ()) == 1}  # type: ignore[union-attr]
    again = await plan_import(sheets_of(WRITERS["xlsx"](published.lines, "en")), Choices())
    assert (len(again.writing), len(again.refused)) == (0, len(plan.refused))
