"""Years in which nothing of this can have happened are refused, and no year of an address makes the server fail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from coalition import clock, fields
from coalition.imports.signatory_rows import SignatoryRow
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm
from coalition.organisations.event_forms import PastDate
from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
from tests import factories
from tests.mutants import mutated

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]


def accepted(kind: object, value: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def years_that_cannot_be_are_refused(names: Mapping[str, Any]) -> None:
    """Ask the fields of a build for the first and the last year of each kind, and for their neighbours."""
    last = clock.today().year + 10
    for kind in ("DateText", "OptionalDate", "Day", "OptionalDay"):
        accepts = [year for year in (1, 1944, 1945, last, last + 1, 9999) if accepted(names[kind], f"{year:04d}-02-03")]
        assert (kind, accepts) == (kind, [1945, last])
    for kind in ("DateText", "OptionalDate"):
        assert [year for year in (1944, 1945, last, last + 1) if accepted(names[kind], str(year))] == [1945, last]


def test_years_from_1945_to_ten_years_ahead_are_accepted() -> None:
    years_that_cannot_be_are_refused(vars(fields))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("_FIRST_YEAR = 1945", "_FIRST_YEAR = 1944"),
        ("_FIRST_YEAR = 1945", "_FIRST_YEAR = 1946"),
        ("_YEARS_AHEAD = 10", "_YEARS_AHEAD = 11"),
        ("_YEARS_AHEAD = 10", "_YEARS_AHEAD = 9"),
        ("return _since(value, _FIRST_YEAR)", "return value"),
        ("return _since(value, _FIRST_YEAR)", "return _since(value, _FIRST_OLD_YEAR)"),
        ("if not first <= int(value[:4]) <= _last_year()", "if not first < int(value[:4]) <= _last_year()"),
        ("if not first <= int(value[:4]) <= _last_year()", "if not first <= int(value[:4])"),
        ("if not _FIRST_YEAR <= value.year <= _last_year()", "if not _FIRST_YEAR <= value.year"),
        ("if not _FIRST_YEAR <= value.year <= _last_year()", "if not value.year <= _last_year()"),
    ],
)
def test_a_mutated_build_takes_other_years(right: str, wrong: str) -> None:
    with pytest.raises(AssertionError):
        years_that_cannot_be_are_refused(mutated(fields, right, wrong))


@pytest.mark.parametrize("year", ["0001", "1944", "9999"])
def test_every_form_says_which_years_can_be(year: str) -> None:
    for form, name in ((OpeningForm, "opens"), (ExtensionForm, "closes"), (TerminationForm, "on")):
        with pytest.raises(fields.InvalidForm) as refused:
            form.parse({name: f"{year}-02-03", "reason": "R"})
        assert str(refused.value.problems[name]).startswith("Write a year between 1945 and ")


@pytest.mark.parametrize("year", ["1944", "2999"])
def test_every_way_of_an_act_says_which_years_can_be(year: str) -> None:
    entered = {"organisation": "one", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter", "reason": "R"}
    for name, day in (("acted", year), ("received", f"{year}-02-03")):
        for form in (EnteredActForm, RecordCorrectionForm):
            with pytest.raises(fields.InvalidForm) as refused:
                form.parse(entered | {name: day}, ignore_unknown=True)
            assert str(refused.value.problems[name]).startswith("Write a year between 1945 and ")
    row = {"kind": "ad_referendum", "disclosure": "public", "source": "Minutes", "date": "2013", "confirmed": "2014", "withdrawn": "2015"}
    for name, day in (("date", year), ("received", f"{year}-02-03"), ("confirmed", year), ("withdrawn", year)):
        with pytest.raises(fields.InvalidForm) as refused:
            SignatoryRow.parse(row | {name: day})
        assert str(refused.value.problems[name]).startswith("Write a year between 1945 and ")


def test_the_past_of_organisations_is_longer() -> None:
    assert [accepted(PastDate, day) for day in ("1699", "1700-01-01", "1889-06-11", "0889")] == [False, True, True, False]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1944-01-01"])
async def test_no_year_in_an_address_makes_the_server_fail(cleo, ada_account, day):
    await factories.signed(await factories.opened(ada_account), await factories.organisation("alpha", "Alpha"))
    paths = [
        f"/en/memoranda/cooperation?at={day}",
        f"/en/memoranda/cooperation/signatories?at={day}",
        f"/en/memoranda/cooperation/signatories?at={day}&compare=9999-12-31",
        f"/memoranda/cooperation.json?at={day}",
        f"/api/v1/memoranda/cooperation/signatories?at={day}",
        f"/api/v1/memoranda/cooperation?at={day}",
        f"/api/v1/notifications?since={day}",
        f"/en/notifications?since={day}&from={day}",
        f"/en/notifications/{day[:4]}/1",
    ]
    statuses = {path: (await cleo.get(path)).status_code for path in paths}
    assert all(status < 500 for status in statuses.values()), statuses
