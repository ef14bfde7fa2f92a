"""Ada looks after one signatory: she hides, annuls, forgets, and enters what came on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.acts.status_queries import status_of
from coalition.acts.tables import Signer
from tests import factories
from tests.desk.conftest import follow, send, send_sure
from tests.signing.walking import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PARTY = f"{HERE}/signatories/kibhr"
ON_PAPER = {"organisation": "kibhr", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter", "acted": ""}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account)


@pytest.fixture
async def party(memorandum: Memorandum) -> None:
    await factories.signed(memorandum, await factories.organisation("kibhr", "KIBHR"))


@pytest.mark.usefixtures("party")
async def test_ada_hides_a_name_at_once(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    page = await follow(ada, await send(ada, f"{PARTY}/hiding"))
    assert "The name is taken out of everything public." in page.text
    assert "Hide the name now" not in page.text
    assert "KIBHR" not in (await cleo.get("/en/memoranda/cooperation")).text


@pytest.mark.usefixtures("party")
async def test_ada_annuls_with_a_ground(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    assert (await send(ada, f"{PARTY}/annulment", {"ground": "because"})).status_code == 422
    page = await follow(ada, await send_sure(ada, f"{PARTY}/annulment", {"ground": "forged", "reason": "The director called"}))
    assert "The director called" in page.text
    assert (await status_of(memorandum)).lines[0].ended.ground == "forged"
    assert (await send(ada, f"{PARTY}/annulment", {"ground": "forged"})).status_code == 409
    await follow(ada, await send(ada, f"{PARTY}/hiding"))
    assert (await status_of(memorandum)).lines == []


@pytest.mark.usefixtures("party")
async def test_persons_are_forgotten_only_when_that_is_meant(ada: httpx.AsyncClient) -> None:
    unticked = await send(ada, f"{PARTY}/erasure", {"asked": "yes"})
    assert (unticked.status_code, unticked.text.count("Tick the box: this cannot be undone.")) == (422, 2)
    assert await Signer.count() == 1
    await follow(ada, await send_sure(ada, f"{PARTY}/erasure"))
    assert await Signer.count() == 0


async def test_ada_enters_what_came_on_paper(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.organisation("kibhr", "KIBHR")
    wrong = await send(ada, f"{HERE}/acts", ON_PAPER | {"evidence": "", "organisation": "KIBHR"})
    assert wrong.status_code == 422
    assert "Write what you saw" in wrong.text
    assert 'value="KIBHR"' in wrong.text
    page = await follow(ada, await send(ada, f"{HERE}/acts", ON_PAPER | {"organisation": "KIBHR"}))
    assert "on paper" in words(page.text)
    assert "KIBHR" in (await ada.get(f"{HERE}/signatories")).text
    assert (await status_of(memorandum)).counts.signed == 1
    assert (await send(ada, f"{HERE}/acts", ON_PAPER)).status_code == 422
    assert (await send(ada, f"{HERE}/acts", ON_PAPER | {"organisation": "nobody"})).status_code == 422


async def test_a_wave_is_shown_undone_and_annulled_together(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    for at, country in enumerate(("KZ", "KZ", "NO")):
        await factories.signed(memorandum, await factories.organisation(f"wave-{at}", country=country))
    assert "Name at least one condition." in words((await send(ada, f"{HERE}/annulments", {"ground": "forged"})).text)
    wave = {"ground": "forged", "country": "KZ", "kind": "signature", "channel": ""}
    page = await follow(ada, await send(ada, f"{HERE}/annulments", wave))
    assert "2 acts would be annulled" in words(page.text)
    assert "Wave 2" not in page.text
    await follow(ada, await send(ada, f"{HERE}/annulments/1/removal"))
    assert (await send(ada, f"{HERE}/annulments/1/confirmation")).status_code == 409
    assert (await status_of(memorandum)).counts.signed == 3
    await follow(ada, await send(ada, f"{HERE}/annulments", wave))
    await follow(ada, await send_sure(ada, f"{HERE}/annulments/2/confirmation"))
    assert (await send(ada, f"{HERE}/annulments/2/removal")).status_code == 409
    assert [(line.organisation.slug, line.stands) for line in (await status_of(memorandum)).lines] == [
        ("wave-0", False),
        ("wave-1", False),
        ("wave-2", True),
    ]
    assert (await ada.get(f"{HERE}/annulments/3")).status_code == 404


@pytest.mark.usefixtures("party")
async def test_others_find_nothing_there(dina: httpx.AsyncClient, edith: httpx.AsyncClient, ada: httpx.AsyncClient) -> None:
    for browser in (dina, edith):
        assert (await browser.get(PARTY)).status_code == 404
        assert (await send(browser, f"{PARTY}/hiding")).status_code == 404
    await factories.organisation("stranger")
    assert (await ada.get(f"{HERE}/signatories/stranger")).status_code == 404
    assert (await ada.get(f"{HERE}/signatories/nobody")).status_code == 404
