"""Two coordinators: one asks, another decides; nobody gets around it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, trail
from coalition.approvals import asking, changing, deciding, queries
from coalition.approvals.errors import AccountTooNew, AlreadyAsked, ApprovalGone, CannotBeDone, NobodyToApprove, OwnRequest, SameSession
from coalition.approvals.forms import ReasonForm
from coalition.approvals.kinds import KINDS
from coalition.approvals.made import Made
from coalition.approvals.tables import Approval, ApprovalKind, Outcome
from coalition.database import execute
from coalition.errors import CoalitionError
from coalition.memoranda import membership
from coalition.memoranda.left_queries import without_coordinator
from coalition.memoranda.queries import is_member
from coalition.organisations import queries as organisations
from coalition.organisations import registering
from coalition.organisations.contact_changes import ContactChange, ContactKnown, change_contacts
from coalition.organisations.forms import ContactForm, OrganisationChange
from coalition.organisations.registering import RiskNeedsApproval
from coalition.people import queries as people
from coalition.people import revoking
from coalition.people.forms import CoordinatorForm
from coalition.trail import queries as trail_queries
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

CONTACT = ContactForm(name="Eve", email="eve@elsewhere.example")


def at(person: Coordinator, session: str = "") -> Any:
    """Act at the desk as a person, in a session of their own."""
    return trail.acting(trail.Actor(trail.ActorKind.DESK, person.id, session=session or f"session of {person.id}"))


@pytest.fixture
async def dina_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dina@example.org", "Dina")


@pytest.fixture
async def lantern(store: str) -> Organisation:
    assert store
    return await factories.organisation("saffron-lantern", "Saffron Lantern", at_risk=True)


async def addresses(organisation: Organisation) -> set[str]:
    return {contact.email for contact in (await organisations.contacts_of([organisation.id])).get(organisation.id, [])}


async def asked(organisation: Organisation, by: Coordinator) -> int:
    with at(by):
        assert await changing.add_contact(organisation, CONTACT, by) is Made.ASKED
    return (await queries.waiting())[-1].id


async def outcome(number: int) -> str:
    row = await queries.approval(number)
    assert row is not None
    return row.outcome


async def acts() -> list[str]:
    return [row["act"] for row in await trail_queries.rows_after(0, 1000)]


async def test_a_contact_of_an_organisation_at_risk_is_added_by_two(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    assert CONTACT.email not in await addresses(lantern)
    with at(dina_account):
        await deciding.approve(number, dina_account)
    assert CONTACT.email in await addresses(lantern)
    assert await outcome(number) == Outcome.APPROVED
    assert (await acts())[-2:] == ["contact_added", "approval_given"]


async def test_a_contact_of_another_organisation_is_added_by_one(ada_account, dina_account):
    steppe = await factories.organisation("steppe")
    assert await changing.add_contact(steppe, CONTACT, ada_account) is Made.AT_ONCE
    assert CONTACT.email in await addresses(steppe)


async def test_a_contact_is_removed_by_two(lantern, ada_account, dina_account):
    [contact] = (await organisations.contacts_of([lantern.id]))[lantern.id]
    with at(ada_account):
        assert await changing.remove_contact(lantern, contact.id, ada_account) is Made.ASKED
    assert await addresses(lantern) == {contact.email}
    [row] = await queries.waiting()
    with at(dina_account):
        await deciding.approve(row.id, dina_account)
    assert await addresses(lantern) == set()


async def test_only_two_say_that_it_is_no_longer_at_risk(lantern, ada_account, dina_account):
    with pytest.raises(RiskNeedsApproval):
        await registering.amend(lantern, OrganisationChange(at_risk=False))
    with at(ada_account):
        assert await changing.amend(lantern, OrganisationChange(at_risk=False, website="https://lantern.example"), ada_account) is Made.ASKED
        assert await changing.amend(lantern, OrganisationChange(at_risk=False), ada_account) is Made.ASKED
    reloaded = await organisations.by_slug(lantern.slug)
    assert (reloaded.at_risk, reloaded.website) == (True, "https://lantern.example")
    [row] = await queries.waiting()
    with at(dina_account):
        await deciding.approve(row.id, dina_account)
    assert not (await organisations.by_slug(lantern.slug)).at_risk


async def refused(number: int, by: Coordinator, session: str = "") -> type[Exception] | None:
    try:
        with at(by, session):
            await deciding.approve(number, by)
    except CoalitionError as error:
        return type(error)
    return None


async def test_never_the_same_person_or_session(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    assert await refused(number, ada_account) is OwnRequest
    assert await refused(number, ada_account, "another session") is OwnRequest
    assert await refused(number, dina_account, f"session of {ada_account.id}") is SameSession
    with at(ada_account, "another session"), pytest.raises(OwnRequest):
        await deciding.refuse(number, ada_account, ReasonForm(reason="No"))
    assert CONTACT.email not in await addresses(lantern)
    assert await refused(number, dina_account) is None


async def test_an_editor_a_disabled_account_and_a_new_account_cannot_approve(lantern, ada_account, dina_account):
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")
    number = await asked(lantern, ada_account)
    eve = await factories.coordinator("eve@example.org", "Eve")
    assert await refused(number, edith) is ApprovalGone
    assert await refused(number, eve) is AccountTooNew
    await revoking.disable(dina_account, ada_account)
    assert await refused(number, dina_account) is ApprovalGone
    with clock.shifted(timedelta(minutes=1)):
        await revoking.enable(dina_account)
        assert await refused(number, dina_account) is AccountTooNew
    assert CONTACT.email not in await addresses(lantern)


FAULTS = {"own request": OwnRequest, "same session": SameSession, "new account": AccountTooNew}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_check_that_is_missing_is_found(lantern, ada_account, dina_account, monkeypatch, fault):
    """Mutated build: one of the three checks of who approves is gone."""
    number = await asked(lantern, ada_account)
    eve = await factories.coordinator("eve@example.org", "Eve")
    asking_row = await queries.approval(number)
    changed = {
        "own request": {"requested_by": dina_account.id, "session": ""},
        "same session": {"session": ""},
        "new account": {"requested_at": clock.now() + timedelta(hours=1)},
    }[fault]
    locked = queries.locked_approval

    async def without_check(chosen: int) -> Approval | None:
        row = await locked(chosen)
        for name, value in changed.items() if row else ():
            setattr(row, name, value)
        return row

    assert asking_row is not None
    monkeypatch.setattr(deciding.queries, "locked_approval", without_check)
    attempts = {
        "own request": (ada_account, "another session"),
        "same session": (dina_account, f"session of {ada_account.id}"),
        "new account": (eve, ""),
    }
    assert await refused(number, *attempts[fault]) is None
    assert CONTACT.email in await addresses(lantern)


async def test_of_two_who_approve_at_once_one_carries_it_out(lantern, ada_account, dina_account):
    eli = await factories.coordinator("eli@example.org", "Eli")
    number = await asked(lantern, ada_account)
    outcomes = await asyncio.gather(refused(number, dina_account), refused(number, eli))
    assert sorted(outcomes, key=str) == [ApprovalGone, None]
    assert (await acts()).count("approval_given") == 1


async def test_a_coordinator_alone_makes_changes_at_once_and_the_trail_says_so(lantern, ada_account):
    await factories.coordinator("edith@example.org", "Edith", role="editor")
    with at(ada_account):
        assert await changing.add_contact(lantern, CONTACT, ada_account) is Made.UNCHECKED
    assert CONTACT.email in await addresses(lantern)
    assert (await acts())[-2:] == ["contact_added", "done_unchecked"]
    assert await queries.is_alone(ada_account.id)


async def test_disabling_the_others_is_no_way_around(lantern, ada_account, dina_account):
    await revoking.disable(dina_account, ada_account)
    with at(ada_account), pytest.raises(NobodyToApprove):
        await changing.add_contact(lantern, CONTACT, ada_account)
    assert not await queries.is_alone(ada_account.id)
    with clock.shifted(timedelta(days=8)), at(ada_account):
        assert await changing.add_contact(lantern, CONTACT, ada_account) is Made.UNCHECKED


async def test_after_a_command_a_coordinator_is_alone_at_once(lantern, ada_account, dina_account):
    await revoking.disable(dina_account)
    with at(ada_account):
        assert await changing.add_contact(lantern, CONTACT, ada_account) is Made.UNCHECKED


async def test_inviting_a_coordinator_is_no_way_around_either(ada_account, dina_account):
    form = CoordinatorForm.parse({"email": "eve@example.org", "name": "Eve"})
    with at(ada_account):
        assert await changing.invite(form, ada_account) is Made.ASKED
        assert await people.account_by_email(form.email) is None
        editor = CoordinatorForm.parse({"email": "edith@example.org", "name": "Edith", "role": "editor"})
        assert await changing.invite(editor, ada_account) is Made.AT_ONCE
    [row] = await queries.waiting()
    assert await refused(row.id, dina_account) is None
    assert (await people.account_by_email(form.email)).role == "coordinator"


async def test_enabling_a_coordinator_needs_two(ada_account, dina_account):
    eli = await factories.coordinator("eli@example.org", "Eli")
    await revoking.disable(eli, dina_account)
    eli = await people.account(eli.id)
    with at(ada_account):
        assert await changing.enable(eli, ada_account) is Made.ASKED
    assert not await people.is_active(eli.id)
    [row] = await queries.waiting()
    assert await refused(row.id, dina_account) is None
    assert await people.is_active(eli.id)


async def test_who_disabled_an_account_can_undo_that_for_seven_days(ada_account, dina_account):
    await revoking.disable(dina_account, ada_account)
    dina = await people.account(dina_account.id)
    with clock.shifted(timedelta(days=8)), at(ada_account):
        assert await changing.enable(dina, ada_account) is Made.UNCHECKED
    await revoking.disable(dina, ada_account)
    dina = await people.account(dina_account.id)
    with at(ada_account):
        assert await changing.enable(dina, ada_account) is Made.AT_ONCE


async def test_a_memorandum_without_a_coordinator_is_taken_over_by_two(ada_account, dina_account):
    eli = await factories.coordinator("eli@example.org", "Eli")
    memorandum = await factories.draft(eli)
    with at(ada_account), pytest.raises(CannotBeDone):
        await changing.take_over(memorandum, ada_account)
    assert await without_coordinator(9) == []
    await revoking.disable(eli, ada_account)
    assert [view.slug for view in await without_coordinator(9)] == [memorandum.slug]
    with at(ada_account):
        assert await changing.take_over(memorandum, ada_account) is Made.ASKED
    assert not await is_member(memorandum.id, ada_account.id)
    [row] = await queries.waiting()
    assert await refused(row.id, dina_account) is None
    assert await is_member(memorandum.id, ada_account.id)
    assert await without_coordinator(9) == []


async def test_refusing_and_withdrawing_change_nothing_and_are_told(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    with at(dina_account), pytest.raises(ApprovalGone):
        await deciding.withdraw(number, dina_account)
    with at(dina_account):
        await deciding.refuse(number, dina_account, ReasonForm(reason="Nobody there knows Eve."))
    assert await outcome(number) == Outcome.REFUSED
    letter = (await letters_in_tray())[-1]
    assert letter.address == ada_account.email
    assert "Nobody there knows Eve." in letter.text
    again = await asked(lantern, ada_account)
    with at(ada_account):
        await deciding.withdraw(again, ada_account)
    assert await outcome(again) == Outcome.WITHDRAWN
    assert await refused(again, dina_account) is ApprovalGone
    assert CONTACT.email not in await addresses(lantern)


async def test_a_request_expires_after_seven_days(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    with clock.shifted(timedelta(days=7, minutes=1)):
        assert await refused(number, dina_account) is ApprovalGone
        assert await queries.waiting() == []
        await deciding.expire({})
        assert await outcome(number) == Outcome.EXPIRED
        assert (await letters_in_tray())[-1].address == ada_account.email
    assert (await acts())[-1] == "approval_expired"


async def test_the_same_change_is_asked_for_once(lantern, ada_account, dina_account):
    await asked(lantern, ada_account)
    with at(ada_account), pytest.raises(AlreadyAsked):
        await changing.add_contact(lantern, CONTACT, ada_account)
    with at(ada_account), pytest.raises(ContactKnown):
        await changing.add_contact(lantern, ContactForm(email=next(iter(await addresses(lantern)))), ada_account)
    assert len(await queries.waiting()) == 1


async def test_what_cannot_be_done_any_more_still_waits(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    await change_contacts(lantern, ContactChange(add=CONTACT))
    assert await refused(number, dina_account) is CannotBeDone
    assert await outcome(number) == Outcome.WAITING
    with at(dina_account):
        await deciding.refuse(number, dina_account, ReasonForm(reason="It is there."))


async def test_the_values_are_encrypted_and_erased(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    [row] = await execute("SELECT * FROM approval")
    assert CONTACT.email not in str(row)
    assert CONTACT.email not in str(row)
    assert asking.values_of(await queries.approval(number))["email"] == CONTACT.email
    for letter in await letters_in_tray():
        assert CONTACT.email not in letter.text
        assert "Lantern" not in letter.text
    assert await refused(number, dina_account) is None
    [row] = await execute("SELECT * FROM approval")
    assert row["content"] == ""


async def test_those_who_can_approve_get_a_letter(lantern, ada_account, dina_account):
    await factories.coordinator("edith@example.org", "Edith", role="editor")
    await asked(lantern, ada_account)
    [letter] = await letters_in_tray()
    assert letter.address == dina_account.email
    assert "/en/desk/approvals/" in letter.text
    assert "Ada asks for the approval of another coordinator: “Add a contact to an organisation at risk”." in " ".join(letter.text.split())


def test_every_kind_is_defined():
    assert set(KINDS) == set(ApprovalKind)


async def test_what_a_disabled_coordinator_asked_for_cannot_be_approved(lantern, ada_account, dina_account):
    number = await asked(lantern, ada_account)
    eve = await factories.coordinator("eve@example.org", "Eve")
    assert await queries.waiting_for(dina_account.id) == 1
    await revoking.disable(ada_account, eve)

    assert (await queries.waiting(), await queries.waiting_for(dina_account.id)) == ([], 0)
    assert await refused(number, dina_account) is ApprovalGone


async def decided_after_removal(lantern: Organisation, ada: Coordinator, dina: Coordinator) -> tuple[int, int, type[CoalitionError] | None]:
    """Let somebody ask for a change of a text and be removed from it; return how many requests wait before and after, and what refuses it."""
    memorandum = await factories.draft(ada)
    eve = await factories.coordinator("eve@example.org", "Eve")
    await membership.add_member(memorandum, eve.email, ada)
    number = await asked(lantern, ada)
    await Approval.update({Approval.memorandum: memorandum.id}).where(Approval.id == number)
    before = await queries.waiting_for(dina.id)
    await membership.remove_member(memorandum, ada.id)
    return before, await queries.waiting_for(dina.id), await refused(number, dina)


async def test_what_a_removed_member_asked_for_cannot_be_approved(lantern, ada_account, dina_account):
    assert await decided_after_removal(lantern, ada_account, dina_account) == (1, 0, ApprovalGone)


async def test_a_build_that_forgets_who_was_removed_is_found(lantern, ada_account, dina_account, monkeypatch):
    monkeypatch.setattr(queries, "_can_ask", lambda: Approval.requested_by.is_in(queries._enabled()))
    assert (await decided_after_removal(lantern, ada_account, dina_account))[2] is not ApprovalGone


async def test_the_second_coordinator_reads_all_names_and_the_contacts_on_record(lantern, ada_account):
    facts = [text for _, text in await KINDS[ApprovalKind.RISK_REMOVED].facts(f"organisation:{lantern.id}", {}, "en")]
    assert lantern.slug in facts
    assert any(address in facts[-1] for address in await addresses(lantern))
