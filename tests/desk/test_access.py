"""Who may open which address of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.addresses import ROUTES, Audience, url_for
from coalition.memoranda.membership import add_member
from tests import factories
from tests.desk.conftest import send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

PLACES = {
    "lang": "en",
    "memorandum": "cooperation",
    "forum": "kyiv-2013",
    "organisation": "kibhr",
    "network": "net",
    "programme": "common",
    "import_id": "1",
    "number": "1",
    "target": "ru",
    "batch": "1",
    "accession": "1",
    "statement": "a5e0cb5c-2a1c-4f3e-9d7e-0c2f5f2f9c11",
    "act": "a5e0cb5c-2a1c-4f3e-9d7e-0c2f5f2f9c11",
    "token": "x",
    "account": "1",
    "approval": "1",
    "mistake": "1",
    "decision": "withdrawal-from-public",
    "provision": "title",
    "change": "x",
    "file": "en.docx",
    "article": "a-story",
    "picture": f"{'0' * 64}.jpg",
    "entry": "a5e0cb5c-2a1c-4f3e-9d7e-0c2f5f2f9c11",
}
BEHIND_THE_GUARD = {name: route for name, route in ROUTES.items() if route.audience in {Audience.EDITOR, Audience.COORDINATOR}}
OF_A_MEMORANDUM = {name: route for name, route in BEHIND_THE_GUARD.items() if "{memorandum}" in route.path}


async def ask(browser: httpx.AsyncClient, name: str) -> httpx.Response:
    path = url_for(name, **PLACES)
    return await (browser.get(path) if ROUTES[name].method == "GET" else browser.post(path, data={"form_token": "x"}))


async def test_a_stranger_is_asked_to_sign_in_everywhere(cleo: httpx.AsyncClient) -> None:
    answers = {name: await ask(cleo, name) for name in BEHIND_THE_GUARD}
    assert {name: (answer.status_code, answer.headers.get("location")) for name, answer in answers.items()} == dict.fromkeys(
        BEHIND_THE_GUARD, (303, "/en/sign-in")
    )


async def test_an_editor_finds_only_what_editors_need(edith: httpx.AsyncClient) -> None:
    reachable = {name for name, route in BEHIND_THE_GUARD.items() if route.method == "GET" and (await ask(edith, name)).status_code == 200}
    assert reachable == {
        "desk.today.show",
        "desk.account.show",
        "desk.password.edit",
        "desk.memoranda.list",
        "desk.deadlines.list",
        "desk.calendar.show",
    }
    refused = {name: (await ask(edith, name)).status_code for name, route in BEHIND_THE_GUARD.items() if route.audience is Audience.COORDINATOR}
    assert set(refused.values()) == {404}


async def test_an_editor_works_on_the_text_she_was_added_to(ada_account: Coordinator, edith: httpx.AsyncClient, edith_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    await add_member(memorandum, edith_account.email)
    reachable = {name for name, route in OF_A_MEMORANDUM.items() if route.method == "GET" and (await ask(edith, name)).status_code == 200}
    of_languages = {"desk.languages.show", "desk.translation.edit", "desk.glossary.show"}
    of_proposals = {
        "desk.matrix.show",
        "desk.matrix_csv.show",
        "desk.matrix_xlsx.show",
        "desk.proposals.show",
        "desk.proposals_docx.show",
        "desk.proposals_md.show",
        "desk.amendments.list",
        "desk.draft_comments.show",
    }
    assert reachable == {"desk.memorandum.show", "desk.wording.edit", "desk.alignment.edit", "desk.adoption.new"} | {
        *of_languages,
        *of_proposals,
        "desk.word_file.new",
        "desk.wording_file.show",
        "desk.wording_print.show",
        "desk.provision.new",
        "desk.provision.edit",
        "desk.revisions.list",
        "desk.text_revision.show",
    }
    page = await edith.get("/en/desk/memoranda/cooperation")
    assert "/signatories" not in page.text
    assert "/adoption" not in page.text


async def test_the_memorandum_of_others_does_not_exist(ada_account: Coordinator, dina: httpx.AsyncClient) -> None:
    await factories.opened(ada_account)
    here = {name: await _knock(dina, name, "cooperation") for name in OF_A_MEMORANDUM}
    nowhere = {name: await _knock(dina, name, "never-begun") for name in OF_A_MEMORANDUM}
    assert here == nowhere
    assert {status for status, _ in here.values()} == {404}


async def _knock(browser: httpx.AsyncClient, name: str, slug: str) -> tuple[int, str]:
    path = url_for(name, **PLACES | {"memorandum": slug})
    answer = await (browser.get(path) if ROUTES[name].method == "GET" else send(browser, path))
    return answer.status_code, answer.text.replace(slug, "…")


async def test_every_form_must_come_from_this_session(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await factories.forum()
    await factories.organisation("kibhr")
    await factories.network(members=["kibhr"])
    await factories.article()
    names = [
        name for name, route in BEHIND_THE_GUARD.items() if route.method == "POST" and not {"{programme}", "{import_id}"} & set(route.path.split("/"))
    ]
    assert {name: (await ask(ada, name)).status_code for name in names} == dict.fromkeys(names, 403)


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
async def test_a_form_sent_from_another_site_is_refused(ada: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await send(ada, "/en/desk/account", {"name": "Eve", "language": "en"}, headers=headers)).status_code == 403
    assert "Eve" not in (await ada.get("/en/desk/account")).text


@pytest.mark.parametrize("path", ["/xx/desk", "/xx/sign-in", "/de/desk/memoranda"])
async def test_a_language_that_is_not_offered_is_not_found(ada: httpx.AsyncClient, path: str) -> None:
    assert (await ada.get(path)).status_code == 404


async def test_what_is_not_there_at_the_desk_leads_to_the_desk(ada: httpx.AsyncClient, edith: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    """A page that does not exist, and one that is not shown to a person, say the same; elsewhere the front page is offered."""
    nowhere, forbidden = await ada.get("/en/desk/memoranda/nowhere"), await edith.get("/en/desk/forums")
    assert (nowhere.status_code, forbidden.status_code, 'class="button" href="/en/desk"' in nowhere.text) == (404, 404, True)
    assert nowhere.text.replace("/desk/memoranda/nowhere", "/desk/forums") == forbidden.text
    assert "To the desk" not in (await cleo.get("/en/nowhere")).text


async def test_what_is_no_form_is_not_read(ada: httpx.AsyncClient) -> None:
    answer = await ada.post("/en/desk/organisations", content=b'{"slug": "x"}', headers={"content-type": "application/json"})
    assert answer.status_code == 400


async def test_what_no_record_can_hold_is_not_looked_for(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await factories.forum()
    for path in ("memoranda/%00", "memoranda/%00/draft", "forums/%00", "programmes/%00", "organisations/%00", "organisations?after=%00"):
        assert (await ada.get(f"/en/desk/{path}")).status_code == 404
    for path, field in (
        ("forums/kyiv-2013/organisations", "organisations-0-organisation"),
        ("memoranda/cooperation/people", "email"),
        ("memoranda/cooperation/invitations", "organisations"),
    ):
        assert (await send(ada, f"/en/desk/{path}", {field: "\0"})).status_code == 400


async def test_pages_of_the_desk_are_kept_by_nobody(ada: httpx.AsyncClient) -> None:
    page = await ada.get("/en/desk")
    assert (page.headers["cache-control"], 'content="noindex"' in page.text) == ("no-store", True)
