"""The outbox lists letters about the register to every coordinator: organisation, kind, state and next step, never an address."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.invitations.contacts import tell_members
from coalition.jobs.worker import run_due
from coalition.languages import Message
from coalition.mail import letter_queries
from coalition.mail.letter_kinds import REGISTER_KINDS, Topic
from coalition.mail.tables import Letter, LetterState
from coalition.mail.writing import Concerns, write_letter
from coalition.notices.forms import SubscriptionForm
from coalition.notices.subscribing import ask
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import ContactForm, NameForm
from coalition.organisations.queries import view_of
from coalition.organisations.replaced_names import tell_of_names
from coalition.people.account_letters import tell_colleagues
from tests import factories
from tests.desk.conftest import follow, send
from tests.desk.test_outbox import lines, put_into, words
from tests.letters import letters_in_tray
from tests.mail import sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

REGISTER = "/en/desk/outbox/register"
PLACE = "/en/desk/organisations/steppe"
NOT_REACHED = "last letter did not arrive"


@pytest.fixture
def server(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sink.Sink]:
    """Run a mail server."""
    assert store
    with sink.in_use(monkeypatch) as running:
        yield running


async def steppe(email: str = "") -> Organisation:
    return await factories.organisation("steppe", "Steppe", email=email)


async def one_of_each(dina: Coordinator) -> None:
    """Write letters of most kinds about an organisation that has to do with a text of Dina, and one that says so to her."""
    organisation = await steppe("ben@steppe.example")
    await change_contacts(organisation, ContactChange(add=ContactForm(name="Dora", email="dora@steppe.example")))
    await tell_of_names(await view_of(organisation), [NameForm(language="en", name="Steppe Watch", primary=True)])
    await ask(SubscriptionForm(email="cleo@reader.example", language="en", rhythm="daily"))
    await tell_colleagues(Message("An account was disabled."), whom=dina)
    await factories.invitation_link(await factories.opened(dina), organisation)
    await tell_members({"organisation": organisation.id, "change": "added"})


async def test_a_contact_whose_letter_came_back_is_corrected(ada: httpx.AsyncClient, ada_account: Coordinator, server: sink.Sink) -> None:
    assert ada_account
    await steppe()
    await send(ada, f"{PLACE}/contacts", {"contact_name": "Ben", "email": "bem@steppe.example"})
    assert await lines(ada, REGISTER) == [("Question to a new contact Steppe", "queued")]
    assert NOT_REACHED not in (await ada.get(PLACE)).text
    server.rcpt = ["550 5.1.1 No such mailbox"]
    await run_due()
    found = await lines(ada, f"{REGISTER}?state=undelivered&q=steppe")
    assert found == [("Question to a new contact Steppe", "came back The mailbox does not exist. 550 5.1.1")]
    today = (await ada.get("/en/desk")).text
    assert f'<a href="{REGISTER}?state=undelivered">1 letter about the register of the last two weeks did not arrive</a>' in today
    assert f'<a href="{PLACE}#contacts">Correct the contacts</a>' in (await ada.get(REGISTER)).text
    page = (await ada.get(PLACE)).text
    assert NOT_REACHED in page
    wrong = re.search(r'name="contact" value="(\d+)"', page)
    assert wrong
    await send(ada, f"{PLACE}/contacts", {"contact_name": "Ben", "email": "ben@steppe.example"})
    await send(ada, f"{PLACE}/contacts/removal", {"contact": wrong[1]})
    await run_due()
    page = (await ada.get(PLACE)).text
    assert ("ben@steppe.example" in page, NOT_REACHED in page) == (True, False)


async def test_every_coordinator_sees_which_letters_there_are_and_no_address(
    ada: httpx.AsyncClient, edith: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator
) -> None:
    assert ada_account
    await one_of_each(dina_account)
    await put_into(LetterState.BOUNCED, "5.1.1")
    came_back = "came back The mailbox does not exist. 5.1.1"
    assert await lines(ada, REGISTER) == [
        *[("Letter about a change of people at the desk", came_back)] * 2,
        ("Letter that confirms a subscription", f"{came_back} Nothing to do: after three days without an answer the address is forgotten."),
        *[("Letter to a contact about changed names Steppe", came_back)] * 2,
        ("Letter to a contact about changed contacts Steppe", came_back),
        ("Question to a new contact Steppe", came_back),
    ]
    page = (await ada.get(REGISTER)).text
    for secret in ("@", "Dora", "Ben", "Cleo", "Dina", "Memorandum on cooperation"):
        assert secret not in page.partition("<table")[2].partition("</table>")[0]
    assert [len(await lines(ada, f"{REGISTER}?about={topic.value}")) for topic in Topic] == [4, 2, 1]
    assert await lines(ada, f"{REGISTER}?sort=oldest") == (await lines(ada, REGISTER))[::-1]
    assert "/register?sort=oldest&amp;about=people" in (await ada.get(f"{REGISTER}?sort=oldest")).text
    assert (await edith.get(REGISTER)).status_code == 404


@pytest.mark.sqlite_only
async def test_letters_that_tell_of_an_unknown_text_are_neither_listed_nor_counted(
    ada: httpx.AsyncClient, dina_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ada does not know of the text that Dina works on; a letter to Dina says that an organisation has to do with it."""
    await one_of_each(dina_account)
    told = await letters_in_tray(Letter.kind == "contacts_changed_desk")
    assert [letter.address for letter in told] == [dina_account.email]
    listed = len(await lines(ada, REGISTER))
    assert f"Letters about the register · queued: {listed} " in words((await ada.get("/en/desk/outbox")).text)
    mutated = {**REGISTER_KINDS, Topic.PEOPLE: {**REGISTER_KINDS[Topic.PEOPLE], "contacts_changed_desk": Message("Change of contacts")}}
    monkeypatch.setattr(letter_queries, "REGISTER_KINDS", mutated)
    assert len(await lines(ada, REGISTER)) == listed + 1


