"""Ada sees all statements, records what came by letter, translates, and records a withdrawal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.desk.conftest import follow, send, send_sure
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/en/desk/memoranda/cooperation/statements"
LETTER = {"organisation": "alpha", "made": "2026-05", "statement_kind": "reservation", "statement_language": "ru", "statement_text": "Не связана."}


async def test_a_letter_is_recorded_translated_and_withdrawn(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    assert f'href="{HERE}"' in (await ada.get("/en/desk/memoranda/cooperation/signatories")).text
    page = (await follow(ada, await send_sure(ada, HERE, LETTER))).text
    assert "Reservation 1 · The whole text · May 2026 Alpha" in words(page)
    address = re.search(rf"{HERE}/[\w-]{{36}}", page)
    assert address

    wrong = await send(ada, f"{address[0]}/translations", {"language": "ru", "text": "Иначе."})
    assert (wrong.status_code, "The statement was made in this language." in wrong.text, "Иначе." in wrong.text) == (422, True, True)
    await follow(ada, await send(ada, f"{address[0]}/translations", {"language": "en", "text": "Not bound."}))
    shown = words((await cleo.get("/en/memoranda/cooperation")).text)
    assert "Не связана. Translation from Russian, for your convenience; the words above count. Not bound." in shown

    assert (await send(ada, f"{address[0]}/withdrawal", {"withdrawn": ""})).status_code == 422
    assert (await send(ada, f"{address[0]}/withdrawal", {"withdrawn": "2025"})).status_code == 422
    assert "The statement was withdrawn: June 2026." in words(
        (await follow(ada, await send_sure(ada, f"{address[0]}/withdrawal", {"withdrawn": "2026-06"}))).text
    )
    assert "The statement was withdrawn: June 2026." in words((await cleo.get("/en/memoranda/cooperation")).text)


@pytest.mark.sqlite_only
async def test_a_coordinator_sees_what_a_hidden_party_stated(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    hidden = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"), disclosure="counted")
    made = await factories.stated(memorandum, hidden)
    page = words((await ada.get(HERE)).text)
    assert "Alpha name withheld Not bound by it." in page
    assert "Nobody but the coordinators reads this statement." in (await ada.get(f"{HERE}/{made.id}")).text


@pytest.mark.sqlite_only
async def test_statements_of_anothers_memorandum_do_not_exist(ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    made = await factories.stated(memorandum, alpha)
    other = await factories.opened(ada_account, "other")
    for address in (HERE, f"{HERE}/{made.id}"):
        assert (await dina.get(address)).status_code == 404
    for address in (f"{HERE}/nothing", f"/en/desk/memoranda/{other.slug}/statements/{made.id}"):
        assert (await ada.get(address)).status_code == 404
        assert (await send(ada, f"{address}/withdrawal", {"withdrawn": "2026"})).status_code == 404
        assert (await send(ada, f"{address}/translations", {"language": "nb", "text": "Ikke bundet."})).status_code == 404


@pytest.mark.sqlite_only
async def test_whether_reservations_are_excluded_is_a_particular_of_the_draft(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    details = "/en/desk/memoranda/cooperation/details"
    particulars = {"kind": "declaration", "authentic_languages": ["en"], "signature_rule": "invited"}
    await send(ada, details, particulars | {"reservations": "no"})
    assert '<option value="no" selected>' in (await ada.get(details)).text
