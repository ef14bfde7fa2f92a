"""A successor acts for its predecessor under its own name, and the public list says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.acts.organisation_changes import change_organisation
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.fields import InvalidForm
from coalition.invitations import links
from coalition.organisations.event_forms import EventForm
from coalition.signatures.confirming import confirm
from coalition.signatures.errors import NoContact, NoSuccessorKnown
from coalition.signatures.forms import ConfirmationForm, RaiseForm, WithdrawalForm
from coalition.signatures.raising import request_raise
from coalition.signatures.successor_links import send_to_successor
from coalition.signatures.withdrawing import withdraw
from coalition.statements.forms import MadeStatementForm
from coalition.statements.stating import state
from tests import factories
from tests.desk.conftest import follow, send
from tests.signing.walking import letters_to, words
from tests.stated import statements_of

if TYPE_CHECKING:
    import httpx

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

BELLA = {"representative_name": "Bella", "typed_name": "bella", "authority": True}
DECLARED = {"statement_kind": "declaration", "statement_language": "en", "statement_text": "We keep to it."}
NEW = "contact@newer.example.org"


async def succeeded(organisation: Organisation, *, listed: bool = True, **more: str) -> Organisation:
    """Let another organisation succeed one."""
    successor = await factories.organisation("newer", "New House", listed=listed, **more)
    event = {"kind": "succeeded", "happened": "2026-11", "other": "newer", "source": "Letter."}
    await change_organisation(organisation, EventForm.parse(event))
    return successor


async def link_of_successor(memorandum: Memorandum, organisation: Organisation) -> Opened:
    """Send the successor its link, and follow it."""
    await send_to_successor(memorandum, organisation.id)
    letter = (await letters_to(NEW))[-1]
    token = re.search(r"/invitations/([\w-]+)", letter.text)
    assert token
    assert "Old House" not in letter.text
    assert "Your organisation is on record as the successor of another" in " ".join(letter.text.split())
    return await links.follow(token[1])


async def notes(memorandum: Memorandum) -> str:
    return " ".join(str(sentence) for note in (await status_of(memorandum)).footnotes.texts for sentence in note)


@pytest.mark.parametrize("listed", [True, False])
async def test_a_successor_confirms_states_and_withdraws_under_its_own_name(
    cleo: httpx.AsyncClient, ada_account: Coordinator, *, listed: bool
) -> None:
    memorandum = await factories.opened(ada_account)
    old = await factories.organisation("old", "Old House")
    await factories.signed(memorandum, old, kind="ad_referendum")
    successor = await succeeded(old, listed=listed)
    opened = await link_of_successor(memorandum, old)

    await confirm(opened, ConfirmationForm.parse(BELLA))
    await state(opened, MadeStatementForm.parse(BELLA | DECLARED))
    (stated,) = await statements_of(memorandum)
    assert (stated.organisation.slug, stated.number) == ("old", 1)
    assert [remark.text("en") for remark in stated.remarks] == (["Made by New House as its successor."] if listed else [])
    assert ("Confirmed by New House as its successor:" if listed else "Confirmed by its successor:") in await notes(memorandum)

    await withdraw(opened, WithdrawalForm(typed_name="Bella"))
    assert ("Withdrawn by New House as its successor:" if listed else "Withdrawn by its successor:") in await notes(memorandum)
    assert listed or "New House" not in await notes(memorandum)
    answer = (await cleo.get("/memoranda/cooperation.json")).json()
    [line], [made] = answer["signatories"], answer["statements"]
    by = "newer" if listed else None
    assert (line["confirmed_by"], line["ended"]["successor"], made["successor"], made["ended"]["successor"]) == (by, by, by, by)
    assert listed or "newer" not in str(answer)
    assert {row["successor"] for row in await Act.select(Act.successor).where(Act.kind.is_in(["confirmation", "withdrawal"]))} == {successor.id}


async def test_a_successor_asks_to_show_a_hidden_name_and_others_still_type_that_of_the_signer(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    old = await factories.organisation("old", "Old House")
    signed = await factories.signed(memorandum, old, disclosure="counted")
    await succeeded(old)
    opened = await link_of_successor(memorandum, old)
    assert (await request_raise(opened, RaiseForm.parse({"disclosure": "public", "typed_name": "Bella"}))).organisation == old.id
    with pytest.raises(InvalidForm):
        await withdraw(await links.follow(signed.manage_token), WithdrawalForm(typed_name="Bella"))


@pytest.mark.sqlite_only
async def test_without_a_successor_or_its_contact_no_link_is_sent(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    old = await factories.organisation("old", "Old House")
    await factories.signed(memorandum, old)
    with pytest.raises(NoSuccessorKnown):
        await send_to_successor(memorandum, old.id)
    await succeeded(old, email="")
    with pytest.raises(NoContact):
        await send_to_successor(memorandum, old.id)


@pytest.mark.sqlite_only
async def test_ada_sends_the_link_and_the_successor_reads_whom_it_acts_for(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    old = await factories.organisation("old", "Old House")
    await factories.signed(memorandum, old)
    page = "/en/desk/memoranda/cooperation/signatories/old"
    assert "Private link for the successor" not in (await ada.get(page)).text
    assert (await send(ada, f"{page}/successor-link")).status_code == 409
    await succeeded(old)
    assert "With it New House sees this act" in words((await ada.get(page)).text)
    await follow(ada, await send(ada, f"{page}/successor-link"))
    link = re.search(r"/en/invitations/[\w-]+", (await letters_to(NEW))[-1].text)
    assert link
    await ben.post(f"{link[0]}/session")
    for address in ("/en/signing", "/en/signing/withdrawal", "/en/signing/statements", "/en/signing/disclosure"):
        assert "You act for New House, the successor of Old House" in words((await ben.get(address)).text), address
    assert (await ben.post("/en/signing/withdrawal", data={"typed_name": "Bella"})).status_code == 303