@pytest.mark.sqlite_only
async def test_a_contact_with_the_number_of_a_removed_one_is_not_marked(ada: httpx.AsyncClient) -> None:
    """SQLite gives the number of the removed contact to the next one."""
    organisation = await steppe()
    first = await change_contacts(organisation, ContactChange(add=ContactForm(email="bem@steppe.example")))
    assert first
    await put_into(LetterState.BOUNCED, "5.1.1")
    assert NOT_REACHED in (await ada.get(PLACE)).text
    await change_contacts(organisation, ContactChange(remove=first.id))
    await put_into(LetterState.BOUNCED, "5.1.1")
    second = await change_contacts(organisation, ContactChange(add=ContactForm(email="ben@steppe.example"), confirmed=True))
    assert second
    assert second.id == first.id
    assert NOT_REACHED not in (await ada.get(PLACE)).text


@pytest.mark.sqlite_only
async def test_a_colleague_whose_letter_came_back_is_marked(ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator) -> None:
    await tell_colleagues(Message("An account was disabled."), whom=dina_account, by=ada_account)
    assert NOT_REACHED not in (await ada.get("/en/desk/people")).text
    await put_into(LetterState.BOUNCED, "5.1.1")
    assert (await ada.get("/en/desk/people")).text.count(NOT_REACHED) == 1
    assert '<a href="/en/desk/people">People</a>' in (await ada.get(REGISTER)).text


async def test_a_letter_about_the_register_is_tried_at_once(ada: httpx.AsyncClient, edith: httpx.AsyncClient, server: sink.Sink) -> None:
    await change_contacts(await steppe(), ContactChange(add=ContactForm(email="ben@steppe.example")))
    [row] = await letters_in_tray(Letter.kind == "contact_confirmation")
    attempt = f"{REGISTER}/{row.id}/attempt"
    assert (await send(ada, attempt)).status_code == 404  # it was not tried yet
    server.rcpt = ["451 4.7.1 Greylisted"] * 2
    await run_due()
    with clock.shifted(timedelta(minutes=2)):
        await run_due()
    assert (await send(edith, attempt)).status_code == 404
    assert (await send(ada, f"/en/desk/outbox/{row.id}/attempt")).status_code == 404  # it is not about a memorandum
    assert "The letter is tried again now." in (await follow(ada, await send(ada, attempt))).text
    assert await run_due() == 1
    assert await lines(ada, REGISTER) == [("Question to a new contact Steppe", "sent")]
    assert (await send(ada, attempt)).status_code == 404


@pytest.mark.sqlite_only
async def test_pages_need_as_many_queries_for_many_and_show_each_letter_once(ada: httpx.AsyncClient) -> None:
    counts = []
    for number in (3, 52):
        for at in range(number):
            organisation = await factories.organisation(f"steppe-{number}-{at}", f"Steppe {number} {at}", email="")
            about = {"name": "Ben", "discreet": True, "before": [], "after": [], "reason": "", "concerns": Concerns(organisation=organisation.id)}
            await write_letter("names_changed", address="ben@steppe.example", language="en", answering=None, **about)
        with counting_queries() as counted:
            first = await ada.get(REGISTER)
        counts.append(counted.count)
    assert counts[0] == counts[1]
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert older
    both = [*await lines(ada, REGISTER), *await lines(ada, older[1])]
    newer = re.search(r'rel="next" href="([^"]+)"', (await ada.get(f"{REGISTER}?about=organisations&sort=oldest")).text)
    assert newer
    assert len(await lines(ada, newer[1].replace("&amp;", "&"))) == 5
    assert (len(both), len({letter for letter, _ in both})) == (55, 55)
    assert len(await lines(ada, f"{REGISTER}?about=nonsense&state=nonsense&before=nonsense")) == 50
