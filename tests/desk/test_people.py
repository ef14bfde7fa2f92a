"""Ada looks after who gets in: accounts, sessions, tokens, members; and nothing typed is lost when a session ends."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.database import transaction
from coalition.desk.people.sign_in import attempts
from coalition.memoranda import queries
from coalition.memoranda.membership import add_member
from coalition.people import signing_in
from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from tests import factories
from tests.conftest import sign_in, visitor
from tests.desk.conftest import follow, send
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    attempts.forget()


SINGLE = "/en/desk/account/logins/removal"


async def test_ada_disables_dina_and_enables_her_again(ada: httpx.AsyncClient, dina: httpx.AsyncClient, dina_account: Coordinator) -> None:
    assert "dina@example.org" in (await ada.get("/en/desk/people")).text
    question = await ada.get(f"/en/desk/people/{dina_account.id}/disabling")
    assert "signed out everywhere at once" in question.text
    assert (await dina.get("/en/desk")).status_code == 200
    page = await follow(ada, await send(ada, f"/en/desk/people/{dina_account.id}/disabling"))
    assert "The account is disabled." in page.text
    assert (await ada.get(f"/en/desk/people/{dina_account.id}/disabling")).headers["location"] == "/en/desk/people"
    assert (await dina.get("/en/desk")).status_code == 303
    page = await follow(ada, await send(ada, f"/en/desk/people/{dina_account.id}/enabling"))
    assert "The account is enabled." in page.text
    assert (await dina.get("/en/desk")).status_code == 303


async def test_the_list_disables_nobody_without_a_question(ada: httpx.AsyncClient, dina: httpx.AsyncClient, dina_account: Coordinator) -> None:
    html = (await ada.get("/en/desk/people")).text
    forms = re.findall(r'(?:action|formaction)="([^"]*)"', html)
    assert not [action for action in forms if action.endswith("/disabling")]
    assert f'href="/en/desk/people/{dina_account.id}/disabling"' in html
    assert (await dina.get("/en/desk")).status_code == 200


async def test_what_cannot_be_disabled_is_said(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    page = await send(ada, f"/en/desk/people/{ada_account.id}/disabling")
    assert page.status_code == 409
    assert "You cannot disable your own account." in page.text
    page = await ada.get(f"/en/desk/people/{ada_account.id}/disabling")
    assert page.status_code == 409
    assert "You cannot disable your own account." in page.text
    assert "/disabling" not in (await ada.get("/en/desk/people")).text


@pytest.mark.parametrize("number", ["999", "0", "x", "٣", "1e3", "9" * 30])
async def test_an_account_that_is_none_is_not_found(ada: httpx.AsyncClient, number: str) -> None:
    for act in ("disabling", "enabling", "signing-out"):
        assert (await send(ada, f"/en/desk/people/{number}/{act}")).status_code == 404


async def test_ada_ends_all_sessions_of_dina(ada: httpx.AsyncClient, dina: httpx.AsyncClient, dina_account: Coordinator) -> None:
    await follow(ada, await send(ada, f"/en/desk/people/{dina_account.id}/signing-out"))
    assert ((await dina.get("/en/desk")).status_code, (await ada.get("/en/desk")).status_code) == (303, 200)
    assert dina_account.email in {letter.address for letter in await letters_in_tray()}


async def test_ada_ends_one_session_and_then_all(ada: httpx.AsyncClient, app: ASGIApp, ada_account: Coordinator) -> None:
    async with visitor(app) as elsewhere:
        await sign_in(elsewhere, ada_account)
        page = (await ada.get("/en/desk/account")).text
        number = page.partition('name="login" value="')[2].partition('"')[0]
        await follow(ada, await send(ada, SINGLE, {"login": number}))
        assert ((await elsewhere.get("/en/desk")).status_code, (await ada.get("/en/desk")).status_code) == (303, 200)
        assert (await send(ada, SINGLE, {"login": number})).status_code == 404
        await sign_in(elsewhere, ada_account)
        await send(ada, SINGLE, {"login": "all"})
        assert ((await elsewhere.get("/en/desk")).status_code, (await ada.get("/en/desk")).status_code) == (303, 303)


async def test_ada_revokes_a_token(ada: httpx.AsyncClient, dina: httpx.AsyncClient, app: ASGIApp, ada_account: Coordinator) -> None:
    token = await add_token(ada_account.email, Scope.READ, "nightly script")
    async with visitor(app) as script:
        script.headers["Authorization"] = f"Bearer {token}"
        assert (await script.get("/api/v1/organisations")).status_code == 200
        page = (await ada.get("/en/desk/account")).text
        assert "nightly script" in page
        number = page.partition('name="token" value="')[2].partition('"')[0]
        assert (await send(dina, "/en/desk/account/tokens/revocation", {"token": number})).status_code == 404
        await follow(ada, await send(ada, "/en/desk/account/tokens/revocation", {"token": number}))
        assert (await script.get("/api/v1/organisations")).status_code == 401
    assert "nightly script" not in (await ada.get("/en/desk/account")).text


async def test_ada_invites_an_editor(ada: httpx.AsyncClient) -> None:
    page = await follow(ada, await send(ada, "/en/desk/people", {"email": "edith@example.org", "name": "Edith", "role": "editor"}))
    assert "edith@example.org" in page.text
    assert "A letter with a sign-in link is on its way." in page.text
    again = await follow(ada, await send(ada, "/en/desk/people", {"email": "edith@example.org", "name": "Edith", "role": "editor"}))
    without_marks = [re.sub(r'name="once" value="[^"]*"', "", answer.text) for answer in (again, page)]
    assert without_marks[0] == without_marks[1]
    wrong = await send(ada, "/en/desk/people", {"email": "edith at home", "name": "Edith Øvreland"})
    assert (wrong.status_code, "Edith Øvreland" in wrong.text, "edith at home" in wrong.text) == (422, True, True)


async def test_a_member_is_removed_and_sees_nothing_any_more(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator
) -> None:
    memorandum = await factories.draft(ada_account)
    await add_member(memorandum, dina_account.email, ada_account)
    assert (await dina.get("/en/desk/memoranda/cooperation")).status_code == 200
    page = await follow(ada, await send(ada, "/en/desk/memoranda/cooperation/people/removal", {"member": str(dina_account.id)}))
    assert "dina@example.org" not in page.text
    assert (await dina.get("/en/desk/memoranda/cooperation")).status_code == 404
    assert (await send(dina, "/en/desk/memoranda/cooperation/draft", {"text": "en"})).status_code == 404
    letters = [letter.text for letter in await letters_in_tray() if letter.address == dina_account.email]
    assert ["does not work on one of your" in " ".join(text.split()) for text in letters] == [False, True]


async def test_the_last_coordinator_stays(ada: httpx.AsyncClient, ada_account: Coordinator, edith_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    await add_member(memorandum, edith_account.email)
    page = await send(ada, "/en/desk/memoranda/cooperation/people/removal", {"member": str(ada_account.id)})
    assert page.status_code == 409
    assert "Nobody else coordinates this memorandum." in page.text
    assert await queries.is_member(memorandum.id, ada_account.id)
    assert (await send(ada, "/en/desk/memoranda/cooperation/people/removal", {"member": "999"})).status_code == 404


async def test_ada_leaves_what_others_go_on_with(ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    await add_member(memorandum, dina_account.email)
    answer = await send(ada, "/en/desk/memoranda/cooperation/people/removal", {"member": str(ada_account.id)})
    assert answer.headers["location"].startswith("/en/desk/memoranda?")
    assert (await ada.get("/en/desk/memoranda/cooperation")).status_code == 404


async def test_who_comes_back_after_a_session_is_told_and_returns_to_the_page(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    with clock.shifted(timedelta(minutes=31)):
        asked = await ada.get("/en/desk/memoranda/cooperation/adoption")
        assert asked.headers["location"] == "/en/sign-in"
        assert "Your session has ended" in (await ada.get("/en/sign-in")).text
        token = await _link(ada_account)
        answer = await ada.post(f"/en/sign-in/{token}")
        assert answer.headers["location"] == "/en/desk/memoranda/cooperation/adoption"
        assert (await follow(ada, answer)).status_code == 200
        assert "Your session has ended" not in (await ada.get("/en/sign-in")).text


async def another_person_is_not_sent_to_pages_of_the_last(browser: httpx.AsyncClient, ada: Coordinator, dina: Coordinator) -> None:
    """Ada's session ends on a shared computer, and Dina signs in there."""
    await factories.draft(ada)
    with clock.shifted(timedelta(minutes=31)):
        await browser.get("/en/desk/memoranda/cooperation")
        assert browser.cookies["return"]
        answer = await browser.post(f"/en/sign-in/{await _link(dina)}")
        assert answer.headers["location"] == "/en/desk"
        assert not browser.cookies.get("return")


