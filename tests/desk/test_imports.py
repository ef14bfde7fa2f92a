"""Ada imports a table of organisations."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries, put, transaction
from coalition.imports.tables import Import
from coalition.jobs.worker import run_due
from coalition.organisations.queries import by_slug
from coalition.organisations.tables import Organisation, OrganisationEvent, OrganisationName
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import follow, send

if TYPE_CHECKING:
    import httpx

TABLE = (Path(__file__).parents[2] / "coalition/example/organisations.csv").read_bytes()
TOWNS, THINGS = ("Osh", "Batken", "Talas", "Naryn", "Aktau", "Taraz", "Semey", "Oral"), ("Rights", "Press", "Prison", "Labour", "Housing", "Water")
KINDS = ("Desk", "Mirror", "Watch", "Harbour", "Circle", "Forum", "Bureau", "Lamp", "Clinic", "Archive")
BAD = "slug,name_en,country,colour\ngood,Good,KZ,red\nBad Slug,Bad,KZ,blue\nnowhere,Nowhere,ZZZ,green\n".encode("utf-8-sig")


async def upload(browser: httpx.AsyncClient, content: bytes, name: str = "table.csv") -> httpx.Response:
    return await send(browser, "/en/desk/imports", files={"file": (name, content, "text/csv")})


async def test_ada_sees_what_would_happen_then_it_happens(ada: httpx.AsyncClient) -> None:
    preview = await follow(ada, await upload(ada, TABLE))
    assert "Import 15 rows" in preview.text
    assert await Organisation.count() == 0

    here = str(preview.url.path)
    running = await follow(ada, await send(ada, f"{here}/confirmation"))
    assert '<meta http-equiv="refresh"' in running.text
    assert "0 of 15 rows" in running.text
    await run_due()
    finished = await ada.get(here)
    assert "The import is finished" in finished.text
    assert "<b>15</b> <span>new</span>" in finished.text
    assert await Organisation.count() == 15
    assert (await Import.select(Import.content)) == [{"content": ""}]


async def test_the_same_file_again_changes_nothing(ada: httpx.AsyncClient) -> None:
    for _ in range(2):
        preview = await follow(ada, await upload(ada, TABLE))
        await send(ada, f"{preview.url.path}/confirmation")
        await run_due()
    assert "<b>15</b> <span>unchanged</span>" in preview.text
    assert "There is nothing to import" in preview.text


async def test_rows_with_problems_are_shown_and_left_out(ada: httpx.AsyncClient) -> None:
    columns = await follow(ada, await upload(ada, BAD))
    assert "For example: red · blue · green" in columns.text.translate({0x2068: None, 0x2069: None})
    fields = {"column-0": "slug", "column-1": "name_en", "column-2": "country"}
    preview = await follow(ada, await send(ada, columns.url.path, fields))
    assert "<b>1</b> <span>with problems</span>" in preview.text
    assert "Import 2 rows<" in preview.text
    assert "These columns mean nothing here and are left out: colour." in preview.text
    assert "What does “ZZZ” mean in the column country?" in preview.text
    here = str(preview.url.path)
    [menu] = re.findall(r'<select id="(q[0-9a-f]{16})"', preview.text)
    answered = await follow(ada, await send(ada, f"{here}/answers", {menu: "out"}))
    assert "It is left out, as you chose." in answered.text
    left_out = (await ada.get(f"{here}/left-out.csv")).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in left_out] == ["slug", "Bad Slug", "nowhere"]
    await send(ada, f"{here}/confirmation")
    await run_due()
    assert await Organisation.select(Organisation.slug) == [{"slug": "good"}]
    assert "The rows that were left out" in (await ada.get(here)).text
    assert (await ada.get(f"{here}/left-out.csv")).content.decode("utf-8-sig").splitlines() == left_out


@pytest.mark.sqlite_only
async def test_an_answer_that_was_chosen_and_not_saved_is_not_imported_unseen(ada: httpx.AsyncClient) -> None:
    preview = await follow(ada, await upload(ada, "name_en,country\nGood,KZ\nНазвание,KZ\n".encode()))
    here = preview.url.path
    [form] = [form for form in forms_of(preview.text) if form.action == f"{here}/confirmation"]
    [menu] = form.choices
    assert dict(form.fields)[menu] == "ru"
    answered = await follow(ada, await send(ada, f"{here}/confirmation", dict(form.fields) | {menu: "kk"}))
    assert "nothing is imported yet" in answered.text
    [form] = [form for form in forms_of(answered.text) if form.action == f"{here}/confirmation"]
    assert dict(form.fields)[menu] == "kk"
    await send(ada, f"{here}/confirmation", dict(form.fields))
    await run_due()
    assert sorted(row["language"] for row in await OrganisationName.select(OrganisationName.language)) == ["en", "kk"]


async def test_columns_in_every_language_and_of_two_kinds_are_asked_about(ada: httpx.AsyncClient) -> None:
    columns = await follow(ada, await upload(ada, "Название;Сайт;Страна;Пометки\nЗаря;zarya.example.org;Казахстан;да\n".encode()))
    for field in ("name_en", "website", "country"):
        assert f'<option value="{field}" selected>' in columns.text
    twice = await send(ada, columns.url.path, {"column-0": "name_en", "column-3": "name_en"})
    assert twice.status_code == 422
    assert "Two columns are read as “name in English, or in Latin letters”." in twice.text
    nameless = await send(ada, columns.url.path, {"column-2": "country"})
    assert (nameless.status_code, "Choose the column that holds the name" in nameless.text) == (422, True)
    assert (await follow(ada, await ada.get(str(columns.url.path).removesuffix("/columns")))).url.path == columns.url.path


async def test_an_import_is_undone_while_nothing_rests_on_it(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.organisation("kept", "Kept", country="KZ", listed=True)
    pages = ["/en/organisations", "/en/organisations/kept", "/api/organisations", "/api/organisations/kept", "/sitemap.xml"]
    before = {page: (await cleo.get(page)).content for page in pages}
    table = b"slug,name_en,country,listed,listing_reason,email\nkept,Kept,NO,,,\nfresh,Fresh,KZ,yes,It wishes so.,a@example.org\nquiet,Quiet,,,,\n"
    here = (await follow(ada, await upload(ada, table))).url.path
    await send(ada, f"{here}/confirmation")
    await run_due()
    assert (await cleo.get("/en/organisations/fresh")).status_code == 200
    assert {page: (await cleo.get(page)).content for page in pages} != before
    quiet = await by_slug("quiet")
    assert quiet
    async with transaction():
        event = await put(OrganisationEvent, organisation=quiet.id, kind="founded")
    refused = await send(ada, f"{here}/undoing")
    assert (refused.status_code, "Something refers to it already." in refused.text, "Quiet" in refused.text) == (409, True, True)
    async with transaction():
        await OrganisationEvent.delete().where(OrganisationEvent.id == event.id)
    assert "Importing" not in (await ada.get(here)).text
    await send(ada, f"{here}/undoing")
    await run_due()
    assert "The import is undone" in (await ada.get(here)).text
    assert await Organisation.select(Organisation.slug) == [{"slug": "kept"}]
    assert {page: (await cleo.get(page)).content for page in pages} == before
    assert (await cleo.get("/en/organisations/fresh")).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        ("slug,name_en\nå,Å\n".encode("latin-1"), "The file is not in UTF-8."),
        ("slug,name_en\na,A\n".encode("utf-16"), "The file is not in UTF-8."),
        (b"slug,name_en\n" + b"a" * (2 * 1024 * 1024), "The file is larger than 2 MiB."),
        (b'slug,name_en\na,"A\nb,B\n', "The table breaks off near line"),
        (b"slug,name_en\n", "The file has a header but no rows."),
    ],
)
async def test_a_file_that_cannot_be_read_is_explained(ada: httpx.AsyncClient, content: bytes, sentence: str) -> None:
    page = await upload(ada, content)
    assert page.status_code == 422
    assert sentence in page.text


async def test_no_file_is_said(ada: httpx.AsyncClient) -> None:
    assert "Choose a file." in (await send(ada, "/en/desk/imports")).text
    assert "Choose a file." in (await send(ada, "/en/desk/imports", {"file": "no file"})).text


async def test_the_table_of_another_does_not_exist(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    preview = await follow(ada, await upload(ada, TABLE))
    assert (await dina.get(preview.url.path)).status_code == 404
    assert (await send(dina, f"{preview.url.path}/confirmation")).status_code == 404
    assert {(await ada.get(f"/en/desk/imports/{wrong}")).status_code for wrong in ("0", "-1", "999999", "9" * 40, "x", "٣")} == {404}


@pytest.mark.changes_nothing
async def test_confirming_twice_imports_once(ada: httpx.AsyncClient) -> None:
    preview = await follow(ada, await upload(ada, TABLE))
    for _ in range(2):
        await follow(ada, await send(ada, f"{preview.url.path}/confirmation"))
    assert await run_due() == 1


async def test_an_import_that_broke_off_goes_on(ada: httpx.AsyncClient) -> None:
    preview = await follow(ada, await upload(ada, TABLE))
    await send(ada, f"{preview.url.path}/confirmation")
    await follow(ada, await upload(ada, TABLE.splitlines(keepends=True)[0] + b"".join(TABLE.splitlines(keepends=True)[1:6])))
    other = await Import.select(Import.id).order_by(Import.id, ascending=False).first()
    assert other
    await send(ada, f"/en/desk/imports/{other['id']}/confirmation")
    async with transaction():
        await Import.update({Import.done: 3}).where(Import.id == other["id"])
    await run_due()
    assert await Organisation.count() == 15


async def test_a_long_table_is_planned_while_nobody_waits(ada: httpx.AsyncClient) -> None:
    names = [f"{first} {second} {third}" for first in TOWNS for second in THINGS for third in KINDS]
    table = "Organisation;Country;Notes\n" + "".join(
        f"{name};{'Kenya' if at else 'Atlantis'};{'long remark ' * 20}\n" for at, name in enumerate(names)
    )
    columns = await follow(ada, await upload(ada, table.encode()))
    waiting = await follow(ada, await send(ada, columns.url.path, {"column-0": "name_en", "column-1": "country"}))
    here = waiting.url.path
    assert ("Reading the table" in waiting.text, '<meta http-equiv="refresh"' in waiting.text) == (True, True)
    assert (await ada.get(f"{here}/left-out.csv")).status_code == 404
    with counting_queries() as queries:
        await ada.get(here)
    assert len(queries.statements) < 10  # what a short table takes for its plan is not here
    await run_due()
    preview = await ada.get(here)
    assert f"Import {len(names)} rows" in preview.text
    assert "What does “Atlantis” mean in the column Country?" in preview.text
    assert "«Atlantis»" in (await ada.get(here.replace("/en/", "/ru/"))).text
    [menu] = re.findall(r'<select id="(q[0-9a-f]{16})"', preview.text)
    assert "Reading the table" in (await follow(ada, await send(ada, f"{here}/answers", {menu: "out"}))).text
    await run_due()
    assert f"Import {len(names) - 1} rows" in (await ada.get(here)).text
    left_out = (await ada.get(f"{here}/left-out.csv")).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in left_out[1:]] == ["Atlantis"]
    assert (await send(ada, columns.url.path, {"column-0": "name_en", "column-1": "name_en"})).status_code == 422
