"""Tables of organisations: planned row by row, then written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries
from coalition.imports.organisation_list import run_import
from coalition.imports.organisation_plan import plan_import
from coalition.imports.plans import Outcome, RowAction
from coalition.organisations.queries import by_slug, view_of
from coalition.spreadsheets.csv_files import Column, UnreadableFile, csv_grid, csv_rows
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.imports.tables import answered

if TYPE_CHECKING:
    from coalition.imports.organisation_plan import PlannedOrganisation
    from coalition.imports.plans import Plan
    from coalition.organisations.views import OrganisationView
    from coalition.people.tables import Coordinator

HEADER = "slug,name_en,name_native,native_language,acronym,country,based_in,scope,kind,website\n"
KIBHR = "kibhr,Kazakhstan Bureau,Казахстанское бюро,ru,KIBHR,KZ,KZ,national,ngo,https://bureau.kz\n"


async def entry(slug: str) -> OrganisationView:
    row = await by_slug(slug)
    assert row
    return await view_of(row)


async def plan_of(text: str, mapping: dict[str, str] | None = None, answers: dict[str, str] | None = None) -> Plan[PlannedOrganisation]:
    return await plan_import(sheets_of(text.encode()), answered(answers), mapping)


async def import_table(text: str) -> Outcome:
    return await run_import(await plan_of(text))


async def test_the_native_name_is_primary_and_the_acronym_goes_with_the_english(store: str) -> None:
    await import_table(HEADER + KIBHR)
    names = [(name.language, name.name, name.short_name, name.primary) for name in (await entry("kibhr")).names]
    assert names == [("ru", "Казахстанское бюро", "", True), ("en", "Kazakhstan Bureau", "KIBHR", False)]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("hivos,Hivos,Hivos,nl,H,NL,,,,\n", [("nl", "Hivos", "H", True)]),
        ("hivos,Hivos,,,H,NL,,,,\n", [("en", "Hivos", "H", True)]),
        ("hivos,,Hivos,nl,H,NL,,,,\n", [("nl", "Hivos", "H", True)]),
        ("hivos,Hivos,Hivos,en,,NL,,,,\n", [("en", "Hivos", "", True)]),
    ],
)
async def test_one_name_is_enough(store: str, row: str, names: list[tuple[str, str, str, bool]]) -> None:
    await import_table(HEADER + row)
    assert [(name.language, name.name, name.short_name, name.primary) for name in (await entry("hivos")).names] == names


async def test_a_second_import_changes_nothing(store: str) -> None:
    assert await import_table(HEADER + KIBHR) == Outcome(new=1)
    assert await import_table(HEADER + KIBHR) == Outcome(unchanged=1)


async def test_what_differs_is_named_and_changed(store: str) -> None:
    await import_table(HEADER + KIBHR)
    plan = await plan_of(HEADER + KIBHR.replace("KZ,KZ,national", "KZ,PL,regional").replace("Казахстанское бюро", "Бюро"))
    assert [(row.number, row.slug, row.action, row.changes) for row in plan.rows] == [
        (2, "kibhr", RowAction.CHANGED, ("names", "scope", "seat_country"))
    ]
    assert await run_import(plan) == Outcome(changed=1)
    changed = await entry("kibhr")
    assert (changed.seat_country, changed.scope, changed.primary.name) == ("PL", "regional", "Бюро")


async def test_a_table_replaces_no_name_that_a_public_act_shows(ada_account: Coordinator) -> None:
    await import_table(HEADER + KIBHR)
    await factories.signed(await factories.opened(ada_account), await by_slug("kibhr"))
    renamed = HEADER + KIBHR.replace("Казахстанское бюро", "Иное название")
    [row] = (await plan_of(renamed)).rows
    assert "A public act names it" in str(row.problems["name_en"])
    assert await import_table(renamed) == Outcome(refused=1)
    assert (await entry("kibhr")).primary.name == "Казахстанское бюро"
    assert await import_table(HEADER + KIBHR.replace("KZ,KZ,national", "KZ,PL,national")) == Outcome(changed=1)


@pytest.mark.parametrize("kind", ["informal", "Initiative group", "not registered"])
async def test_a_group_that_is_not_registered_is_informal(store: str, kind: str) -> None:
    await import_table(HEADER + f"group,The Group,,,,UZ,,national,{kind},\n")
    assert (await entry("group")).kind == "informal"


async def test_an_empty_cell_erases_nothing(store: str) -> None:
    await import_table(HEADER + KIBHR)
    assert await import_table(HEADER + "kibhr,,,,,,,,,\n") == Outcome(unchanged=1)


async def test_names_the_table_lacks_are_kept_and_so_is_the_primary_one(store: str) -> None:
    names = [{"language": "kk", "name": "Бюро қаз", "primary": True}, {"language": "en", "name": "Old", "short_name": "KB"}]
    await factories.organisation("kibhr", names=names)
    await import_table("slug,name_en\nkibhr,New\n")
    assert [(name.language, name.name, name.short_name, name.primary) for name in (await entry("kibhr")).names] == [
        ("kk", "Бюро қаз", "", True),
        ("en", "New", "KB", False),
    ]


async def test_one_column_of_names_beside_the_column_of_their_language(store: str) -> None:
    await import_table("slug,name,language\nosh,Osh Desk,en\nfjord,Fjordbrevene,norsk\ntaraz,Тараз үні,kk\n")
    read = {slug: [(name.language, name.name, name.primary) for name in (await entry(slug)).names] for slug in ("osh", "fjord", "taraz")}
    assert read == {"osh": [("en", "Osh Desk", True)], "fjord": [("nb", "Fjordbrevene", True)], "taraz": [("kk", "Тараз үні", True)]}
    await import_table("slug,name_en,name_native,native_language\nsamovar,Samovar Circle,,ru\naral,Aral Lamp,,en\n")
    read = {slug: [(name.language, name.name) for name in (await entry(slug)).names] for slug in ("samovar", "aral")}
    assert read == {"samovar": [("en", "Samovar Circle")], "aral": [("en", "Aral Lamp")]}


async def test_every_problem_names_its_row_and_column(store: str) -> None:
    text = (
        "slug,name_en,name_native,native_language,country,scope,kind,website,status,at_risk\n"
        "Bad Slug,A,,,,,,,,\n"
        "b,B,,,XX,galactic,ngo,nowhere,asleep,\n"
        "c,,Дом,klingon,,,,,,\n"
        "d,,,,,,,,,\n"
        "e,E,,,,,,,,perhaps\n"
        "\n"
        "f,F,,,,,,,,yes\n"
        "f,F,,,,,,,,yes\n"
        "g,G,,,,,,,,,too,many\n"
        "h,Hill,,,,,,,,\n"
    )  # fmt: skip
    plan = await plan_of(text)
    assert {row.number: sorted(row.problems) for row in plan.refused} == {
        2: ["slug"],
        4: ["native_language"],
        5: ["name_en"],
        6: ["at_risk"],
        9: ["slug"],
        10: ["row"],
    }
    assert {row.number: sorted(row.remarks) for row in plan.rows if row.remarks} == {3: ["country", "scope", "status", "website"]}
    assert {question.key: question.rows for question in plan.questions} == {
        "country:xx": [3],
        "scope:galactic": [3],
        "status:asleep": [3],
        "at_risk:perhaps": [6],
        "cells:10": [10],
    }
    assert [row.slug for row in plan.writing] == ["b", "f", "h"]
    assert await run_import(plan) == Outcome(new=3, refused=6)
    assert (await entry("f")).at_risk is True


async def test_columns_may_be_renamed_and_unknown_ones_are_reported(store: str) -> None:
    plan = await plan_of("Kürzel;Name;Farbe\nhivos;Hivos;rot\n", {"Kürzel": "slug", "Name": "name_en"})
    assert ([row.slug for row in plan.writing], plan.ignored) == (["hivos"], ("Farbe",))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_tables_come_with_any_separator(separator: str, mark: str) -> None:
    text = f'{mark}slug{separator}name_en\r\na{separator}"A{separator} B"\r\n'
    assert csv_grid(text) == [["slug", "name_en"], ["a", f"A{separator} B"]]


@pytest.mark.parametrize("text", ["slug,name_en,slug\na,A,b\n", "slug,name_en\n", "country\nKZ\n", "", "\n\n", 'slug,name_en\n"a,A\n'])
async def test_what_is_no_such_table_is_refused(store: str, text: str) -> None:
    with pytest.raises(UnreadableFile):
        await plan_of(text)


async def test_a_long_table_is_planned_with_as_many_queries_as_a_short_one(store: str) -> None:
    counts = []
    for amount in (1, 200):
        rows = "".join(f"org-{at},Organisation {at}\n" for at in range(amount))
        await import_table("slug,name_en\n" + rows)
        with counting_queries() as count:
            await plan_of("slug,name_en\n" + rows)
        counts.append(count.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_cell_never_calculates(cell: str) -> None:
    assert csv_rows([Column("a", str)], [cell]).decode().splitlines()[0].lstrip('"').startswith("'")


async def test_a_table_does_not_say_that_an_organisation_is_no_longer_at_risk(store: str) -> None:
    await factories.organisation("saffron-lantern", "Saffron Lantern", at_risk=True)
    table = "slug,name_en,at_risk\nsaffron-lantern,Saffron Lantern,false\n"
    plan = await plan_of(table)
    assert [list(row.problems) for row in plan.refused] == [["at_risk"]]
    assert (await run_import(plan)).refused == 1
    assert (await entry("saffron-lantern")).at_risk
