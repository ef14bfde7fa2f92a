"""Ada sends a form twice, by loading its answer again or by a second click: letters leave once, and links are not replaced."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import anyio
import pytest

from coalition import clock
from coalition.invitations import inviting
from coalition.invitations.tables import Link
from coalition.mail.tables import Letter
from coalition.people import sent_forms
from coalition.people.tables import SentForm
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import send
from tests.desk.test_recorded_acts import PAST
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/en/desk/memoranda/cooperation"
SENT = {"content-type": "application/x-www-form-urlencoded"}
BEFORE = "Nothing was done a second time: no letter was sent again, and no link was replaced."
# The page of a form, its address, and what is ticked, typed or pressed in it.
FORMS: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "invitations": (f"{HERE}/invitations?", f"{HERE}/invitations", {"organisations": "beta", "send": "yes"}),
    "invitation again": (f"{HERE}/signatories", f"{HERE}/invitations", {"organisations": "alpha", "send": "yes"}),
    "reminders": (f"{HERE}/signatories", f"{HERE}/reminders", {}),
    "new links": (f"{HERE}/signatories", f"{HERE}/invitations/chosen", {"measure": "new_links", "chosen": "alpha"}),
    "links to hand over": (f"{HERE}/signatories", f"{HERE}/invitations/chosen", {"measure": "show_links", "chosen": "alpha"}),
    "private links": (f"{HERE}/signatories", f"{HERE}/receipts", {}),
    "private link": (f"{HERE}/signatories/gamma", f"{HERE}/signatories/gamma/receipt", {}),
    "extension": (HERE, f"{HERE}/extension", {"closes": "2030-05-01", "send": "yes", "confirmed": "yes"}),
    "colleague": ("/en/desk/people", "/en/desk/people", {"email": "ed@example.org", "name": "Ed", "role": "editor", "language": "en"}),
    "proof": ("/en/desk/organisations/beta/proofs", "/en/desk/organisations/beta/proofs", {"method": "mail", "email": "a@beta.kg"}),
}


@pytest.fixture
async def desk(ada: httpx.AsyncClient, ada_account: Coordinator) -> httpx.AsyncClient:
    """Ada, with an organisation that was invited, one that can be, and one whose act she entered."""
    memorandum = await factories.opened(ada_account)
    await factories.invitation_link(memorandum, await factories.organisation("alpha", email="a@alpha.kg"), send=True)
    await factories.organisation("beta", email="b@beta.kg", website="https://beta.kg")
    await factories.organisation("gamma", email="c@gamma.kg")
    await send(ada, f"{HERE}/acts", PAST | {"organisation": "gamma"})
    await Letter.delete(force=True)
    return ada


async def once(desk: httpx.AsyncClient, page: str, fields: dict[str, Any]) -> str:
    """Return the body of a form with the mark of its page, as a browser sends it."""
    shown = (await desk.get(page)).text
    [mark, *_] = re.findall(r'name="once" value="([\w-]+)"', shown)
    form = next(form for form in forms_of(shown) if "once" in dict(form.fields))
    token = dict(form.fields)["form_token"]
    return urlencode([("form_token", token), ("once", mark), *fields.items()])


async def state() -> tuple[Any, ...]:
    letters = await Letter.select(Letter.id).order_by(Letter.id)
    links = await Link.select(Link.id, Link.expires_at).order_by(Link.id)
    return letters, links


async def nothing_happens_the_second_time(desk: httpx.AsyncClient, name: str) -> None:
    page, address, fields = FORMS[name]
    body = await once(desk, page.rstrip("?"), fields)
    before = await state()
    first = await desk.post(address, content=body, headers=SENT)
    assert first.status_code in {200, 303}, first.text
    after = await state()
    assert after != before
    again = await desk.post(address, content=body, headers=SENT)
    assert (again.status_code, BEFORE in again.text) == (409, True), again.text
    [leads] = re.findall(r'<a class="button" href="([^"]+)">See what was done', again.text)
    assert (await desk.get(leads)).status_code == 200
    assert leads == f"{HERE}/signatories" or "/invitations" not in address
    assert await state() == after


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_that_is_sent_twice_is_carried_out_once(desk: httpx.AsyncClient, name: str) -> None:
    await nothing_happens_the_second_time(desk, name)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ["links to hand over", "invitations"])
async def test_without_the_memory_the_links_would_be_replaced(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    forgetful = mutated(sent_forms, "await put(SentForm, digest=digest, sent_on=today)", "pass")["_remember"]
    monkeypatch.setattr(sent_forms, "_remember", forgetful)
    with pytest.raises(AssertionError):
        await nothing_happens_the_second_time(desk, name)


async def test_two_clicks_at_once_invite_once(desk: httpx.AsyncClient) -> None:
    page, address, fields = FORMS["invitations"]
    body = await once(desk, page.rstrip("?"), fields)
    answers: list[int] = []

    async def click() -> None:
        answers.append((await desk.post(address, content=body, headers=SENT)).status_code)

    async with anyio.create_task_group() as clicks:
        for _ in range(3):
            clicks.start_soon(click)
    assert sorted(answers) == [200, 409, 409]
    assert await Letter.count() == 1


async def test_another_row_of_the_same_page_and_a_form_shown_anew_are_other_forms(desk: httpx.AsyncClient) -> None:
    page = f"{HERE}/signatories"
    body = await once(desk, page, {"organisations": "alpha", "send": "yes"})
    assert (await desk.post(f"{HERE}/invitations", content=body, headers=SENT)).status_code == 200
    other = body.replace("alpha", "beta")
    assert (await desk.post(f"{HERE}/invitations", content=other, headers=SENT)).status_code == 200
    anew = await once(desk, page, {"organisations": "alpha", "send": "yes"})
    assert (await desk.post(f"{HERE}/invitations", content=anew, headers=SENT)).status_code == 200


async def test_what_failed_can_be_sent_again(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page, address, fields = FORMS["invitations"]
    body = await once(desk, page.rstrip("?"), fields)

    async def fails(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(inviting, "digest_to_sign", fails)
        assert (await desk.post(address, content=body, headers=SENT)).status_code == 500
    assert await SentForm.count() == 0
    assert (await desk.post(address, content=body, headers=SENT)).status_code == 200
    refused = await once(desk, f"{HERE}/signatories/gamma", {})
    receipt = f"{HERE}/signatories/gamma/receipt"
    assert (await desk.post(receipt, content=refused, headers=SENT)).status_code == 303
    shown = await once(desk, f"{HERE}/signatories/gamma", {})
    for _ in range(2):  # the rule of one letter a day says so, as often as it is asked
        assert "was written today" in (await desk.post(receipt, content=shown, headers=SENT)).text


async def test_looking_at_the_letters_or_at_the_question_sends_nothing_and_uses_no_mark(desk: httpx.AsyncClient) -> None:
    body = await once(desk, f"{HERE}/invitations", {"organisations": "beta", "send": "yes", "step": "letters"})
    for _ in range(2):
        assert "The letters" in (await desk.post(f"{HERE}/invitations", content=body, headers=SENT)).text
    asking = await once(desk, HERE, {"closes": "2030-05-01", "send": "yes"})
    for _ in range(2):
        assert 'name="confirmed"' in (await desk.post(f"{HERE}/extension", content=asking, headers=SENT)).text
    assert await SentForm.count() == 0


async def test_marks_are_forgotten_after_two_days(desk: httpx.AsyncClient) -> None:
    async with sent_forms.carried_out_once("first"):
        pass
    with clock.shifted(timedelta(days=3)):
        async with sent_forms.carried_out_once("second"):
            pass
    assert await SentForm.select(SentForm.digest).output(as_list=True) == ["second"]
    assert desk
