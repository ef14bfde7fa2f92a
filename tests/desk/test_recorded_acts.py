"""Ada enters what came on paper: she reads the exact public line first, and the organisation gets its private link."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, trail
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.invitations.tables import Invitation, Link
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.memoranda.entering_past import record_past
from coalition.memoranda.forms import MemorandumForm
from coalition.signatures import recording_on_behalf
from coalition.trail import TrailAct
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.days import ago
from tests.desk.conftest import follow, send
from tests.house.inputs import inputs_of
from tests.signing.walking import kept_link, last_link_to, letters_to, words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PARTY = f"{HERE}/signatories/steppe"
BEN = "contact@steppe.example.org"
ON_PAPER = {
    "organisation": "steppe",
    "kind": "signature",
    "channel": "paper",
    "disclosure": "public",
    "evidence": "Letter no. 12",
    "representative_name": "Ben Sultanov",
    "representative_title": "director",
}
PAST = ON_PAPER | {"channel": "historical", "source": "Minutes", "evidence": "", "acted": ""}


def on_paper(**more: str) -> dict[str, str]:
    """Return what is entered of an act of this month."""
    return ON_PAPER | {"acted": ago(0).isoformat()[:7]} | more


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account)


async def check(ada: httpx.AsyncClient, **more: str) -> str:
    answer = await send(ada, f"{HERE}/acts/review", on_paper(**more))
    assert answer.status_code == 200, words(answer.text)
    return answer.text


def line_in(page: str) -> str:
    """Return the first row of a table of lines, without the numbers of footnotes."""
    [row] = re.findall(r"<tbody>\s*(<tr.*?</tr>)", page, re.DOTALL)[:1]
    row = re.sub(r"<sup>.*?</sup>", "", row, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


async def test_the_check_page_shows_the_line_that_the_public_reads_afterwards(
    ada: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum
) -> None:
    await factories.organisation("steppe", "Steppe")
    page = await check(ada)
    assert "Nothing is recorded yet." in page
    assert await Act.count() == 0
    assert "Signed on paper and recorded by a coordinator." in page
    assert "Letter no. 12" in page
    await follow(ada, await send(ada, f"{HERE}/acts", on_paper()))
    public = (await cleo.get("/en/memoranda/cooperation/signatories")).text
    assert "Ben Sultanov, director" in line_in(page)
    assert line_in(page) == line_in(public)
    assert "Letter no. 12" not in public
    ended = await check(ada, kind="withdrawal")
    await follow(ada, await send(ada, f"{HERE}/acts", on_paper(kind="withdrawal")))
    assert "[ Steppe ]" in line_in(ended)
    assert line_in(ended) == line_in((await cleo.get("/en/memoranda/cooperation/signatories")).text)
    assert (await status_of(memorandum)).counts.signed == 0


@pytest.mark.usefixtures("memorandum")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"disclosure": "counted"}, "It is counted at the end of the period"),
        ({"disclosure": "described", "description": "A group from the steppe"}, "A group from the steppe"),
        ({"disclosure": "counted", "kind": "ad_referendum"}, "is in no number before it is confirmed"),
    ],
)
async def test_the_check_page_says_what_the_public_reads_in_place_of_a_name(ada: httpx.AsyncClient, more: dict[str, str], said: str) -> None:
    await factories.organisation("steppe", "Steppe")
    page = words(await check(ada, **more))
    public = page.partition("What the public will read")[2].partition("The letter of receipt")[0]
    assert said in public
    assert "Steppe" not in public
    assert "Ben Sultanov" not in public


@pytest.mark.usefixtures("memorandum")
async def test_a_later_act_keeps_the_level_on_record(ada: httpx.AsyncClient) -> None:
    await factories.organisation("steppe", "Steppe", at_risk=True)
    await follow(ada, await send(ada, f"{HERE}/acts", on_paper(disclosure="")))
    page = words(await check(ada, kind="withdrawal"))
    assert "Nothing. No name is shown, and no number includes it" in page


@pytest.mark.usefixtures("memorandum")
async def test_nothing_typed_is_lost(ada: httpx.AsyncClient) -> None:
    await factories.organisation("steppe", "Steppe")
    given = on_paper(disclosure="described", description="A group", source="", release_on="")
    *_, to_record, to_change = inputs_of(await check(ada, **given))
    assert {name: to_record[name] for name in given} == given
    assert {name: to_change[name] for name in given} == given
    again = (await send(ada, f"{HERE}/acts/review", given | {"change": "1"})).text
    wrong = await send(ada, f"{HERE}/acts/review", given | {"evidence": ""})
    assert wrong.status_code == 422
    for page, evidence in ((again, "Letter no. 12"), (wrong.text, "")):
        [form] = [form for form in inputs_of(page) if "evidence" in form]
        assert {name: form[name] for name in given} == given | {"evidence": evidence}
    for refused in ({"organisation": "nobody"}, {"kind": "withdrawal"}, {"kind": "confirmation"}):
        assert (await send(ada, f"{HERE}/acts/review", given | refused)).status_code == 422


@pytest.mark.usefixtures("memorandum")
async def test_others_check_nothing(dina: httpx.AsyncClient) -> None:
    await factories.organisation("steppe", "Steppe")
    for path in ("acts/review", "receipts", "signatories/steppe/receipt", "export"):
        assert (await send(dina, f"{HERE}/{path}", on_paper())).status_code == 404
    assert (await dina.get(f"{HERE}/export")).status_code == 404


async def walk_with_the_link(ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, given: dict[str, str]) -> None:
    """Enter an act, and let Ben hide the name and withdraw with the link of the letter."""
    await follow(ada, await send(ada, f"{HERE}/acts", given))
    if given["channel"] == "historical":
        assert await letters_to(BEN) == []
        await follow(ada, await send(ada, f"{PARTY}/receipt"))
    link = await last_link_to(BEN)
    assert "Steppe" in (await cleo.get("/en/memoranda/cooperation/signatories")).text
    await ben.post(f"{link}/session")
    assert "What the public reads" in (await ben.get("/en/signing")).text
    hiding = {"form_token": inputs_of((await ben.get("/en/signing/disclosure")).text)[-1].get("form_token", ""), "disclosure": "counted"}
    assert (await ben.post("/en/signing/disclosure", data=hiding)).status_code == 303
    assert "Steppe" not in (await cleo.get("/en/memoranda/cooperation/signatories")).text
    token = inputs_of((await ben.get("/en/signing/withdrawal")).text)[-1]["form_token"]
    assert (await ben.post("/en/signing/withdrawal", data={"form_token": token, "typed_name": "Ben Sultanov"})).status_code == 303
    assert [row["kind"] for row in await Act.select(Act.kind).order_by(Act.recorded_at)] == ["signature", "disclosure", "withdrawal"]


@pytest.mark.usefixtures("memorandum")
@pytest.mark.parametrize("given", [{}, {"channel": "correspondence"}, PAST], ids=["paper", "letter", "past"])
async def test_who_signed_on_paper_hides_and_withdraws_with_the_letter(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, given: dict[str, str]
) -> None:
    await factories.organisation("steppe", "Steppe")
    await walk_with_the_link(ada, ben, cleo, on_paper(**given))


@pytest.mark.usefixtures("memorandum")
async def test_a_build_without_a_link_for_paper_signers_is_found(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object, **__: object) -> tuple[()]:
        """Write no letter (mutated build)."""
        return ()

    monkeypatch.setattr(recording_on_behalf, "letters_of_receipt", nothing)
    await factories.organisation("steppe", "Steppe")
    with pytest.raises(IndexError):
        await walk_with_the_link(ada, ben, cleo, on_paper())


@pytest.mark.usefixtures("memorandum")
async def test_the_letter_names_nothing_and_waits_if_the_act_is_hidden(ada: httpx.AsyncClient) -> None:
    await factories.organisation("steppe", "Steppe", at_risk=True)
    page = words(await check(ada, disclosure=""))
    assert BEN in page
    await follow(ada, await send(ada, f"{HERE}/acts", on_paper(disclosure="")))
    [letter] = await letters_to(BEN)
    whole = f"{letter.subject} {letter.text}".lower()
    assert not [secret for secret in ("steppe", "cooperation", "memorandum", "ben sultanov", "paper") if secret in whole.replace(BEN, "")]
    [job] = await Job.select(Job.run_at).where(Job.kind == "letter")
    assert job["run_at"] < clock.now() + timedelta(minutes=30)
    assert "contacts_read" in [row["act"] for row in await TrailEntry.select(TrailEntry.act)]


@pytest.mark.usefixtures("memorandum")
async def test_without_a_contact_the_desk_says_so_and_sends_the_letter_later(ada: httpx.AsyncClient) -> None:
    await factories.organisation("steppe", "Steppe", email="")
    assert "The organisation has no contact." in await check(ada)
    page = await follow(ada, await send(ada, f"{HERE}/acts", on_paper()))
    assert "The organisation has no contact, so no letter can be sent." in page.text
    assert 'href="/en/desk/organisations/steppe"' in page.text
    assert (await send(ada, f"{PARTY}/receipt")).status_code == 409
    assert await letters_to(BEN) == []
    await follow(ada, await send(ada, "/en/desk/organisations/steppe/contacts", {"email": BEN, "name": "Ben", "language": "en"}))
    page = (await ada.get(PARTY)).text
    assert "This contact has not confirmed the address." in page
    assert "Private links" not in (await ada.get(f"{HERE}/signatories")).text
    page = await follow(ada, await send(ada, f"{PARTY}/receipt"))
    assert "is on its way" in page.text
    assert kept_link((await letters_to(BEN))[-1].text)
    assert (await send(ada, f"{PARTY}/receipt")).status_code == 409  # once a day
    await Link.update({Link.made_at: clock.now() - timedelta(days=1)}, force=True)
    await follow(ada, await send(ada, f"{PARTY}/receipt"))
    recorded = [row["act"] for row in await TrailEntry.select(TrailEntry.act).order_by(TrailEntry.id)]
    assert recorded.count(TrailAct.RECEIPT_SENT) == 2


async def test_links_of_the_past_are_sent_to_all_that_have_contacts(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    for slug, more in (("steppe", {}), ("aral", {}), ("without", {"email": ""}), ("unconfirmed", {"confirmed": False})):
        await factories.organisation(slug, slug.title(), **more)
        await follow(ada, await send(ada, f"{HERE}/acts", PAST | {"organisation": slug}))
    await factories.signed(memorandum, await factories.organisation("online"))
    before = {address: len(await letters_to(address)) for address in (BEN, "contact@aral.example.org", "contact@unconfirmed.example.org")}
    assert "Send 2 organisations their private links" in (await ada.get(f"{HERE}/signatories")).text
    page = await follow(ada, await send(ada, f"{HERE}/receipts"))
    assert "2 letters with private links are on their way." in page.text
    assert "their private links" not in words(page.text)
    after = {address: len(await letters_to(address)) - number for address, number in before.items()}
    assert after == {BEN: 1, "contact@aral.example.org": 1, "contact@unconfirmed.example.org": 0}
    await run_due()
    assert await Invitation.count() == 3
    numbers = words((await ada.get(f"{HERE}/dashboard")).text)
    assert "signed, of 1 invited" in numbers
    assert "Invited" not in words((await ada.get(PARTY)).text).partition("At risk")[0]


async def test_a_signer_online_gets_no_second_link_from_the_desk(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.signed(memorandum, await factories.organisation("steppe"))
    assert "Send the private link" not in (await ada.get(PARTY)).text
    assert (await send(ada, f"{PARTY}/receipt")).status_code == 409


async def test_an_invited_signer_on_paper_keeps_the_recipients_of_the_invitation(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    steppe = await factories.organisation("steppe", "Steppe")
    await factories.invitation_link(memorandum, steppe, send=True)
    await follow(ada, await send(ada, "/en/desk/organisations/steppe/contacts", {"email": "eve@elsewhere.example", "name": "Eve", "language": "en"}))
    await factories.confirm_contacts(steppe)
    await follow(ada, await send(ada, f"{HERE}/acts", on_paper()))
    assert [letter.subject[:22] for letter in await letters_to(BEN)][-1] == "An answer was recorded"
    assert not [letter for letter in await letters_to("eve@elsewhere.example") if "/invitations/" in letter.text]
    assert (await ada.get(f"{HERE}/signatories")).text.count(">Steppe<") == 1


async def test_a_party_to_a_text_that_nobody_holds_uses_every_page_of_its_link(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    form = MemorandumForm.parse({"slug": "cooperation", "authentic_languages": ["ru"]})
    about = {"announced": None, "source": "Minutes", "titles": {"en": "Cooperation"}, "notes": {"en": "The text is lost."}}
    await record_past(form, forum_id=None, coordinator_id=ada_account.id, **about)
    await factories.organisation("steppe", "Steppe")
    await follow(ada, await send(ada, f"{HERE}/acts", PAST))
    await follow(ada, await send(ada, f"{PARTY}/receipt"))
    await ben.post(f"{await last_link_to(BEN)}/session")
    page = (await ben.get("/en/signing")).text
    assert "Read the text again" not in page
    for path in ("disclosure", "withdrawal", "statements", "link/end", "receipt"):
        answer = await ben.get(f"/en/signing/{path}")
        assert answer.status_code in {200, 404}, path
    assert (await ben.get("/en/signing/disclosure")).status_code == 200


# Saving a file


async def exports() -> int:
    return await TrailEntry.count().where(TrailEntry.act == TrailAct.NAMES_EXPORTED.value)


async def save_twice(ada: httpx.AsyncClient) -> int:
    """Read the warning, save two files, and return how many entries the trail has of it."""
    page = await ada.get(f"{HERE}/export")
    assert "1 name of a signatory or supporter is withheld from the public." in words(page.text)
    assert "1 organisation has not signed" in words(page.text)
    assert "Steppe" not in page.text
    before = await exports()
    for _ in range(2):
        saved = await send(ada, f"{HERE}/export")
        assert "Steppe" in saved.text
        assert saved.headers["content-type"].startswith("text/csv")
    return await exports() - before


async def several(memorandum: Memorandum) -> None:
    await factories.signed(memorandum, await factories.organisation("steppe", "Steppe"), disclosure="counted")
    await factories.signed(memorandum, await factories.organisation("aral", "Aral"))
    await factories.invitation_link(memorandum, await factories.organisation("silent", "Silent"))


async def test_every_file_is_saved_after_a_warning_and_recorded(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await several(memorandum)
    assert await save_twice(ada) == 2
    assert "Exported names of signatories" in (await ada.get(f"{HERE}/trail")).text
    assert (await ada.get(f"{HERE}/signatories.csv")).status_code == 404


async def test_a_build_that_records_no_export_is_found(ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any, **__: Any) -> None:
        """Record nothing (mutated build)."""

    await several(memorandum)
    monkeypatch.setattr(trail, "record", nothing)
    assert await save_twice(ada) == 0
