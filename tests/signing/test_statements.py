"""Ben states something for his organisation with the private link, and withdraws it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.statements.tables import Statement
from tests import factories
from tests.signing.walking import a_case, enter, sign, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

HERE = "/en/signing/statements"
RESERVATION = {"statement_kind": "reservation", "statement_language": "ru", "statement_text": "Не связана.\n\nСовсем."}


def picked(page: str, option: str) -> str:
    """Return the value of an option by its words."""
    match = re.search(rf'<option value="([^"]*)"[^>]*>{re.escape(option)}</option>', page)
    assert match, option
    return match[1]


async def test_a_reservation_goes_from_the_private_link_to_the_public_page(
    ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await sign(ben, await a_case(ada_account, name="Bir Duino"))
    assert f'href="{HERE}"' in (await ben.get("/en/signing")).text
    page = (await ben.get(HERE)).text
    assert "A statement is public at once" in page
    assert "Objection" not in words(page)  # there is nothing to object to yet
    answer = await ben.post(HERE, data=RESERVATION | {"statement_provision": picked(page, "Provision 2.1")})
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)

    public = (await cleo.get("/en/memoranda/cooperation")).text
    assert re.search(
        r'on common priorities, twice a year;</p><p class="stated" lang="en" dir="ltr"><a href="#statement-[\w-]+">Reservation 1</a></p>', public
    )
    assert "Reservation 1 · Provision 2.1 ·" in words(public)
    assert '<div class="words" lang="ru" dir="ltr">' in public

    page = (await ben.get(HERE)).text
    statement = re.search(r'name="statement" value="([\w-]+)"', page)
    assert statement
    await ben.post(f"{HERE}/withdrawal", data={"statement": statement[1]})
    struck = (await cleo.get("/en/memoranda/cooperation")).text
    assert "<s>Не связана.</s>" in struck
    assert "<s>Reservation 1</s></a></p>" in struck
    assert re.search(r"Withdrawn: \d+ \w+ \d{4}\.", words(struck))
    again = await ben.post(f"{HERE}/withdrawal", data={"statement": statement[1]})
    assert (again.status_code, "There is no such statement" in again.text) == (409, True)


async def test_an_objection_is_to_a_reservation_of_another_party(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, name="Bir Duino")
    other = await factories.signed(case.memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.stated(case.memorandum, other, provision="1")
    await sign(ben, case)
    page = (await ben.get(HERE)).text
    fields = {"statement_kind": "objection", "statement_language": "en", "statement_text": "We object."}
    assert (await ben.post(HERE, data=fields)).status_code == 422
    await ben.post(HERE, data=fields | {"objects_to": picked(page, "Reservation 1, Alpha")})
    shown = (await cleo.get("/en/memoranda/cooperation/signatories")).text
    assert re.search(
        r"Reservation 1 · Provision 1 · .* Alpha Not bound by it\. Cite Objection · Provision 1 · .* Bir Duino We object\. Cite", words(shown)
    )


async def test_what_does_not_fit_is_said_and_nothing_is_lost(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account))
    answer = await ben.post(HERE, data={"statement_text": "<b>kept</b>", "statement_language": "xx-nowhere"})
    assert answer.status_code == 422
    assert '<a href="#statement_kind">Choose what you state.</a>' in answer.text
    assert "&lt;b&gt;kept&lt;/b&gt;" in answer.text
    assert await Statement.count() == 0


async def test_a_hidden_party_is_told_that_nobody_reads_it_yet(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    before = (await cleo.get("/memoranda/cooperation.json")).json()["statements"]
    await sign(ben, case, disclosure="counted")
    assert "it is shown once your name is public" in (await ben.get(HERE)).text
    await ben.post(HERE, data=RESERVATION)
    assert "Не связана." in (await ben.get(HERE)).text
    for address in ("/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories", "/en/notifications"):
        page = (await cleo.get(address)).text
        assert "Не связана" not in page
        assert "eservation" not in page
    assert (before, (await cleo.get("/memoranda/cooperation.json")).json()["statements"]) == ([], [])


async def test_whoever_has_not_signed_states_nothing(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    assert (await ben.get(HERE)).headers["location"] == "/en/signing"
    answer = await ben.post(HERE, data=RESERVATION)
    assert (answer.status_code, "Only a party can make a statement." in words(answer.text)) == (409, True)
    assert await Statement.count() == 0


async def test_a_memorandum_that_excludes_reservations_offers_none(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, reservations=False)
    await sign(ben, await a_case(ada_account, memorandum=memorandum))
    assert "This memorandum excludes reservations." in words((await ben.get(HERE)).text)
    answer = await ben.post(HERE, data=RESERVATION)
    assert (answer.status_code, "This memorandum excludes reservations; none can be made." in answer.text) == (422, True)
    assert "It excludes reservations." in words((await cleo.get("/en/memoranda/cooperation")).text)
