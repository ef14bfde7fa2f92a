"""Ada types in the form of a record and presses another button of its page: what she typed is there afterwards, and is not saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import pytest

from coalition import clock
from coalition.desk.organisations import proofs
from coalition.forums.forms import ProgrammeForm
from coalition.forums.programme_queries import programme_by_slug
from coalition.forums.queries import by_slug
from coalition.forums.recording_forums import record_programme
from coalition.organisations.proving import TokenMissing
from coalition.organisations.queries import by_slug as organisation_by_slug
from coalition.people.tables import Login
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import follow, next_page, send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator
    from tests.browser.filled_forms import Filled

pytestmark = pytest.mark.anyio

TYPED = "Ада пишет: «ещё не сохранено» é"
SENT = {"content-type": "application/x-www-form-urlencoded"}
NOT_SAVED = "What else you typed on this page is not saved yet."
FORUM, PROGRAMME, PARTY = "/en/desk/forums/kyiv-2013", "/en/desk/programmes/helsinki", "/en/desk/organisations/kibhr"
# The page, its fields in which Ada types, and the buttons that archive.
RECORDS = {
    FORUM: {"texts-0-title": TYPED, "texts-1-title": TYPED, "texts-1-language": "ru", "countries": "Kenya"},
    PROGRAMME: {"texts-0-name": TYPED, "texts-1-name": TYPED, "texts-1-language": "ru", "organisations-0-organisation": TYPED},
    PARTY: {"names-0-name": TYPED, "names-1-name": TYPED, "email": "new@kibhr.example.org", "contact_name": TYPED},
}


@pytest.fixture
async def records(ada: httpx.AsyncClient) -> httpx.AsyncClient:
    """A programme with a forum, and an organisation that nobody knows of; nothing rests on the latter."""
    await record_programme(ProgrammeForm.parse({"slug": "helsinki", "texts": [{"language": "en", "name": "Helsinki"}]}))
    await factories.organisation("kibhr", listed=False, confirmed=False)
    await factories.forum(programme="helsinki")
    return ada


async def page_with_form(browser: httpx.AsyncClient, path: str) -> tuple[str, Filled]:
    """Return a page and its main form."""
    html = (await browser.get(path)).text
    return html, next(form for form in forms_of(html) if form.action == path)


def typed_in(form: Filled, typed: dict[str, str]) -> str:
    """Return the body of a form in which some fields are typed; of a repeated one the last."""
    places = {name: at for at, (name, _) in enumerate(form.fields)}
    assert typed.keys() <= places.keys()
    return urlencode([(name, typed[name] if name in typed and places[name] == at else value) for at, (name, value) in enumerate(form.fields)])


def shows(answer: httpx.Response, path: str, typed: dict[str, str]) -> bool:
    """Return whether the form of a page has everything that was typed."""
    form = next(form for form in forms_of(answer.text) if form.action == path)
    return set(typed.items()) <= set(form.fields)


@pytest.mark.parametrize("path", [FORUM, PROGRAMME])
async def test_what_is_typed_stays_when_a_record_is_archived_and_taken_back(records: httpx.AsyncClient, path: str) -> None:
    typed = RECORDS[path]
    _, form = await page_with_form(records, path)
    for address, said in (("archive", "It is archived."), ("archive/removal", "It is back from the archive.")):
        answer = await records.post(f"{path}/{address}", content=typed_in(form, typed), headers=SENT)
        assert (answer.status_code, said in answer.text, NOT_SAVED in answer.text) == (200, True, True)
        assert shows(answer, path, typed)
        row = await (by_slug("kyiv-2013") if path == FORUM else programme_by_slug("helsinki"))
        assert row
        assert bool(row.archived_on if hasattr(row, "archived_on") else row.archived) == (address == "archive")
    assert TYPED not in (await records.get(path)).text
    plain = await records.post(f"{path}/archive", content=form.with_values({}), headers=SENT)
    assert (plain.status_code, plain.headers["location"]) == (303, f"{path}?done=archived")


@pytest.mark.parametrize("path", RECORDS)
async def test_who_does_not_delete_after_all_has_everything_back(records: httpx.AsyncClient, path: str) -> None:
    typed = RECORDS[path]
    html, form = await page_with_form(records, path)
    assert f'formaction="{path}/removal" form="form"' in html
    asked = await records.post(f"{path}/removal", content=typed_in(form, typed), headers=SENT)
    refused = path == PROGRAMME  # a forum belongs to it
    assert asked.status_code == (409 if refused else 200)
    [box] = [form for form in forms_of(asked.text) if form.action == f"{path}/removal"]
    assert re.search(rf'name="show_in" value="en" formaction="{path}">{"Back" if refused else "Do not do it"}<', asked.text)
    back = await records.post(path, content=f"{box.body}&show_in=en", headers=SENT)
    assert (back.status_code, "Nothing is saved yet." in back.text) == (200, True)
    assert shows(back, path, typed)
    assert TYPED not in (await records.get(path)).text


async def test_an_organisation_is_deleted_all_the_same(records: httpx.AsyncClient) -> None:
    _, form = await page_with_form(records, PARTY)
    asked = await records.post(f"{PARTY}/removal", content=typed_in(form, RECORDS[PARTY]), headers=SENT)
    [box] = [form for form in forms_of(asked.text) if form.action == f"{PARTY}/removal"]
    await records.post(box.action, content=f"{box.body}&confirmed=yes", headers=SENT)
    assert await organisation_by_slug("kibhr") is None


async def test_what_is_typed_for_a_new_member_stays_when_another_is_removed(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator
) -> None:
    memorandum = await factories.draft(ada_account)
    here = f"/en/desk/memoranda/{memorandum.slug}/people"
    await send(ada, here, {"email": dina_account.email})
    [form] = [form for form in forms_of((await ada.get(here)).text) if form.parts]
    body = form.with_values({here: {"email": "ed@example"}}) + f"&member={dina_account.id}"
    answer = await ada.post(f"{here}/removal", content=body, headers=SENT)
    assert (answer.status_code, "Removed." in answer.text, NOT_SAVED in answer.text, dina_account.email in answer.text) == (200, True, True, False)
    [again] = [form for form in forms_of(answer.text) if form.parts]
    assert ("email", "ed@example") in again.fields


async def test_what_is_typed_for_a_new_colleague_stays_beside_other_accounts(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator
) -> None:
    here = "/en/desk/people"
    await Login.insert(Login(coordinator=dina_account.id, token_hash="dina", created_at=clock.now(), seen_at=clock.now()))
    page = (await ada.get(here)).text
    assert f'formaction="{here}/{dina_account.id}/signing-out"' in page
    [form] = [form for form in forms_of(page) if form.parts]
    body = form.with_values({here: {"email": "ed@example.org", "name": TYPED}})
    answer = await ada.post(f"{here}/{dina_account.id}/signing-out", content=body, headers=SENT)
    assert (answer.status_code, NOT_SAVED in answer.text, f"/{dina_account.id}/signing-out" in answer.text) == (200, True, False)
    [again] = [form for form in forms_of(answer.text) if form.parts]
    assert {("email", "ed@example.org"), ("name", TYPED)} <= set(again.fields)


@pytest.mark.changes_nothing
async def test_a_memorandum_that_is_not_deleted_shows_all_parts_as_typed(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    here = f"/en/desk/memoranda/{memorandum.slug}"
    [form] = [form for form in forms_of((await ada.get(here)).text) if form.parts]
    asked = await ada.post(f"{here}/removal", content=form.with_values({f"{here}/termination": {"reason": TYPED}}), headers=SENT)
    assert (asked.status_code, 'name="parts_page"' in asked.text) == (409, True)
    [box] = [form for form in forms_of(asked.text) if "parts_beside" in dict(form.fields)]
    back = await ada.post(box.action, content=box.body + "&parts_page=yes", headers=SENT)
    assert TYPED in back.text


@pytest.mark.changes_nothing
async def test_rows_of_a_forum_that_were_changed_go_along_to_other_pages(records: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.desk.forums.forums.PAGE", 2)
    parties = [(await factories.organisation(f"party-{at}", f"Party {at}")).slug for at in range(5)]
    await factories.forum("tbilisi", organisations=[{"organisation": slug} for slug in parties])
    here = "/en/desk/forums/tbilisi"
    html, form = await page_with_form(records, here)
    following = next_page(html)
    assert following
    typed = {"organisations-1-role": "observer", "organisations-2-organisation": "Somebody new", "texts-0-title": TYPED}
    turned = await records.post(f"{here}/organisations", content=typed_in(form, typed) + f"&from={following['after']}", headers=SENT)
    assert turned.status_code == 200
    named = re.findall(r'name="organisations-\d+-organisation" value="([^"]+)"', turned.text)
    assert named == ["party-1", "Somebody new", "party-2", "party-3"]
    assert TYPED in turned.text
    form = next(form for form in forms_of(turned.text) if form.action == here)
    assert ("organisations-0-role", "observer") in form.fields
    entered = await records.post(here, content=typed_in(form, {"find": "Party 4"}).replace("enter=yes", "") + "&enter=yes", headers=SENT)
    named = re.findall(r'name="organisations-\d+-organisation" value="([^"]+)"', entered.text)
    assert named == ["party-1", "Somebody new", "party-4"]
    assert (await by_slug("tbilisi")) is not None
    plain = await records.post(f"{here}/organisations", content=form_of_page(await records.get(here), here) + "&step=find&find=Party+4", headers=SENT)
    assert plain.status_code == 303  # nothing was typed: the page has an address of its own
    assert dict(parse_qsl(plain.headers["location"].partition("?")[2])) == {"q": "Party 4"}


def form_of_page(answer: httpx.Response, path: str) -> str:
    form = next(form for form in forms_of(answer.text) if form.action == path)
    return urlencode([pair for pair in form.fields if pair[0] != "find"])


async def test_too_many_changed_rows_are_saved_first(records: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.desk.forums.forums._MOST_CHANGED", 1)
    _, form = await page_with_form(records, FORUM)
    typed = {"organisations-0-organisation": "Somebody", "organisations-1-organisation": "Somebody else"}
    answer = await records.post(f"{FORUM}/organisations", content=typed_in(form, typed) + "&step=all", headers=SENT)
    assert (answer.status_code, "Save before you turn the page." in answer.text) == (422, True)
    assert shows(answer, FORUM, typed)
    assert (await follow(records, await send(records, f"{FORUM}/archive"))).status_code == 200


async def test_an_address_for_a_proof_stays_when_another_proof_is_checked(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await factories.organisation("beta", website="https://beta.kg")
    here = "/en/desk/organisations/beta/proofs"
    await send(ada, here, {"method": "file"})

    async def not_there(_proof: object) -> None:
        raise TokenMissing

    monkeypatch.setattr(proofs.proving, "check_website", not_there)
    [form] = [form for form in forms_of((await ada.get(here)).text) if form.parts]
    typed = form.with_values({here: {"method": "mail", "email": "desk@beta"}})
    answer = await ada.post(f"{here}/checks", content=typed + "&proof=1", headers=SENT)
    assert (answer.status_code, "the token is not on it yet" in answer.text) == (409, True)
    [again] = [form for form in forms_of(answer.text) if form.parts]
    assert {("method", "mail"), ("email", "desk@beta")} <= set(again.fields)
