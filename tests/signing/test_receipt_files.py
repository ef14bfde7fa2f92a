"""The receipt as a file: it can be checked without the site, and holds no private link unless the person chooses it."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.tables import Act
from coalition.memoranda.tables import Memorandum, Publicity
from tests import factories
from tests.signing.walking import DECLINE, RECEIPT, SIGNATURE, WITHDRAWAL, a_case, enter, kept_link, sign, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.people.tables import Coordinator

    Story = Callable[[httpx.AsyncClient, Coordinator], Awaitable[None]]

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

FILE = "/en/signing/receipt.html"


async def test_the_file_says_what_is_on_record_and_how_to_check_it(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    stated = {"statement_kind": "declaration", "statement_language": "en", "statement_text": "As we read it."}
    await sign(ben, case, **stated)
    assert f'href="{FILE}"' in (await ben.get(RECEIPT)).text
    answer = await ben.get(FILE)
    assert answer.headers["content-disposition"] == 'attachment; filename="document.html"'
    assert answer.headers["cache-control"] == "no-store"
    assert re.findall(r"\s(?:src|href|action)=|<(?:script|link|style)", answer.text) == []  # nothing is loaded, nothing leads elsewhere
    act = await Act.objects().first()
    assert act is not None
    said = words(answer.text.replace("<wbr>", ""))
    for part in (
        f"Reference {act.reference} Organisation Bir Duino Text Memorandum on cooperation Edition 1 Act Signature",
        f"{act.recorded_at:%H:%M} UTC Who may know Everybody: the organisation and your name",
        "Bir Duino represented by Ben Sultanov, director Kazakhstan Signature",
        "Statements Declaration",
        "sha256sum cooperation.txt",
        "/en/memoranda/cooperation/signatories",
        "The link is not in this file.",
    ):
        assert part in said
    address = re.search(r"http://\S+?(/memoranda/cooperation\.txt\S*)", said)
    assert address
    assert f"sha256:{hashlib.sha256((await cleo.get(address[1])).content).hexdigest()}" in said
    assert "<br><small>represented by " in answer.text  # without a style, its parts would run together
    assert 'lang="ar" dir="rtl"' in (await ben.get("/ar/signing/receipt.html")).text


async def test_the_file_of_an_earlier_edition_leads_to_its_text(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    kept = kept_link((await ben.get(RECEIPT)).text)
    await factories.superseded(case.memorandum)
    await ben.post(f"{kept}/session")
    said = (await ben.get(FILE)).text.replace("<wbr>", "")
    assert case.digest in said
    assert f"sha256:{hashlib.sha256((await cleo.get('/memoranda/cooperation.txt?edition=1')).content).hexdigest()}" == case.digest
    assert "cooperation.txt?edition=1" in said
    assert "The public line stands in this list" in said
    assert "Bir Duino" in (await cleo.get("/en/memoranda/cooperation/signatories")).text


async def the_link_is_only_in_a_file_that_asks_for_it(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account))
    link = kept_link((await ben.get(RECEIPT)).text)
    assert link not in (await ben.get(FILE)).text.replace("<wbr>", "")
    chosen = (await ben.get(f"{FILE}?link=yes")).text.replace("<wbr>", "")
    assert link in chosen
    assert "Whoever opens this file" in chosen


async def a_hidden_answer_warns_and_names_nothing_outside(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account), disclosure="counted")
    assert "Think before you save it" in words((await ben.get(RECEIPT)).text)
    answer = await ben.get(FILE)
    assert "keep it only where nobody else can look" in words(answer.text)
    assert "/signatories" not in answer.text  # there is no line to look for
    assert not re.search("receipt|coalition|cooperation|sign|duino", answer.headers["content-disposition"], re.IGNORECASE)


async def test_only_the_session_gives_the_file(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    assert (await cleo.get(FILE)).status_code == 403
    case = await a_case(ada_account)
    await enter(ben, case)
    assert (await ben.get(FILE)).headers["location"] == "/en/signing"
    await Memorandum.update({Memorandum.publicity: Publicity.PARTICIPANTS.value}).where(Memorandum.id == case.memorandum.id)
    await ben.post(SIGNATURE, data=case.signature)
    assert "Once the text is published" in words((await ben.get(FILE)).text)
    await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})
    for asked in ("", "?link=yes"):
        withdrawn = words((await ben.get(f"{FILE}{asked}")).text)
        assert ("Act Withdrawal" in withdrawn, "withdraw in your name" in withdrawn, "take it back" in withdrawn) == (True, False, False)
    assert "with the private link in it" not in (await ben.get(RECEIPT)).text


async def test_the_receipt_says_what_follows_only_while_it_follows(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await sign(ben, await a_case(ada_account))
    first = words((await ben.get(RECEIPT)).text)
    assert "stands in the public list within a minute" in first
    assert "a letter with the reference goes there now" in first
    with clock.shifted(timedelta(minutes=20)):
        await ben.get(RECEIPT)
        await ben.post("/en/signing/disclosure", data={"disclosure": "counted"})
        hidden = words((await ben.get(RECEIPT)).text)
        assert "Your name and that of the organisation are not shown." in hidden
        assert "nothing public changes today" not in hidden
    with clock.shifted(timedelta(minutes=45)):
        await ben.get(RECEIPT)
    with clock.shifted(timedelta(minutes=65)):
        later = words((await ben.get(RECEIPT)).text)
        assert ("What happens next" in later, "The coordinators find the act by its reference." in later) == (False, True)


async def test_an_accession_is_not_called_a_signature(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.open_for_accession(ada_account)
    await sign(ben, await a_case(ada_account, memorandum=memorandum), kind="accession")
    assert "Withdraw the accession" in words((await ben.get(RECEIPT)).text)
    await enter(ben, await a_case(ada_account, "asar", memorandum))
    await ben.post(DECLINE, data={"authority": "yes"})
    declined = words((await ben.get(RECEIPT)).text)
    assert ("does not sign" in declined, "Only the coordinators of this text learn of it" in declined) == (False, True)


async def test_a_decline_has_no_file(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    await ben.post(DECLINE, data={"authority": "yes"})
    assert (await ben.get(FILE)).headers["location"] == "/en/signing"
    assert FILE not in (await ben.get(RECEIPT)).text


async def test_going_back_after_signing_leads_to_what_is_on_record(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    assert (await ben.get("/en/signing/signature/new")).headers["location"] == "/en/signing"
    assert f'href="{RECEIPT}"' in (await ben.get("/en/signing")).text
    again = await ben.post("/en/signing/signature/review", data=case.answers)  # as a browser that asks first sends it
    assert (again.status_code, f'href="{RECEIPT}"' in again.text) == (410, True)
    assert await Act.count() == 1


STORIES: list[Story] = [the_link_is_only_in_a_file_that_asks_for_it, a_hidden_answer_warns_and_names_nothing_outside]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_story(ben: httpx.AsyncClient, ada_account: Coordinator, story: Story) -> None:
    await story(ben, ada_account)


MUTATED_BUILDS: dict[str, tuple[Story, str, object]] = {
    "every file holds the link": (STORIES[0], "_if_chosen", lambda _, link: link),
    "the name of the file says what it is": (STORIES[1], "_NAME_OF_FILE", "receipt.html"),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
async def test_a_mutated_build_is_found(ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    story, place, mutated = MUTATED_BUILDS[name]
    monkeypatch.setattr(f"coalition.signing.signatures.receipts.{place}", mutated)
    with pytest.raises(AssertionError):
        await story(ben, ada_account)
