"""A second person of the organisation learns what was done in its name: Dora vouches for Ben, or says that it was not theirs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from coalition import clock
from coalition.acts.tables import Mandate
from coalition.invitations.link_sessions import begin_session, session_opens
from coalition.invitations.tables import Invitation
from coalition.mail.tables import Letter
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests.conftest import visitor
from tests.letters import letters_in_tray
from tests.signing.walking import PAGES, RECEIPT, SIGNATURE, Case, a_case, acts, everything, kept_link, sign, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
VOUCHING, QUESTION = "/en/signing/vouching", "/en/signing/question"
CONTACTS = [{"name": "Ben", "email": "ben@bir-duino.example.org"}, {"name": "Dora", "email": "dora@bir-duino.example.org"}]


@pytest.fixture
async def dora(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """Dora works with Ben."""
    async with visitor(app) as browser:
        yield browser


async def two_contacts(ada: Coordinator, **more: object) -> Case:
    return await a_case(ada, contacts=CONTACTS, **more)


async def letters_to(address: str) -> list[Letter]:
    return [letter for letter in await letters_in_tray() if letter.address == address]


async def dora_s_link() -> str:
    letter = (await letters_to(CONTACTS[1]["email"]))[-1]
    match = re.search(r"/en/invitations/[\w-]+", letter.text)
    assert match
    return match[0]


async def open_link(browser: httpx.AsyncClient, link: str) -> None:
    assert (await browser.get(link)).status_code == 200
    answer = await browser.post(f"{link}/session")
    assert (answer.status_code, answer.headers["location"]) == (303, VOUCHING)


async def test_dora_says_that_it_was_theirs(ben, dora, cleo, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    assert "Another contact of your organisation is asked" in words((await ben.get(RECEIPT)).text)
    [letter] = await letters_to(CONTACTS[1]["email"])
    assert letter.subject == "A colleague answered for your organisation"
    assert "An answer about “Memorandum on cooperation” was recorded in the name of Bir Duino." in " ".join(letter.text.split())
    link = await dora_s_link()
    await open_link(dora, link)
    shown = words((await dora.get(VOUCHING)).text)
    assert "Was this your organisation?" in shown
    assert "Ben Sultanov, director" in shown
    assert (await dora.post(VOUCHING, data={"colleague_name": ""})).status_code == 422
    answer = await dora.post(VOUCHING, data={"colleague_name": "Dora"})
    assert (answer.status_code, answer.headers["location"]) == (303, VOUCHING)
    assert "Thank you, it is confirmed" in (await dora.get(VOUCHING)).text
    [mandate] = await Mandate.objects()
    assert (mandate.basis, mandate.note) == ("second_contact", "Dora")
    table = (await cleo.get("/en/memoranda/cooperation")).text
    assert "mandate: confirmed by a second person" in table
    assert "Dora" not in table
    line = (await cleo.get("/memoranda/cooperation.json")).json()["signatories"][0]
    assert (line["mandate"], line["domain_proved"]) == ("second_contact", False)


async def test_dora_says_that_it_was_not_theirs(ben, dora, cleo, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    await open_link(dora, await dora_s_link())
    answer = await dora.post(QUESTION, data={"questioner_name": "Dora", "reason": "Ben left us in May."})
    assert (answer.status_code, answer.headers["location"]) == (303, VOUCHING)
    assert "Your question is on record" in (await dora.get(VOUCHING)).text
    assert await acts() == ["signature", "question"]
    [letter] = await letters_to("ada@example.org")
    assert "Somebody of Bir Duino says that its act on “Memorandum on cooperation” was not its own." in " ".join(letter.text.split())
    assert not {"Dora", "Ben left us"} & set(letter.text.split("\n"))
    line = (await cleo.get("/memoranda/cooperation.json")).json()["signatories"][0]
    assert (line["questioned"], line["mandate"]) == (True, "own_statement")


async def test_looking_changes_nothing(ben, dora, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    link = await dora_s_link()
    before = await everything()
    for _ in range(3):
        await dora.get(link)
        await dora.head(link)
    assert await everything() == before
    await open_link(dora, link)
    inside = await everything()
    await dora.get(VOUCHING)
    assert (await dora.get(QUESTION)).status_code in {404, 405}
    assert await everything() == inside
    assert (await Invitation.objects().first()).answered_at is not None


async def test_a_robot_that_sends_every_form_untouched_answers_nothing(ben, dora, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    await open_link(dora, await dora_s_link())
    page = (await dora.get(VOUCHING)).text
    for action, form in re.findall(r'<form method="post" action="([^"]+)"(.*?)</form>', page, re.DOTALL):
        answer = await dora.post(action, data=dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form)))
        assert answer.status_code == 422
    assert (await acts(), await Mandate.count()) == (["signature"], 0)


async def test_a_used_link_says_so_kindly_and_answers_once(ben, dora, cleo, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    link = await dora_s_link()
    await open_link(dora, link)
    await open_link(cleo, link)
    await dora.post(VOUCHING, data={"colleague_name": "Dora"})
    again = await ben.get(link)
    assert (again.status_code, "Your organisation has answered" in again.text) == (410, True)
    assert (await ben.post(f"{link}/session")).status_code == 410
    for path, field in ((VOUCHING, "colleague_name"), (QUESTION, "questioner_name")):
        late = await cleo.post(path, data={field: "Cleo"})
        assert (late.status_code, "Your organisation has answered" in late.text) == (410, True)
    assert (await acts(), await Mandate.count()) == (["signature"], 1)


async def test_the_link_of_a_second_person_opens_nothing_else(ben, dora, ada_account: Coordinator) -> None:
    case = await two_contacts(ada_account)
    await sign(ben, case)
    await open_link(dora, await dora_s_link())
    for page in PAGES:
        assert (await dora.get(page)).status_code == 403
    assert (await dora.post(SIGNATURE, data=case.signature)).status_code == 403
    assert (await dora.post("/en/signing/withdrawal", data={"typed_name": "Ben Sultanov"})).status_code == 403
    assert await acts() == ["signature"]
    assert (await ben.get(VOUCHING)).status_code == 403  # nor does the session of the one who signed vouch
    assert (await ben.post(VOUCHING, data={"colleague_name": "Ben"})).status_code == 403
    link = kept_link((await ben.get("/en/signing/receipt")).text)
    await ben.post(f"{link}/session")
    assert (await ben.post(VOUCHING, data={"colleague_name": "Ben"})).status_code == 403


async def test_where_nobody_else_is_known_nobody_is_written_to(ben, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account))
    assert [letter.subject.split(":")[0] for letter in await letters_in_tray()] == ["An answer was recorded"]


@pytest.mark.parametrize(("at_risk", "disclosure"), [(True, "public"), (False, "counted")])
async def test_where_care_is_asked_for_the_letters_name_nothing(ben, dora, ada_account: Coordinator, at_risk: bool, disclosure: str) -> None:
    await sign(ben, await two_contacts(ada_account, at_risk=at_risk), disclosure=disclosure)
    link = await dora_s_link()
    await open_link(dora, link)
    await dora.post(QUESTION, data={"questioner_name": "Dora"})
    for letter in await letters_to(CONTACTS[1]["email"]) + await letters_to("ada@example.org"):
        whole = f"{letter.subject} {letter.text}".lower().replace("example.org", "")
        for secret in ("bir duino", "bir-duino", "cooperation", "sultanov", "signature", "signed"):
            assert secret not in whole


async def test_a_hidden_act_that_is_vouched_for_changes_no_public_byte(ben, dora, cleo, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account), disclosure="counted")
    pages = ("/en/memoranda/cooperation", "/memoranda/cooperation.json", "/memoranda/cooperation.csv", "/en/organisations/bir-duino")
    before = [(await cleo.get(page)).content for page in pages]
    await open_link(dora, await dora_s_link())
    await dora.post(VOUCHING, data={"colleague_name": "Dora"})
    assert await Mandate.count() == 1
    assert [(await cleo.get(page)).content for page in pages] == before


async def test_what_was_withdrawn_is_not_asked_about_any_more(ben, dora, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    link = await dora_s_link()
    await open_link(dora, link)
    own_link = kept_link((await ben.get("/en/signing/receipt")).text)
    opened = await session_opens(await begin_session(own_link.rpartition("/")[2]))
    assert opened
    await withdraw(opened, WithdrawalForm(typed_name="Ben Sultanov"))
    assert (await ben.get(link)).status_code == 410
    for answer in (await dora.get(VOUCHING), await dora.post(VOUCHING, data={"colleague_name": "Dora"})):
        assert (answer.status_code, "Nothing needs to be done" in answer.text) == (410, True)
    assert await Mandate.count() == 0


async def test_the_link_expires(ben, dora, ada_account: Coordinator) -> None:
    await sign(ben, await two_contacts(ada_account))
    link = await dora_s_link()
    with clock.shifted(timedelta(days=15)):
        assert (await dora.get(link)).status_code == 410
