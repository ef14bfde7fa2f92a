"""A list is asked about for the same reasons as an organisation that is entered by hand, which are shown; a reading of contacts is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.desk import import_pages
from coalition.imports import uploads
from coalition.imports.organisation_list import run_import
from coalition.imports.organisation_plan import plan_import
from coalition.imports.signatory_plan import plan_signatories
from coalition.jobs.worker import run_due
from coalition.organisations.tables import Organisation
from coalition.spreadsheets.workbooks import sheets_of
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import follow, send
from tests.imports.tables import answered
from tests.mutants import mutated
from tests.organisations.test_likely_duplicates import register_of

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HEADER = "name_en,acronym,country,website,email\n"
LIST = (
    HEADER
    + """\
Voice of Fredom,,KG,,
Alpha Beta,,KG,,x@voice.example
Harbour Quay,,KG,www.birduino.kg,
Gamma Delta,,KG,,x@birduino.kg
Hill Lantern,,KG,,
Lantern Hill,,KG,,
Hill Lantern,,UZ,,
Hill Lanterns,,NO,,
Epsilon Zeta,,KG,,a@hill.example
Eta Theta,,KG,,b@hill.example
"""
)
EXPECTED = {
    2: ["the same as Voice of Freedom (hidden). It has, or had, nearly the same name: Voice of Freedom."],
    3: ["the same as Voice of Freedom (hidden). One of its contacts has an address at voice.example."],
    4: ["the same as Бир Дуйно — Кыргызстан (bir-duino). It has the same website: birduino.kg."],
    5: ["the same as Бир Дуйно — Кыргызстан (bir-duino). The e-mail address is at the domain of its website: birduino.kg.", "the same as in row 4"],
    7: ["the same as in row 6"],
    8: ["the same as in row 6"],
    11: ["the same as in row 10"],
}


async def asked_about(text: str) -> dict[int, list[str]]:
    """Return by row what a list is asked about, without the answers `new` and `out`."""
    plan = await plan_import(sheets_of(text.encode()))
    assert {row.number for row in plan.refused} == {number for question in plan.questions for number in question.rows}
    labels = {question.rows[0]: [str(label) for value, label in question.choices if value not in {"new", "out"}] for question in plan.questions}
    return {number: [label.translate({0x2068: None, 0x2069: None}) for label in some] for number, some in labels.items()}


async def test_rows_are_asked_about_for_every_reason(ada_account: Coordinator) -> None:
    await register_of(ada_account)
    assert await asked_about(LIST) == EXPECTED


async def test_short_names_of_two_countries_are_not_compared(store: str) -> None:
    text = f"{HEADER}Netherlands Committee,NHC,NL,,\nNorwegian Committee,NHC,NO,,\nNordic House of Culture,NHC,NO,,\n"
    assert await asked_about(text) == {4: ["the same as in row 3"]}


async def test_the_same_list_again_asks_nothing(ada_account: Coordinator) -> None:
    await register_of(ada_account)
    new = {f"who:{row}:{line.partition(',')[0]}": "new" for row, line in enumerate(LIST.splitlines()[1:], 2)}
    outcome = await run_import(await plan_import(sheets_of(LIST.encode()), answered(new)))
    assert outcome.new == len(LIST.splitlines()) - 1
    assert await asked_about(LIST) == {}


async def readings() -> int:
    hidden = await Organisation.objects().get(Organisation.slug == "hidden")
    return int(await TrailEntry.count().where((TrailEntry.act == "contacts_read") & (TrailEntry.about == f"organisation:{hidden.id}")))


@pytest.mark.parametrize("is_long", [False, True])
async def test_the_preview_records_that_it_tells_of_contacts_at_risk(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    """The question says where an organisation at risk has a mailbox, and so it is recorded, once it is shown."""
    monkeypatch.setattr(uploads, "is_long", lambda _: is_long)
    await register_of(ada_account)
    for text, expected in ((f"{HEADER}Voice of Fredom,,KG,,\n", 0), (LIST, 1)):
        sent = await send(ada, "/en/desk/imports", files={"file": ("list.csv", text.encode(), "text/csv")})
        await run_due()
        assert await readings() == 0
        page = await follow(ada, sent)
        assert ("has an address at voice.example" in page.text) == bool(expected)
        assert await readings() == expected


@pytest.mark.sqlite_only
async def test_a_build_that_records_nothing_is_caught(ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    build = mutated(import_pages, "    await record_contacts_shown(preview.tells_of_contacts)\n", "")
    monkeypatch.setattr(import_pages, "import_page", build["import_page"])
    with pytest.raises(AssertionError):
        await test_the_preview_records_that_it_tells_of_contacts_at_risk(ada, ada_account, monkeypatch, is_long=False)


async def test_signatories_with_nearly_the_same_name_are_offered(ada_account: Coordinator) -> None:
    await register_of(ada_account)
    memorandum = await factories.draft(ada_account)
    text = "organisation,country,kind,source\nVoice of Fredom,KG,signature,Letter\nVoice of Fredom Abroad,NO,signature,Letter\n"
    plan = await plan_signatories(memorandum, sheets_of(text.encode()))
    offered = {question.rows[0]: [value for value, _ in question.choices] for question in plan.questions}
    assert offered == {2: ["hidden", "new", "out"], 3: ["new", "out"]}
