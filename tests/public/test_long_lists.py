"""A list of signatories that is longer than a page: its pages, its files, and what everybody may read while it changes."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts.tables import ActKind
from coalition.database import counting_queries
from coalition.imports.past_signatories import record_signatories
from coalition.memoranda.entering_past import record_past
from coalition.memoranda.forms import MemorandumForm
from coalition.memoranda.taking_forms import WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from coalition.organisations.queries import by_slug
from coalition.public.loading import Gone, public_memorandum
from coalition.published import long_lists
from coalition.published.as_csv import csv_file
from coalition.published.as_json import INDENT, json_file
from coalition.published.beside_text import beside_text
from coalition.published.json_signatories import Described, SignatoryPage, signatories_json
from coalition.published.long_lists import LongList, csv_pieces
from coalition.published.memorandum import public_view
from coalition.signatures import disclosing
from tests import factories
from tests.imports.tables import plan_of
from tests.public.reading import rows, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
PAGE = "/en/memoranda/past/signatories"


async def past(slug: str = "past") -> Memorandum:
    form = MemorandumForm.parse({"slug": slug, "authentic_languages": ["en"]})
    return await record_past(form, forum_id=None, coordinator_id=None, announced="2013-04-30", source="A letter", titles={"en": "Past"}, notes={})


async def signed(memorandum: Memorandum, numbers: Sequence[int], *, kind: str = "signature") -> None:
    """Let organisations sign: number 7 is called Party 007."""
    for number in numbers:
        if await by_slug(f"party-{number:03}") is None:
            await factories.organisation(f"party-{number:03}", f"Party {number:03}", email="")
    lines = "".join(f"party-{number:03},{kind},2013\n" for number in numbers)
    table = f"organisation,kind,date\n{lines}".encode()
    await record_signatories(memorandum, await plan_of(memorandum, table, source="A letter"))


def names(page: str) -> list[str]:
    return [row[0].partition(" ")[2] for row in rows(page)]


def link(page: str, words: str) -> str | None:
    """Return the address of a link of a long list by its words."""
    found = re.search(rf'<a (?:rel="next" )?href="([^"]*)">{words}</a>', page)
    return unescape(found[1]) if found else None


async def read_all(browser: httpx.AsyncClient, address: str, between: Any = None) -> list[str]:
    """Follow the links from page to page and return the names in their order; after the first page something may happen."""
    found: list[str] = []
    following: str | None = address
    while following:
        page = (await browser.get(following)).text
        found += names(page)
        following = link(page, "Next page")
        if between and len(found) == len(names(page)):
            await between()
    return found


async def read_changes(browser: httpx.AsyncClient, address: str) -> list[str]:
    """Follow the links below the lines that were added, and return the numbers of their organisations in their order."""
    found: list[str] = []
    following: str | None = address
    while following:
        page = (await browser.get(following)).text
        _, _, added = page.partition('id="changed-added"')
        table, _, below = added.partition("</table>")
        shown = re.findall(r"/en/organisations/party-(\d+)", table)
        assert len(shown) <= 50
        found += shown
        below = below.partition("</section>")[0]
        following = link(below, r"and \d+ further")
        assert ("First page" in below) == (len(found) > len(shown))
    return found


async def test_cleo_reads_a_list_of_several_pages(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    memorandum = await past()
    await signed(memorandum, range(1, 231, 2))
    await signed(memorandum, range(300, 320), kind="support")
    text = (await cleo.get("/en/memoranda/past")).text
    assert len(names(text)) == 10
    assert link(text, "All 135 lines of the list") is None, "a button"
    first = (await cleo.get(PAGE)).text
    assert len(names(first)) == 50
    assert "Lines 1–50 of 135, in the order of names." in words(first)
    whole = [f"{number:03}" for number in (*range(1, 231, 2), *range(300, 320))]
    assert await read_all(cleo, PAGE) == whole
    second = (await cleo.get(link(first, "Next page") or "")).text
    assert "Lines 51–100 of 135" in words(second)
    assert link(second, "First page") == f"{PAGE}#list"
    assert 'hreflang="ar"' in second
    assert f'href="{PAGE.replace("en", "ar", 1)}"' in second  # the order is another one there

    async def others_sign() -> None:
        await signed(memorandum, [2, 220])

    assert await read_all(cleo, PAGE, others_sign) == sorted([*whole, "220"]), "the new line after the first page is read, nothing twice"
    then = await read_all(cleo, f"{PAGE}?at=2013-12-31")
    assert then == sorted([*whole, "220", "002"])
    assert await read_all(cleo, f"{PAGE}?at=2012-12-31") == []
    compared = (await cleo.get(f"{PAGE}?at=2012-12-31&compare=2013-12-31")).text
    assert "and 127 further" in words(compared)
    assert await read_changes(cleo, f"{PAGE}?at=2012-12-31&compare=2013-12-31") == sorted([*whole, "220", "002"])
    unknown = (await cleo.get(f"{PAGE}?at=2012-12-31&compare=2013-12-31&changed=nobody")).text
    assert "and 127 further" in words(unknown)
    assert len(re.findall(r'<tr id="party-', compared)) == 50
    assert len(re.findall(r'<tr id="party-', (await cleo.get(link(compared, "Next page") or "")).text)) == 50


async def test_a_cited_line_is_on_its_page_and_a_hidden_name_on_none(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    memorandum = await past()
    await signed(memorandum, range(130))
    [item] = (await cleo.get("/citations/memoranda/past.json?line=party-117")).json()
    address = item["URL"].removeprefix("http://127.0.0.1:8000")
    assert address.endswith("&line=party-117#party-party-117")
    for at in ("", re.sub(r"at=[\d-]*&", "at=2014-01-01&", address)):
        page = (await cleo.get(at or address)).text
        assert names(page) == [f"{number:03}" for number in range(100, 130)]
        assert 'id="party-party-117"' in page
    assert names((await cleo.get(f"{PAGE}?line=nobody")).text)[0] == "000"
    assert "Party 129" in (await cleo.get("/en/memoranda/past/citation?line=party-117")).text
    whole = (await cleo.get("/citations/memoranda/past.bib")).text
    assert whole.count("{Party") == 50
    assert " and others}" in whole
    hidden = await by_slug("party-117")
    assert hidden
    await disclosing.hide(memorandum, hidden.id)
    pages = (address, f"{PAGE}?line=party-117", f"{PAGE}?after=0party+116%09party-116", "/en/memoranda/past/citation?after=0party+100")
    for page in (*pages, "/memoranda/past.csv", "/memoranda/past.json"):
        assert "Party 117" not in (await cleo.get(page)).text


async def test_a_long_file_is_sent_in_pieces_that_are_the_whole(cleo: httpx.AsyncClient, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    memorandum = await past()
    await signed(memorandum, range(30))
    await signed(memorandum, range(30, 40), kind="support")
    for day in (None, date(2014, 1, 1), date(2012, 1, 1)):
        monkeypatch.setattr(long_lists, "SHORT", 500)
        query = f"?at={day}" if day else ""
        public = await public_view(memorandum, day, asked=long_lists.short())
        expected = {
            f"/memoranda/past.csv{query}": csv_file(public.status),
            f"/memoranda/past.json{query}": json_file(public, await beside_text(memorandum.id, memorandum.kind)),
            f"/api/v1/memoranda/past/signatories{query}": SignatoryPage(**dict(signatories_json(public.status))).model_dump_json().encode(),
        }
        for constant in ("SHORT", "CHUNK"):
            monkeypatch.setattr(long_lists, constant, 7)
        for address, content in expected.items():
            answer = await cleo.get(address)
            assert (address, answer.content) == (address, content)
            plain = await cleo.get(address, headers={"Accept-Encoding": "identity"})
            assert (plain.content, plain.headers["vary"], plain.headers.get("content-encoding")) == (content, "Accept-Encoding", None)
            if public.status.lines:
                assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
                head = await cleo.head(address)
                assert (head.content, head.headers["content-encoding"], head.headers["vary"]) == (b"", "gzip", "Accept-Encoding")
            assert ("etag" in answer.headers, answer.headers["content-type"][:8]) == (not public.status.lines, content_type(address))


def content_type(address: str) -> str:
    return "text/csv" if ".csv" in address else "application/json"[:8]


async def test_programs_read_page_by_page(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    memorandum = await past()
    await signed(memorandum, range(30))
    await signed(memorandum, range(30, 40), kind="support")
    whole = (await cleo.get("/api/v1/memoranda/past/signatories")).json()
    found: list[str] = []
    address: str | None = "/api/v1/memoranda/past/signatories?limit=12"
    while address:
        answer = await cleo.get(address)
        page = answer.json()
        assert page["counts"] == whole["counts"]
        found += [line["organisation"] for line in page["signatories"]]
        address = answer.links["next"]["url"] if "next" in answer.links else None
        assert (address is None) == (page["next"] is None)
    assert found == [line["organisation"] for line in whole["signatories"]]
    assert (await cleo.get("/api/v1/memoranda/past/signatories?limit=501")).status_code == 422


def test_lines_are_written_as_the_rest_of_a_file() -> None:
    texts = ("", "«Ёлка» – أمل \U0001f54a", "".join(map(chr, range(128))), "\u2028\u2029\ufeff\x7f\x85")
    answers = [Described(description=text, act=ActKind.SIGNATURE) for text in texts]
    for indent in (None, INDENT):
        written = long_lists._elements(answers, indent, False).decode()
        assert json.loads(f"[{written}]") == [answer.model_dump(mode="json") for answer in answers]
        parts = (long_lists._text(answer.model_dump(mode="json"), indent) for answer in answers)
        assert written == ",".join("\n    " + part.replace("\n", "\n    ") if indent else part for part in parts)


async def test_what_is_hidden_while_a_file_is_sent_is_not_sent(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    memorandum = await past()
    await signed(memorandum, range(20))
    monkeypatch.setattr(long_lists, "CHUNK", 8)
    for day, number in ((None, 11), (date(2014, 1, 1), 12)):
        pieces = csv_pieces(LongList(lambda: public_memorandum("past"), day))
        first = b"".join([await anext(pieces), await anext(pieces)])
        hidden = await by_slug(f"party-{number:03}")
        assert hidden
        await disclosing.hide(memorandum, hidden.id)
        rest = b"".join([piece async for piece in pieces])
        assert [cells[0][-3:] for cells in csv.reader(io.StringIO((first + rest).decode("utf-8-sig")))][1:] == [
            f"{at:03}" for at in range(20) if at not in {11, number}
        ]
    pieces = csv_pieces(LongList(lambda: public_memorandum("past"), None))
    await anext(pieces), await anext(pieces)
    await withdraw_from_public(await factories.reloaded(memorandum), WithdrawalForm.parse({"reason": "It endangers people."}))
    with pytest.raises(Gone):
        await anext(pieces)


@pytest.mark.sqlite_only
async def test_a_page_asks_as_many_questions_for_sixty_as_for_three_hundred(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    few, many = await past("few"), await past("many")
    await signed(many, range(300))
    await signed(few, range(60))
    for address in ("/en/memoranda/{}", "/en/memoranda/{}/signatories", "/memoranda/{}.csv", "/memoranda/{}.json", "/en/memoranda/{}/citation"):
        asked = []
        for slug in ("few", "many"):
            with counting_queries() as count:
                assert (await cleo.get(address.format(slug))).status_code == 200
            asked.append(count.count)
        assert (address, asked[0]) == (address, asked[1])
