"""Dina coordinates, but not Ada's memorandum: whatever she does to the contacts of organisations, she gets no private link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.tables import ActKind, Channel, Disclosure
from coalition.database import put
from coalition.editions.correcting import withdraw_correction
from coalition.invitations import addressees, delegating, fresh_links, links, reminding
from coalition.invitations.forms import DelegationForm
from coalition.invitations.fresh_links import ask_for_fresh_link
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.tables import Invitation
from coalition.jobs.worker import run_due
from coalition.memoranda.tables import Correction
from coalition.organisations import contact_changes
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import ContactForm
from coalition.organisations.queries import contacts_of
from coalition.organisations.tables import Contact
from coalition.signatures import recording_on_behalf, signing
from coalition.signatures.on_behalf_forms import EnteredActForm
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from uuid import UUID

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

DINA = "dina@elsewhere.example.org"


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


@dataclass(frozen=True)
class Story:
    """Ada's memorandum with an organisation that signed, one that has not answered, and one whose act of the past was entered."""

    memorandum: Memorandum
    signed: Organisation
    silent: Organisation
    paper: Organisation
    tokens: tuple[str, ...]


async def begin(ada: Coordinator) -> Story:
    memorandum = await factories.opened(ada)
    signed, silent, paper = [await factories.organisation(slug) for slug in ("signed", "silent", "paper")]
    silent_token = (await factories.invitation_link(memorandum, silent, send=True)).rpartition("/")[2]
    manage_token = (await factories.signed(memorandum, signed, disclosure="counted")).manage_token
    form = EnteredActForm(
        organisation="paper",
        kind=ActKind.SIGNATURE,
        channel=Channel.HISTORICAL,
        source="Minutes of 2013",
        disclosure=Disclosure.COUNTED,
        representative_name="Pia",
        evidence="A signed letter.",
    )
    await recording_on_behalf.enter(memorandum, form, by=ada)
    return Story(memorandum, signed, silent, paper, (silent_token, manage_token))


async def edit_contacts(organisation: Organisation, *, removes: bool) -> None:
    """Let Dina add a contact, confirm it from the letter, and perhaps remove the others."""
    earlier = (await contacts_of([organisation.id]))[organisation.id]
    await change_contacts(organisation, ContactChange(add=ContactForm(name="Dina", email=DINA)))
    link = next(letter for letter in reversed(await letters_in_tray()) if letter.address == DINA).text.split("/signing/contacts/")[1].split()[0]
    await contact_changes.confirm_by_letter(link)
    for contact in earlier if removes else []:
        await change_contacts(organisation, ContactChange(remove=contact.id))


async def letters_to_dina() -> list[str]:
    letters = [letter for letter in await letters_in_tray() if letter.address == DINA and "/signing/contacts/" not in letter.text]
    return [letter.subject for letter in letters if letter.subject != "The contacts of your organisation were changed"]


async def walk(ada: Coordinator, *, removes: bool) -> list[str]:
    """Let everything happen that writes letters about an invitation, and return the subjects of those that Dina got."""
    story = await begin(ada)
    for organisation in (story.signed, story.silent, story.paper):
        await edit_contacts(organisation, removes=removes)
    await reminding.remind(story.memorandum)
    await ask_again(story)
    await factories.correction(story.memorandum)
    await withdraw_correction(story.memorandum, (await Correction.objects().first()).number)
    await sign_again(story)
    await factories.superseded(await factories.reloaded(story.memorandum))
    await run_due()
    return await letters_to_dina()


async def ask_again(story: Story) -> None:
    """Let somebody ask for fresh links in place of links that do not work any more."""
    for token in story.tokens:
        await ask_for_fresh_link(token)
    await run_due()


async def sign_again(story: Story) -> None:
    """Let Ben sign for the organisation that has not answered, so that a second person is asked."""
    await factories.signed(story.memorandum, story.silent, disclosure="counted")


