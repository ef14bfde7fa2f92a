"""Ada types in one part of a page and presses the button of another: everything she typed is there afterwards, and can be saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock, parts_of_pages
from coalition.people.tables import Coordinator
from coalition.signatures.annulling import question
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.conftest import sign_in
from tests.desk.test_interruptions import held_in
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from tests.browser.filled_forms import Filled

pytestmark = pytest.mark.anyio

TYPED = "Ада пишет: «ещё не сохранено» é\r\nи дальше"
LINE = "Ada types: “not saved” é"
HERE = "/en/desk/memoranda/cooperation"
KIBHR = f"{HERE}/signatories/kibhr"
STATEMENT = "statement"
SENT = {"content-type": "application/x-www-form-urlencoded"}
REASON = {"reason": TYPED, "on": "2026-12-24", "language": "nb"}
# The page, what is typed in parts whose buttons are not pressed, and the button that is pressed, with what is typed in its own part.
Interruption = tuple[str, Mapping[str, Mapping[str, str]], str, Mapping[str, str]]
INTERRUPTIONS: Mapping[str, Interruption] = {
    "a name, and letters are chosen": ("/en/desk/account", {"/account": {"name": LINE, "language": "nb"}}, "/account/news", {"rhythm": "weekly"}),
    "letters, and a name is saved": ("/en/desk/account", {"/account/news": {"rhythm": "weekly"}}, "/account", {"name": "Ada B."}),
    "a name, and a calendar is made": ("/en/desk/account", {"/account": {"name": LINE}}, "/account/calendar", {}),
    "a name, and sessions are ended": ("/en/desk/account", {"/account": {"name": LINE}}, "/account/logins/removal", {}),
    "a termination, and it is extended": (HERE, {"/termination": REASON}, "/extension", {"closes": "2027-05-01"}),
    "a termination, and it is closed": (HERE, {"/termination": REASON}, "/closing", {}),
    "a termination, and a last day is refused": (HERE, {"/termination": REASON}, "/extension", {"closes": "1999-01-01"}),
    "an annulment, and the name is hidden": (KIBHR, {"/annulment": {"ground": "no_mandate", "reason": TYPED}}, "/hiding", {}),
    "an annulment, and links are ended": (KIBHR, {"/annulment": {"reason": TYPED, "quiet": "yes"}}, "/links", {"end_links": "yes"}),
    "an annulment, and persons are forgotten": (KIBHR, {"/annulment": {"reason": TYPED}}, "/erasure", {}),
    "evidence, and a question is answered": (f"{KIBHR}/mandate", {"/mandate": {"note": TYPED}}, "/assurance", {"reason": "The board says so."}),
    "an answer, and evidence is recorded": (f"{KIBHR}/mandate", {"/assurance": {"reason": TYPED}}, "/mandate", {"note": "Paper 12."}),
    "an answer, and no evidence is recorded": (f"{KIBHR}/mandate", {"/assurance": {"reason": TYPED}}, "/mandate", {}),
    "a withdrawal, and a translation is saved": (
        STATEMENT,
        {"/withdrawal": {"remaining_text": TYPED, "extent": "part"}},
        "/translations",
        {"text": "Ikke bundet.", "language": "nb"},
    ),
    "a translation, and it is withdrawn": (STATEMENT, {"/translations": {"text": TYPED, "language": "nb"}}, "/withdrawal", {}),
    "an objection, and a successor is named": (f"{HERE}/corrections", {"/objections": {"organisation": LINE, "reason": TYPED}}, "/successor", {}),
    "a successor, and an objection is recorded": (
        f"{HERE}/corrections",
        {"/successor": {"successor": LINE}},
        "/objections",
        {"organisation": "kibhr"},
    ),
    "a successor, and the correction is withdrawn": (f"{HERE}/corrections", {"/successor": {"successor": LINE}}, "/withdrawal", {}),
}


@pytest.fixture
async def desk(ada: httpx.AsyncClient, ada_account: Coordinator) -> httpx.AsyncClient:
    """Ada, with an open memorandum, an organisation that signed and stated something, a question about it, and a correction."""
    memorandum = await factories.opened(ada_account)
    kibhr = await factories.organisation("kibhr", email="office@kibhr.example.org")
    await factories.invitation_link(memorandum, kibhr)
    recorded = await factories.signed(memorandum, kibhr)
    await factories.stated(memorandum, recorded)
    await factories.correction(memorandum)
    await question(memorandum, kibhr.id, by="Dora", reason="Not ours.")
    return ada


async def opened_page(desk: httpx.AsyncClient, page: str) -> tuple[str, Filled]:
    """Return the address of a page and its form with several parts."""
    if page == STATEMENT:
        listed = (await desk.get(f"{HERE}/statements")).text
        page = f"{HERE}/statements/" + listed.partition(f'href="{HERE}/statements/')[2].partition('"')[0]
    shown = await desk.get(page)
    assert shown.status_code == 200
    return page, next(form for form in forms_of(shown.text) if form.parts)


def in_parts(form: Filled, typed: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """Return what is typed by the whole address of its part."""
    return {address: fields for end, fields in typed.items() for address in form.parts if address.endswith(end)}


async def address_of(desk: httpx.AsyncClient, page: str, button: str) -> str:
    """Return where a button of a page leads whose address ends so."""
    html = (await desk.get(page)).text
    return next(part.partition('"')[0] for part in html.split('formaction="')[1:] if part.partition('"')[0].endswith(button))


async def press(desk: httpx.AsyncClient, page: str, button: str, body: str, *, sure: bool = True) -> httpx.Response:
    """Press a button of a page; where its action is asked about first, tick and confirm it."""
    address = await address_of(desk, page, button)
    answer = await desk.post(address, content=body, headers=SENT)
    if not sure or 'name="asked"' not in answer.text:
        return answer
    [asked] = [form for form in forms_of(answer.text) if form.action == address]
    return await desk.post(address, content=asked.body + "&confirmed=yes", headers=SENT)


def assert_typed(answer: httpx.Response, typed: Mapping[str, Mapping[str, str]]) -> None:
    """Check that every value is in its part of the page."""
    form = next(form for form in forms_of(answer.text) if form.parts)
    shown, part = set(), ""
    for name, value in form.fields:
        part = value if name == "part" else part
        shown.add((part, name, value))
    wanted = {(part, name, value.replace("\r\n", "\n")) for part, fields in in_parts(form, typed).items() for name, value in fields.items()}
    assert {(part, name, value.replace("\r\n", "\n")) for part, name, value in shown} >= wanted
    assert len(wanted) == sum(map(len, typed.values()))


@pytest.mark.parametrize("name", INTERRUPTIONS)
async def test_what_is_typed_in_another_part_stays(desk: httpx.AsyncClient, name: str) -> None:
    page, typed, button, own = INTERRUPTIONS[name]
    address, form = await opened_page(desk, page)
    answer = await press(desk, address, button, form.with_values(in_parts(form, {**typed, button: own})))
    assert answer.status_code in {200, 422}, answer.text
    assert_typed(answer, typed if answer.status_code == 200 else {**typed, button: own})
    if answer.status_code == 200 and button != "/account/calendar":
        assert "What else you typed on this page is not saved yet." in answer.text


ASKED = ["a termination, and it is extended", "an annulment, and persons are forgotten", "a translation, and it is withdrawn"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ASKED)
async def test_who_does_not_do_it_after_all_has_everything_back(desk: httpx.AsyncClient, name: str) -> None:
    page, typed, button, own = INTERRUPTIONS[name]
    address, form = await opened_page(desk, page)
    asked = await press(desk, address, button, form.with_values(in_parts(form, {**typed, button: own})), sure=False)
    assert 'name="asked"' in asked.text
    [box] = [form for form in forms_of(asked.text) if "asked" in dict(form.fields)]
    answer = await desk.post(box.action, content=box.body + "&parts_page=yes", headers=SENT)
    assert answer.status_code == 200
    assert_typed(answer, {**typed, button: own} if own else typed)


@pytest.mark.sqlite_only
async def test_who_goes_back_after_the_session_ended_has_everything_back(desk: httpx.AsyncClient, ada_account: Coordinator) -> None:
    page, typed, button, own = INTERRUPTIONS[ASKED[0]]
    address, form = await opened_page(desk, page)
    asked = await press(desk, address, button, form.with_values(in_parts(form, {**typed, button: own})), sure=False)
    [box] = [form for form in forms_of(asked.text) if "asked" in dict(form.fields)]
    with clock.shifted(timedelta(minutes=31)):
        held = held_in(await desk.post(box.action, content=box.body + "&parts_page=yes", headers=SENT))
        await sign_in(desk, ada_account)
        answer = await desk.post(box.action, data={"held_form": held})
    assert answer.status_code == 200
    assert_typed(answer, {**typed, button: own})


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("address", "status"), [("/en/notifications/subscription", 422), ("/en/sign-in", 422), ("/en/signing/signature", 403), ("/en/desk/account", 303)]
)
async def test_elsewhere_nobody_goes_back_to_a_page_with_several_parts(cleo: httpx.AsyncClient, address: str, status: int) -> None:
    """A stranger makes up the fields of a page of the desk: they mean nothing to the public, and no session leads to the desk."""
    beside = parts_of_pages.Sent("/desk/account", {}, {}).encoded
    answer = await cleo.post(address, data={"parts_page": "yes", "parts_beside": beside})
    assert (answer.status_code, "Your account" in answer.text) == (status, False)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", [name for name, story in INTERRUPTIONS.items() if story[0] != "/en/desk/account"][::3])
async def test_without_the_memory_it_would_be_lost(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    page, typed, button, own = INTERRUPTIONS[name]
    address, form = await opened_page(desk, page)
    monkeypatch.setattr(parts_of_pages, "remember", mutated(parts_of_pages, "_SENT.set(sent)", "pass")["remember"])
    answer = await press(desk, address, button, form.with_values(in_parts(form, {**typed, button: own})))
    assert answer.status_code == 303


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", INTERRUPTIONS)
async def test_with_nothing_typed_beside_the_page_is_loaded_anew(desk: httpx.AsyncClient, name: str) -> None:
    page, _, button, own = INTERRUPTIONS[name]
    address, form = await opened_page(desk, page)
    answer = await press(desk, address, button, form.with_values(in_parts(form, {button: own})))
    assert answer.status_code == (422 if "refused" in name or "no evidence" in name else 200 if button == "/account/calendar" else 303), answer.text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ["a name, and letters are chosen", "a termination, and it is extended", "an annulment, and the name is hidden"])
async def test_a_session_ends_and_all_parts_are_as_typed(desk: httpx.AsyncClient, ada_account: Coordinator, name: str) -> None:
    page, typed, button, own = INTERRUPTIONS[name]
    _, form = await opened_page(desk, page)
    both = {**typed, button: own} if own else typed
    address = await address_of(desk, page, button)
    body = form.with_values(in_parts(form, both))
    with clock.shifted(timedelta(minutes=31)):
        held = held_in(await desk.post(address, content=body, headers=SENT))
        await sign_in(desk, ada_account)
        answer = await desk.post(address, data={"held_form": held})
    assert "saved yet" in answer.text
    assert_typed(answer, both)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ["letters, and a name is saved", "a translation, and it is withdrawn", "a termination, and it is closed"])
async def test_another_language_of_the_pages_shows_all_parts_as_typed(desk: httpx.AsyncClient, name: str) -> None:
    page, typed, _, _ = INTERRUPTIONS[name]
    _, form = await opened_page(desk, page)
    body = form.with_values(in_parts(form, typed)) + "&show_in=ru"
    answer = await desk.post(form.action, content=body, headers=SENT)
    assert (answer.status_code, answer.headers["location"]) == (307, form.action.replace("/en/", "/ru/"))
    russian = await desk.post(answer.headers["location"], content=body, headers=SENT)
    assert '<html lang="ru"' in russian.text
    assert_typed(russian, typed)


ENTERED = ["letters, and a name is saved", "a withdrawal, and a translation is saved", "an objection, and a successor is named"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ENTERED)
async def test_enter_in_a_field_of_another_part_does_nothing(desk: httpx.AsyncClient, name: str) -> None:
    page, typed, _, _ = INTERRUPTIONS[name]
    _, form = await opened_page(desk, page)
    entered = await desk.post(form.action, content="enter=yes&" + form.with_values(in_parts(form, typed)), headers=SENT)
    assert "press the button below what you typed" in entered.text
    assert_typed(entered, typed)


@pytest.mark.sqlite_only
async def test_enter_in_the_main_part_alone_presses_its_button(desk: httpx.AsyncClient, ada_account: Coordinator) -> None:
    _, form = await opened_page(desk, "/en/desk/account")
    answer = await desk.post(form.action, content="enter=yes&" + form.with_values({form.action: {"name": "Ada B."}}), headers=SENT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk/account?done=saved")


async def test_what_stays_can_be_saved_next(desk: httpx.AsyncClient, ada_account: Coordinator) -> None:
    page, typed, button, own = INTERRUPTIONS["a name, and letters are chosen"]
    _, form = await opened_page(desk, page)
    answer = await press(desk, page, button, form.with_values(in_parts(form, {**typed, button: own})))
    [again] = [form for form in forms_of(answer.text) if form.parts]
    saved = await desk.post("/en/desk/account", content=again.with_values({}), headers=SENT)
    assert saved.status_code == 303  # the letters are as they were saved
    row = await Coordinator.objects().get(Coordinator.id == ada_account.id)
    assert row is not None
    assert (row.name, row.language) == (LINE, "nb")


async def test_what_has_no_field_afterwards_is_shown_to_be_copied(desk: httpx.AsyncClient) -> None:
    page, form = await opened_page(desk, f"{HERE}/corrections")
    body = form.with_values(in_parts(form, {"/objections": {"organisation": LINE, "reason": TYPED}}))
    answer = await press(desk, page, "/corrections/1/withdrawal", body)
    assert "The correction is withdrawn." in answer.text
    for text in (LINE, TYPED.replace("\r\n", "\n")):
        assert f'<pre class="source" dir="auto">{text}</pre>' in answer.text.replace("\r\n", "\n")


async def test_no_password_goes_along() -> None:
    pairs = [("part", "/en/desk/a"), ("password", "four words"), ("name", "Ada"), ("part_shown", "")]
    _, others, _ = parts_of_pages.split(pairs, "/en/desk/b")
    assert others is not None
    assert others.typed == {"/desk/a": [("name", "Ada")]}
    assert parts_of_pages.digest_of(pairs[1:2]) == parts_of_pages.digest_of([])


@pytest.mark.sqlite_only
@pytest.mark.parametrize("page", ["/desk/../memoranda", "//elsewhere.example/desk", "/sign-in", "/desk/memoranda/nobody", ""])
async def test_no_other_page_is_shown_in_place_of_the_redirect(desk: httpx.AsyncClient, page: str) -> None:
    body = f"parts_of=/en{page}&part=/en/desk/x&name=typed&part_shown=0&rhythm=weekly&form_token="
    form = next(form for form in forms_of((await desk.get("/en/desk/account")).text) if form.parts)
    answer = await desk.post("/en/desk/account/news", content=body + dict(form.fields)["form_token"], headers=SENT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/desk/account?done=saved")
