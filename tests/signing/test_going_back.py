"""Back and reload send no form again: what is checked is read at an address of its own, and only the browser of the session can read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.invitations import checked_answers
from coalition.invitations.checked_answers import checked_in
from coalition.invitations.saved_answers import _erasing, erase_outdated
from coalition.invitations.tables import SigningSession
from coalition.keys.sealing import CannotOpen, key_from, open_sealed
from coalition.people.tokens import hash_of
from coalition.piccolo_app import APP_CONFIG
from tests import factories
from tests.conftest import visitor
from tests.house.inputs import inputs_of
from tests.signing.walking import DECLINE, NEW, RECEIPT, REVIEW, SIGNATURE, WITHDRAWAL, a_case, acts, check_page, enter, everything, post, sign, words

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

STATEMENTS = "/en/signing/statements"
TYPED = {"representative_name": "Бен Zqk7 Султанов", "disclosure": "described", "description": "A group Zqk7 from the steppe"}
STATED = {"statement_kind": "declaration", "statement_language": "en", "statement_text": "Zqk7 as we read it.", "representative_name": "Ben Sultanov"}
CONFIRMED = {"authority": "yes", "typed_name": TYPED["representative_name"]}


async def opened_with_the_database() -> list[str]:
    """Return what opens the checked answers of all that the database holds, as a token of the session."""
    [row] = await SigningSession.select()
    opening = []
    for table in APP_CONFIG.table_classes:
        for name, value in [pair for row in await table.select() for pair in row.items()]:
            try:
                open_sealed(key_from(str(value), "answers on a check page"), row["checked"], "checked signature")
            except CannotOpen:
                continue
            opening.append(f"{table.__name__}.{name}")
    return opening


async def only_the_browser_can_read_them(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    page = await check_page(ben, case.answers | TYPED | CONFIRMED)
    assert "A group Zqk7 from the steppe" in page.text
    assert "Zqk7" not in await everything()
    assert await opened_with_the_database() == []
    [row] = await SigningSession.select(SigningSession.checked)
    assert len(row["checked"]) > 4096  # its length does not tell how much was typed
    assert "Zqk7" in (await ben.get(REVIEW)).text
    fields = await checked_in(ben.cookies["signing"], checked_answers.SIGNATURE)
    assert CONFIRMED.keys() & fields.keys() == set()


async def test_back_from_the_receipt_leads_to_what_is_on_record(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    answer = await ben.post(REVIEW, data=case.answers | TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, REVIEW)
    page = await ben.get(REVIEW)
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert (await ben.get(REVIEW)).text == page.text
    again = inputs_of((await ben.get(NEW)).text)[-1]  # Back from the check page: the questions are filled in
    assert {name: again[name] for name in TYPED} == TYPED
    [*_, confirming] = inputs_of(page.text)
    assert (await ben.post(SIGNATURE, data=confirming | CONFIRMED)).headers["location"] == RECEIPT
    for path in (REVIEW, NEW):
        assert (await ben.get(path)).headers["location"] == "/en/signing"
    assert (await acts(), (await ben.get(RECEIPT)).status_code) == (["signature"], 200)


async def test_a_statement_is_checked_at_an_address_too(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account))
    assert (await ben.get(f"{STATEMENTS}/review")).headers["location"] == STATEMENTS
    answer = await ben.post(f"{STATEMENTS}/review", data=STATED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{STATEMENTS}/review")
    page = await ben.get(f"{STATEMENTS}/review")
    assert "Zqk7 as we read it." in page.text
    assert "Zqk7" not in await everything()
    changing = await ben.post(f"{STATEMENTS}/review", data=STATED | {"change": "1"})
    assert changing.headers["location"] == STATEMENTS
    assert "Zqk7 as we read it." in (await ben.get(STATEMENTS)).text
    receipt = await ben.post(STATEMENTS, data=STATED | {"authority": "yes", "typed_name": "Ben Sultanov"})
    assert receipt.status_code == 303
    assert (await ben.get(f"{STATEMENTS}/review")).headers["location"] == STATEMENTS
    [*_, form] = inputs_of((await ben.get(STATEMENTS)).text)
    assert form["statement_text"] == ""


async def test_every_form_leads_to_a_page_that_is_read(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await sign(ben, await a_case(ada_account, memorandum=memorandum))
    sent = [
        ("/en/signing/disclosure", {"disclosure": "counted"}, "/en/signing"),
        ("/en/signing/fresh-link", {"ask": "yes"}, "/en/signing/fresh-link"),
        (WITHDRAWAL, {"typed_name": "Ben Sultanov"}, RECEIPT),
        ("/en/signing/link-end", {"end": "yes"}, "/en/signing/link-end/done"),
    ]
    for path, data, location in sent:
        answer = await ben.post(path, data=data)
        assert (answer.status_code, answer.headers.get("location")) == (303, location), (path, words(answer.text))
        assert (await ben.get(location)).status_code == 200, location
    await enter(ben, await a_case(ada_account, "declining", memorandum))
    assert (await post(ben, DECLINE, {"authority": "yes"})).status_code == 200
    assert (await post(ben, f"{DECLINE}/removal", {"back": "yes"})).status_code == 200
    await enter(ben, await a_case(ada_account, "handing-over", memorandum))
    colleague = {"name": "Dilshod", "email": "dilshod@handing-over.example.org", "language": "en", "belongs": "yes"}
    assert "It is handed over" in words((await post(ben, "/en/signing/delegation", colleague)).text)


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-11-29", "2999-01-01T10:00"])
async def test_a_day_that_nobody_was_told_is_not_found(cleo: httpx.AsyncClient, store: str, until: str) -> None:
    assert store
    assert (await cleo.get(f"/en/signing/saved-answers?until={until}")).status_code == 404


async def test_of_two_windows_each_signs_what_it_showed(app: ASGIApp, ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    [*_, first] = inputs_of((await check_page(ben, case.answers)).text)
    await check_page(ben, case.answers | TYPED)
    async with visitor(app) as stranger:
        await enter(stranger, case)
        assert (await stranger.get(REVIEW)).headers["location"] == NEW
    await ben.post(SIGNATURE, data=first | {"authority": "yes", "typed_name": "Ben Sultanov"})
    receipt = words((await ben.get(RECEIPT)).text)
    assert ("Ben Sultanov" in receipt, "Zqk7" in receipt) == (True, False)


async def test_they_are_erased_when_the_session_is_over(ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    await check_page(ben, case.answers | TYPED)
    for minutes, left in ((29, 1), (65, 0)):
        with clock.shifted(timedelta(minutes=minutes)):
            monkeypatch.setattr(_erasing, "last", clock.now() - timedelta(days=1))
            await erase_outdated()
            assert await SigningSession.count() == left


async def test_only_the_browser_can_read_them(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await only_the_browser_can_read_them(ben, ada_account)


def _hashed(token: str, purpose: str) -> bytes:
    return key_from(hash_of(token), purpose)


def _in_clear(_: bytes, content: bytes, __: str) -> str:
    return content.decode()


def _read_in_clear(_: bytes, sealed: str, __: str) -> bytes:
    return sealed.encode()


MUTATED_BUILDS: dict[str, dict[str, Any]] = {
    "the key is made from what the database has": {"key_from": _hashed},
    "the answers are stored in clear": {"seal_padded": _in_clear, "open_sealed": _read_in_clear},
    "the confirmations are stored too": {},
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", MUTATED_BUILDS)
async def test_a_mutated_build_is_found(ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for place, mutated in MUTATED_BUILDS[name].items():
        monkeypatch.setattr(checked_answers, place, mutated)
    if not MUTATED_BUILDS[name]:
        monkeypatch.setattr("coalition.signing.signatures.checks._is_answer", bool)
    with pytest.raises(AssertionError):
        await only_the_browser_can_read_them(ben, ada_account)
