"""Ada signs in; Cleo learns nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from coalition import clock
from coalition.people import signing_in
from coalition.people.forms import PasswordForm
from coalition.people.tables import Login, SignInLink
from tests.desk.conftest import send
from tests.letters import answer_requests, letters_in_tray

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

PASSWORD = "four words make sense"


async def link_from_letter() -> str:
    await answer_requests()
    letters = await letters_in_tray()
    match = re.search(r"/en/sign-in/\S+", letters[-1].text)
    assert match
    return match[0]


async def test_ada_signs_in_by_the_link_in_a_letter(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    assert (await cleo.post("/en/sign-in", data={"email": ada_account.email})).status_code == 200
    link = await link_from_letter()
    for _ in range(3):
        assert (await cleo.get(link)).status_code == 200  # a scanner that looks uses nothing up
    answer = await cleo.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk")
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert (await cleo.get("/en/desk")).status_code == 200


async def test_a_form_that_is_far_too_large_is_not_read(cleo: httpx.AsyncClient) -> None:
    assert (await cleo.post("/en/sign-in", data={"email": "x" * 5_000_000})).status_code == 413


async def test_a_link_works_once(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await cleo.post("/en/sign-in", data={"email": ada_account.email})
    link = await link_from_letter()
    await cleo.post(link)
    cleo.cookies.clear()
    for answer in (await cleo.post(link), await cleo.get(link)):
        assert answer.status_code == 410
        assert f'href="{link.replace("/en/", "/ar/")}" lang="ar"' in answer.text
    assert await Login.count() == 1


async def test_a_link_dies_after_half_an_hour(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await cleo.post("/en/sign-in", data={"email": ada_account.email})
    link = await link_from_letter()
    with clock.shifted(timedelta(minutes=31)):
        assert (await cleo.post(link)).status_code == 410


async def test_the_answer_is_the_same_for_an_unknown_address(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    known = await cleo.post("/en/sign-in", data={"email": ada_account.email})
    unknown = await cleo.post("/en/sign-in", data={"email": "nobody@example.org"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert dict(known.headers) == dict(unknown.headers)
    await answer_requests()
    assert await SignInLink.count() == 1


@pytest.mark.sqlite_only
async def test_a_wrong_password_says_no_more_than_an_unknown_address(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await signing_in.set_password(ada_account, PasswordForm(password=SecretStr(PASSWORD)), "")
    wrong = await cleo.post("/en/sign-in", data={"email": ada_account.email, "password": "wrong and long enough"})
    unknown = await cleo.post("/en/sign-in", data={"email": "nobody@example.org", "password": "wrong and long enough"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.text.replace(ada_account.email, "") == unknown.text.replace("nobody@example.org", "")
    right = await cleo.post("/en/sign-in", data={"email": ada_account.email, "password": PASSWORD})
    assert right.headers["location"] == "/en/desk"


async def test_an_address_that_is_none_is_said_at_the_field(cleo: httpx.AsyncClient) -> None:
    page = await cleo.post("/en/sign-in", data={"email": "ada at example"})
    assert page.status_code == 422
    assert '<a href="#email">' in page.text
    assert "<title>Error: Sign in" in page.text
    assert 'value="ada at example"' in page.text


async def test_signing_out_ends_the_session(ada: httpx.AsyncClient) -> None:
    held = ada.cookies["desk"]
    answer = await send(ada, "/en/desk/sign-out")
    assert answer.headers["location"] == "/en/sign-in"
    ada.cookies.set("desk", held, domain="127.0.0.1")
    assert (await ada.get("/en/desk")).status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
async def test_a_session_sleeps_for_thirty_minutes_at_most(ada: httpx.AsyncClient, minutes: int, status: int) -> None:
    with clock.shifted(timedelta(minutes=minutes)):
        assert (await ada.get("/en/desk")).status_code == status


async def test_a_session_ends_after_twelve_hours_however_busy(ada: httpx.AsyncClient) -> None:
    for minutes in range(25, 720, 25):
        with clock.shifted(timedelta(minutes=minutes)):
            assert (await ada.get("/en/desk")).status_code == 200
    with clock.shifted(timedelta(hours=12, minutes=1)):
        assert (await ada.get("/en/desk")).status_code == 303
