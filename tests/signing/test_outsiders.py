"""Random sequences of contact changes, invitations, delegations, reminders and sign-ins: nobody outside a memorandum gets into it."""

from __future__ import annotations

import re
from contextlib import ExitStack, suppress
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition import clock
from coalition.invitations import addressees, delegating, fresh_links, inviting, links, reminding
from coalition.invitations.errors import LinkClosed, LinkUnknown
from coalition.invitations.forms import DelegationForm, InvitingForm
from coalition.invitations.fresh_links import ask_for_fresh_link
from coalition.invitations.tables import Invitation, Link
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda.edition_queries import latest_edition, open_corrections
from coalition.organisations.contact_changes import ConfirmationUnknown, ContactChange, change_contacts, confirm_by_letter
from coalition.organisations.forms import ContactForm
from coalition.organisations.queries import contacts_of_one
from coalition.organisations.tables import Contact
from coalition.people.tokens import hash_of
from coalition.signatures import signing
from coalition.signatures.forms import SignatureForm
from tests import factories
from tests.budget import SEQUENCES
from tests.desk.conftest import dina, dina_account
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
assert dina, dina_account

_number = count(1)
_TOKEN = re.compile(r"/invitations/([\w-]{43})")
_CONFIRMATION = re.compile(r"/signing/contacts/([\w-]{43})")


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


class World:
    """A memorandum of Ada and one of Dina, two organisations, and a model of who may get a private link of each invitation."""

    def __init__(self, memoranda: Sequence[Memorandum], organisations: Sequence[Organisation], first_letter: int) -> None:
        """Hold them; `allowed` is the model: addresses by memorandum and organisation."""
        self.memoranda, self.organisations, self.seen = memoranda, organisations, first_letter
        self.allowed: dict[tuple[int, int], set[str]] = {}
        self.tokens: list[str] = []
        self.letters_to_confirm: list[str] = []
        self.days = ExitStack()

    async def step(self, name: str, choice: int) -> None:
        """Take one step, run what is due, and compare every letter with the model."""
        memorandum, organisation = self.memoranda[choice % 2], self.organisations[choice // 2 % 2]
        await getattr(self, name)(memorandum, organisation)
        await Job.delete().where(Job.kind == "letter")
        await run_due()
        await Job.delete().where(Job.kind == "letter")
        await self.look()

    async def add_contact(self, _: Memorandum, organisation: Organisation) -> None:
        address = f"new-{next(_number)}@elsewhere.example.org"
        await change_contacts(organisation, ContactChange(add=ContactForm(name="New", email=address)))

    async def confirm(self, *_: object) -> None:
        for token in self.letters_to_confirm[-2:]:
            with suppress(ConfirmationUnknown):  # the contact was removed since
                await confirm_by_letter(token)

    async def remove_contact(self, _: Memorandum, organisation: Organisation) -> None:
        contacts = await contacts_of_one(organisation.id)
        if contacts:
            await change_contacts(organisation, ContactChange(remove=contacts[0].id))

    async def invite(self, memorandum: Memorandum, organisation: Organisation) -> None:
        open_before = await self._open_invitation(memorandum, organisation)
        confirmed = {contact.email for contact in await contacts_of_one(organisation.id) if contact.confirmed_at}
        before = len(await letters_in_tray(Letter.id > self.seen))
        made = await inviting.invite(memorandum, InvitingForm(organisations=[organisation.slug]))
        self.tokens += [invited.link.rpartition("/")[2] for invited in made]
        if made and not open_before:
            mailed = {letter.address for letter in (await letters_in_tray(Letter.id > self.seen))[before:]}
            assert len(mailed) <= 1
            self.allowed[memorandum.id, organisation.id] = confirmed | mailed

    async def _open_invitation(self, memorandum: Memorandum, organisation: Organisation) -> bool:
        row = await Invitation.objects().get((Invitation.memorandum == memorandum.id) & (Invitation.organisation == organisation.id))
        return row is not None and row.answered_at is None and row.revoked_at is None

    async def revoke(self, memorandum: Memorandum, organisation: Organisation) -> None:
        row = await Invitation.objects().get((Invitation.memorandum == memorandum.id) & (Invitation.organisation == organisation.id))
        if row:
            await inviting.revoke(memorandum, row.id)

    async def remind(self, memorandum: Memorandum, _: Organisation) -> None:
        self.days.enter_context(clock.shifted(timedelta(days=1)))
        await reminding.remind(memorandum)

    async def _opened(self, memorandum: Memorandum, organisation: Organisation) -> links.Opened | None:
        """Return what the newest link that works opens, for whoever may have it."""
        for token in reversed(self.tokens):
            try:
                opened = await links.follow(token)
            except (LinkClosed, LinkUnknown):
                continue
            if (opened.memorandum.id, opened.invitation.organisation) == (memorandum.id, organisation.id) and opened.link.purpose == "answer":
                return opened
        return None

    async def sign(self, memorandum: Memorandum, organisation: Organisation) -> None:
        opened = await self._opened(memorandum, organisation)
        if opened:
            digest = (await latest_edition(memorandum.id)).digest
            given = {"kind": "signature", "representative_name": "Ben", "disclosure": "counted", "typed_name": "Ben", "authority": True}
            recorded = await signing.sign(opened, SignatureForm.parse(given | {"digest": digest}), f"session-{next(_number)}")
            self.tokens.append(recorded.manage_token)

    async def delegate(self, memorandum: Memorandum, organisation: Organisation) -> None:
        opened = await self._opened(memorandum, organisation)
        if opened:
            address = f"colleague-{next(_number)}@{organisation.slug}.example.org"
            self.allowed[memorandum.id, organisation.id].add(address)
            await delegating.delegate(opened, f"session-{next(_number)}", DelegationForm(name="Dilshod", email=address, belongs=True))

    async def ask(self, *_: object) -> None:
        for token in self.tokens[-3:]:
            await ask_for_fresh_link(token)

    async def correct(self, memorandum: Memorandum, _: Organisation) -> None:
        if await open_corrections(memorandum.id):
            return
        await factories.correction(memorandum)

    async def look(self) -> None:
        """Compare the recipients of all private links with the model."""
        for letter in await letters_in_tray(Letter.id > self.seen):
            self.seen = max(self.seen, letter.id)
            self.letters_to_confirm += _CONFIRMATION.findall(letter.text)
            for token in _TOKEN.findall(letter.text):
                self.tokens.append(token)
                row = await Link.objects().get(Link.token_hash == hash_of(token))
                invitation = await Invitation.objects().get(Invitation.id == row.invitation)
                place = (invitation.memorandum, invitation.organisation)
                assert letter.address in self.allowed.get(place, set()), (letter.subject, letter.address, self.allowed.get(place))


STEPS = ("add_contact", "confirm", "remove_contact", "invite", "revoke", "remind", "sign", "delegate", "ask", "correct")
Sequence_ = list[tuple[str, int]]
sequences = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=4, max_size=14)


