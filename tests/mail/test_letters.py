"""What the letters say, and what they keep to themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.approvals import changing
from coalition.approvals.deciding import refuse
from coalition.approvals.forms import ReasonForm
from coalition.approvals.queries import waiting
from coalition.invitations.reminding import remind
from coalition.mail.tables import Letter
from coalition.mail.writing import wrapped
from coalition.memoranda.membership import add_member
from coalition.organisations.forms import ContactForm
from coalition.people.accounts import invite_colleague
from coalition.people.forms import CoordinatorForm, SignInForm
from coalition.people.revoking import disable, sign_out_everywhere
from coalition.people.signing_in import request_link
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures.correcting_record import correct
from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
from coalition.signatures.recording_on_behalf import enter
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]


async def letters() -> list[Letter]:
    """Return the tray, oldest first."""
    return await letters_in_tray()


async def test_an_invitation_says_who_is_invited_to_what_until_when(ada_account: Coordinator) -> None:
    await factories.forum("kyiv-2013")
    memorandum = await factories.opened(ada_account, forum="kyiv-2013")
    organisation = await factories.organisation("bir-duino")
    link = await factories.invitation_link(memorandum, organisation, send=True)
    [letter] = await letters()
    assert letter.subject == "Invitation to sign: Memorandum on cooperation"
    paragraphs = letter.text.strip().split("\n\n")
    assert paragraphs[0] == "Dear Ben,"
    assert paragraphs[1] == "Bir Duino is invited to sign “Memorandum on cooperation”."
    assert "Forum of Central Asian human rights organisations" in " ".join(letter.text.split())
    assert f"http://127.0.0.1:8000{link}" in paragraphs
    assert "http://127.0.0.1:8000/en/about" in paragraphs
    others = letter.text.replace(f"http://127.0.0.1:8000{link}", "").replace("http://127.0.0.1:8000/en/about", "")
    assert "http" not in others


@pytest.mark.parametrize(("at_risk", "profile"), [(True, "open"), (False, "careful"), (False, "high")])
async def test_where_care_is_asked_for_letters_name_nothing(ada_account: Coordinator, at_risk: bool, profile: str) -> None:
    await factories.forum("kyiv-2013", risk_profile=profile)
    memorandum = await factories.opened(ada_account, forum="kyiv-2013", symbol="TF/2026/1")
    organisation = await factories.organisation("bir-duino", at_risk=at_risk)
    await factories.invitation_link(memorandum, organisation, send=True)
    with clock.shifted(timedelta(days=1)):
        assert await remind(memorandum) == ["bir-duino"]
    invitation, reminder = await letters()
    for letter in (invitation, reminder):
        whole = f"{letter.subject} {letter.text}".lower()
        for secret in ("bir duino", "bir-duino", "cooperation", "tf/2026", "kyiv", "central asian", "memorandum", "human rights"):
            assert secret not in whole
        assert "/en/invitations/" in letter.text


async def test_references_keep_their_order_in_arabic_letters(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, languages=("ar",))
    recorded = await factories.signed(memorandum, await factories.organisation("mina", "مركز الميناء", language="ar"))
    await factories.stated(memorandum, recorded)
    receipts = await letters()
    assert len(receipts) == 2
    for receipt in receipts:
        [reference] = re.findall("\u2066([A-Z2-9]{5}-[A-Z2-9]{5})\u2069$", receipt.subject)
        assert f"\u2066{reference}\u2069." in receipt.text


async def test_a_reminder_brings_a_new_link(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    link = await factories.invitation_link(memorandum, await factories.organisation("bir-duino"), send=True)
    with clock.shifted(timedelta(days=1)):
        await remind(memorandum)
    reminder = (await letters())[1]
    assert reminder.subject == "Reminder: invitation to sign “Memorandum on cooperation”"
    assert link not in reminder.text
    assert "you will not be reminded again" in " ".join(reminder.text.split())


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
async def test_every_letter_can_be_written_in_every_language(ada_account: Coordinator, language: str) -> None:
    memorandum = await factories.opened(ada_account)
    for slug, more in [("one", {}), ("two", {"at_risk": True})]:
        organisation = await factories.organisation(slug, language=language, name=slug, **more)
        await factories.invitation_link(memorandum, organisation, send=True)
    await request_link(SignInForm.parse({"email": "ada@example.org"}), language)
    with clock.shifted(timedelta(days=1)):
        await remind(memorandum)
    tray = await letters()
    assert len(tray) == 5
    for letter in tray:
        assert letter.subject == " ".join(letter.subject.split())
        assert f"/{language}/" in letter.text
        assert "\n\n\n" not in letter.text
        assert "{" not in letter.subject + letter.text
        assert "%(" not in letter.subject + letter.text
        assert all(len(line) <= 72 or line.startswith("http") for line in letter.text.splitlines())


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
async def test_the_letter_about_a_correction_names_nothing_and_brings_the_link(ada_account: Coordinator, language: str) -> None:
    memorandum = await factories.opened(ada_account)
    organisation = await factories.organisation("steppe", "Steppe", language=language)
    given = {"organisation": "steppe", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter"}
    act = await enter(memorandum, EnteredActForm.parse(given | {"acted": str(clock.today())}), by=ada_account)
    form = RecordCorrectionForm.parse({"acted": "", "received": str(clock.today()), "reason": "It is not dated."})
    await correct(memorandum, organisation.id, act.id, form)
    letter = (await letters())[-1]
    assert act.reference in letter.subject
    assert f"/{language}/invitations/" in letter.text
    for secret in ("Steppe", "cooperation", "It is not dated"):
        assert secret not in letter.subject + letter.text


def test_lines_are_filled_and_links_stay_whole() -> None:
    link = "https://memo.example.org/en/invitations/" + "x-" * 40
    text = wrapped(f"  {'word ' * 40}\n\n\n{link}\n\nEnd.  ")
    assert link in text.splitlines()
    assert text.endswith("\n\nEnd.\n")
    assert max(len(line) for line in text.splitlines() if line != link) <= 72


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
async def test_letters_about_accounts_and_approvals_can_be_written_in_every_language(store: str, language: str) -> None:
    assert store
    ada, dina, _ = [await factories.coordinator(f"{name}@example.org", name.title(), language=language) for name in ("ada", "dina", "eli")]
    lantern = await factories.organisation("saffron-lantern", "Saffron Lantern", at_risk=True)
    await invite_colleague(CoordinatorForm.parse({"email": "edith@example.org", "name": "Edith", "role": "editor", "language": language}), ada)
    await changing.add_contact(lantern, ContactForm(name="Eve", email="eve@elsewhere.example"), ada)
    [request] = await waiting()
    await refuse(request.id, dina, ReasonForm(reason="Nobody knows her."))
    memorandum = await factories.draft(ada)
    await add_member(memorandum, dina.email, ada)
    await disable(dina, ada)
    await sign_out_everywhere(ada)
    letters = await letters_in_tray()
    assert len({letter.subject for letter in letters}) == 4
    for letter in letters:
        whole = f"{letter.subject} {letter.text}"
        assert not set("{}%") & set(whole)
        for secret in ("Lantern", "eve@", "dina@", "cooperation", "Memorandum on"):
            assert secret not in whole
        if "http" in letter.text:
            assert f"/{language}/" in letter.text
