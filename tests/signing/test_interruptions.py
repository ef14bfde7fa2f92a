"""Ben's session ends while he answers: what he typed stands in the page, nothing is stored, and with his link he goes on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from tests.browser.filled_forms import values_in
from tests.signing.walking import DECLINE, REVIEW, SIGNATURE, Case, a_case, acts, enter, everything

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HELD = "/en/signing/held-form"
TYPED = "Бен пишет: «ещё не отправлено» é"
FORMS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "questions": (REVIEW, {"representative_name": TYPED, "representative_title": TYPED, "disclosure": "counted", "kind": "signature"}),
    "check": (SIGNATURE, {"representative_name": TYPED, "representative_title": TYPED, "authority": "yes", "typed_name": TYPED}),
    "decline": (DECLINE, {"reason": TYPED}),
    "delegation": ("/en/signing/delegation", {"name": TYPED, "email": TYPED}),
}


@pytest.fixture
async def case(ben: httpx.AsyncClient, ada_account: Coordinator) -> Case:
    """An open memorandum to which Ben's organisation is invited; Ben has opened the link."""
    result = await a_case(ada_account)
    await enter(ben, result)
    return result


async def send_too_late(ben: httpx.AsyncClient, form: str) -> str:
    """Send a form as its page would, after the session ended; return the held form."""
    address, fields = FORMS[form]
    token = re.search(r'name="form_token" value="([^"]+)"', (await ben.get(DECLINE)).text)
    assert token
    before = await everything()
    with clock.shifted(timedelta(minutes=31)):
        page = await ben.post(address, data={"form_token": token[1], **fields})
    assert page.status_code == 403
    assert await everything() == before
    held = re.search(r'name="held_form" value="([\w-]+)"', page.text)
    assert held, page.text
    return held[1]


@pytest.mark.parametrize("form", FORMS)
async def test_with_the_pasted_link_the_form_is_filled(ben: httpx.AsyncClient, case: Case, form: str) -> None:
    address, fields = FORMS[form]
    sent = {"held_form": await send_too_late(ben, form), "link": f" http://127.0.0.1:8000{case.link} "}
    with clock.shifted(timedelta(minutes=31)):
        answer = await ben.post(HELD, data=sent)
        assert (answer.status_code, answer.headers["location"]) == (307, address)
        page = await ben.post(address, data=sent)
        assert page.status_code == 200, page.text
        assert TYPED in values_in(page.text)
        assert "Nothing is sent yet" in page.text
    assert sum(value == TYPED for value in fields.values()) >= 1
    assert await acts() == []


async def test_the_link_opened_in_another_tab_serves_too(ben: httpx.AsyncClient, case: Case) -> None:
    held = await send_too_late(ben, "decline")
    with clock.shifted(timedelta(minutes=31)):
        await enter(ben, case)
        assert TYPED in values_in((await ben.post(DECLINE, data={"held_form": held})).text)
    assert await acts() == []


@pytest.mark.parametrize("link", ["", "not a link", "http://127.0.0.1:8000/en/invitations/" + "A" * 43])
async def test_a_wrong_link_keeps_the_form(ben: httpx.AsyncClient, case: Case, link: str) -> None:
    assert case.link
    held = await send_too_late(ben, "questions")
    page = await ben.post(HELD, data={"held_form": held, "link": link})
    assert page.status_code == 422
    assert held in page.text
    assert "set-cookie" not in page.headers


async def test_without_the_link_nobody_sees_it(cleo: httpx.AsyncClient, ben: httpx.AsyncClient, case: Case) -> None:
    assert case.link
    held = await send_too_late(ben, "questions")
    page = await cleo.post(REVIEW, data={"held_form": held})
    assert page.status_code == 403
    assert TYPED not in page.text
    assert (await cleo.post(REVIEW, data=FORMS["questions"][1])).status_code == 403


@pytest.mark.parametrize("form", ["questions", "decline", "delegation"])
async def test_another_language_of_the_pages_shows_the_form_as_it_was(ben: httpx.AsyncClient, case: Case, form: str) -> None:
    assert case.link
    address, fields = FORMS[form]
    token = re.search(r'name="form_token" value="([^"]+)"', (await ben.get(DECLINE)).text)
    assert token
    sent = {"form_token": token[1], **fields, "show_in": "ru"}
    answer = await ben.post(address, data=sent)
    assert (answer.status_code, answer.headers["location"]) == (307, address.replace("/en/", "/ru/"))
    page = await ben.post(answer.headers["location"], data=sent)
    assert (page.status_code, '<html lang="ru"' in page.text) == (200, True)
    assert TYPED in values_in(page.text)
    assert await acts() == []
