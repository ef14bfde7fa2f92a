"""Ben hands an invitation over to a colleague: one link stops, another begins, and everybody concerned is told."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from coalition.invitations.inviting import revoke
from coalition.invitations.reminding import remind
from coalition.invitations.tables import Delegation, Invitation
from coalition.mail.tables import Letter
from coalition.organisations.queries import contact_by_email, contacts_of
from coalition.settings import SUPPORTED_LANGUAGES
from tests import factories
from tests.letters import last_letter, letters_in_tray
from tests.signing.walking import SIGNATURE, Case, a_case, acts, enter, everything, post, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

DELEGATION = "/en/signing/delegation"
COLLEAGUE = {"name": "Dilshod", "email": "dilshod@bir-duino.example.org", "language": "en", "belongs": "yes"}


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def letters() -> dict[str, Letter]:
    return {letter.address: letter for letter in await letters_in_tray()}


def link_in(letter: Letter) -> str:
    match = re.search(r"http://127\.0\.0\.1:8000(/\S+/invitations/[\w-]+)", letter.text)
    assert match
    return match[1]


async def test_the_colleague_signs_and_the_first_link_stops(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    further = await factories.invitation_link(case.memorandum, case.organisation)
    assert DELEGATION in (await ben.get("/en/signing")).text
    assert (await ben.get(DELEGATION)).status_code == 200
    answer = await post(ben, DELEGATION, COLLEAGUE)
    assert (answer.status_code, "It is handed over" in answer.text) == (200, True)
    for link in (case.link, further):
        assert ((await ben.get(link)).status_code, (await ben.post(f"{link}/session")).status_code) == (410, 410)
    assert (await ben.get("/en/signing")).status_code == 403
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 403
    tray = await letters()
    assert set(tray) == {"dilshod@bir-duino.example.org", "contact@bir-duino.example.org"}
    notice = tray["contact@bir-duino.example.org"]
    assert "handed over to another person" in " ".join(notice.text.split())
    assert "Dilshod" not in notice.text
    await enter(cleo, Case(case.memorandum, case.organisation, link_in(tray["dilshod@bir-duino.example.org"]), case.digest))
    assert (await cleo.post(SIGNATURE, data=case.signature)).status_code == 303
    assert await acts() == ["signature"]
    assert (await letters())["dilshod@bir-duino.example.org"].subject.startswith("An answer was recorded")


async def test_it_is_logged_and_the_coordinators_see_it(ada: httpx.AsyncClient, ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    await ben.post(DELEGATION, data=COLLEAGUE)
    known = (await contacts_of([case.organisation.id]))[case.organisation.id]
    assert [contact.email for contact in known] == ["contact@bir-duino.example.org"]  # Dilshod does not enter the register
    dilshod = await contact_by_email(case.organisation.id, COLLEAGUE["email"])
    row, invitation = await Delegation.objects().first(), await Invitation.objects().first()
    assert row
    assert invitation
    assert dilshod
    assert (row.contact, invitation.contact, row.invitation) == (dilshod.id, dilshod.id, invitation.id)
    page = words((await ada.get("/en/desk/memoranda/cooperation/signatories")).text)
    assert re.search(r"handed over on \d+ \w+ \d{4} to Dilshod", page)
    assert await remind(case.memorandum) == ["bir-duino"]
    assert (await last_letter()).address == "dilshod@bir-duino.example.org"


async def test_what_does_not_fit_is_said_and_nothing_is_handed_over(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    before = await everything()
    for wrong, sentence in (
        ({"belongs": ""}, "Confirm that your colleague belongs to the organisation."),
        ({"email": "dilshod"}, "Write an e-mail address"),
        ({"name": ""}, "Write the name of your colleague."),
        ({"language": "de"}, "Choose one of the languages"),
    ):
        page = await ben.post(DELEGATION, data=COLLEAGUE | wrong)
        assert (page.status_code, sentence in page.text) == (422, True)
    assert (await ben.post(DELEGATION, data=COLLEAGUE | {"form_token": "x"})).status_code == 403
    assert (await ben.post(DELEGATION, data=COLLEAGUE, headers={"sec-fetch-site": "cross-site"})).status_code == 403
    assert await everything() == before


async def test_an_answered_or_revoked_invitation_is_not_handed_over(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 303
    assert (await ben.post(DELEGATION, data=COLLEAGUE)).status_code == 410
    other = await a_case(ada_account, "other", case.memorandum)
    await enter(ben, other)
    row = await Invitation.objects().get(Invitation.organisation == other.organisation.id)
    assert row
    await revoke(case.memorandum, row.id)
    assert (await ben.post(DELEGATION, data=COLLEAGUE)).status_code == 410
    assert await Delegation.count() == 0


async def test_handing_over_and_signing_at_once_is_one_of_both(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    posts = [ben.post(path, data=data) for path, data in [(DELEGATION, COLLEAGUE), (SIGNATURE, case.signature)] * 5]
    answers = await asyncio.gather(*posts)
    assert [answer.status_code for answer in answers if answer.status_code not in {200, 303, 403, 410}] == []
    assert len(await acts()) + await Delegation.count() == 1


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
@pytest.mark.sqlite_only
async def test_where_care_is_asked_for_the_letters_name_nothing(ben: httpx.AsyncClient, ada_account: Coordinator, language: str) -> None:
    case = await a_case(ada_account, at_risk=True)
    await enter(ben, case)
    await ben.post(DELEGATION, data=COLLEAGUE | {"language": language})
    for letter in (await letters()).values():
        whole = f"{letter.subject} {letter.text}".lower()
        for secret in ("bir duino", "cooperation", "memorandum", "%("):
            assert secret not in whole
