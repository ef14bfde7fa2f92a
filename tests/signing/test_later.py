"""What Ben can do after he signed: confirm, hide, show again; and who reads what of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.memoranda.opening import close
from tests import factories
from tests.signing.walking import NEW, RECEIPT, SIGNATURE, a_case, acts, check_page, enter, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

DISCLOSURE = "/en/signing/disclosure"
CONFIRMATION = "/en/signing/confirmation"
STATUS = "/en/signing"
PUBLIC = "/en/memoranda/cooperation"


async def signed(ben: httpx.AsyncClient, ada: Coordinator, **more: str) -> None:
    case = await a_case(ada)
    await enter(ben, case)
    assert (await ben.post(SIGNATURE, data=case.signature | more)).status_code == 303


async def test_ad_referendum_is_signed_and_confirmed_on_pages(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await signed(ben, ada_account, kind="ad_referendum")
    until = clock.today() + timedelta(days=60)
    assert f"The organisation can confirm until {until.day} {until:%B %Y}" in words((await ben.get(RECEIPT)).text)
    assert "Signature ad referendum" in words((await cleo.get(PUBLIC)).text)
    wrong = await ben.post(CONFIRMATION, data={"representative_name": "Bella", "typed_name": "Ben"})
    assert wrong.status_code == 422
    assert 'value="Bella"' in wrong.text
    right = {"representative_name": "Bella", "typed_name": "Bella", "authority": "yes"}
    assert (await ben.post(CONFIRMATION, data=right)).headers["location"] == RECEIPT
    assert "The signature is confirmed" in words((await ben.get(RECEIPT)).text)
    assert await acts() == ["ad_referendum", "confirmation"]
    assert (await ben.get(CONFIRMATION)).status_code == 409
    assert (await ben.post(CONFIRMATION, data=right)).status_code == 409


async def test_hide_us_now_is_one_button(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await signed(ben, ada_account)
    assert "Bir Duino" in (await cleo.get(PUBLIC)).text
    assert "Hide us now" in (await ben.get(STATUS)).text
    assert (await ben.post(DISCLOSURE, data={"disclosure": "counted"})).headers["location"] == STATUS
    assert "Bir Duino" not in (await cleo.get(PUBLIC)).text
    assert "Hide us now" not in (await ben.get(STATUS)).text
    assert "No public number includes it while the text is open" in words((await ben.get(STATUS)).text)


async def test_a_sealed_answer_is_checked_with_the_line_of_its_day(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """The check page says what the public reads from the chosen day on: the names, and the day of signing."""
    case, opens = await a_case(ada_account), clock.today() + timedelta(days=5)
    await enter(ben, case)
    page = words((await check_page(ben, case.answers | {"disclosure": "sealed_until", "release_on": str(opens)})).text)
    line = page.partition(f"From {date_text(opens, 'en')} the public reads this, with the day of your answer:")[2]
    today = date_text(clock.today(), "en")
    assert re.match(rf".*Bir Duino represented by Ben Sultanov, director Kazakhstan Signature {today} ", line), page
    assert "the public reads this" not in words((await check_page(ben, case.answers | {"disclosure": "counted"})).text)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"disclosure": "described"}, "Write the description that the public reads in place of the name."),
        ({"disclosure": "sealed_until"}, "Choose the day on which the names may be shown."),
        ({"disclosure": "sealed_until", "release_on": "2000-01-01"}, "Choose a day after today, within ten years."),
        ({"disclosure": "everybody"}, "Choose one of the answers offered."),
    ],
)
async def test_what_a_choice_needs_is_asked_and_nothing_is_lost(
    ben: httpx.AsyncClient, ada_account: Coordinator, answers: dict[str, str], asked: str
) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    answer = await check_page(ben, case.answers | answers)
    assert answer.status_code == 422
    assert asked in words(answer.text)
    assert 'value="Ben Sultanov"' in answer.text
    assert (await ben.post(SIGNATURE, data=case.signature | answers)).status_code == 422
    assert await acts() == []


async def test_a_description_is_checked_before_and_stands_in_place_of_the_name(
    ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await factories.listed(6)
    case = await a_case(ada_account)
    await enter(ben, case)
    described = {"disclosure": "described", "description": "A human rights group from Central Asia"}
    review = await check_page(ben, case.answers | described)
    assert "<bdi>A human rights group from Central Asia</bdi>" in review.text
    await ben.post(SIGNATURE, data=case.signature | described)
    assert "Bir Duino" not in (await cleo.get(PUBLIC)).text
    assert (await cleo.get("/memoranda/cooperation.json")).json()["described"] == []  # until the text has closed
    await close(case.memorandum)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        assert "Bir Duino" not in (await cleo.get(PUBLIC)).text
        assert (await cleo.get("/memoranda/cooperation.json")).json()["described"] == [
            {"description": "A human rights group from Central Asia", "act": "signature"}
        ]


async def test_looking_changes_nothing(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await signed(ben, ada_account, kind="ad_referendum")
    for path in (DISCLOSURE, CONFIRMATION, STATUS, RECEIPT, NEW):
        assert (await ben.get(path)).status_code in {200, 303}
        assert (await ben.head(path)).status_code in {200, 303}
    assert await acts() == ["ad_referendum"]


async def test_before_an_answer_there_is_nothing_to_hide(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    for path in (DISCLOSURE, CONFIRMATION):
        assert (await ben.get(path)).status_code == 409
        assert (await ben.post(path, data={"disclosure": "counted"})).status_code == 409
