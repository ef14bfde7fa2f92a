"""Ada keeps the partners of the host and of a programme: adds them by ticks and by a list, shows them, ends and removes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.jobs.worker import run_due
from coalition.organisations.visible_queries import Viewer
from coalition.partners.queries import Chosen, numbers_without_names, partners_page
from tests import factories
from tests.desk.conftest import hidden_in, send, send_sure
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.partners.views import Partnership

pytestmark = pytest.mark.anyio

HERE = "/en/desk/partners"


@pytest.fixture
async def register(store: str) -> None:
    assert store
    for slug, more in (("alpha", {"country": "KZ"}), ("beta", {"country": "AM"}), ("gamma", {"country": "AM", "at_risk": True})):
        await factories.organisation(slug, slug.title(), **more)
    await record_programme(ProgrammeForm.parse({"slug": "helsinki", "texts": [{"language": "en", "name": "Helsinki"}]}))


async def partners() -> dict[str, Partnership]:
    page = await partners_page(Chosen(), Viewer.COORDINATOR, language="en", limit=50)
    return {view.slug: page.of[view.id][0] for view in page.organisations}


async def test_ticked_organisations_become_partners(ada: httpx.AsyncClient, register: None) -> None:
    assert register is None
    page = (await ada.get(f"{HERE}/new?programme=-&q=гамма")).text
    assert re.findall(r'name="organisations" value="([\w-]+)"', page) == ["gamma"]
    facts: dict[str, Any] = {"programme": "-", "since": "1995", "themes": ["elections"], "countries": ["", "GE"], "source": "Report of 1995"}
    wrong = await send(ada, HERE, facts | {"organisations": ["alpha"], "since": "19995"})
    assert (wrong.status_code, 'value="alpha" checked' in wrong.text, 'value="19995"' in wrong.text) == (422, True, True)
    found = await send(ada, HERE, facts | {"organisations": ["gamma"], "find": "yes", "find_q": "Бета"})
    assert (found.status_code, 'type="hidden" name="organisations" value="gamma"' in found.text, 'value="1995"' in found.text) == (200, True, True)
    assert re.findall(r'type="checkbox" name="organisations" value="([\w-]+)"', found.text) == ["beta"]
    nobody = await send(ada, HERE, facts)
    assert (nobody.status_code, "Choose at least one organisation." in nobody.text) == (422, True)
    done = await send(ada, HERE, facts | {"organisations": ["alpha", "gamma"]})
    assert (done.status_code, done.headers["Location"]) == (303, f"{HERE}?done=added&programme=-")
    alpha, gamma = (await partners()).values()
    assert (str(alpha.since), alpha.countries, alpha.public, gamma.public) == ("1995", ["GE"], True, False)
    left = (await ada.get(f"{HERE}/new?programme=-")).text
    assert re.findall(r'name="organisations" value="([\w-]+)"', left) == ["beta"]
    assert len(re.findall('name="organisations"', (await ada.get(f"{HERE}/new?programme=helsinki")).text)) == 3
    listed = (await ada.get(f"{HERE}?programme=-&shown=no")).text
    assert (">Gamma<" in listed, ">Alpha<" in listed) == (True, False)
    assert (await ada.get(f"{HERE}?programme=nowhere")).status_code == 404


async def test_a_partner_is_changed_ended_and_removed(ada: httpx.AsyncClient, register: None) -> None:
    assert register is None
    row = await factories.partner("beta", programme="helsinki", since="2001")
    one = f"{HERE}/{row.id}"
    page = (await ada.get(one)).text
    assert 'value="2001"' in page
    values = {"since": "2002", "until": "2010-05", "countries": ["AM", "", ""], "themes": ["lgbti"], "source": "A report", "public": "true"}
    refused = await send(ada, one, values | {"until": "1999"})
    assert (refused.status_code, "The end must not lie before the beginning." in refused.text, 'value="1999"' in refused.text) == (422, True, True)
    assert (await send(ada, one, values)).headers["Location"] == f"{one}?done=saved"
    [beta] = (await partners()).values()
    assert (str(beta.since), str(beta.until), beta.ended, beta.countries, beta.public) == ("2002", "2010-05", True, ["AM"], True)
    done = await send_sure(ada, f"{one}/removal")
    assert (done.headers["Location"], await partners()) == (f"{HERE}?done=removed&programme=helsinki", {})
    assert (await ada.get(one)).status_code == 404


async def test_two_who_change_a_partner_overwrite_nothing_of_each_other(ada: httpx.AsyncClient, dina: httpx.AsyncClient, register: None) -> None:
    assert register is None
    row = await factories.partner("beta", programme="helsinki", since="2001")
    one = f"{HERE}/{row.id}"
    shown = hidden_in((await ada.get(one)).text)
    values = {"public": "true", "countries": ["AM"], "source": ""}
    assert (await send(dina, one, hidden_in((await dina.get(one)).text) | values | {"since": "2003"})).status_code == 303
    late = shown | values | {"since": "2002"}
    for path in (one, f"{one}/removal"):
        refused = await send(ada, path, late)
        assert (refused.status_code, 'value="2002"' in refused.text) == (409, True)
        assert "What is saved now Since 2003" in words(refused.text)
    asked = await send(ada, f"{one}/removal", late | hidden_in(refused.text))
    assert 'name="since" value="2002"' in asked.text
    await send_sure(dina, f"{one}/removal")
    for path in (one, f"{one}/removal"):
        gone = await send(ada, path, late | hidden_in(refused.text))
        assert gone.status_code in {409, 404}
    gone = await send(ada, one, late)
    assert ("Somebody removed this partner" in gone.text, 'value="2002"' in gone.text, 'value="helsinki"' in gone.text) == (True, True, True)
    assert 'name="organisations" value="beta" checked' in gone.text


async def test_ticked_partners_are_shown_to_everybody_if_all_of_them_may_be(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, register: None) -> None:
    assert register is None
    rows = [await factories.partner(slug, public=False) for slug in ("alpha", "gamma")]
    refused = await send(ada, "/en/desk/shown-partners", {"partners": [str(row.id) for row in rows], "public": "yes"})
    assert (refused.status_code, "Gamma is not in the public register" in refused.text, refused.text.count(" checked")) == (422, True, 2)
    assert (await send(ada, "/en/desk/shown-partners", {"public": "yes"})).status_code == 422
    done = await send(ada, "/en/desk/shown-partners?programme=-", {"partners": [str(rows[0].id)], "public": "yes"})
    assert done.headers["Location"] == f"{HERE}?done=saved&programme=-"
    assert ">Alpha<" in (await cleo.get("/en/partners")).text
    await send(ada, "/en/desk/shown-partners", {"partners": [str(rows[0].id)], "public": "no"})
    assert ">Alpha<" not in (await cleo.get("/en/partners")).text


@pytest.mark.changes_nothing
async def test_ticks_go_along_when_the_list_is_shown_otherwise(ada: httpx.AsyncClient, register: None) -> None:
    assert register is None
    rows = [await factories.partner(slug) for slug in ("alpha", "beta")]
    shown = await send(ada, "/en/desk/shown-partners", {"partners": [str(row.id) for row in rows], "find": "sort=name_last", "find_country": "KZ"})
    assert shown.headers["Location"] == f"{HERE}?sort=name_last&country=KZ&chosen={rows[0].id}.{rows[1].id}"
    page = (await ada.get(shown.headers["Location"])).text
    assert (page.count(" checked"), "1 row is ticked on another page." in page) == (1, True)


async def test_a_number_without_names_is_written_and_taken_away(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, register: None) -> None:
    assert register is None
    number = "/en/desk/partner-number"
    refused = await send(ada, number, {"programme": "helsinki", "number": "70", "source": ""})
    assert (refused.status_code, "Write where this number is from." in refused.text) == (422, True)
    await send(ada, number, {"programme": "helsinki", "number": "70", "counting": "at_least", "source": "A report"})
    public = (await cleo.get("/en/partners")).text
    assert "At least 70 partners without names here" in public
    assert "Helsinki" in public
    assert 'value="70"' in (await ada.get(f"{number}?programme=helsinki")).text
    stale = await send(ada, number, {"programme": "helsinki", "number": "80", "source": "A letter", "mark": "of another version"})
    assert (stale.status_code, 'value="80"' in stale.text) == (409, True)
    assert "How exact it is at least" in words(stale.text)
    await send(ada, number, {"programme": "helsinki", "number": "", "mark": hidden_in(stale.text)["mark"]})
    assert await numbers_without_names() == []


async def test_a_pasted_list_adds_partners_of_a_programme(ada: httpx.AsyncClient, register: None) -> None:
    assert register is None
    lists = "/en/desk/partner-lists"
    page = await send(ada, lists, {"programme": "helsinki", "list": "name;since;themes\nAlpha;1999;elections\nNovel;;\n"})
    here = page.headers["Location"].partition("?")[0]
    preview = (await ada.get(here)).text
    assert ("partner" in preview, "Novel" in preview) == (True, True)
    await send(ada, f"{here}/confirmation", {})
    await run_due()
    by_slug = await partners()
    assert [(slug, partner.programme.slug if partner.programme else "", partner.public) for slug, partner in by_slug.items()] == [
        ("alpha", "helsinki", False),
        ("novel", "helsinki", False),
    ]
    finished = (await ada.get(here)).text
    assert f'href="{HERE}?programme=helsinki"' in finished
    await send(ada, f"{here}/undoing", {})
    await run_due()
    assert await partners() == {}
