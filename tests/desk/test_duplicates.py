"""Ada decides at the desk, or by a program, whether two entries are one organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.organisations import pair_queries, queries
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.pair_queries import page_of_pairs
from coalition.organisations.registering import amend, register
from coalition.organisations.tables import DifferentPair, Merging
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import send

if TYPE_CHECKING:
    import httpx

    from coalition.organisations.tables import Organisation

pytestmark = pytest.mark.anyio
LIST = "/en/desk/organisations/duplicates"


async def entered(slug: str, name: str, **more: Any) -> Organisation:
    """Enter an organisation as an import does, which asks about candidates by itself."""
    names = [{"language": more.pop("language", "en"), "name": name, "primary": True}]
    form = {"slug": slug, "country": "KG", "names": names, "listed": True, "listing_reason": "It wishes so."}
    return await register(OrganisationForm.parse(form | more), names_were_shown=True)


async def number_of_pairs() -> int:
    return len(await page_of_pairs((0, 0), 100))


async def twins() -> tuple[Organisation, Organisation]:
    return await entered("kylym", "Кылым Шамы", language="ru", website="https://kylym.example"), await entered("shamy", "Kylym Shamy")


@pytest.mark.parametrize("few", [pair_queries.FEW, 0])
async def test_a_pair_is_listed_and_decided(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Of many pairs each entry that is read is tested, so that a page takes no longer; what it shows is the same."""
    monkeypatch.setattr(pair_queries, "FEW", few)
    await twins()
    await entered("alone", "Voice of Freedom")
    page = (await ada.get(LIST)).text
    assert page.count("Compare and merge") == 1
    assert all(text in page for text in ("Кылым Шамы", "Kylym Shamy", "nearly the same name", "kylym.example", "0 acts"))
    assert "Voice of Freedom" not in page
    for q, shown in (("shamy", True), ("кылым", True), ("freedom", False)):
        assert ("Compare and merge" in (await ada.get(LIST, params={"q": q})).text) is shown
    answer = await send(ada, "/en/desk/organisations/kylym/differences", {"other": "shamy"})
    assert "They are different organisations" in (await ada.get(answer.headers["location"])).text
    assert "Compare and merge" not in (await ada.get(LIST)).text
    assert "Compare and merge" in (await ada.get(LIST, params={"decided": "different"})).text
    assert await number_of_pairs() == 0
    await send(ada, "/en/desk/organisations/kylym/differences/removal", {"other": "shamy"})
    assert "Compare and merge" in (await ada.get(LIST)).text


async def test_an_imitation_is_marked(ada: httpx.AsyncClient) -> None:
    await entered("adilet", "ОО «Адилет»", language="ru")
    await entered("other", "A\u0434илет", language="ru")
    assert "possible imitation" in (await ada.get(LIST)).text
    await twins()
    assert (await ada.get(LIST)).text.count("possible imitation") == 1


async def test_ada_merges_looks_and_undoes(ada: httpx.AsyncClient) -> None:
    await twins()
    await factories.organisation("third", "Third", country="KG")
    record = (await ada.get("/en/desk/organisations/kylym")).text
    assert "It may be the same as" in record
    compare = "/en/desk/organisations/shamy/merging?remaining=kylym"
    assert "This entry remains" in (await ada.get(compare)).text
    answer = await send(ada, "/en/desk/organisations/shamy/merging", {"remaining": "kylym"})
    record = (await ada.get(answer.headers["location"])).text
    assert "The two entries are merged." in record
    assert "Merged into this entry" in record
    answer = await ada.get("/en/desk/organisations/shamy")
    assert (answer.status_code, answer.headers["location"]) == (308, "/en/desk/organisations/kylym")
    assert "Kylym Shamy" not in (await ada.get("/en/desk/organisations")).text
    assert "Kylym Shamy" in (await ada.get("/en/desk/organisations?merged=yes")).text
    page = "/en/desk/organisations/shamy/merging"
    assert "Undo the merging" in (await ada.get(page)).text
    again = await send(ada, page, {"remaining": "kylym"})
    assert again.status_code == 409
    assert "It is merged into another entry already." in again.text
    answer = await send(ada, f"{page}/removal")
    assert "The merging is undone" in (await ada.get(answer.headers["location"])).text
    assert {"organisations_merged", "merging_undone"} <= set(await TrailEntry.select(TrailEntry.act).output(as_list=True))


async def test_after_thirty_days_the_page_says_so(ada: httpx.AsyncClient) -> None:
    _, shamy = await twins()
    page = "/en/desk/organisations/shamy/merging"
    await send(ada, page, {"remaining": "kylym"})
    await Merging.update({Merging.merged_at: clock.now() - timedelta(days=30)}).where(Merging.organisation == shamy.id)
    shown = (await ada.get(page)).text
    assert "It was merged more than thirty days ago" in shown
    assert "Undo the merging" not in shown
    answer = await send(ada, f"{page}/removal")
    assert (answer.status_code, "cannot be undone" in answer.text) == (409, True)


async def test_a_name_is_typed(ada: httpx.AsyncClient) -> None:
    await twins()
    page = "/en/desk/organisations/shamy/merging"
    assert "This entry remains" in (await ada.get(page, params={"remaining": "Кылым Шамы"})).text
    answer = await ada.get(page, params={"remaining": "Nobody"})
    assert answer.status_code == 422
    assert "No organisation in the register is called" in answer.text
    assert (await ada.get(page, params={"remaining": "shamy"})).status_code == 200


async def test_pairs_follow_names_sites_and_countries(ada: httpx.AsyncClient) -> None:
    assert ada
    kylym, shamy = await twins()
    assert await number_of_pairs() == 1
    await amend(shamy, OrganisationChange.parse({"country": "UZ"}))
    assert await number_of_pairs() == 0
    await amend(shamy, OrganisationChange.parse({"website": "https://www.kylym.example/about"}))
    assert await number_of_pairs() == 1
    await amend(kylym, OrganisationChange.parse({"website": ""}))
    assert await number_of_pairs() == 0


async def test_who_says_at_once_that_it_is_another_is_not_asked_again(ada: httpx.AsyncClient) -> None:
    assert ada
    await entered("kylym", "Кылым Шамы", language="ru")
    await entered("shamy", "Kylym Shamy", confirmed_new=True)
    assert await number_of_pairs() == 0
    assert await DifferentPair.count() == 1


async def test_a_list_needs_the_same_number_of_statements(ada: httpx.AsyncClient) -> None:
    await twins()
    with counting_queries() as few:
        await ada.get(LIST)
    for at in range(12):
        await entered(f"kylym-{at}", f"Кылым Шамы {'абвгдежзиклм'[at]}{at}кс", language="ru", website=f"https://k{at}.example")
        await entered(f"shamy-{at}", f"Kylym Shamy {at}", website=f"https://k{at}.example")
    with counting_queries() as many:
        page = (await ada.get(LIST)).text
    assert page.count("Compare and merge") > 12
    assert len(many.statements) == len(few.statements)
    assert await queries.by_slug("kylym-3")
