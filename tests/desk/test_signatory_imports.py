"""Ada uploads a table of who signed long ago."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.imports.tables import Import
from coalition.jobs.worker import run_due
from tests import factories
from tests.desk.conftest import follow, send, send_sure
from tests.imports.test_past_signatories import xlsx
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation/imports"
HEADER = ["organisation", "act", "date", "withdrawn", "colour"]
ROWS = [["Bir Duino", "signature", "2013-02-17", "", "red"], ["zenith", "support", "2013", "2014-05", ""], ["Nobody", "signature", "", "", ""]]
TABLE = "\n".join(",".join(row) for row in [HEADER, *ROWS]).encode("utf-8-sig")
SOURCE = {"source": "Announcement of 30 April 2013"}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    await factories.organisation("bir-duino", "Bir Duino")
    await factories.organisation("zenith", "Zenith")
    return await factories.opened(ada_account, since=date(2013, 1, 1))


async def upload(browser: httpx.AsyncClient, content: bytes, fields: dict[str, str] | None = None) -> httpx.Response:
    return await send(browser, HERE, SOURCE if fields is None else fields, files={"file": ("past.csv", content, "text/csv")})


async def preview_of(browser: httpx.AsyncClient, content: bytes, fields: dict[str, str] | None = None) -> httpx.Response:
    """Upload a table, leave out the column that means nothing, and go to the preview."""
    columns = await follow(browser, await upload(browser, content, fields))
    chosen = {f"column-{at}": name for at, name in enumerate(("organisation", "kind", "date", "withdrawn"))}
    return await follow(browser, await send(browser, columns.url.path, chosen))


@pytest.mark.parametrize("content", [TABLE, xlsx([HEADER, *ROWS])], ids=["csv", "xlsx"])
async def test_ada_sees_what_is_entered(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum, content: bytes) -> None:
    assert f"{HERE}/new" in (await ada.get("/en/desk/memoranda/cooperation/signatories")).text
    assert (await ada.get(f"{HERE}/new")).status_code == 200
    preview = await preview_of(ada, content)
    said = words(preview.text)
    assert "Import 2 rows" in preview.text
    assert "left out: colour." in said
    assert "No organisation in the register is called Nobody." in said
    assert "Which organisation is “Nobody”?" in said
    assert ("Support 2013" in said, "Withdrawal May 2014" in said) == (True, True)
    assert await Act.count() == 0

    running = await follow(ada, await send(ada, f"{preview.url.path}/confirmation"))
    assert '<meta http-equiv="refresh"' in running.text
    await run_due()
    finished = words((await ada.get(preview.url.path)).text)

    assert "2 new" in finished
    assert "1 left out" in finished
    assert "To the signatories" in finished
    lines = (await status_of(memorandum)).lines
    assert [(line.organisation.slug, str(line.acted), line.stands, line.source) for line in lines] == [
        ("bir-duino", "2013-02-17", True, SOURCE["source"]),
        ("zenith", "2013", False, SOURCE["source"]),
    ]
    left_out = (await ada.get(f"{preview.url.path}/left-out.csv")).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in left_out] == ["organisation", "Nobody"]
    again = await preview_of(ada, content)
    assert "There is nothing to import" in again.text
    assert "Bir Duino" in (await cleo.get("/en/memoranda/cooperation")).text


async def test_a_row_must_say_where_it_is_known_from(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    assert memorandum
    preview = await preview_of(ada, TABLE, {})
    assert "Write where this is known from." in preview.text
    assert "There is nothing to import" in preview.text


async def test_what_is_no_table_is_explained_and_the_source_kept(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    assert memorandum
    no_rows, no_sheet = "The file has a header but no rows.", "The spreadsheet cannot be read."
    for content, sentence in ((b"name\n", no_rows), (b"PK\x03\x04no", no_sheet), (b"", "The file is empty.")):
        page = await upload(ada, content)
        assert (page.status_code, sentence in page.text, SOURCE["source"] in page.text) == (422, True, True)
    assert "Choose a file." in (await send(ada, HERE)).text


async def test_the_table_exists_for_its_sender_at_its_memorandum_only(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient, ada_account: Coordinator, memorandum: Memorandum
) -> None:
    await factories.opened(ada_account, "other")
    preview = await preview_of(ada, TABLE)
    path = preview.url.path

    for browser in (dina, edith):
        assert (await browser.get(path)).status_code in {403, 404}
        assert (await send(browser, f"{path}/confirmation")).status_code in {403, 404}
    assert (await ada.get(path.replace("cooperation", "other"))).status_code == 404
    assert (await ada.get(path.replace("memoranda/cooperation/", ""))).status_code == 404
    await run_due()
    assert (await status_of(memorandum)).lines == []


async def test_a_source_that_is_too_long_is_said_and_kept(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    long = "Announcement " * 40
    refused = await upload(ada, TABLE, {"source": long})
    assert (refused.status_code, "At most 500 characters fit here." in refused.text, long.strip() in refused.text) == (422, True, True)
    assert await Import.count() == 0


async def test_what_an_import_recorded_is_annulled_together(ada: httpx.AsyncClient, dina: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """Acts are never deleted: the lines of one import end in brackets together, and those of another import stand."""
    await factories.organisation("other", "Other")
    for table in (TABLE, b"organisation,act,date,withdrawn,colour\nother,signature,2013-03,,blue\n"):
        preview = await preview_of(ada, table)
        await send(ada, f"{preview.url.path}/confirmation")
        await run_due()
    here = f"{HERE}/1"
    assert "Annul what was imported" in (await ada.get(here)).text
    assert (await send(dina, f"{here}/undoing")).status_code == 404
    batch = await follow(ada, await send(ada, f"{here}/undoing"))
    assert "Nothing is annulled yet" in batch.text
    assert "Annul nothing" in batch.text
    said = words(batch.text)
    assert ("1 act would be annulled:" in said, "Bir Duino" in said, "Other" in said) == (True, True, False)
    assert await Act.count() == 4  # nothing happened yet; a support that was withdrawn does not stand
    assert (await send_sure(ada, f"{batch.url.path}/confirmation")).status_code == 303
    lines = {line.organisation.slug: line.stands for line in (await status_of(memorandum)).lines if line.organisation}
    assert lines == {"bir-duino": False, "zenith": False, "other": True}
