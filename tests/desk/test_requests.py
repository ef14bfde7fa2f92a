"""Ada decides who accedes: what was asked stands in a queue, an invitation or a reason goes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.status_queries import status_of
from coalition.acts.tables import ActKind
from coalition.database import counting_queries, transaction
from coalition.desk.invitations import requests as desk_requests
from coalition.invitations.tables import Invitation
from coalition.mail.tables import Letter
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.organisations.queries import by_slug, contacts_of
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.desk.conftest import follow, send
from tests.letters import last_letter
from tests.signing.walking import everything

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/en/desk/memoranda/cooperation"
LINK = re.compile(r'value="(http[^"]+/invitations/[^"]+)"')


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.open_for_accession(ada_account)


async def asked(memorandum: Memorandum, name: str = "Ысык-Көл күзөтү", **more: object) -> int:
    """Return the number of a confirmed request."""
    now = clock.now()
    given = {
        "organisation_name": name,
        "name_language": "ky",
        "country": "KG",
        "person": "Ben Sultanov",
        "email": "ben@issyk.example.org",
        "language": "en",
        "token_hash": name,
        "requested_at": now,
        "confirmed_at": now,
    } | more
    async with transaction():
        rows = await SigningRequest.insert(SigningRequest(memorandum=memorandum.id, **given))
    return int(rows[0]["id"])


async def letter() -> Letter:
    row = await last_letter()
    assert row
    return row


async def accede(ben: httpx.AsyncClient, memorandum: Memorandum, path: str) -> None:
    """Open the link and accede."""
    assert (await ben.post(f"{path}/session")).status_code == 303
    edition = await latest_edition(memorandum.id)
    names = {"representative_name": "Ben Sultanov", "typed_name": "Ben Sultanov", "authority": "yes"}
    fields = {"kind": "accession", "disclosure": "public", "digest": edition.digest} | names
    answer = await ben.post("/en/signing/signature", data=fields)
    assert answer.status_code == 303, answer.text


async def test_a_new_organisation_is_entered_invited_and_accedes(ada: httpx.AsyncClient, ben: httpx.AsyncClient, memorandum: Memorandum) -> None:
    number = await asked(memorandum, message="Bir Duino knows us.")
    assert "1 organisation asks to sign." in (await ada.get("/en/desk")).text
    assert f"{HERE}/requests" in (await ada.get(f"{HERE}/signatories")).text
    assert "waits for you" in (await ada.get(f"{HERE}/requests")).text
    assert "Bir Duino knows us." in (await ada.get(f"{HERE}/requests/{number}")).text
    page = await send(ada, f"{HERE}/requests/{number}/acceptance", {"step": "new", "slug": "issyk-watch", "kind": "ngo"})
    [link] = LINK.findall(page.text)
    assert "sent by e-mail" in page.text
    organisation = await by_slug("issyk-watch")
    assert organisation
    assert (organisation.country, organisation.at_risk, organisation.listed) == ("KG", False, False)
    [contact] = (await contacts_of([organisation.id]))[organisation.id]
    assert (contact.name, contact.email, contact.language) == ("Ben Sultanov", "ben@issyk.example.org", "en")
    written = await letter()
    assert (written.address, link in written.text) == ("ben@issyk.example.org", True)
    assert "is invited to accede to" in " ".join(written.text.split())
    await accede(ben, memorandum, "/" + link.split("/", 3)[3])
    [line] = (await status_of(memorandum)).lines
    assert (line.act, line.organisation.slug) == (ActKind.ACCESSION, "issyk-watch")
    row = await SigningRequest.objects().first()
    assert row
    assert (row.organisation, row.email, row.decided_at is not None) == (organisation.id, "", True)
    assert "asks to sign" not in (await ada.get("/en/desk")).text
    assert "accepted" in (await ada.get(f"{HERE}/requests")).text


async def test_requests_that_wait_come_before_those_that_were_decided_page_by_page(
    ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_requests, "PAGE", 2)
    now = clock.now()
    for number in range(7):
        await asked(memorandum, f"Asking {number}", decided_at=now if number in {1, 4, 5} else None)
    await asked(memorandum, "Asking in vain", confirmed_at=None)
    path, pages = f"{HERE}/requests", []
    while path:
        page = (await ada.get(path)).text
        pages.append(re.findall(r"Asking (\w+)", page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1] if following else ""
    assert pages == [["6", "3"], ["2", "0"], ["5", "4"], ["1"]]
    assert re.findall(r"Asking (\d)", (await ada.get(f"{HERE}/requests?after=nowhere")).text) == ["6", "3"]


@pytest.mark.parametrize("add_contact", [False, True])
async def test_the_link_of_a_known_organisation_goes_to_whom_we_know_unless_ada_knows_better(
    ada: httpx.AsyncClient, memorandum: Memorandum, add_contact: bool
) -> None:
    number = await asked(memorandum, "Issyk Watch")
    organisation = await factories.organisation("issyk-watch", "Issyk Watch")
    assert 'value="issyk-watch"' in (await ada.get(f"{HERE}/requests/{number}")).text
    fields = {"step": "known", "organisation": "Issyk Watch"} | ({"add_contact": "yes"} if add_contact else {})
    assert LINK.search((await send(ada, f"{HERE}/requests/{number}/acceptance", fields)).text)
    known = (await contacts_of([organisation.id]))[organisation.id]
    assert len(known) == 1 + add_contact
    assert (await letter()).address == ("ben@issyk.example.org" if add_contact else "contact@issyk-watch.example.org")


async def test_a_refusal_goes_out_with_its_reason(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    number = await asked(memorandum)
    empty = await send(ada, f"{HERE}/requests/{number}/refusal", {"reason": " "})
    assert (empty.status_code, "Write the reason; it goes to the person who asked." in empty.text) == (422, True)
    page = await follow(ada, await send(ada, f"{HERE}/requests/{number}/refusal", {"reason": "We know you too little yet."}))
    assert "The request was refused" in page.text
    written = await letter()
    words = " ".join(written.text.split())
    assert (written.address, "Dear Ben Sultanov," in words, "We know you too little yet." in words) == ("ben@issyk.example.org", True, True)
    assert "“Memorandum on cooperation”" in words
    assert (await SigningRequest.select(SigningRequest.email))[0]["email"] == ""
    assert "We know you too little yet." in (await ada.get(f"{HERE}/requests/{number}")).text
    assert (await Invitation.count(), await Letter.count()) == (0, 1)


async def test_a_request_is_decided_once(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    number = await asked(memorandum)
    await send(ada, f"{HERE}/requests/{number}/refusal", {"reason": "No."})
    before = await everything()
    for step, fields in (("refusal", {"reason": "No."}), ("acceptance", {"step": "new", "slug": "issyk-watch"})):
        page = await send(ada, f"{HERE}/requests/{number}/{step}", fields)
        assert (page.status_code, "This request was decided before." in page.text) == (409, True)
    assert await everything() == before


async def test_what_cannot_be_accepted_changes_nothing(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    number = await asked(memorandum)
    await factories.organisation("taken")
    done = await factories.organisation("done")
    await factories.signed(memorandum, done, kind="accession")
    before = await everything()
    for fields, status, sentence in (
        ({"step": "known", "organisation": "nobody"}, 422, "No organisation in the register is called nobody."),
        ({"step": "known", "organisation": "take"}, 422, "If you mean one of these, write its address name: taken."),
        ({"step": "known", "organisation": ""}, 422, "Write the name of the organisation."),
        ({"step": "known", "organisation": "done", "add_contact": "yes"}, 409, "A signature or support of this organisation stands"),
        ({"step": "new", "slug": "taken"}, 422, "This address name is taken"),
        ({"step": "new", "slug": ""}, 422, "Write a short address name"),
    ):
        page = await send(ada, f"{HERE}/requests/{number}/acceptance", fields)
        assert (page.status_code, sentence in page.text) == (status, True), fields
    assert await everything() == before
    await Memorandum.update({Memorandum.signing_state: SigningState.ENDED.value}).where(Memorandum.id == memorandum.id)
    page = await send(ada, f"{HERE}/requests/{number}/acceptance", {"step": "new", "slug": "issyk-watch"})
    assert (page.status_code, "It cannot be signed now" in page.text) == (409, True)
    assert await by_slug("issyk-watch") is None


async def test_others_at_the_desk_and_unconfirmed_requests_see_nothing(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient, memorandum: Memorandum
) -> None:
    number = await asked(memorandum)
    hasty = await asked(memorandum, "Hasty", confirmed_at=None)
    for path in ("accessions", f"accessions/{number}"):
        assert ((await dina.get(f"{HERE}/{path}")).status_code, (await edith.get(f"{HERE}/{path}")).status_code) == (404, 404)
    assert "Hasty" not in (await ada.get(f"{HERE}/requests")).text
    for wrong in (hasty, "x", "-1", "99999999999", "²"):
        assert (await ada.get(f"{HERE}/requests/{wrong}")).status_code == 404


@pytest.mark.sqlite_only
async def test_one_and_thirty_requests_need_as_many_queries(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    counts = []
    for amount in (1, 29):
        for at in range(amount):
            await asked(memorandum, f"Organisation {amount} {at}")
        with counting_queries() as count:
            assert (await ada.get(f"{HERE}/requests")).status_code == 200
            assert (await ada.get("/en/desk")).status_code == 200
        counts.append(count.count)
    assert counts[0] == counts[1]


async def test_the_address_of_a_stranger_is_not_added_to_an_organisation_at_risk_by_one(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    number = await asked(memorandum, "Issyk Watch")
    organisation = await factories.organisation("issyk-watch", "Issyk Watch", at_risk=True)
    before = await everything()
    page = await send(ada, f"{HERE}/requests/{number}/acceptance", {"step": "known", "organisation": "issyk-watch", "add_contact": "yes"})
    assert (page.status_code, "add the contact on its page" in page.text) == (409, True)
    assert await everything() == before
    assert len((await contacts_of([organisation.id]))[organisation.id]) == 1
