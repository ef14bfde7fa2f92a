"""Asking to accede: by anybody, confirmed from the mailbox; what was asked is nobody's business."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from coalition import clock
from coalition.accessions.tables import AccessionRequest
from coalition.jobs.worker import run_due
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.public.memoranda import accessions
from tests import factories
from tests.letters import last_letter, letters_in_tray
from tests.public.reading import links, words
from tests.signing.walking import everything

pytestmark = pytest.mark.anyio

FORM = "/en/memoranda/cooperation/accession"
REQUEST = {
    "organisation_name": "Ысык-Көл күзөтү",
    "name_language": "ky",
    "country": "KG",
    "website": "https://issyk.example.org",
    "person": "Ben Sultanov",
    "email": "ben@issyk.example.org",
    "language": "ru",
    "message": "Bir Duino knows us.",
}


@pytest.fixture(autouse=True)
def unhurried(store, monkeypatch):
    """Let every story begin without attempts, and keep the letters: no mail server answers."""
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    accessions.attempts.forget()
    accessions.letters.forget()


async def ask(browser, **more) -> str:
    """Ask, and return the path of the link in the letter."""
    assert (await browser.post(FORM, data=REQUEST | more)).status_code == 200
    letter = await last_letter()
    return re.search(r"http://127\.0\.0\.1:8000(/\S+/accession/[\w-]+)", letter.text)[1]


async def test_a_request_is_confirmed_from_the_mailbox_and_looking_confirms_nothing(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    assert FORM in links((await cleo.get("/en/memoranda/cooperation")).text)
    page = (await cleo.get(FORM)).text
    assert 'name="organisation_name"' in page
    path = await ask(cleo)
    [letter] = await letters_in_tray()
    assert (letter.address, letter.language) == ("ben@issyk.example.org", "ru")
    for typed in ("Ысык", "Ben", "Bir Duino", "issyk"):
        assert typed not in letter.subject + letter.text
    before = await everything()
    for method in ("GET", "HEAD"):
        assert (await cleo.request(method, path)).status_code == 200
    assert await everything() == before
    answer = await cleo.post(path)
    assert (answer.status_code, answer.headers["location"], "set-cookie" in answer.headers) == (303, path, False)
    row = await AccessionRequest.objects().first()
    assert (row.organisation_name, row.confirmed_at is not None, row.decided_at) == ("Ысык-Көл күзөтү", True, None)
    english = path.replace("/ru/", "/en/")
    assert "lies before the coordinators" in words((await cleo.get(english)).text)
    again = await everything()
    assert (await cleo.post(path)).status_code == 303
    assert await everything() == again


async def test_only_what_is_open_for_accession_can_be_asked_for(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    assert FORM not in links((await cleo.get("/en/memoranda/cooperation")).text)
    for state in (SigningState.OPEN, SigningState.CLOSED, SigningState.ENDED):
        await Memorandum.update({Memorandum.signing_state: state.value}).where(Memorandum.id == memorandum.id)
        assert ((await cleo.get(FORM)).status_code, (await cleo.post(FORM, data=REQUEST)).status_code) == (404, 404)
    await factories.draft(ada_account, "secret")
    await Memorandum.update({Memorandum.signing_state: SigningState.ACCESSION_ONLY.value}).where(Memorandum.slug == "secret")
    assert (await cleo.get("/en/memoranda/secret/accession")).status_code == 404
    assert await AccessionRequest.count() == 0


async def test_what_does_not_fit_is_said_and_kept(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    page = await cleo.post(FORM, data={"person": "Ben", "email": "ben", "website": "issyk"})
    assert page.status_code == 422
    for sentence in ("Write the name of the organisation.", "Write an e-mail address", "Write a web address", "Choose the language of the letters."):
        assert sentence in page.text
    assert 'value="Ben"' in page.text
    assert await AccessionRequest.count() == 0


async def test_a_mailbox_gets_three_letters_an_hour_and_nobody_is_told(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    answers = [await cleo.post(FORM, data=REQUEST) for _ in range(5)]
    assert len({answer.content for answer in answers}) == 1
    assert await AccessionRequest.count() == 3
    more = [(await cleo.post(FORM, data=REQUEST | {"email": f"{at}@example.org"})).status_code for at in range(8)]
    assert more == [200] * 5 + [429] * 3


async def test_a_link_is_for_one_memorandum_and_for_seven_days(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    await factories.open_for_accession(ada_account, "other")
    path = await ask(cleo)
    assert (await cleo.get(path.replace("cooperation", "other"))).status_code == 404
    assert (await cleo.post(path.replace("cooperation", "other"))).status_code == 404
    with clock.shifted(timedelta(days=6)):
        assert (await cleo.get(path)).status_code == 200
    with clock.shifted(timedelta(days=7, minutes=1)):
        assert ((await cleo.get(path)).status_code, (await cleo.post(path)).status_code) == (404, 404)
    with clock.shifted(timedelta(days=8)):
        await run_due()
        assert await AccessionRequest.count() == 0


@pytest.mark.parametrize(("profile", "named"), [("open", True), ("careful", False), ("high", False)])
async def test_where_care_is_asked_for_the_letter_names_no_text(cleo, ada_account, profile, named):
    await factories.forum("kyiv-2013", risk_profile=profile)
    await factories.open_for_accession(ada_account, forum="kyiv-2013")
    await ask(cleo, language="en")
    [letter] = await letters_in_tray()
    link = re.search(r"http\S+", letter.text)[0]
    assert ("Memorandum on cooperation" in " ".join(letter.text.split())) is named
    assert named or "cooperation" not in letter.text.replace(link, "").lower()
