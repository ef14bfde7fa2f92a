"""A new contact confirms by letter; every change is told to the earlier contacts and to those who work on open memoranda."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.invitations import first_invitations, recipient_queries
from coalition.invitations.queries import invitation_of
from coalition.invitations.recipient_queries import confirmed_contacts
from coalition.jobs.worker import run_due
from coalition.memoranda.opening import close
from coalition.organisations import contact_changes
from coalition.organisations.contact_changes import ContactChange, ContactKnown, change_contacts
from coalition.organisations.forms import ContactForm
from coalition.organisations.queries import contacts_of
from coalition.organisations.tables import Contact
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import follow, send
from tests.letters import letters_in_tray
from tests.signing.walking import SIGNATURE, Case, a_case, enter, everything, last_link_to, letters_to

if TYPE_CHECKING:
    import httpx

    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

BEN, DORA = "contact@bir-duino.example.org", "dora@bir-duino.example.org"
PLACE = "/en/desk/organisations/bir-duino"


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


def dora() -> ContactChange:
    return ContactChange(add=ContactForm(name="Dora", email=DORA))


async def confirmed(organisation: Organisation) -> list[str]:
    return [contact.email for contact in await confirmed_contacts(organisation.id)]


async def test_a_new_contact_confirms_with_a_button(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    organisation = await factories.organisation("bir-duino")
    await send(ada, f"{PLACE}/contacts", {"contact_name": "Dora", "email": DORA, "contact_language": "en"})
    assert "not confirmed" in (await ada.get(PLACE)).text
    assert await confirmed(organisation) == [BEN]
    [letter] = await letters_to(DORA)
    assert letter.subject == "Please confirm your address"
    link = await last_link_to(DORA)
    before = await everything()
    for method in ("GET", "HEAD"):
        assert (await cleo.request(method, link)).status_code == 200
    assert await everything() == before
    assert "The address is confirmed" in (await follow(cleo, await cleo.post(link))).text
    assert await confirmed(organisation) == [BEN, DORA]
    assert "not confirmed" not in (await ada.get(PLACE)).text
    assert (await follow(cleo, await cleo.post(link))).status_code == 200
    assert (await cleo.get(link.replace("/signing/contacts/", "/signing/contacts/x"))).status_code == 404


async def test_the_letter_expires_and_ends_with_the_contact(cleo: httpx.AsyncClient) -> None:
    organisation = await factories.organisation("bir-duino")
    added = await change_contacts(organisation, dora())
    assert added
    link = await last_link_to(DORA)
    with clock.shifted(timedelta(days=14, minutes=1)):
        assert ((await cleo.get(link)).status_code, (await cleo.post(link)).status_code) == (410, 410)
    await change_contacts(organisation, ContactChange(remove=added.id))
    assert ((await cleo.get(link)).status_code, (await cleo.post(link)).status_code) == (404, 404)
    assert await confirmed(organisation) == [BEN]


async def announced(ada: Coordinator) -> list[tuple[str, str]]:
    """Let Dora be added and Ben removed, and return who gets which letter about it."""
    await factories.coordinator("dina@example.org", "Dina")  # works on no memorandum of this organisation
    memorandum = await factories.opened(ada)
    organisation = await factories.organisation("bir-duino")
    await factories.invitation_link(memorandum, organisation)
    added = await change_contacts(organisation, dora())
    ben = (await contacts_of([organisation.id]))[organisation.id][0]
    await change_contacts(organisation, ContactChange(remove=ben.id))
    assert added
    await run_due()
    return [(letter.address, letter.subject) for letter in await letters_in_tray() if "contacts" in letter.subject]


async def test_a_change_is_told_to_earlier_contacts_and_members(ada_account: Coordinator) -> None:
    told = await announced(ada_account)
    to_contacts, to_desk = "The contacts of your organisation were changed", "The contacts of an organisation were changed"
    assert told == [(BEN, to_contacts), (BEN, to_contacts), (DORA, to_contacts), ("ada@example.org", to_desk), ("ada@example.org", to_desk)]
    acts = [row["act"] for row in await TrailEntry.select(TrailEntry.act).order_by(TrailEntry.id)]
    assert [act for act in acts if "contact" in act] == ["contact_added", "contact_removed"]


async def _tell_nobody(*_: object, **__: object) -> None:
    return


async def test_a_build_that_tells_nobody_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_changes, "_announce", _tell_nobody)
    with pytest.raises(AssertionError):
        await test_a_change_is_told_to_earlier_contacts_and_members(ada_account)


async def test_the_coordinators_of_a_closed_memorandum_are_not_told(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    organisation = await factories.organisation("bir-duino")
    await factories.signed(memorandum, organisation)
    await close(memorandum)
    await change_contacts(organisation, dora())
    await run_due()
    assert await letters_to("ada@example.org") == []


async def test_of_an_organisation_at_risk_letters_name_nothing(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, at_risk=True)
    await change_contacts(case.organisation, dora())
    await run_due()
    letters = await letters_in_tray()
    assert {letter.address for letter in letters} == {BEN, DORA, "ada@example.org"}
    for letter in letters:
        assert "bir duino" not in f"{letter.subject} {letter.text}".lower()
        assert "bir-duino" not in letter.text
    answer = await ada.get(await last_link_to("ada@example.org"))
    assert (answer.status_code, answer.headers["location"]) == (303, PLACE)
    assert (await ada.get("/en/desk/contacts/999")).status_code == 404


async def test_one_address_stands_once(ada: httpx.AsyncClient) -> None:
    organisation = await factories.organisation("bir-duino")
    with pytest.raises(ContactKnown):
        await change_contacts(organisation, ContactChange(add=ContactForm(email=BEN)))
    answer = await send(ada, f"{PLACE}/contacts", {"email": BEN})
    assert (answer.status_code, "among the contacts already" in answer.text) == (422, True)
    assert await letters_in_tray() == []


async def answer_by_letter(ben: httpx.AsyncClient, ada: Coordinator, *, mailed: bool) -> list[str]:
    """Let Ben, who has not confirmed, answer an invitation; return the confirmed contacts."""
    case = await a_case(ada)
    await Contact.update({Contact.confirmed_at: None}).where(Contact.organisation == case.organisation.id)
    link = await factories.invitation_link(case.memorandum, case.organisation, send=mailed)
    await enter(ben, Case(case.memorandum, case.organisation, link, case.digest))
    assert await confirmed(case.organisation) == []
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 303
    return await confirmed(case.organisation)


@pytest.mark.parametrize(("mailed", "contacts"), [(True, [BEN]), (False, [])])
async def test_an_answer_confirms_the_contact_to_whom_its_link_was_mailed(
    ben: httpx.AsyncClient, ada_account: Coordinator, mailed: bool, contacts: list[str]
) -> None:
    assert await answer_by_letter(ben, ada_account, mailed=mailed) == contacts


async def test_an_unconfirmed_contact_is_no_recipient_beside_a_confirmed_one(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    async def chosen(slug: str) -> list[str]:
        organisation = await factories.organisation(slug, email=f"ben@{slug}.example.org")
        await change_contacts(organisation, ContactChange(add=ContactForm(name="Dora", email=f"dora@{slug}.example.org")))
        await factories.invitation_link(memorandum, organisation)
        row = await invitation_of(memorandum.id, organisation.id)
        assert row
        return [contact.name for contact in await recipient_queries.recipients_of(row.id)]

    memorandum = await factories.opened(ada_account)
    assert await chosen("first") == ["Ben"]

    monkeypatch.setattr(first_invitations, "recipients_among", lambda contacts, _: {contact.id for contact in contacts})
    assert await chosen("second") == ["Ben", "Dora"]  # the mutated build
