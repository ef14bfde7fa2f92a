"""Figures of a list count the lines that everybody reads; an act without a name changes no byte of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, languages
from coalition.acts import line_queries
from coalition.acts.tables import StandingCount
from coalition.database import transaction
from coalition.jobs.worker import run_due
from coalition.notices.issuing import pages_change
from coalition.organisations.queries import by_slug
from coalition.public.memoranda import figures
from coalition.public.memoranda.figures import by_month
from coalition.signatures import disclosing
from tests import factories
from tests.mutants import mutated
from tests.public.reading import links, rows, words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

LIST = "/en/memoranda/cooperation/signatories"
PAGE = "/en/memoranda/cooperation/figures"
LEVELS: tuple[dict[str, Any], ...] = (
    {"disclosure": "counted"},
    {"disclosure": "described", "description": "A group of lawyers"},
    {"disclosure": "sealed_until"},
)


async def a_list(ada: Coordinator) -> Memorandum:
    """Let four organisations sign in two months, one of them ad referendum, and one support the text."""
    await factories.listed(30)
    with clock.shifted(-timedelta(days=100)):
        memorandum = await factories.opened(ada, days=300)
        await factories.signed(memorandum, await factories.organisation("alpha", country="KZ"))
        await factories.signed(memorandum, await factories.organisation("beta", country="NO"))
    await factories.signed(memorandum, await factories.organisation("gamma", country="KZ"))
    await factories.signed(memorandum, await factories.organisation("delta", country="GE"), kind="ad_referendum")
    await factories.signed(memorandum, await factories.organisation("omega", country="KZ"), kind="support")
    await run_due()
    return memorandum


def bars(page: str) -> list[tuple[str, int, str]]:
    found = re.findall(r'<th scope="row"><a href="([^"]*)">([^<]*)</a>.*?<td class="num">(?:<bdi[^>]*>)?(\d+)', page, re.DOTALL)
    return [(country, int(number), unescape(address)) for address, country, number in found]


async def hide_some(memorandum: Memorandum) -> None:
    """Let organisations of a country that is in the list, and of another, act without their names."""
    release = {"release_on": clock.today() + timedelta(days=900)}
    for number, level in enumerate(LEVELS):
        for country in ("KZ", "TM"):
            await factories.signed(
                memorandum,
                await factories.organisation(f"hidden-{number}-{country.lower()}", country=country),
                **level,
                **(release if "sealed" in level["disclosure"] else {}),
            )
    await run_due()
    async with transaction():
        await pages_change()  # nothing is served from the cache


async def check_agreement(cleo: httpx.AsyncClient) -> str:
    """Check the figures against the list that everybody reads, and return their page."""
    page = (await cleo.get(PAGE)).text
    for country, number, address in bars(page):
        assert len(rows((await cleo.get(address)).text)) == number, country
    parties = [row for row in rows((await cleo.get(f"{LIST}?state=stands")).text) if row[2] in {"Signature", "Accession"}]
    assert int(months(page)[-1][1]) == len(parties)
    return page


def months(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<th scope="row">([^<]*\d{4})</th><td class="num">(?:<bdi[^>]*>)?(\d+)', page)


async def test_figures_agree_with_the_list(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await a_list(ada_account)
    page = await check_agreement(cleo)
    assert [(country, number) for country, number, _ in bars(page)] == [("Kazakhstan", 3), ("Georgia", 1), ("Norway", 1)]
    numbers = [int(number) for _, number in months(page)]
    assert numbers == [2] * (len(numbers) - 1) + [3]
    assert PAGE not in links((await cleo.get("/en/memoranda/cooperation")).text), "a short list needs no figures"


async def test_acts_without_a_name_change_no_byte(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await a_list(ada_account)
    before = [(await cleo.get(PAGE.replace("/en/", f"/{language}/"))).content for language in ("en", "ar")]
    await hide_some(memorandum)
    assert [(await cleo.get(PAGE.replace("/en/", f"/{language}/"))).content for language in ("en", "ar")] == before
    with clock.shifted(timedelta(days=1)):
        await run_due()
        assert bars((await cleo.get(PAGE)).text) == bars(before[0].decode())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fault", ["country", "month"])
async def test_a_build_that_counts_hidden_acts_is_found(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Mutated builds: the bars, or the curve, count acts without a name too."""
    faults = {
        "country": (
            "lines_by_country",
            "(StandingCount.tally == Tally.NAMED.value)",
            "(StandingCount.tally.is_in([Tally.NAMED.value, Tally.ON_RECORD_UNNAMED.value]))",
        ),
        "month": (
            "parties_by_month",
            "(StandingCount.tally == Tally.RECEIVED.value)",
            "(StandingCount.tally.is_in([Tally.RECEIVED.value, Tally.UNNAMED.value]))",
        ),
    }
    name, right, wrong = faults[fault]
    monkeypatch.setattr(figures, name, mutated(line_queries, right, wrong)[name])
    memorandum = await a_list(ada_account)
    await check_agreement(cleo)
    await hide_some(memorandum)
    with pytest.raises(AssertionError):
        await check_agreement(cleo)


async def test_a_name_that_was_hidden_is_counted_no_more(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await a_list(ada_account)
    organisation = await by_slug("beta")
    assert organisation
    await disclosing.hide(memorandum, organisation.id)
    page = (await cleo.get(PAGE)).text
    assert "Norway" not in page
    assert "whoever has signed without being named is in none of them" in words(page)


def test_a_curve_runs_from_the_first_month_to_the_present_one() -> None:
    today = date(2026, 2, 3)
    assert by_month({}, today) == []
    received = {"2026-01": 1, "2025-11": 3}
    assert by_month(received, today) == [("2025-11", 3), ("2025-12", 3), ("2026-01", 4), ("2026-02", 4)]


GROUPED = "4\N{NO-BREAK SPACE}635"
PAGES = ("", "/memoranda", "/memoranda/cooperation", "/memoranda/cooperation/signatories", "/memoranda/cooperation/figures")


async def check_numbers(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    """Check that each page that gives a large number writes it in one way."""
    await factories.signed(await factories.opened(ada), await factories.organisation(email=""))
    await StandingCount.update({StandingCount.n: 4635}, force=True)
    for language in ("en", "ru", "ar"):
        for path in PAGES:
            page = re.sub(r"<[^>]*>", "", (await cleo.get(f"/{language}{path}")).text)
            assert (path, "4635" in page, GROUPED in page) == (path, False, True)


@pytest.mark.sqlite_only
async def test_a_number_is_written_in_one_way_in_sentences_and_lists(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await check_numbers(cleo, ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_writes_numbers_of_sentences_otherwise_is_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(languages, "if self.many:\n", "if False:\n")
    monkeypatch.setattr(languages.Message, "text", wrong["Message"].text)
    with pytest.raises(AssertionError):
        await check_numbers(cleo, ada_account)
