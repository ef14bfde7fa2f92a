"""The register stands under letters of the reader's language, or under countries; a row of them leads to any page of a long register."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries
from coalition.organisations import sort_key_queries
from coalition.public.organisations import organisations, sections
from coalition.published import forum_record
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    Story = Callable[[httpx.AsyncClient], Awaitable[None]]

pytestmark = pytest.mark.anyio

REGISTER = "/{}/organisations"
NAMES = {
    "alga": ("Алга", "KZ", "ru"),
    "arz": ("Ärzte ohne Grenzen", "DE", "de"),
    "bureau": ("Бюро", "KZ", "ru"),
    "chad": ("Chad Watch", "TD", "en"),
    "jisr": ("جسر", "SY", "ar"),
    "seven": ("7 Stars", "", "en"),
    "open": ("Åpen dør", "NO", "nb"),
}


@pytest.fixture
async def register(store: str) -> None:
    assert store
    for slug, (name, country, language) in NAMES.items():
        await factories.organisation(slug, names=[{"language": language, "name": name, "primary": True}], country=country, email="")
    await factories.organisation("quiet", "Zeta quiet", country="AZ", email="", listed=False)


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sections, organisations):
        monkeypatch.setattr(module, "AT_ONCE", 2)


def headed(page: str) -> dict[str, list[str]]:
    """Return the slugs under each heading."""
    _, *parts = re.split(r"<h2><bdi>(.*?)</bdi></h2>", page.partition('<div class="spread">')[2].partition('<nav class="pager"')[0])
    return {unescape(title): re.findall(r'href="/\w\w/organisations/([\w-]+)"', part) for title, part in zip(parts[::2], parts[1::2], strict=True)}


def row_of(page: str) -> dict[str, str]:
    """Return the addresses in the row of letters or countries."""
    [row] = re.findall(r'<nav class="letters".*?</nav>', page, re.DOTALL) or [""]
    return {unescape(title): unescape(address) for address, title in re.findall(r'href="([^"]+)"><bdi>(.*?)</bdi>', row)}


async def every_page(cleo: httpx.AsyncClient, address: str) -> tuple[list[dict[str, list[str]]], list[int]]:
    """Return what each page shows, and how many statements it takes."""
    pages, counts = [], []
    while address:
        with counting_queries() as count:
            page = (await cleo.get(address)).text
        pages.append(headed(page))
        counts.append(count.count)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(following[1]) if following else ""
    return pages, counts


@pytest.mark.usefixtures("register")
async def test_names_stand_under_the_letters_of_the_readers_language(cleo: httpx.AsyncClient) -> None:
    english = headed((await cleo.get(REGISTER.format("en"))).text)
    assert english == {"…": ["seven"], "A": ["open", "arz"], "C": ["chad"], "А": ["alga"], "Б": ["bureau"], "ج": ["jisr"]}
    assert list(headed((await cleo.get(REGISTER.format("nb"))).text)) == ["…", "C", "Æ", "Å", "А", "Б", "ج"]
    assert list(headed((await cleo.get(REGISTER.format("ru"))).text))[:3] == ["…", "А", "Б"]
    assert headed((await cleo.get(f"{REGISTER.format('en')}?q=alga")).text) == {}
    assert row_of((await cleo.get(REGISTER.format("en"))).text) == {}  # one page needs no row


@pytest.mark.usefixtures("register")
async def test_by_country_in_the_order_of_the_language(cleo: httpx.AsyncClient) -> None:
    english = headed((await cleo.get(f"{REGISTER.format('en')}?order=country")).text)
    assert list(english) == ["Chad", "Germany", "Kazakhstan", "Norway", "Syria", "No country"]
    assert english["Kazakhstan"] == ["alga", "bureau"]
    russian = headed((await cleo.get(f"{REGISTER.format('ru')}?order=country")).text)
    assert list(russian)[:2] == ["Германия", "Казахстан"]
    assert (await cleo.get(f"{REGISTER.format('en')}?order=size")).status_code == 404


@pytest.mark.usefixtures("register", "short_pages")
@pytest.mark.parametrize("order", ["", "?order=country"])
async def test_every_organisation_stands_on_one_page(cleo: httpx.AsyncClient, order: str) -> None:
    pages, counts = await every_page(cleo, REGISTER.format("en") + order)
    slugs = [slug for page in pages for listed in page.values() for slug in listed]
    assert sorted(slugs) == sorted(NAMES)
    assert len(pages) == 4
    assert max(counts) <= 3 * (sections.MOST_COUNTRIES if order else 5)


@pytest.mark.usefixtures("register", "short_pages")
@pytest.mark.parametrize("few", [1000, 0])
async def test_a_letter_or_a_country_leads_to_its_page(cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Of a register of few, keys are read; of many, an index is looked into."""
    monkeypatch.setattr(sort_key_queries, "FEW", few)
    row = row_of((await cleo.get(REGISTER.format("en"))).text)
    assert list(row) == ["A", "C", "А", "Б", "ج"]
    for letter, address in row.items():
        assert next(iter(headed((await cleo.get(address)).text))) == letter
    countries = row_of((await cleo.get(f"{REGISTER.format('en')}?order=country")).text)
    for country, address in countries.items():
        assert next(iter(headed((await cleo.get(address)).text))) == country


async def an_unlisted_organisation_has_no_letter(cleo: httpx.AsyncClient) -> None:
    for order in ("", "?order=country"):
        page = (await cleo.get(REGISTER.format("en") + order)).text
        assert row_of(page)
        assert not {"Z", "Azerbaijan"} & row_of(page).keys()
        assert "Azerbaijan" not in headed(page)


@pytest.mark.usefixtures("register", "short_pages")
@pytest.mark.parametrize("few", [1000, 0])
async def test_an_unlisted_organisation_has_no_letter(cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(sort_key_queries, "FEW", few)
    await an_unlisted_organisation_has_no_letter(cleo)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("register", "short_pages")
async def test_a_build_whose_letters_are_of_all_organisations_is_found(cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(sort_key_queries, " AND organisation.listed = TRUE)", ")")
    wrong["FEW"] = 0
    monkeypatch.setattr("coalition.organisations.visible_queries.letters_of_listed", wrong["letters_of_listed"])
    with pytest.raises(AssertionError):
        await an_unlisted_organisation_has_no_letter(cleo)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("register")
async def test_participants_of_a_long_forum_stand_under_letters(cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forum_record, "MOST_PARTS", 3)
    present = [{"organisation": slug, "role": "participant", "public": slug != "chad"} for slug in NAMES]
    await factories.forum(organisations=present)
    page = (await cleo.get("/en/forums/kyiv-2013")).text
    assert re.findall(r'<h3 class="letter"><bdi>(.*?)</bdi>', page) == ["…", "A"]
    row = row_of(page)
    assert list(row) == ["A", "А", "Б", "ج"]  # neither of a hidden part nor of an organisation that is not listed
    assert "Бюро" in (await cleo.get(row["Б"])).text
