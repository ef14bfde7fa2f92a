"""Many statements: their pages and files, how little the other pages read of them, and that none of it tells of a hidden party."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from coalition import clock
from coalition.acts.standing_rows import rebuild
from coalition.acts.tables import Act, Standing
from coalition.database import put_rows
from coalition.memoranda.edition_queries import latest_digest
from coalition.notices.issuing import pages_change
from coalition.public.memoranda import memoranda as memoranda_page
from coalition.public.memoranda import statements as statements_page
from coalition.published import long_lists
from coalition.signatures.disclosing import hide
from coalition.statements import public_statement_queries
from coalition.statements.public_statement_queries import AT_ONCE
from coalition.statements.tables import Statement
from tests import factories
from tests.days import ago
from tests.mutants import mutated
from tests.public.reading import words
from tests.rows_read import counting_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PAGE = "/en/memoranda/cooperation"
LIST = f"{PAGE}/statements"
API = "/api/v1/memoranda/cooperation/statements"
KEYS = ("p1", "p2.1")


async def parties(memorandum: Memorandum, number: int, disclosure: str = "public") -> dict[int, UUID]:
    """Let organisations sign; return their acts."""
    digest, acts = await latest_digest(memorandum.id), {}
    for _ in range(number):
        acts[(await factories.organisation(email="")).id] = uuid4()
    common = {"memorandum": memorandum.id, "kind": "signature", "digest": digest, "disclosure": disclosure, "channel": "online"}
    common |= {"acted": ago(3).isoformat(), "received": ago(3), "recorded_at": clock.now() - timedelta(days=3)}
    await put_rows(Act, [common | {"id": act, "organisation": party, "reference": str(act)[:18]} for party, act in acts.items()])
    await rebuild(memorandum.id)
    return acts


async def declared(memorandum: Memorandum, acts: dict[int, UUID], numbers: Sequence[int | None], **more: Any) -> list[UUID]:
    """Let the parties make statements with numbers, one after another."""
    common = {"memorandum": memorandum.id, "kind": "reservation", "language": "en", "made": clock.today().isoformat(), "received": clock.today()}
    makers, rows, reference = list(acts.items()), [], count(await Statement.count())
    for at, number in enumerate(numbers):
        party, act = makers[at % len(makers)]
        own = {"id": uuid4(), "act": act, "organisation": party, "number": number, "text": f"Text {number}.", "provision": KEYS[at % 2]}
        rows.append(common | own | {"recorded_at": clock.now(), "reference": f"S-{next(reference)}"} | more)
    await put_rows(Statement, rows)
    return [row["id"] for row in rows]


@pytest.fixture
async def memorandum(store: str, ada_account: Coordinator) -> Memorandum:
    assert store
    return await factories.opened(ada_account)


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="statement-(\d+)"', page)]


def by_pages(numbers: list[int]) -> list[list[int]]:
    return [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]


async def read_all(browser: httpx.AsyncClient, address: str) -> list[list[int]]:
    """Follow the links and return the numbers of the statements of each page."""
    pages, following = [], address
    while following:
        page = (await browser.get(following)).text
        pages.append(shown(page))
        link = re.search(r'<a rel="next" href="([^"]*)">Next page</a>', page)
        following = link[1].replace("&amp;", "&") if link else ""
    return pages


@pytest.mark.sqlite_only
async def test_pages_read_no_more_rows_with_many_statements(cleo: httpx.AsyncClient, ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.correction(memorandum)
    without = [f"{PAGE}{rest}" for rest in ("/verify", "/editions", "/editions/1", "/compare", "/corrections/1")]
    with_some = [
        PAGE,
        f"{PAGE}/signatories",
        f"{PAGE}/citation",
        LIST,
        f"{LIST}?number=3",
        f"{LIST}?provision=p1",
        "/en/desk" + PAGE[3:] + "/statements",
    ]

    async def cost(addresses: Sequence[str]) -> dict[str, int]:
        await pages_change()
        read = {}
        for address in addresses:
            browser = ada if "/desk/" in address else cleo
            with counting_rows() as rows:
                assert (address, (await browser.get(address)).status_code) == (address, 200)
            read[address] = sum(rows)
        return read

    acts = await parties(memorandum, 110)
    nothing = await cost(without)
    await declared(memorandum, acts, range(1, 111))
    some = await cost(with_some)
    await declared(memorandum, acts, range(111, 331))
    assert await cost(without) == nothing
    assert await cost(with_some) == some


async def test_every_statement_is_on_one_page_with_the_objections_after_its_reservation(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    acts = await parties(memorandum, 3)
    reservations = await declared(memorandum, acts, range(1, 61))
    for at, number in ((0, 61), (7, 62), (59, 63)):
        await declared(memorandum, acts, [number], kind="objection", objects_to=reservations[at])
    await declared(memorandum, acts, range(70, 130), kind="objection", objects_to=reservations[4])
    order = [1, 61, 2, 3, 4, 5, *range(70, 130), 6, 7, 8, 62, *range(9, 61), 63]
    assert await read_all(cleo, LIST) == by_pages(order)
    listed = (await cleo.get(API)).json()["statements"]
    assert [statement["number"] for statement in listed] == order

    page = (await cleo.get(PAGE)).text
    assert shown(page) == order[:AT_ONCE]
    assert '<a href="/en/memoranda/cooperation/statements?provision=p2.1">30 statements</a>' in page
    for number in (4, 61):  # a later objection may move a statement to the next page
        assert f'<a href="{LIST}?number={number}#statement-{number}">' in page
    for address in (PAGE, LIST, f"{LIST}?number=5", f"{PAGE}/signatories"):
        text = (await cleo.get(address)).text
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r' id="([^"]+)"', text))
    assert sum(map(len, await read_all(cleo, f"{LIST}?provision=p1"))) == 30 + 61
    assert await read_all(cleo, f"{LIST}?number=5") == by_pages([5, *range(70, 130)])
    assert await read_all(cleo, f"{LIST}?number=62") == [[62]]
    assert "It is to reservation 8 of" in words((await cleo.get(f"{LIST}?number=62")).text)
    for nowhere in ("number=64", "number=x", "provision=p9", "at=tomorrow"):
        assert (await cleo.get(f"{LIST}?{nowhere}")).status_code == 404
    assert 'name="statement" type="text"' in (await cleo.get(f"{PAGE}/citation?statement=62")).text


async def test_a_past_day_has_the_statements_that_were_received_by_then(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    acts = await parties(memorandum, 2)
    await declared(memorandum, acts, range(1, 121, 2), received=ago(2), made=ago(2).isoformat())
    await declared(memorandum, acts, range(2, 122, 2), received=ago(1), made=ago(2).isoformat())
    await declared(memorandum, acts, [122], received=None, made=ago(0).isoformat()[:7])
    for day, numbers in ((ago(2), [*range(1, 121, 2)]), (ago(1), [*range(1, 121)]), (ago(4), [])):
        assert [number for page in await read_all(cleo, f"{LIST}?at={day}") for number in page] == numbers
        assert shown((await cleo.get(f"{PAGE}/signatories?at={day}")).text) == numbers[:AT_ONCE]
        listed = (await cleo.get(f"{API}?at={day}")).json()["statements"]
        assert [statement["number"] for statement in listed] == numbers


async def test_long_files_are_the_short_ones_in_pieces(cleo: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = await parties(memorandum, 5)
    [first, *_] = await declared(memorandum, acts, range(1, 21))
    await declared(memorandum, acts, [21, 22], kind="objection", objects_to=first)
    files = (API, *(f"/memoranda/cooperation.{ending}" for ending in ("json", "md", "csv")), f"{API}?at={clock.today()}")
    whole = [(await cleo.get(address)).content for address in files]
    for constant in ("SHORT", "CHUNK"):
        monkeypatch.setattr(long_lists, constant, 4)
    await pages_change()
    for address, content in zip(files, whole, strict=True):
        answer = await cleo.get(address)
        assert (answer.content, "etag" in answer.headers) == (content, False)


async def everything(browser: httpx.AsyncClient) -> list[str]:
    """Return every page that shows or counts statements."""
    await pages_change()
    addresses = [PAGE, f"{PAGE}/signatories", f"{PAGE}/citation", f"{LIST}?provision=p1", f"{LIST}?number=5", API, "/memoranda/cooperation.csv"]
    texts = [(await browser.get(address)).text for address in addresses]
    return [*texts, *map(str, await read_all(browser, LIST))]


async def hidden_between(browser: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """State a lot in public; then parties that are counted only state as much, and some that were named before."""
    named = await parties(memorandum, 4)
    reservations = await declared(memorandum, named, range(1, 121, 2))
    before = await everything(browser)
    unnamed = await parties(memorandum, 4, disclosure="counted")
    await declared(memorandum, unnamed, [None] * 60)
    await declared(memorandum, unnamed, range(2, 102, 2))  # they were public once
    await declared(memorandum, unnamed, [None, None], kind="objection", objects_to=reservations[0])
    [hidden] = await declared(memorandum, unnamed, [102])
    await declared(memorandum, named, [104], kind="objection", objects_to=hidden)
    assert await everything(browser) == before


async def test_nothing_depends_on_a_statement_of_a_hidden_party(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await hidden_between(cleo, memorandum)


ROWS = ("(Statement.memorandum == memorandum_id) & _NAMED & _TO_NAMED", "Statement.memorandum == memorandum_id")
ACTS = ("stated.named and (stated.objects_to is None or stated.against)", "stated.objects_to is None or stated.against")


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("faults", "function", "caught"),
    [
        ([ROWS], "statement_page", False),  # the acts decide
        ([ACTS], "statement_page", False),  # the rows do not leave the database
        ([ROWS, ACTS], "statement_page", True),
        ([ROWS], "numbers_by_provision", True),
    ],
)
async def test_a_list_or_number_with_hidden_statements_is_caught(
    cleo: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch, faults: list[tuple[str, str]], function: str, *, caught: bool
) -> None:
    faulty, *others = (mutated(public_statement_queries, *fault) for fault in faults)
    for other in others:
        faulty["_shown"] = other["_shown"]
    for module in (memoranda_page, statements_page):
        if hasattr(module, function):
            monkeypatch.setattr(module, function, faulty[function])
    with pytest.raises(AssertionError) if caught else nullcontext():
        await hidden_between(cleo, memorandum)


@pytest.mark.sqlite_only
async def test_rows_that_lag_behind_show_nothing(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    named = await parties(memorandum, 2)
    await declared(memorandum, named, [1, 2])
    rows = await Standing.select(Standing.act, Standing.shown)
    await hide(memorandum, next(iter(named)))
    for row in rows:  # as if they had not been refreshed
        await Standing.update({Standing.shown: row["shown"]}).where(Standing.act == row["act"])
    await pages_change()
    assert await read_all(cleo, LIST) == [[2]]
    assert [statement["number"] for statement in (await cleo.get(API)).json()["statements"]] == [2]


@pytest.mark.sqlite_only
async def test_a_long_statement_is_an_excerpt_that_leads_to_the_whole(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    acts = [await factories.signed(memorandum, await factories.organisation(email="ben@example.org")) for _ in range(2)]
    text = "In the beginning. " + "We understand this text within our statutes. " * 100 + "Полярная звезда."
    await factories.stated(memorandum, acts[0], "declaration", text)
    await factories.stated(memorandum, acts[1], "declaration", "Short.")
    for address in (PAGE, f"{PAGE}/signatories", LIST):
        page = (await cleo.get(address)).text
        assert (page.count("The whole statement"), "In the beginning." in page, "звезда" in page, "Short." in page) == (1, True, False, True)
        assert f'href="{LIST}?number=1">The whole statement' in page
    found = (await cleo.get(f"{LIST}?q=zvezda")).text
    assert ("<mark>звезда</mark>" in found, "… " in found, "In the beginning." in found) == (True, True, False)
    one = (await cleo.get(f"{LIST}?number=1")).text
    assert ("In the beginning." in one, "Полярная звезда." in one, "The whole statement" in one) == (True, True, False)
