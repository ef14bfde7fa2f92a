"""Scans that everybody sees with an entry: cleaned, with a text in each language, agreed to by two where care is asked for, gone with the entry."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from coalition.acts.unlisting import unlist_organisation
from coalition.approvals import changing
from coalition.approvals.deciding import approve
from coalition.approvals.made import Made
from coalition.approvals.queries import waiting_about
from coalition.cleaned_pictures import cleaned
from coalition.deliveries import entering_entries, publishing_entries, scan_queries
from coalition.deliveries.entering_entries import change, enter
from coalition.deliveries.errors import EntryWithdrawn, NoSuchEntry
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.public_scans import store_scan
from coalition.deliveries.publishing_entries import correct, publish, withdraw
from coalition.deliveries.tables import EntryScan
from coalition.fields import InvalidForm
from coalition.memoranda.taking_forms import WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from tests import factories
from tests.deliveries import told
from tests.desk.conftest import dina as other
from tests.desk.conftest import dina_account as other_account
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
dina, dina_account = other, other_account
SECRET = "Aigul 43.2389 N"
SAID = {"language": "en", "title": "Received", "text": "An officer signed.", "scan_text": "A page with a blue stamp."}
PAGE, API = "/en/memoranda/cooperation", "/api/v1/memoranda/cooperation"
DESK = "/en/desk/memoranda/cooperation/deliveries"


def drawn(shade: int = 120) -> bytes:
    """Return a photograph that says where it was taken."""
    exif, file = Image.Exif(), BytesIO()
    exif[0x010E] = SECRET
    Image.new("RGB", (900, 1200), (shade, shade, shade)).save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    row = await factories.opened(ada_account)
    await told.addressee(row)
    return row


async def stored(memorandum: Memorandum, key: str, shade: int = 120) -> str:
    return (await store_scan(memorandum, key, await cleaned(drawn(shade)))).digest


async def with_scan(memorandum: Memorandum, **more: Any) -> tuple[str, str]:
    """Enter a delivery with a scan; return its key and the digest."""
    entry = await enter(memorandum, told.delivery(texts=[{"language": "en", "title": "Received"}], **more))
    digest = await stored(memorandum, entry.key)
    await change(memorandum, entry.key, told.delivery(texts=[SAID], scan=digest, **more))
    return entry.key, digest


async def seen(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """Follow a scan through an entry that is private, public, corrected and withdrawn."""
    key, digest = await with_scan(memorandum)
    address = f"/pictures/timelines/{key}/{digest}"
    assert (await cleo.get(f"{address}.jpg")).status_code == 404
    await publish(memorandum, key)
    for file in (f"{address}.jpg", f"{address}-small.jpg"):
        answer = await cleo.get(file)
        facts = [answer.headers[name] for name in ("content-type", "x-content-type-options", "cache-control")]
        assert (answer.status_code, facts) == (200, ["image/jpeg", "nosniff", "public, max-age=0, must-revalidate"])
        assert SECRET.encode() not in answer.content
        assert (await cleo.get(file, headers={"If-None-Match": answer.headers["etag"]})).status_code == 304
    page = (await cleo.get(PAGE)).text
    for part in (
        f'<a href="{address}.jpg"><img src="{address}-small.jpg" width="480" height="640" alt="A page with a blue stamp."',
        'loading="lazy"',
    ):
        assert part in page, part
    told_then = (await cleo.get(f"{API}/timeline")).json()["items"][0]
    assert (told_then["scan"]["digest"], told_then["texts"][0]["scan_text"]) == (digest, SAID["scan_text"])
    unnamed = await stored(memorandum, key, 60)
    for wrong in (
        f"/pictures/timelines/{key}/{unnamed}.jpg",
        f"{address}.png",
        f"{address}-other.jpg",
        f"/pictures/timelines/{'0' * 32}/{digest}.jpg",
    ):
        assert (await cleo.get(wrong)).status_code == 404, wrong
    later = [SAID | {"scan_text": "Another page."}]
    await correct(memorandum, key, told.delivery(texts=later, scan=unnamed))
    assert [(await cleo.get(f"/pictures/timelines/{key}/{each}.jpg")).status_code for each in (digest, unnamed)] == [404, 200]
    assert await EntryScan.count() == 1
    await withdraw(memorandum, key)
    assert ((await cleo.get(f"/pictures/timelines/{key}/{unnamed}.jpg")).status_code, await EntryScan.count()) == (404, 0)
    assert "<img" not in (await cleo.get(PAGE)).text.partition("<main")[2]
    with pytest.raises(EntryWithdrawn):
        await stored(memorandum, key)


async def test_everybody_sees_a_scan_as_long_as_everybody_reads_the_entry(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await seen(cleo, memorandum)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "right", "wrong"),
    [
        ("queries", " & (TimelineEntry.state == EntryState.PUBLIC.value) & to_visible", " & to_visible"),
        ("scan_queries", "entry is None or not entry.scan or not name.startswith(entry.scan)", "entry is None"),
    ],
)
async def test_a_build_that_shows_scans_of_others_is_caught(
    cleo: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch, module: str, right: str, wrong: str
) -> None:
    from coalition.deliveries import queries

    changed = mutated({"queries": queries, "scan_queries": scan_queries}[module], right, wrong)
    if module == "queries":
        monkeypatch.setattr(scan_queries, "public_entry", changed["public_entry"])
    else:
        monkeypatch.setattr("coalition.public.memoranda.entry_scans.public_scan_file", changed["public_scan_file"])
    with pytest.raises(AssertionError):
        await seen(cleo, memorandum)


@pytest.mark.sqlite_only
async def test_a_build_that_keeps_the_scan_of_a_withdrawn_entry_is_caught(
    cleo: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = mutated(publishing_entries, "        await EntryScan.delete().where(EntryScan.entry == entry.id)\n", "")
    monkeypatch.setitem(globals(), "withdraw", keeping["withdraw"])
    with pytest.raises(AssertionError):
        await seen(cleo, memorandum)


async def test_it_is_gone_with_the_text_and_with_its_addressee(cleo: httpx.AsyncClient, ada_account: Coordinator, memorandum: Memorandum) -> None:
    ministry = await factories.organisation("ministry", "Ministry", listed=True)
    await told.addressee(memorandum, organisation="ministry")
    for number, taken in ((2, "addressee"), (1, "text")):
        key, digest = await with_scan(memorandum, addressee=number)
        await publish(memorandum, key)
        address = f"/pictures/timelines/{key}/{digest}.jpg"
        assert (await cleo.get(address)).status_code == 200
        if taken == "addressee":
            await unlist_organisation(ministry, "For safety.")
        else:
            await withdraw_from_public(memorandum, WithdrawalForm.parse({"reason": "For safety."}))
        assert (await cleo.get(address)).status_code == 404, taken
    assert ada_account


async def test_a_scan_has_a_text_in_each_language_and_is_one_of_the_entry(memorandum: Memorandum) -> None:
    key, digest = await with_scan(memorandum)
    russian = {"language": "ru", "title": "Вручено"}
    for texts in ([], [SAID | {"scan_text": ""}], [SAID, russian]):
        with pytest.raises(InvalidForm, match="what its scan shows"):
            told.delivery(texts=texts, scan=digest)
    with pytest.raises(InvalidForm, match="no scan"):
        told.delivery(texts=[SAID])
    with pytest.raises(InvalidForm):
        EntryForm.parse({"kind": "answer", "addressee": 1, "on": "2026-01", "silent": True, "scan": digest})
    with pytest.raises(InvalidForm, match="not stored here"):
        await enter(memorandum, told.delivery(texts=[SAID], scan=digest))
    another = await enter(memorandum, told.delivery())
    with pytest.raises(InvalidForm, match="not stored here"):
        await change(memorandum, another.key, told.delivery(texts=[SAID], scan=digest))
    with pytest.raises(NoSuchEntry):
        await stored(memorandum, "0" * 32)
    await change(memorandum, key, told.delivery())
    assert await EntryScan.count() == 0
    another_digest = await stored(memorandum, another.key)
    await change(memorandum, another.key, told.delivery(texts=[SAID], scan=another_digest))
    await entering_entries.remove(memorandum, another.key)
    assert await EntryScan.count() == 0


async def test_the_second_coordinator_sees_what_everybody_would_see(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, dina_account: Coordinator, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await factories.forum("quiet", risk_profile="careful")
    memorandum = await factories.opened(ada_account, forum="quiet", publicity="public")
    await told.addressee(memorandum)
    key, digest = await with_scan(memorandum)
    address = f"/en/desk/scans/{key}/{digest}.jpg"
    assert [(await each.get(address)).status_code for each in (ada, dina, cleo)] == [200, 404, 303]
    assert await changing.publish_entry(memorandum, key, "", ada_account) is Made.ASKED
    [asked] = await waiting_about(f"memorandum:{memorandum.id}")
    page = (await dina.get(f"/en/desk/approvals/{asked.id}")).text
    assert (address in page, 'alt="A page with a blue stamp."' in page) == (True, True)
    shown = await dina.get(address)
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    public = f"/pictures/timelines/{key}/{digest}.jpg"
    assert (await cleo.get(public)).status_code == 404
    await approve(asked.id, dina_account)
    assert ((await cleo.get(public)).status_code, (await dina.get(address)).status_code) == (200, 404)


async def test_at_the_desk_a_scan_is_chosen_with_the_entry(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    entry = await told.published(memorandum, told.delivery(texts=[{"language": "en", "title": "Received"}]))
    place = f"{DESK}/{entry.key}"
    page = (await ada.get(place)).text
    mark = re.search(r'name="(mark|base)" value="([^"]*)"', page)
    fields = {"kind": "delivery", "addressee": "1", "on": entry.day, "way": "handed_over", "by": "Two delegates", "scan": ""}
    fields |= {"texts-0-language": "en", "texts-0-title": "Received", "texts-0-text": ""} | ({mark[1]: mark[2]} if mark else {})
    refused = await send(ada, place, fields, files={"file": ("a.gif", b"GIF89a")})
    assert (refused.status_code, "JPEG, PNG or WebP file" in words(refused.text)) == (422, True)
    lacking = await send(ada, place, fields, files={"file": ("stamp.jpg", drawn())})
    assert (lacking.status_code, "Say in each language of the entry what its scan shows" in words(lacking.text)) == (422, True)
    [digest] = re.findall(r'name="scan" value="([0-9a-f]{64})"', lacking.text)  # nothing has to be chosen again
    asked = await send(ada, place, fields | {"scan": digest, "texts-0-scan_text": "A page with a blue stamp."})
    assert (asked.status_code, f"/en/desk/scans/{entry.key}/{digest}-small.jpg" in asked.text) == (200, True)
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', asked.text)) | {"confirmed": "yes"}
    assert hidden["scan"] == digest
    assert (await cleo.get(f"/pictures/timelines/{entry.key}/{digest}.jpg")).status_code == 404
    hidden.pop("form_token")
    assert (await send(ada, place, hidden)).status_code == 303
    assert (await cleo.get(f"/pictures/timelines/{entry.key}/{digest}.jpg")).status_code == 200
    assert f"/en/desk/scans/{entry.key}/{digest}-small.jpg" in (await ada.get(place)).text
    private = await enter(memorandum, told.delivery(texts=[SAID | {"scan_text": ""}]))
    there = fields | {"texts-0-scan_text": "A page."}
    if mark:
        there |= {mark[1]: re.search(rf'name="{mark[1]}" value="([^"]*)"', (await ada.get(f"{DESK}/{private.key}")).text)[1]}
    assert (await send(ada, f"{DESK}/{private.key}", there, files={"file": ("stamp.jpg", drawn(60))})).status_code == 303
    page = (await ada.get(f"{DESK}/{private.key}")).text
    [kept] = re.findall(r'name="scan" value="([0-9a-f]{64})"', page)
    if mark:
        there |= {mark[1]: re.search(rf'name="{mark[1]}" value="([^"]*)"', page)[1]}
    assert (await send(ada, f"{DESK}/{private.key}", there | {"scan": kept, "without_scan": "yes"})).status_code == 303
    assert 'name="scan" value=""' in (await ada.get(f"{DESK}/{private.key}")).text


async def test_a_program_sends_a_scan(
    script: httpx.AsyncClient, rival: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum
) -> None:
    entry = await enter(memorandum, told.delivery())
    here = f"{API}/deliveries/{entry.key}"
    for client, status in ((cleo, 401), (watcher, 403), (rival, 404)):
        assert (await client.post(f"{here}/scans", content=drawn())).status_code == status
    refused = await script.post(f"{here}/scans", content=b"GIF89a")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "")
    assert (await script.post(f"{API}/deliveries/{'0' * 32}/scans", content=drawn())).status_code == 404
    made = await script.post(f"{here}/scans", content=drawn(), headers={"Idempotency-Key": "scan"})
    assert (made.status_code, made.headers["location"], made.json()["height"]) == (201, here, 1200)
    body = {"kind": "delivery", "addressee": 1, "on": entry.day, "way": "post", "scan": made.json()["digest"], "texts": [SAID]}
    lacking = await script.put(here, json=body | {"texts": [SAID | {"scan_text": ""}]})
    assert (lacking.status_code, lacking.json()["errors"][0]["pointer"]) == (422, "/texts/0/scan_text")
    assert (await script.put(here, json=body)).status_code == 200
    shown = (await script.get(here)).json()["scan"]
    path = shown["small_url"].partition("://")[2].partition("/")[2]
    assert (await cleo.get(f"/{path}")).status_code == 404
    assert (await script.post(f"{here}/publication")).json()["entry"]["scan"] == shown
    assert (await cleo.get(f"/{path}")).status_code == 200
