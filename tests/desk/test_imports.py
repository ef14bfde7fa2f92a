"""Ada imports a table of organisations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition.database import transaction
from coalition.imports.tables import Import
from coalition.jobs.worker import run_due
from coalition.organisations.tables import Organisation
from tests.desk.conftest import follow, send

if TYPE_CHECKING:
    import httpx

TABLE = (Path(__file__).parents[2] / "coalition/example/organisations.csv").read_bytes()
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
    preview = await follow(ada, await upload(ada, BAD))
    assert "<b>2</b> <span>with problems</span>" in preview.text
    assert "Import 1 row<" in preview.text
    assert "These columns mean nothing here and are left out: colour." in preview.text
    assert "Choose a country from the list" in preview.text
    await send(ada, f"{preview.url.path}/confirmation")
    await run_due()
    assert await Organisation.select(Organisation.slug) == [{"slug": "good"}]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        ("slug,name_en\nå,Å\n".encode("latin-1"), "The file is not in UTF-8."),
        ("slug,name_en\na,A\n".encode("utf-16"), "The file is not in UTF-8."),
        (b"slug,name_en\n" + b"a" * (2 * 1024 * 1024), "The file is larger than 2 MiB."),
        (b"name,country\nA,KZ\n", "needed are slug, and name_en or name_native"),
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