async def test_another_person_of_the_browser_begins_at_their_own_desk(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator
) -> None:
    await another_person_is_not_sent_to_pages_of_the_last(ada, ada_account, dina_account)


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_returns_everybody(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everybody(*_: str) -> bool:
        return True

    monkeypatch.setattr(signing_in, "is_same_person", everybody)
    with pytest.raises(AssertionError):
        await another_person_is_not_sent_to_pages_of_the_last(ada, ada_account, dina_account)


@pytest.mark.parametrize("where", ["/en/desk/sign-out", SINGLE])
async def test_signing_out_makes_the_browser_forget_the_page(ada: httpx.AsyncClient, where: str) -> None:
    ada.cookies.set("return", "GET:/en/desk/account", domain="127.0.0.1")
    await send(ada, where, {"login": "all"})
    assert not ada.cookies.get("return")
    assert not ada.cookies.get("desk")


async def test_a_stranger_is_told_nothing_of_sessions(cleo: httpx.AsyncClient) -> None:
    answer = await cleo.get("/en/desk/memoranda/cooperation")
    assert (answer.headers["location"], "set-cookie" in answer.headers) == ("/en/sign-in", False)
    assert "Your session has ended" not in (await cleo.get("/en/sign-in")).text


@pytest.mark.parametrize(
    "path", ["//evil.example/desk", "/en/desk/../../evil", "https://evil.example/en/desk", "/en/desk/nowhere/at/all", "/en/sign-in/x"]
)
async def test_nobody_is_sent_anywhere_else_after_signing_in(cleo: httpx.AsyncClient, ada_account: Coordinator, path: str) -> None:
    cleo.cookies.set("return", f"GET:{path}", domain="127.0.0.1")
    answer = await cleo.post(f"/en/sign-in/{await _link(ada_account)}")
    assert answer.headers["location"] == "/en/desk"


async def _link(account: Coordinator) -> str:
    async with transaction():
        return await signing_in.make_link(account)