async def world(ada: Coordinator, dina_account: Coordinator) -> World:
    number = next(_number)
    memoranda = [await factories.opened(person, f"text-{number}-{name}", days=80) for person, name in ((ada, "ada"), (dina_account, "dina"))]
    organisations = [await factories.organisation(f"organisation-{number}-{name}") for name in ("a", "b")]
    await Letter.delete(force=True)  # those of earlier sequences
    await Job.delete(force=True)
    return World(memoranda, organisations, 0)


async def walk(ada: Coordinator, dina_account: Coordinator, steps: Sequence[tuple[str, int]]) -> World:
    """Take the steps; the letters of the world agree with its model after each."""
    there = await world(ada, dina_account)
    with there.days:
        for name, choice in steps:
            await there.step(name, choice)
    return there


async def nobody_else_reads(browser: httpx.AsyncClient, memorandum: Memorandum, organisation: Organisation) -> None:
    place = f"/en/desk/memoranda/{memorandum.slug}"
    for path in (place, f"{place}/signatories", f"{place}/signatories/{organisation.slug}", f"{place}/export", f"{place}/statements"):
        assert (await browser.get(path)).status_code == 404


@given(steps=sequences)
@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
async def test_nobody_outside_a_memorandum_reads_or_does_anything_in_it(
    steps: Sequence_, ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator
) -> None:
    there = await walk(ada_account, dina_account, steps)
    await nobody_else_reads(dina, there.memoranda[0], there.organisations[0])
    await nobody_else_reads(ada, there.memoranda[1], there.organisations[1])


async def _everybody(invitation_id: UUID) -> list[Contact]:
    row = await Invitation.objects().get(Invitation.id == invitation_id)
    return await Contact.objects().where(Contact.organisation == row.organisation).order_by(Contact.id, ascending=False)


async def _everybody_by_invitation(ids: Any) -> dict[UUID, list[Contact]]:
    return {invitation_id: await _everybody(invitation_id) for invitation_id in list(ids)}


_EDITED = [("invite", 0), ("add_contact", 0), ("confirm", 0), ("remove_contact", 0)]
MUTATED_BUILDS: dict[str, tuple[Any, str, object, Sequence_]] = {
    "a reminder goes to any contact": (addressees, "recipients_by_invitation", _everybody_by_invitation, [*_EDITED, ("remind", 0)]),
    "a second person is any contact": (signing, "recipients_of", _everybody, [*_EDITED, ("sign", 0)]),
    "a fresh link goes to any contact": (fresh_links, "recipients_of", _everybody, [*_EDITED, ("sign", 0), ("ask", 0)]),
    "a correction goes to any contact": (addressees, "recipients_by_invitation", _everybody_by_invitation, [*_EDITED, ("sign", 0), ("correct", 0)]),
    "inviting again binds anew": (inviting, "recipients_of", _everybody, [*_EDITED, ("invite", 0)]),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
async def test_a_mutated_build_is_found(ada_account: Coordinator, dina_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module, function, mutated, steps = MUTATED_BUILDS[name]
    await walk(ada_account, dina_account, steps)
    monkeypatch.setattr(module, function, mutated)
    with pytest.raises(AssertionError):
        await walk(ada_account, dina_account, steps)
