"""Years in which nothing of this can have happened are refused, and no year of an address makes the server fail."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from coalition import clock, fields
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm
from coalition.organisations.event_forms import PastDate
from tests import factories

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
WRONG = ("0001", "1944", "9999")


def accepted(kind: object, value: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("year", WRONG)
def test_a_year_that_cannot_be_is_refused_in_every_form(year):
    for kind in (fields.DateText, fields.OptionalDate, fields.Day, fields.OptionalDay):
        assert not accepted(kind, f"{year}-02-03")
    for form, name in ((OpeningForm, "opens"), (ExtensionForm, "closes"), (TerminationForm, "on")):
        with pytest.raises(fields.InvalidForm) as refused:
            form.parse({name: f"{year}-02-03", "reason": "R"})
        assert str(refused.value.problems[name]).startswith("Write a year between 1945 and ")


def test_years_from_1945_to_ten_years_ahead_are_accepted_and_the_past_of_organisations_is_longer():
    last = clock.today().year + 10
    for year in (1945, last):
        assert accepted(fields.DateText, f"{year}")
        assert accepted(fields.Day, f"{year}-01-01")
    assert not accepted(fields.DateText, f"{last + 1}")
    assert (accepted(PastDate, "1889-06-11"), accepted(PastDate, "0889")) == (True, False)


def test_a_build_that_takes_every_year_is_noticed(monkeypatch):
    monkeypatch.setattr(fields, "_FIRST_YEAR", 1)
    monkeypatch.setattr(fields, "_YEARS_AHEAD", 10_000)
    assert all(accepted(fields.Day, f"{year}-02-03") for year in WRONG)


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