@pytest.mark.parametrize("removes", [False, True])
async def test_who_edits_a_contact_gets_no_link_and_learns_of_no_signature(ada_account: Coordinator, removes: bool) -> None:
    assert await walk(ada_account, removes=removes) == []


async def everybody(invitation_id: UUID) -> list[Contact]:
    """Return every contact of the organisation, as before recipients were chosen; the newest comes first."""
    row = await Invitation.objects().get(Invitation.id == invitation_id)
    return await Contact.objects().where(Contact.organisation == row.organisation).order_by(Contact.id, ascending=False)


async def everybody_by_invitation(ids: Any) -> dict[UUID, list[Contact]]:
    return {invitation_id: await everybody(invitation_id) for invitation_id in list(ids)}


async def whenever_confirmed(organisation_id: int, **_: object) -> list[Contact]:
    return await Contact.objects().where(Contact.organisation == organisation_id).order_by(Contact.id, ascending=False)


MUTATED_BUILDS = {
    "a second person is any contact": [(signing, "recipients_of", everybody)],
    "a fresh link goes to any contact": [(fresh_links, "recipients_of", everybody)],
    "reminders, corrections and editions go to any contact": [(addressees, "recipients_by_invitation", everybody_by_invitation)],
    "a party of the past is written to at any contact": [(addressees, "confirmed_contacts", whenever_confirmed)],
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
async def test_a_build_that_writes_to_dina_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module, function, mutated in MUTATED_BUILDS[name]:
        monkeypatch.setattr(module, function, mutated)
    assert await walk(ada_account, removes=True) != []


async def invited_elsewhere(ada: Coordinator) -> list[str]:
    """Let Ben hand his invitation to Dilshod, then let another memorandum invite the organisation; return who gets a letter about it."""
    organisation = await factories.organisation("bir-duino", email="")
    token = (await factories.invitation_link(await factories.opened(ada), organisation)).rpartition("/")[2]
    await delegating.delegate(
        await links.follow(token), "session", DelegationForm(name="Dilshod", email="dilshod@bir-duino.example.org", belongs=True)
    )
    before = len(await letters_in_tray())
    await factories.invitation_link(await factories.opened(ada, "other"), organisation, send=True)
    return [letter.address for letter in (await letters_in_tray())[before:]]


async def test_a_colleague_named_by_a_signer_gets_no_other_invitation(ada_account: Coordinator) -> None:
    assert await invited_elsewhere(ada_account) == []


async def test_a_build_that_registers_the_colleague_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    async def registered(organisation_id: int, form: ContactForm) -> Contact:
        return await put(Contact, organisation=organisation_id, name=form.name, email=form.email, created_at=clock.now())

    monkeypatch.setattr(delegating, "colleague", registered)
    assert await invited_elsewhere(ada_account) != []


async def test_recipients_are_the_confirmed_contacts_and_the_addressee(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    contacts = [{"name": name, "email": f"{name.lower()}@bir-duino.example.org"} for name in ("Ben", "Dora")]
    organisation = await factories.organisation("bir-duino", contacts=contacts)
    await change_contacts(organisation, ContactChange(add=ContactForm(name="Late", email="late@bir-duino.example.org")))
    unconfirmed = await factories.organisation("unconfirmed", confirmed=False)
    for invited, names in ((organisation, ["Ben", "Dora"]), (unconfirmed, ["Ben"])):
        await factories.invitation_link(memorandum, invited)
        row = await Invitation.objects().get(Invitation.organisation == invited.id)
        assert [contact.name for contact in await recipients_of(row.id)] == names


async def test_inviting_again_keeps_the_recipients_of_an_open_invitation(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    organisation = await factories.organisation("bir-duino")
    await factories.invitation_link(memorandum, organisation)
    await edit_contacts(organisation, removes=False)
    await factories.invitation_link(memorandum, organisation, send=True)
    row = await Invitation.objects().first()
    assert [contact.name for contact in await recipients_of(row.id)] == ["Ben"]
    await factories.signed(memorandum, organisation, disclosure="counted")
    assert "A colleague answered for your organisation" not in await letters_to_dina()
