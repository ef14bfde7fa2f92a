"""Ben answers for an organisation: he signs, supports, is counted, declines, or takes it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.acts.signer_queries import signer_of
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.tables import Notification
from tests import factories
from tests.conftest import visitor
from tests.letters import last_letter
from tests.signing.walking import DECLINE, NEW, RECEIPT, SIGNATURE, WITHDRAWAL, a_case, acts, check_page, enter, kept_link, sign, words

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def test_ben_reads_answers_checks_and_signs(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    landing = words((await ben.get(case.link)).text)
    assert "Bir Duino is invited to sign" in landing
    assert "Memorandum on cooperation" in landing
    assert "English (authentic text), Russian (authentic text)" in landing
    await enter(ben, case)
    text = words((await ben.get("/en/signing")).text)
    assert "The parties carry on their work" in text
    assert "Step 2 of 4" in text
    assert "Стороны продолжают" in (await ben.get("/en/signing?text=ru")).text
    form = (await ben.get(NEW)).text
    assert f'name="digest" value="{case.digest}"' in form
    review = await check_page(ben, case.answers)
    assert review.status_code == 200
    line = words(review.text).partition("What the public will read")[2]
    assert "Bir Duino represented by Ben Sultanov, director Kazakhstan Signature" in line
    assert await acts() == []
    answer = await ben.post(SIGNATURE, data=case.signature)
    assert (answer.status_code, answer.headers["location"]) == (303, RECEIPT)
    receipt = (await ben.get(RECEIPT)).text
    act = await Act.objects().first()
    assert act is not None
    assert act.reference in receipt
    assert (act.kind, act.disclosure, act.digest) == ("signature", "public", case.digest)
    status = await status_of(case.memorandum)
    assert [(line.organisation.slug, line.representative) for line in status.lines] == [("bir-duino", "Ben Sultanov, director")]


async def test_the_notification_and_the_receipt_letter_belong_to_the_signature(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    assert [row["organisation"] for row in await Notification.select().where(Notification.kind == "signature")] == ["bir-duino"]
    letter = await last_letter()
    act = await Act.objects().first()
    assert letter is not None
    assert act is not None
    assert letter.subject == f"An answer was recorded: {act.reference}"
    assert "Bir Duino" not in letter.text
    assert kept_link((await ben.get(RECEIPT)).text) in letter.text


async def test_support_binds_nobody_and_says_so(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    review = await check_page(ben, case.answers | {"kind": "support"})
    assert "I may speak for Bir Duino." in words(review.text)
    await ben.post(SIGNATURE, data=case.signature | {"kind": "support"})
    assert "The support is recorded" in (await ben.get(RECEIPT)).text
    counts = (await status_of(case.memorandum)).counts
    assert (counts.signed, counts.supported) == (0, 1)


async def test_who_is_counted_only_leaves_no_name(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    review = await check_page(ben, case.answers | {"disclosure": "counted"})
    assert "No name, no country, no day" in words(review.text)
    await ben.post(SIGNATURE, data=case.signature | {"disclosure": "counted"})
    assert not await Notification.exists().where(Notification.kind == "signature")
    status = await status_of(case.memorandum)
    assert status.lines == []
    assert (status.counts.signed, status.counts.names_withheld) == (0, None)  # while it is open, only named organisations are counted
    receipt = words((await ben.get(RECEIPT)).text)
    assert "No name, no country, no day" in receipt
    assert "not shown" in receipt


async def test_the_cautious_answer_is_chosen_only_where_care_is_asked_for(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    plain = await a_case(ada_account)
    await enter(ben, plain)
    assert not re.search(r'name="(kind|disclosure)"[^>]* checked', (await ben.get(NEW)).text)
    at_risk = await a_case(ada_account, "at-risk", plain.memorandum, at_risk=True)
    await enter(ben, at_risk)
    form = (await ben.get(NEW)).text
    assert 'value="counted" checked' in form
    assert len(re.findall(r'name="(?:kind|disclosure)"[^>]* checked', form)) == 1
    await factories.forum("tashkent-2026", risk_profile="high")
    careful = await a_case(ada_account, "careful", await factories.opened(ada_account, "careful", forum="tashkent-2026"))
    await enter(ben, careful)
    assert 'value="counted" checked' in (await ben.get(NEW)).text


async def test_ben_is_told_when_it_becomes_public(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    case = await a_case(ada_account, memorandum=memorandum)
    await enter(ben, case)
    assert "Nothing about this text is public" not in (await ben.get(NEW)).text
    await Memorandum.update({Memorandum.publicity: Publicity.PARTICIPANTS.value}).where(Memorandum.id == memorandum.id)
    assert "The coordinators decide when it is published" in (await ben.get(NEW)).text
    await Memorandum.update({Memorandum.publish_at_least: 3}).where(Memorandum.id == memorandum.id)
    assert "until 3 organisations have signed it" in (await ben.get(NEW)).text
    assert "until 3 organisations have signed it" in (await check_page(ben, case.answers)).text


async def test_ben_declines_and_only_the_coordinators_learn_of_it(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    assert (await ben.get(DECLINE)).status_code == 200
    answer = await ben.post(DECLINE, data={"authority": "yes", "reason": "Our board has not met."})
    assert (answer.status_code, answer.headers["location"]) == (303, RECEIPT)
    receipt = words((await ben.get(RECEIPT)).text)
    assert "The organisation does not sign." in receipt
    assert "Another contact" not in receipt
    assert "private link" not in receipt
    act = await Act.objects().first()
    assert act is not None
    signer = await signer_of(act.id)
    assert signer is not None
    assert (act.kind, signer.name, signer.reason) == ("decline", "", "Our board has not met.")
    assert not await Notification.exists().where(Notification.kind == "signature")
    assert (await status_of(case.memorandum)).counts.signed == 0
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 410


async def test_declining_needs_no_reason(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    assert (await ben.post(DECLINE, data={"authority": "yes"})).status_code == 303
    assert await acts() == ["decline"]


async def test_an_untouched_form_declines_nothing(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    token = re.search(r'name="form_token" value="([^"]+)"', (await ben.get(DECLINE)).text)
    assert token
    answer = await ben.post(DECLINE, data={"form_token": token[1], "reason": "Our board has not met."})
    assert answer.status_code == 422
    assert "Confirm that you may speak for the organisation." in answer.text
    assert "Our board has not met." in answer.text
    assert await acts() == []


async def test_a_reason_that_is_too_long_is_kept_and_refused(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    answer = await ben.post(DECLINE, data={"authority": "yes", "reason": "why " * 600})
    assert answer.status_code == 422
    assert "why why" in answer.text
    assert "At most 2000" in answer.text


async def test_ben_withdraws_in_the_same_session(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    page = words((await ben.get(WITHDRAWAL)).text)
    assert "[Bir Duino]" in page
    assert "A withdrawal does not delete." in page
    wrong = await ben.post(WITHDRAWAL, data={"typed_name": "Somebody", "reason": "a mistake"})
    assert wrong.status_code == 422
    assert "<title>Error:" in wrong.text
    assert "a mistake" in wrong.text
    answer = await ben.post(WITHDRAWAL, data={"typed_name": " ben  SULTANOV ", "reason": "a mistake"})
    assert (answer.status_code, answer.headers["location"]) == (303, RECEIPT)
    receipt = words((await ben.get(RECEIPT)).text)
    assert "The withdrawal is recorded" in receipt
    assert "[Bir Duino]" in receipt
    assert "It is shown only now" not in receipt
    [line] = (await status_of(case.memorandum)).lines
    assert line.withdrawn is not None
    assert (await ben.get(WITHDRAWAL)).status_code == 409
    assert (await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 409
    assert await acts() == ["signature", "withdrawal"]


async def test_the_kept_link_shows_and_withdraws_months_later(ben: httpx.AsyncClient, app: ASGIApp, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    link = kept_link((await ben.get(RECEIPT)).text)
    async with visitor(app) as later:
        landing = words((await later.get(link)).text)
        assert "Your private link" in landing
        assert "Bir Duino" not in landing
        assert (await later.post(f"{link}/session")).status_code == 303
        status = words((await later.get("/en/signing")).text)
        assert "What is on record" in status
        assert "Bir Duino represented by Ben Sultanov, director" in status
        assert "The parties carry on" in (await later.get("/en/signing?text=en")).text
        assert "It is shown only now" not in (await later.get(RECEIPT)).text
        assert (await later.get(NEW)).headers["location"] == "/en/signing"
        assert (await later.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 303
        assert "Withdraw" not in words((await later.get("/en/signing")).text).partition("What the public reads")[2].partition("Digest")[2]


async def test_a_withheld_signature_is_withdrawn_as_quietly_as_it_came(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case, disclosure="counted")
    assert "No name is shown, and the withdrawal shows none." in words((await ben.get(WITHDRAWAL)).text)
    await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})
    assert "No name is shown, and no number includes it after the end of the day, week or month." in words((await ben.get(RECEIPT)).text)
    status = await status_of(case.memorandum)
    assert (status.lines, status.counts.signed, status.counts.withdrawn) == ([], 0, 0)
    assert not await Notification.exists().where(Notification.kind == "withdrawal")


async def test_nothing_can_be_withdrawn_before_an_answer(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    assert (await ben.get(WITHDRAWAL)).status_code == 409
    assert (await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 409


async def test_a_program_signs_with_one_post(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await ben.post(f"{case.link}/session")
    answer = await ben.post(SIGNATURE, data=case.signature | {"names-0-name": "ignored"})
    assert (answer.status_code, answer.headers["location"]) == (303, RECEIPT)
    assert await acts() == ["signature"]


async def test_a_name_in_arabic_is_accepted_however_the_keyboard_writes_it(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    answers = case.signature | {"representative_name": "هدى السامرائي", "typed_name": "\u200f هدی \u00a0 السامـرائي "}
    assert (await ben.post(SIGNATURE, data=answers)).status_code == 303
    assert "<bdi>هدى السامرائي, director</bdi>" in (await ben.get(RECEIPT)).text
    assert (await ben.post(WITHDRAWAL, data={"typed_name": "هدى السامري"})).status_code == 422
    assert (await ben.post(WITHDRAWAL, data={"typed_name": "هدي السامرائی\u200e"})).status_code == 303


@pytest.mark.sqlite_only
@pytest.mark.changes_nothing
async def test_who_accedes_reads_of_accession_on_every_page(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, memorandum=await factories.open_for_accession(ada_account))
    await enter(ben, case)
    pages = [await ben.get(page) for page in ("/en/signing", NEW, DECLINE)]
    pages.append(await check_page(ben, case.answers | {"kind": "accession"}))
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert all("We will not accede" in page.text and "We will not sign" not in page.text for page in pages)
