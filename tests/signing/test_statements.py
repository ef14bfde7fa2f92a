"""Ben states something for his organisation with the private link, and withdraws it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.statements.tables import Statement
from tests import factories
from tests.signing.walking import NEW, RECEIPT, SIGNATURE, a_case, acts, check_page, enter, letters_to, sign, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

HERE = "/en/signing/statements"
REVIEW = f"{HERE}/review"
RESERVATION = {"statement_kind": "reservation", "statement_language": "ru", "statement_text": "Не связана.\n\nСовсем."}
BY_BEN = {"representative_name": "Ben Sultanov"}
CONFIRMED = BY_BEN | {"authority": "yes", "typed_name": "ben sultanov"}


def picked(page: str, option: str) -> str:
    """Return the value of an option by its words."""
    match = re.search(rf'<option value="([^"]*)"[^>]*>{re.escape(option)}</option>', page)
    assert match, option
    return match[1]


async def check_statement(browser: httpx.AsyncClient, given: Mapping[str, str]) -> httpx.Response:
    return await check_page(browser, given, REVIEW)


async def only_statement() -> str:
    """Return the id of the only statement on record."""
    [row] = await Statement.select(Statement.id)
    return str(row["id"])


async def test_a_reservation_goes_from_the_private_link_to_the_public_page(
    ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await sign(ben, await a_case(ada_account, name="Bir Duino"))
    assert f'href="{HERE}"' in (await ben.get("/en/signing")).text
    page = (await ben.get(HERE)).text
    assert "A statement is public at once" in page
    assert "Objection" not in words(page)  # there is nothing to object to yet
    stated = RESERVATION | BY_BEN | {"statement_provision": picked(page, "Provision 2.1")}
    check = (await check_statement(ben, stated)).text
    assert "Reservation · Provision 2.1 ·" in words(check)
    assert "Не связана. Совсем." in words(check)
    assert await Statement.count() == 0
    wrong = await ben.post(HERE, data=stated | CONFIRMED | {"typed_name": "Somebody"})
    assert (wrong.status_code, "This is not the name given above" in wrong.text, await Statement.count()) == (422, True, 0)
    answer = await ben.post(HERE, data=stated | CONFIRMED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/{await only_statement()}/receipt")
    again = await ben.post(HERE, data=stated | CONFIRMED)
    assert (again.status_code, "it is on record" in again.text, await Statement.count()) == (422, True, 1)
    receipt = (await ben.get(answer.headers["location"])).text
    reference = (await Statement.select(Statement.reference).first())["reference"]
    assert reference in words(receipt)
    assert "/en/invitations/" in receipt
    [letter] = [letter for letter in await letters_to("contact@bir-duino.example.org") if reference in letter.text]
    assert ("/en/invitations/" in letter.text, "Не связана" in letter.text, "Bir Duino" in letter.text) == (True, False, False)

    public = (await cleo.get("/en/memoranda/cooperation")).text
    assert re.search(
        r'on common priorities, twice a year;</p><p class="stated" lang="en" dir="ltr"><a href="#statement-1">Reservation 1</a></p>', public
    )
    assert "Reservation 1 · Provision 2.1 ·" in words(public)
    assert '<div class="words" lang="ru" dir="ltr">' in public

    withdrawal = f"{HERE}/{await only_statement()}/withdrawal"
    assert f'href="{withdrawal}"' in (await ben.get(HERE)).text
    assert "A withdrawn statement stays readable" in (await ben.get(withdrawal)).text
    assert (await ben.post(withdrawal, data=BY_BEN | {"typed_name": "Cleo"})).status_code == 422
    part = CONFIRMED | {"extent": "part", "remaining_text": "Не связана наполовину."}
    assert (await ben.post(withdrawal, data=part)).headers["location"] == f"{HERE}/{await only_statement()}/receipt"
    halved = (await cleo.get("/en/memoranda/cooperation")).text
    assert re.search(r"Не связана наполовину\. A part was withdrawn: [^.]+\. The text before: Не связана\. Совсем\.", words(halved))
    assert "withdrew a part of reservation 1." in words((await cleo.get("/en/notifications")).text)
    await ben.post(withdrawal, data=CONFIRMED)
    struck = (await cleo.get("/en/memoranda/cooperation")).text
    assert "<s>Не связана.</s>" in struck
    assert "<s>Не связана наполовину.</s>" in struck
    assert "<s>Reservation 1</s></a></p>" in struck
    assert re.search(r"The statement was withdrawn: \d+ \w+ \d{4}\.", words(struck))
    again = await ben.post(withdrawal, data=CONFIRMED)
    assert (again.status_code, "There is no such statement" in again.text) == (409, True)


async def test_an_objection_is_to_a_reservation_of_another_party(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, name="Bir Duino")
    other = await factories.signed(case.memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.stated(case.memorandum, other, provision="1")
    await sign(ben, case)
    page = (await ben.get(HERE)).text
    fields = {"statement_kind": "objection", "statement_language": "en", "statement_text": "We object."} | CONFIRMED
    assert (await ben.post(HERE, data=fields)).status_code == 422
    fields |= {"objects_to": picked(page, "Reservation 1, Alpha")}
    assert "Choose whether the objection precludes the relation" in (await check_statement(ben, fields)).text
    assert (await ben.post(HERE, data=fields | {"objection_precludes": "yes"})).status_code == 303
    shown = (await cleo.get("/en/memoranda/cooperation/signatories")).text
    assert re.search(
        r"Reservation 1 · Provision 1 · .* Alpha Not bound by it\. Cite Objection 2 · Provision 1 · .* Bir Duino We object\. "
        r"It is to reservation 1 of Alpha\. "
        r"The objection precludes the relation between Bir Duino and Alpha under this text\.",
        words(shown),
    )


async def test_what_was_checked_may_be_gone_when_it_is_confirmed(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """A reservation is withdrawn while Ben confirms the objection, and Ben mistypes the name."""
    case = await a_case(ada_account)
    other = await factories.signed(case.memorandum, await factories.organisation("alpha", "Alpha"))
    reservation = await factories.stated(case.memorandum, other)
    objection = {"statement_kind": "objection", "statement_language": "en", "statement_text": "We object.", "objection_precludes": "no"}
    given = case.signature | objection | {"objects_to": str(reservation.id)}
    await enter(ben, case)
    assert (await check_page(ben, given)).status_code == 200
    await factories.statement_withdrawn(other, reservation)
    while_signing = await ben.post(SIGNATURE, data=given | {"typed_name": "Bem"})
    await ben.post(SIGNATURE, data=case.signature)
    for answer in (while_signing, await ben.post(HERE, data=given | {"typed_name": "Bem"})):
        said = ("Choose a reservation of another party" in answer.text, "We object." in answer.text)
        assert (answer.status_code, *said) == (422, True, True)


async def test_what_does_not_fit_is_said_and_nothing_is_lost(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account))
    answer = await check_statement(ben, {"statement_text": "<b>kept</b>", "statement_language": "xx-nowhere"})
    assert answer.status_code == 422
    assert '<a href="#statement_kind">Choose what you state.</a>' in answer.text
    assert "&lt;b&gt;kept&lt;/b&gt;" in answer.text
    assert await Statement.count() == 0


async def test_a_hidden_party_is_told_that_nobody_reads_it_yet(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    before = (await cleo.get("/memoranda/cooperation.json")).json()["statements"]
    await sign(ben, case, disclosure="counted")
    assert "it is shown once your name is public" in (await ben.get(HERE)).text
    await ben.post(HERE, data=RESERVATION | CONFIRMED)
    assert "Не связана." in (await ben.get(HERE)).text
    for address in ("/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories", "/en/notifications"):
        page = (await cleo.get(address)).text
        assert "Не связана" not in page
        assert "eservation" not in page
    assert (before, (await cleo.get("/memoranda/cooperation.json")).json()["statements"]) == ([], [])


async def test_whoever_has_not_signed_states_nothing(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    assert (await ben.get(HERE)).headers["location"] == "/en/signing"
    answer = await ben.post(HERE, data=RESERVATION | CONFIRMED)
    assert (answer.status_code, "Only a party can make a statement." in words(answer.text)) == (409, True)
    assert await Statement.count() == 0


async def test_a_memorandum_that_excludes_reservations_offers_none(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, reservations=False)
    await sign(ben, await a_case(ada_account, memorandum=memorandum))
    assert "This memorandum excludes reservations." in words((await ben.get(HERE)).text)
    answer = await ben.post(HERE, data=RESERVATION | CONFIRMED)
    assert (answer.status_code, "This memorandum excludes reservations; none can be made." in answer.text) == (422, True)
    assert "It excludes reservations." in words((await cleo.get("/en/memoranda/cooperation")).text)


async def test_a_statement_is_made_while_signing(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, name="Bir Duino")
    await enter(ben, case)
    page = (await ben.get(NEW)).text
    given = case.signature | RESERVATION | {"statement_provision": picked(page, "Provision 2.1")}
    check = words((await check_page(ben, given)).text)
    assert "The statement with it Reservation · Provision 2.1 ·" in check
    assert "Bir Duino Не связана. Совсем." in check

    for wrong, message in (
        ({"statement_text": ""}, "Write the statement."),
        ({"statement_kind": ""}, "Choose what you state."),
        ({"statement_provision": "elsewhere"}, "Choose a provision of the text from the list."),
        ({"kind": "support"}, "can make declarations only"),
        ({"kind": "ad_referendum"}, "Nothing can be stated before a signature ad referendum is confirmed."),
    ):
        refused = await check_page(ben, given | wrong)
        assert (refused.status_code, message in refused.text, "<details open>" in refused.text) == (422, True, True), wrong
    assert (await ben.post(SIGNATURE, data=given | {"statement_provision": "elsewhere"})).status_code == 422
    assert (await acts(), await Statement.count()) == ([], 0)

    assert (await ben.post(SIGNATURE, data=given)).headers["location"] == RECEIPT
    receipt = words((await ben.get(RECEIPT)).text)
    assert "Reservation 1 · Provision 2.1 ·" in receipt
    assert "Не связана. Совсем." in receipt
    [letter] = await letters_to("contact@bir-duino.example.org")
    assert "A statement of your organisation was recorded with the answer" in letter.text
    public = words((await cleo.get("/en/memoranda/cooperation")).text)
    assert "Reservation 1 · Provision 2.1 ·" in public
    assert "after the signature" not in public
    assert "Bir Duino made reservation 1." in words((await cleo.get("/en/notifications")).text)


async def test_a_hidden_signer_states_in_silence(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    addresses = ("/en/memoranda/cooperation", "/memoranda/cooperation.json", "/en/notifications")
    before = [(await cleo.get(address)).content for address in addresses]
    await enter(ben, case)
    given = case.signature | RESERVATION | {"disclosure": "counted"}
    assert "Only the coordinators read it while the name is not public." in (await check_page(ben, given)).text
    assert (await ben.post(SIGNATURE, data=given)).status_code == 303
    assert [(await cleo.get(address)).content for address in addresses] == before
    receipt = words((await ben.get(RECEIPT)).text)
    assert "Reservation · The whole text ·" in receipt
