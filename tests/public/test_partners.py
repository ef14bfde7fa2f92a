"""The public page of partners: by country and theme, and not a byte that tells of others."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.themes import Theme
from coalition.partners import queries
from coalition.partners.forms import NumberForm
from coalition.partners.queries import HOST
from coalition.partners.recording_partners import say_number
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio

PAGES = (
    "/en/",
    "/ar/partners",
    "/en/partners",
    "/en/partners?state=former",
    "/en/partners?country=AM",
    "/en/partners?country=UZ",
    "/en/partners?theme=elections",
    "/en/partners?theme=lgbti",
    "/en/partners?kind=network",
    "/en/partners?q=shadow",
    "/en/partners?programme=quiet",
    "/en/partners?programme=helsinki",
    "/en/organisations/alpha",
    "/en/organisations/shadow-1",
    "/api/v1/partners",
    "/api/v1/partners?country=UZ",
    "/api/v1/organisations/alpha",
    "/sitemap-organisations.xml",
)
COUNTRIES = ("AM", "UZ", "KZ", "GE")


async def programme(slug: str) -> None:
    await record_programme(ProgrammeForm.parse({"slug": slug, "texts": [{"language": "en", "name": slug.title()}]}))


@pytest.fixture
async def some_partners(store: str) -> None:
    """Three partners that are shown, one of them former, and a number."""
    assert store
    await programme("helsinki")
    await programme("quiet")
    for slug, more in (("alpha", {"since": "1995", "themes": ["elections"]}), ("beta", {"programme": "helsinki", "countries": ["AM", "GE"]})):
        await factories.organisation(slug, slug.title(), country="AM")
        await factories.partner(slug, **more)
    await factories.organisation("omega", "Omega", country="KZ")
    await factories.partner("omega", since="1990", until="2001", source="Minutes of 2001")
    await say_number(None, NumberForm.parse({"number": 70, "source": "https://example.org/partners"}))


async def read_all(reader: httpx.AsyncClient) -> dict[str, tuple[int, bytes]]:
    answers = {page: await reader.get(page) for page in PAGES}
    return {page: (answer.status_code, answer.content) for page, answer in answers.items()}


def numbers_by_country(page: str) -> dict[str, int]:
    return {code: int(number) for code, number in re.findall(r'partners\?country=(\w\w)[^"]*">[^<]*<b>(\d+)</b>', page)}


async def test_who_the_partners_are(cleo: httpx.AsyncClient, some_partners: None) -> None:
    assert some_partners is None
    home = (await cleo.get("/en/")).text
    assert 'href="/en/partners"' in home
    page = (await cleo.get("/en/partners")).text
    assert numbers_by_country(page) == {"AM": 2, "GE": 1}
    assert "About 70 partners without names here" in page
    assert 'href="https://example.org/partners"' in page
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["Armenia", "Georgia"]
    assert page.count(">Beta<") == 2
    assert ("Helsinki" in page, "Omega" in page) == (True, False)
    in_georgia = (await cleo.get("/en/partners?country=GE")).text
    assert (">Beta<" in in_georgia, ">Alpha<" in in_georgia) == (True, False)
    former = (await cleo.get("/en/partners?state=former")).text
    assert (numbers_by_country(former.replace("state=former&amp;", "")), "Minutes of 2001" in former) == ({"KZ": 1}, True)
    assert (await cleo.get("/en/partners?country=XX")).status_code == 404
    assert (await cleo.get("/en/partners?programme=quiet")).status_code == 404
    own = (await cleo.get("/en/organisations/alpha")).text
    assert "Partner of" in own
    assert "elections" in own


async def add_hidden(chance: random.Random, at: int) -> None:
    """Add a partner of whom nobody may know: not shown, at risk, or not in the public register."""
    why: dict[str, Any] = chance.choice([{"listed": False}, {"at_risk": True}, {}])
    slug = f"shadow-{at}"
    kind = chance.choice([*OrganisationKind]).value
    await factories.organisation(slug, f"Shadow {at}", country=chance.choice(COUNTRIES), kind=kind, **({"listed": False} | why))
    facts: dict[str, Any] = {"programme": chance.choice(["", "quiet", "helsinki"]), "countries": chance.sample(COUNTRIES, 2)}
    facts |= {"themes": [theme.value for theme in chance.sample([*Theme], 3)], "until": chance.choice(["", "2004"])}
    await factories.partner(slug, **facts)


@pytest.mark.parametrize("seed", range(3))
async def test_a_partner_who_is_not_shown_changes_no_byte(cleo: httpx.AsyncClient, some_partners: None, seed: int) -> None:
    assert some_partners is None
    chance = random.Random(seed)
    before = await read_all(cleo)
    for at in range(4):
        await add_hidden(chance, at)
    await factories.partner("alpha", programme="quiet", public=False)
    after = await read_all(cleo)
    assert [page for page in PAGES if after[page] != before[page]] == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("return Partner.public.eq(True) & (Partner.organisation.listed == True)", "return Partner.id > 0"),
        (
            "    themes = await PartnerTheme.select(PartnerTheme.theme).where(PartnerTheme.partner.is_in(ids))",
            "    themes = await PartnerTheme.select(PartnerTheme.theme)",
        ),
    ],
)
async def test_a_build_that_reads_others_is_found(some_partners: None, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    """Mutated builds: partners are read without the condition, or the menu of themes is that of all partners."""
    assert some_partners is None
    faulty = mutated(queries, right, wrong)
    everybody = queries.Viewer.EVERYBODY

    async def read() -> tuple[Any, ...]:
        page = await faulty["partners_page"](faulty["Chosen"](), everybody, language="en", limit=50)
        menus = await faulty["partner_menus"](everybody)
        return len(page.organisations), menus.themes

    before = await read()
    await factories.organisation("shadow", "Shadow", listed=False)
    await factories.partner("shadow", themes=["lgbti"])
    assert await read() != before
    assert HOST == 0
