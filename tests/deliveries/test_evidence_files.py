"""Files prove an entry of a timeline: only its coordinators read them, as they came, and nothing is left of them after a withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.deliveries import evidence_files, publishing_entries
from coalition.deliveries.entering_entries import enter, remove
from coalition.deliveries.errors import EntryWithdrawn, NoSuchEntry, NoSuchFile
from coalition.deliveries.evidence_files import LARGEST_FILE, add_file, files_of, read_file, remove_file
from coalition.deliveries.publishing_entries import publish, withdraw
from coalition.deliveries.tables import EntryFile, EntryFilePiece, TimelineEntry
from coalition.fields import InvalidForm
from coalition.keys import KeyringUnusable, rotating
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.deliveries import told
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PDF = b"%PDF-1.7\n" + b"The registry stamped our copy.\n" * 4000  # longer than two pieces
JPEG, PNG = b"\xff\xd8\xff\xe0scan", b"\x89PNG\r\n\x1a\nscan"
DESK = "/en/desk/memoranda/cooperation/deliveries"


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    row = await factories.opened(ada_account)
    await told.addressee(row)
    return row


async def left() -> tuple[int, int]:
    return int(await EntryFile.count()), int(await EntryFilePiece.count())


async def test_a_file_comes_back_as_it_was_and_is_stored_encrypted(memorandum: Memorandum) -> None:
    entry = await enter(memorandum, told.delivery())
    for name, content in (("C:\\scans\\Стамп.pdf", PDF), ("a.png", JPEG), ("", PNG), (f"{'long ' * 60}.pdf", PDF)):
        await add_file(memorandum, entry.key, name, content)
    views = await files_of(entry.id)
    assert [(view.number, view.kind.value, view.saved_as) for view in views] == [
        (1, "pdf", "document.pdf"),
        (2, "jpeg", "document.jpg"),  # its bytes say what it is
        (3, "png", "document.png"),
        (4, "pdf", "document.pdf"),
    ]
    assert (views[0].name, views[0].size, len(views[3].name) <= 120, views[3].name[-4:]) == ("Стамп.pdf", len(PDF), True, ".pdf")
    assert (await read_file(memorandum, entry.key, 1))[1] == PDF
    stored = repr(await EntryFile.select()) + repr(await EntryFilePiece.select())
    assert "Стамп" not in stored
    assert "JVBERi0xLjcK" not in stored  # the beginning in Base64
    await rotating.rotate(settling=0)
    assert (await read_file(memorandum, entry.key, 1))[1] == PDF


async def test_what_is_no_evidence_is_refused(memorandum: Memorandum) -> None:
    entry = await enter(memorandum, told.delivery())
    for content in (b"", b"<svg>", b"MZ%PDF-", b"%PDF-" + bytes(LARGEST_FILE)):
        with pytest.raises(InvalidForm):
            await add_file(memorandum, entry.key, "a.pdf", content)
    for _ in range(5):
        await add_file(memorandum, entry.key, "a.pdf", PDF)
    with pytest.raises(InvalidForm):
        await add_file(memorandum, entry.key, "a.pdf", PDF)
    with pytest.raises(NoSuchEntry):
        await add_file(memorandum, "0" * 32, "a.pdf", PDF)
    for number in (6, 10**9):
        with pytest.raises(NoSuchFile):
            await read_file(memorandum, entry.key, number)
    await remove_file(memorandum, entry.key, 2)
    assert [view.number for view in await files_of(entry.id)] == [1, 3, 4, 5]
    await remove(memorandum, entry.key)
    assert await left() == (0, 0)


async def test_nothing_is_left_of_the_files_of_a_withdrawn_entry(memorandum: Memorandum) -> None:
    entry = await enter(memorandum, told.delivery())
    await add_file(memorandum, entry.key, "a.pdf", PDF)
    await publish(memorandum, entry.key)
    await withdraw(memorandum, entry.key)
    assert await left() == (0, 0)
    with pytest.raises(EntryWithdrawn):
        await add_file(memorandum, entry.key, "a.pdf", PDF)


@pytest.mark.sqlite_only
async def test_a_build_that_keeps_files_or_stores_them_open_is_found(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = mutated(publishing_entries, "        await remove_files(entry)\n", "")
    monkeypatch.setitem(globals(), "withdraw", keeping["withdraw"])
    with pytest.raises(AssertionError):
        await test_nothing_is_left_of_the_files_of_a_withdrawn_entry(memorandum)
    await EntryFile.delete(force=True)
    await TimelineEntry.delete(force=True)
    open_pieces = mutated(evidence_files, '"content": FILE_PIECE.encrypt(part, key)', '"content": part')
    monkeypatch.setitem(globals(), "add_file", open_pieces["add_file"])
    with pytest.raises((AssertionError, KeyringUnusable)):
        await test_a_file_comes_back_as_it_was_and_is_stored_encrypted(memorandum)


async def test_at_the_desk(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    entry = await told.published(memorandum, told.delivery())
    place = f"{DESK}/{entry.key}"
    page = (await ada.get(f"{place}/files/new")).text
    assert "What a file may reveal" in page

    async def upload(content: bytes, name: str = "stamp.pdf") -> httpx.Response:
        return await send(ada, f"{place}/files", files={"file": (name, content)})

    refused = await upload(b"GIF89a")
    assert (refused.status_code, "neither a PDF nor a picture" in words(refused.text)) == (422, True)
    assert (await send(ada, f"{place}/files")).status_code == 422
    assert (await upload(PDF)).status_code == 303
    shown = (await ada.get(place)).text
    assert ("stamp.pdf" in shown, f'href="{place}/files/1"' in shown) == (True, True)
    saved = await ada.get(f"{place}/files/1")
    assert (saved.content, saved.headers["content-type"]) == (PDF, "application/pdf")
    assert saved.headers["content-disposition"] == 'attachment; filename="document.pdf"'
    assert (saved.headers["cache-control"], saved.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert await TrailEntry.exists().where((TrailEntry.act == "evidence_read") & (TrailEntry.about == f"entry:{entry.id}"))
    assert (await cleo.get(f"{place}/files/1")).status_code == 303
    for path in ("/en/memoranda/cooperation", "/en/memoranda/cooperation/timeline", "/api/v1/memoranda/cooperation/timeline"):
        assert "stamp" not in (await cleo.get(path)).text
    assert (await ada.get(f"{place}/files/2")).status_code == 404
    assert (await ada.get(f"{DESK}/{'0' * 32}/files/1")).status_code == 404
    asked = await send(ada, f"{place}/files/1/removal")
    assert (asked.status_code, "Remove a file from an entry" in asked.text, await left()) == (200, True, (1, 3))
    assert (await send(ada, f"{place}/files/1/removal", {"confirmed": "yes"})).status_code == 303
    assert await left() == (0, 0)
    assert (await send(ada, f"{place}/files/1/removal", {"confirmed": "yes"})).status_code == 404


async def test_a_file_of_another_text_is_not_found(ada: httpx.AsyncClient, ada_account: Coordinator, memorandum: Memorandum) -> None:
    entry = await enter(memorandum, told.delivery())
    await add_file(memorandum, entry.key, "stamp.pdf", PDF)
    await factories.opened(ada_account, "other")
    assert (await ada.get(f"/en/desk/memoranda/other/deliveries/{entry.key}/files/1")).status_code == 404
